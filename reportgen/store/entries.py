"""One stored trajectory: a folder that describes itself. Knows files and arrays, not Keras.

::

    <key>/spec.json        what was hashed, in full
    <key>/summary.json     the layers of the model
    <key>/history.json     metrics and seconds of every complete epoch: the commit record
    <key>/epoch-0007.npz   weights and optimizer state after epoch 7
    <key>/outputs-0007.npz probabilities, and evaluation per split, with those weights
    <key>/model-0007.keras the same model for Keras' own ``load_model``

The state of an epoch is written before the history that mentions it, so a history never
promises an epoch that cannot be continued. A damaged file counts as missing.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.files import disk_errors, write_text, write_with
from reportgen.lab.types import SplitName
from reportgen.results import Evaluation, History, LayerRow, Machine, ModelSummary

AnyArray = npt.NDArray[Any]
_STATE = re.compile(r"epoch-(\d{4,})\.npz")
# What reading a truncated or bit-flipped file can raise.
_DAMAGE = (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, OSError)


@dataclass(frozen=True)
class Outputs:
    """What the weights of one epoch give: probabilities, labels and evaluation per split."""

    arrays: Mapping[str, AnyArray]
    evaluations: Mapping[SplitName, Evaluation]


@dataclass(frozen=True)
class Entry:
    """The folder of one trajectory; it may not exist yet."""

    folder: Path

    @property
    def key(self) -> str:
        """The training key."""
        return self.folder.name

    def state_path(self, epoch: int) -> Path:
        """Return where the state after *epoch* is kept."""
        return self.folder / f"epoch-{epoch:04d}.npz"

    def outputs_path(self, epoch: int) -> Path:
        """Return where the outputs of the weights after *epoch* are kept."""
        return self.folder / f"outputs-{epoch:04d}.npz"

    def model_path(self, epoch: int) -> Path:
        """Return where the Keras file of the weights after *epoch* is kept."""
        return self.folder / f"model-{epoch:04d}.keras"

    # Reading: None when missing or damaged.

    def spec(self) -> dict[str, Any] | None:
        """Return what was hashed."""
        return self._read_json("spec.json")

    def history(self) -> History | None:
        """Return the complete epochs."""
        raw = self._read_json("history.json")
        try:
            return None if raw is None else _history(raw)
        except _DAMAGE:
            return None

    def trained(self) -> tuple[Machine, str] | None:
        """Return the machine of the last training and when it ended (ISO 8601)."""
        raw = self._read_json("history.json")
        try:
            return None if raw is None else (Machine(**raw["machine"]), raw["trained_at"])
        except _DAMAGE:
            return None

    def summary(self) -> ModelSummary | None:
        """Return the layers of the model."""
        raw = self._read_json("summary.json")
        try:
            return None if raw is None else _summary(raw)
        except _DAMAGE:
            return None

    def states(self) -> tuple[int, ...]:
        """Return the epochs whose state is kept, in order."""
        if not self.folder.is_dir():
            return ()
        matches = (_STATE.fullmatch(path.name) for path in self.folder.iterdir())
        return tuple(sorted(int(m.group(1)) for m in matches if m))

    def state(self, epoch: int) -> list[AnyArray] | None:
        """Return weights then optimizer variables after *epoch*, in Keras' order."""
        arrays = read_arrays(self.state_path(epoch))
        return None if arrays is None else [arrays[f"v{i:04d}"] for i in range(len(arrays))]

    def is_measured(self, epoch: int) -> bool:
        """Return whether outputs and Keras file of that epoch are kept, without reading them."""
        try:
            with zipfile.ZipFile(self.outputs_path(epoch)) as file:
                known = "evaluations.npy" in file.namelist()
        except _DAMAGE:
            return False
        return known and self.model_path(epoch).is_file()

    def outputs(self, epoch: int) -> Outputs | None:
        """Return the outputs of the weights after *epoch*."""
        arrays = read_arrays(self.outputs_path(epoch))
        if arrays is None or "evaluations" not in arrays:
            return None
        raw = json.loads(str(arrays.pop("evaluations")))
        return Outputs(arrays, {name: Evaluation(**value) for name, value in raw.items()})

    # Writing: atomic, StoreError when the disk refuses.

    def write_spec(self, spec: Mapping[str, Any]) -> None:
        """Keep what was hashed."""
        write_text(self.folder / "spec.json", dump_json(spec))

    def write_summary(self, summary: ModelSummary) -> None:
        """Keep the layers of the model."""
        write_text(self.folder / "summary.json", dump_json(asdict(summary)))

    def write_history(self, history: History, machine: Machine, trained_at: str) -> None:
        """Commit the complete epochs."""
        record = asdict(history) | {"machine": asdict(machine), "trained_at": trained_at}
        write_text(self.folder / "history.json", dump_json(record))

    def write_state(self, epoch: int, arrays: Sequence[AnyArray]) -> None:
        """Keep the state after *epoch*."""
        named = {f"v{i:04d}": array for i, array in enumerate(arrays)}
        write_arrays(self.state_path(epoch), named)

    def write_outputs(self, epoch: int, outputs: Outputs) -> None:
        """Keep the outputs of the weights after *epoch*."""
        text = dump_json({name: asdict(value) for name, value in outputs.evaluations.items()})
        arrays = dict(outputs.arrays) | {"evaluations": np.array(text)}
        write_arrays(self.outputs_path(epoch), arrays)

    def drop_states(self, keep: set[int]) -> None:
        """Remove the states of all epochs but *keep*."""
        with disk_errors(self.folder):
            for epoch in set(self.states()) - keep:
                self.state_path(epoch).unlink(missing_ok=True)

    def _read_json(self, name: str) -> dict[str, Any] | None:
        try:
            value = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except _DAMAGE:
            return None
        return value if isinstance(value, dict) else None


def read_arrays(path: Path) -> dict[str, AnyArray] | None:
    """Return all arrays of an ``.npz``, or None when it is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except _DAMAGE:
        return None


def write_arrays(path: Path, arrays: Mapping[str, AnyArray]) -> None:
    """Replace an ``.npz`` by these arrays in one step; StoreError when the disk refuses."""
    # Not compressed: compressing weights takes longer than training a small epoch.
    write_with(path, lambda file: np.savez(file, allow_pickle=False, **arrays))


def dump_json(value: Any) -> str:
    """Return readable JSON; NaN and infinities stay as Python writes them."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _history(raw: Mapping[str, Any]) -> History:
    seconds = tuple(float(t) for t in raw["seconds"])
    metrics = {name: tuple(float(v) for v in values) for name, values in raw["metrics"].items()}
    if any(len(values) != len(seconds) for values in metrics.values()):
        msg = "history of unequal lengths"
        raise ValueError(msg)
    return History(metrics, seconds)


def _summary(raw: Mapping[str, Any]) -> ModelSummary:
    return ModelSummary(tuple(raw["input_shape"]), tuple(map(_layer_row, raw["layers"])))


def _layer_row(raw: Mapping[str, Any]) -> LayerRow:
    shapes = {name: tuple(raw[name]) for name in ("input_shape", "output_shape")}
    return LayerRow(**{**raw, **shapes})
