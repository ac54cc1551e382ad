"""The results that another store has of a lab's runs; that store is only read."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from reportgen.errors import StoreError
from reportgen.french.numbers import liste
from reportgen.lab.types import RunSpec
from reportgen.material import Material
from reportgen.plan import Plan
from reportgen.results import RunResult
from reportgen.store.entries import Entry
from reportgen.store.reading import read_run
from reportgen.store.store import Store
from reportgen.trajectory import Trajectory, digest


def read_elsewhere(folder: Path, plan: Plan, material: Material) -> dict[str, RunResult]:
    """Return the results of all runs of the lab, from the store in *folder*.

    A training with other versions of Keras counts when there is none with those of the plan,
    the latest first. StoreError when *folder* is no store, or lacks a training.
    """
    shelf = _Shelf(_open_store(folder), material)
    found = {
        (run.name, step.seed): shelf.find(run, step.trajectory)
        for step in plan.steps
        for run in step.runs
    }
    if missing := [f"{name} (graine {seed})" for (name, seed), entry in found.items() if not entry]:
        raise StoreError(f"résultats absents de {folder} : {liste(missing)}.")
    known = {place: entry for place, entry in found.items() if entry is not None}
    return {
        run.name: shelf.read(run, tuple(known[run.name, seed] for seed in run.seeds))
        for run in material.lab.runs.values()
    }


@dataclass(frozen=True)
class _Shelf:
    """A store and the datasets that its results are told of."""

    store: Store
    material: Material

    def find(self, run: RunSpec, trajectory: Trajectory) -> Entry | None:
        """Return the entry that has the results of *run* with the seed of *trajectory*."""
        alone = replace(run, seeds=(trajectory.seed,))
        candidates = [self.store.entry(trajectory.key)]
        candidates += self._others.get(_unversioned(trajectory.definition), [])
        for entry in candidates:
            with suppress(StoreError):
                self.read(alone, (entry,))
                return entry
        return None

    def read(self, run: RunSpec, entries: tuple[Entry, ...]) -> RunResult:
        """Return the results of *run*, an entry a seed; StoreError when one lacks something."""
        return read_run(run, entries, self.material.described(run.dataset.name).origin)

    @cached_property
    def _others(self) -> dict[str, list[Entry]]:
        """All entries by what was hashed but for the versions, the latest first."""
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self.store.entries(), key=_trained_at, reverse=True):
            definition = entry.spec()
            if definition is not None:
                found.setdefault(_unversioned(definition), []).append(entry)
        return found


def _open_store(folder: Path) -> Store:
    """Return the store in *folder*, which may be the build folder that holds it."""
    for place in (folder, folder / "store"):
        if (place / "trajectories").is_dir():
            return Store(place)
    msg = f"{folder} ne contient pas d’entraînements : donnez un dossier « build » ou « store »."
    raise StoreError(msg)


def _unversioned(definition: Mapping[str, Any]) -> str:
    return digest({name: value for name, value in definition.items() if name != "versions"})


def _trained_at(entry: Entry) -> str:
    trained = entry.trained()
    return "" if trained is None else trained[1]
