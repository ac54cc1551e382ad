"""One stored trajectory: a folder that describes itself. Knows files and arrays, not Keras.

::

    <key>/spec.json        what was hashed, in full
    <key>/summary.json     the layers of the model
    <key>/history.json     metrics and seconds of every complete epoch: the commit record
    <key>/epoch-0007.npz   weights and optimizer state after epoch 7, and the history so far
    <key>/outputs-0007.npz probabilities, and evaluation per split, with those weights
    <key>/model-0007.keras the same model for Keras' own ``load_model``

The state of an epoch is written before the history that mentions it, so a history never
promises an epoch that cannot be continued; should the history be lost, the last state has it.
A damaged file counts as missing, and can be told from one that never was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.files import disk_errors, write_text
from reportgen.results import History, Machine, ModelSummary
from reportgen.store.records import (
    DAMAGE,
    AnyArray,
    dump_json,
    is_whole_archive,
    read_arrays,
    read_record,
    write_arrays,
    write_record,
)
from reportgen.store.values import (
    RECORD,
    Outputs,
    history_record,
    parsed,
    read_history,
    read_outputs,
    read_summary,
    read_trained,
    read_variables,
)
from reportgen.trajectory import digest

_NUMBERED = re.compile(r"(epoch|outputs|model)-(\d{4,})\.(npz|keras)")


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
        try:
            value = json.loads((self.folder / "spec.json").read_text(encoding="utf-8"))
        except DAMAGE:
            return None
        return value if isinstance(value, dict) and digest(value) == self.key else None

    def history(self) -> History | None:
        """Return the complete epochs."""
        return parsed(read_history, self._history_record())

    def trained(self) -> tuple[Machine, str] | None:
        """Return the machine of the last training and when it ended (ISO 8601)."""
        return parsed(read_trained, self._history_record())

    def summary(self) -> ModelSummary | None:
        """Return the layers of the model."""
        return parsed(read_summary, read_record(self.folder / "summary.json"))

    def states(self) -> tuple[int, ...]:
        """Return the epochs whose state is kept, in order."""
        return self._numbered("epoch")

    def models(self) -> tuple[int, ...]:
        """Return the epochs whose Keras file is kept, in order."""
        return self._numbered("model")

    def state(self, epoch: int) -> list[AnyArray] | None:
        """Return weights then optimizer variables after *epoch*, in Keras' order."""
        return parsed(read_variables, read_arrays(self.state_path(epoch)))

    def is_measured(self, epoch: int) -> bool:
        """Return whether outputs and Keras file of that epoch are kept and whole."""
        return all(map(is_whole_archive, (self.outputs_path(epoch), self.model_path(epoch))))

    def outputs(self, epoch: int) -> Outputs | None:
        """Return the outputs of the weights after *epoch*."""
        return parsed(read_outputs, read_arrays(self.outputs_path(epoch)))

    def example_count(self) -> int | None:
        """Return the number of training examples; only what was measured says it."""
        path = next((self.outputs_path(e) for e in self._numbered("outputs")), None)
        if path is None:
            return None
        try:
            with np.load(path, allow_pickle=False) as file:
                return int(json.loads(str(file["evaluations"]))["train"]["count"])
        except DAMAGE:
            return None

    def damaged(self, epochs: Iterable[int] | None = None) -> tuple[Path, ...]:
        """Return the files that are there but do not read back.

        All files are read, or only the records and what was measured after *epochs*.
        """
        sound = {
            "spec.json": self.spec() is not None,
            "summary.json": self.summary() is not None,
            "history.json": read_record(self.folder / "history.json") is not None,
        }
        paths = [self.folder / name for name, whole in sound.items() if not whole]
        archives = self._archives() if epochs is None else self._measures(epochs)
        paths += [path for path in archives if not is_whole_archive(path)]
        return tuple(path for path in paths if path.exists())

    # Writing: atomic, StoreError when the disk refuses.

    def write_spec(self, spec: Mapping[str, Any]) -> None:
        """Keep what was hashed."""
        write_text(self.folder / "spec.json", dump_json(spec))

    def write_summary(self, summary: ModelSummary) -> None:
        """Keep the layers of the model."""
        write_record(self.folder / "summary.json", asdict(summary))

    def write_history(self, history: History, machine: Machine, trained_at: str) -> None:
        """Commit the complete epochs."""
        record = history_record(history, machine, trained_at)
        write_record(self.folder / "history.json", record)

    def write_state(
        self, epoch: int, arrays: Sequence[AnyArray], record: Mapping[str, Any]
    ) -> None:
        """Keep the state after *epoch*, and the record of the history up to it."""
        named = {f"v{i:04d}": array for i, array in enumerate(arrays)}
        write_arrays(self.state_path(epoch), named | {RECORD: np.array(dump_json(record))})

    def write_outputs(self, epoch: int, outputs: Outputs) -> None:
        """Keep the outputs of the weights after *epoch*."""
        text = dump_json({name: asdict(value) for name, value in outputs.evaluations.items()})
        arrays = dict(outputs.arrays) | {"evaluations": np.array(text)}
        write_arrays(self.outputs_path(epoch), arrays)

    def drop_states(self, keep: set[int], budget: int = 0) -> None:
        """Remove states, but those of *keep*, early epochs first, down to *budget* bytes."""
        others = [epoch for epoch in self.states() if epoch not in keep]
        with disk_errors(self.folder):
            sizes = {epoch: self.state_path(epoch).stat().st_size for epoch in others}
            excess = sum(sizes.values()) - budget
            for epoch in others:
                if excess <= 0:
                    break
                self.state_path(epoch).unlink(missing_ok=True)
                excess -= sizes[epoch]

    def forget_from(self, epoch: int) -> None:
        """Remove what was measured after *epoch* or later, and the states of later epochs."""
        paths = [self.state_path(e) for e in self.states() if e > epoch]
        shown = {*self._numbered("outputs"), *self.models()}
        paths += self._measures(e for e in shown if e >= epoch)
        with disk_errors(self.folder):
            for path in paths:
                path.unlink(missing_ok=True)

    def _history_record(self) -> dict[str, Any] | None:
        """Return the record of the history, or that of the last whole state if it is further.

        It is further when the history was lost, or not yet written when the process died.
        """
        record = read_record(self.folder / "history.json")
        done = 0 if record is None else len(record.get("seconds", ()))
        later = (epoch for epoch in reversed(self.states()) if epoch > done)
        kept = (read_arrays(self.state_path(epoch)) for epoch in later)
        found = (arrays[RECORD] for arrays in kept if arrays is not None and RECORD in arrays)
        text = next(found, None)
        return record if text is None else parsed(json.loads, str(text))

    def _measures(self, epochs: Iterable[int]) -> list[Path]:
        return [path(e) for e in epochs for path in (self.outputs_path, self.model_path)]

    def _archives(self) -> list[Path]:
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(path for path in files if _NUMBERED.fullmatch(path.name))

    def _numbered(self, kind: str) -> tuple[int, ...]:
        matches = (_NUMBERED.fullmatch(path.name) for path in self._archives())
        return tuple(sorted(int(m.group(2)) for m in matches if m and m.group(1) == kind))
