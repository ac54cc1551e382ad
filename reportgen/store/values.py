"""What the files of a trajectory hold, as values and back: records, states, outputs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from reportgen.lab.types import SplitName
from reportgen.results import Evaluation, History, LayerRow, Machine, ModelSummary
from reportgen.store.records import DAMAGE, AnyArray

RECORD = "record"
"""The member of a state that holds the history up to it, as JSON."""

T = TypeVar("T")


@dataclass(frozen=True)
class Outputs:
    """What the weights of one epoch give: probabilities, labels and evaluation per split."""

    arrays: Mapping[str, AnyArray]
    evaluations: Mapping[SplitName, Evaluation]


def history_record(history: History, machine: Machine, trained_at: str) -> dict[str, Any]:
    """Return what ``history.json`` and every state say of the epochs done so far."""
    return asdict(history) | {"machine": asdict(machine), "trained_at": trained_at}


def parsed(parse: Callable[[Any], T], raw: object) -> T | None:
    """Return what *parse* makes of a raw value; None for None, and for what it cannot read."""
    try:
        return None if raw is None else parse(raw)
    except (*DAMAGE, AttributeError):
        return None


def read_variables(arrays: dict[str, AnyArray]) -> list[AnyArray]:
    """Return the variables of a state, in Keras' order."""
    del arrays[RECORD]
    return [arrays[f"v{i:04d}"] for i in range(len(arrays))]


def read_outputs(arrays: dict[str, AnyArray]) -> Outputs:
    """Return the outputs that an archive holds."""
    raw = json.loads(str(arrays.pop("evaluations")))
    return Outputs(arrays, {name: Evaluation(**value) for name, value in raw.items()})


def read_trained(raw: Mapping[str, Any]) -> tuple[Machine, str]:
    """Return the machine of a history and when its training ended."""
    return Machine(**raw["machine"]), raw["trained_at"]


def read_history(raw: Mapping[str, Any]) -> History:
    """Return the complete epochs; ValueError when the metrics do not all have as many."""
    seconds = tuple(float(t) for t in raw["seconds"])
    metrics = {name: tuple(float(v) for v in values) for name, values in raw["metrics"].items()}
    if any(len(values) != len(seconds) for values in metrics.values()):
        msg = "history of unequal lengths"
        raise ValueError(msg)
    return History(metrics, seconds)


def read_summary(raw: Mapping[str, Any]) -> ModelSummary:
    """Return the layers of a model."""
    return ModelSummary(tuple(raw["input_shape"]), tuple(map(_layer_row, raw["layers"])))


def _layer_row(raw: Mapping[str, Any]) -> LayerRow:
    shapes = {name: tuple(raw[name]) for name in ("input_shape", "output_shape")}
    return LayerRow(**{**raw, **shapes})
