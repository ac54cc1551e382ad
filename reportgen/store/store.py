"""The store: all trajectories of a project, and what was planned last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.files import write_text
from reportgen.store.entries import Entry
from reportgen.store.records import dump_json
from reportgen.trajectory import digest


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

    def run_names(self) -> dict[str, tuple[str, ...]]:
        """Return, by training key, the runs that had it when their lab was last built."""
        found: dict[str, list[str]] = {}
        for path in sorted((self.folder / "index").glob("*.json")):
            for name, definition in self.last_definitions(path.stem).items():
                run, _, seed = name.partition("#")
                label = f"{path.stem}/{run} (graine {seed})"
                found.setdefault(digest(definition), []).append(label)
        return {key: tuple(names) for key, names in found.items()}

    def remember(self, slug: str, definitions: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep the definitions of these runs of a lab, to explain the next plan."""
        known = self.last_definitions(slug)
        merged = known | dict(definitions)
        if merged != known:  # a store that may only be read is enough when nothing is new
            write_text(self._index(slug), dump_json(merged))

    def _index(self, slug: str) -> Path:
        return self.folder / "index" / f"{slug}.json"
