"""The store: all trajectories of a project, what was planned last, and measured speeds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from reportgen.files import write_text
from reportgen.store.entries import Entry
from reportgen.store.records import dump_json
from reportgen.trajectory import Trajectory


@dataclass(frozen=True)
class Store:
    """A folder of entries; it is made when something is first written."""

    folder: Path

    def entry(self, key: str) -> Entry:
        """Return the entry of a training key, whether it exists or not."""
        return Entry(self.folder / "trajectories" / key)

    def entries(self) -> tuple[Entry, ...]:
        """Return all entries there are."""
        root = self.folder / "trajectories"
        folders = sorted(root.iterdir()) if root.is_dir() else []
        return tuple(Entry(folder) for folder in folders if folder.is_dir())

    def probe_path(self, key: str) -> Path:
        """Return where the arrays of a probe are kept."""
        return self.folder / "probes" / f"{key}.npz"

    def element_path(self, key: str) -> Path:
        """Return where an element is kept."""
        return self.folder / "elements" / f"{key}.json"

    def last_definitions(self, slug: str) -> dict[str, dict[str, Any]]:
        """Return the definition of every run when the lab was last built, by run and seed."""
        try:
            value = json.loads(self._index(slug).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}

    def remember(self, slug: str, definitions: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep the definitions of these runs of a lab, to explain the next plan."""
        known = self.last_definitions(slug)
        merged = known | dict(definitions)
        if merged != known:  # a store that may only be read is enough when nothing is new
            write_text(self._index(slug), dump_json(merged))

    def predict_seconds(self, trajectory: Trajectory, epochs: int) -> float | None:
        """Return the predicted training time of *epochs* epochs, None without a measure.

        An epoch of the same trajectory is the best predictor; then one of the same model and
        batch size, whose time is taken as proportional to the number of images.
        """
        if epochs <= 0:
            return 0.0
        speed = _seconds_per_epoch(self.entry(trajectory.key))
        if speed is None:
            speed = self._speed_of_same_model(trajectory.definition)
        return None if speed is None else speed * epochs

    def _speed_of_same_model(self, definition: Mapping[str, Any]) -> float | None:
        for entry in self.entries():
            spec, speed = entry.spec(), _seconds_per_epoch(entry)
            if spec is None or speed is None:
                continue
            same = all(spec.get(k) == definition[k] for k in ("model", "batch_size"))
            if same and spec.get("dataset", {}).get("train") == definition["dataset"]["train"]:
                return speed
        return None

    def _index(self, slug: str) -> Path:
        return self.folder / "index" / f"{slug}.json"


def _seconds_per_epoch(entry: Entry) -> float | None:
    history = entry.history()
    if history is None or not history.seconds:
        return None
    return median(history.seconds[1:] or history.seconds)
