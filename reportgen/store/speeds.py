"""Predict how long a training takes, from the speeds that the store has measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from reportgen import layers
from reportgen.lab.types import LayerSpec
from reportgen.layers import ShapeError
from reportgen.store.entries import Entry
from reportgen.store.store import Store
from reportgen.trajectory import Trajectory


@dataclass(frozen=True)
class Examples:
    """What an epoch goes through: ``count`` examples of a shape such as (32, 32, 3)."""

    count: int
    shape: tuple[int, ...]


def predict_seconds(
    store: Store, trajectory: Trajectory, examples: Examples, epochs: int
) -> float | None:
    """Return the predicted seconds of *epochs* epochs, None when nothing comparable was measured.

    An epoch of the same trajectory is the best predictor; then one of the same model and batch
    size, in proportion to the number of examples; then the median time of a multiply-add over
    all that the same engine did.
    """
    if epochs <= 0:
        return 0.0
    speed = _seconds_per_epoch(store.entry(trajectory.key))
    if speed is None:
        speed = _from_others(store, trajectory.definition, examples)
    return None if speed is None else speed * epochs


def _from_others(store: Store, definition: Mapping[str, Any], examples: Examples) -> float | None:
    known = [m for m in map(_measure, store.entries()) if m is not None]
    measured = [m for m in known if m.spec.get("engine") == definition.get("engine")]
    same = [m.per_example for m in measured if m.is_of(definition)]
    if same:
        return median(same) * examples.count
    cost = _multiply_adds(definition["model"], examples.shape)
    rates = [m.per_example / m.cost for m in measured if m.cost]
    return median(rates) * cost * examples.count if cost and rates else None


@dataclass(frozen=True)
class _Measure:
    """What was trained, its seconds per example, and its multiply-adds per example if known."""

    spec: Mapping[str, Any]
    per_example: float
    cost: int | None

    def is_of(self, definition: Mapping[str, Any]) -> bool:
        return all(self.spec.get(name) == definition[name] for name in ("model", "batch_size"))


def _measure(entry: Entry) -> _Measure | None:
    spec, speed, summary = entry.spec(), _seconds_per_epoch(entry), entry.summary()
    count = entry.example_count()
    if spec is None or speed is None or summary is None or not count:
        return None
    return _Measure(spec, speed / count, _multiply_adds(spec["model"], summary.input_shape))


def _seconds_per_epoch(entry: Entry) -> float | None:
    history = entry.history()
    if history is None or not history.seconds:
        return None
    return median(history.settled)


def _multiply_adds(model: Sequence[Any], shape: tuple[int, ...]) -> int | None:
    """Return the cost of one example in a stack as training keys spell it; None for a builder."""
    if model and model[0] == "builder":
        return None
    total = 0
    for name, config in model:
        layer = LayerSpec(name, config)
        try:
            total += layers.multiply_adds(layer, shape) or 0
            output = layers.infer(layer, shape).output_shape
        except ShapeError:
            return None
        if output is None:
            return None
        shape = output
    return total
