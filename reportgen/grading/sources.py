"""Where the results of a report of students are found: the store, or the file handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportgen.data.types import Described
from reportgen.errors import DataError, DefinitionError, StoreError
from reportgen.lab.types import Lab, RunSpec
from reportgen.store.reading import read_run
from reportgen.store.store import Store
from reportgen.submission.content import require_inside
from reportgen.submission.measured import (
    RESULTS,
    HandedResults,
    Measured,
    measured,
    read_measured,
)
from reportgen.submission.types import MADE
from reportgen.trajectory import make_trajectory

Source = Literal["magasin", "remise", "aucun"]


@dataclass(frozen=True)
class Handed:
    """The file of results of a report, or why there is none."""

    results: HandedResults | None
    missing: str = ""

    @property
    def runs(self) -> Mapping[str, Measured]:
        """The results handed in, by run."""
        return {} if self.results is None else self.results.runs


def read_handed(folder: Path, slug: str) -> Handed:
    """Return what a folder of students holds of results; nothing outside of it is read."""
    name = f"{MADE}/{RESULTS}"
    try:
        require_inside(folder, name)
        results = read_measured(folder / name)
    except (DataError, DefinitionError) as error:
        return Handed(None, str(error))
    if results.lab != slug:
        return Handed(None, f"{name} : ce sont les résultats d’un autre TP, {results.lab}.")
    return Handed(results)


def stored_runs(lab: Lab, store: Store, described: Mapping[str, Described]) -> dict[str, Measured]:
    """Return the results of the runs of a lab, those that the store has whole.

    Nothing is trained. ``described`` are the lab's datasets that are known.
    """
    found = {name: _stored(run, lab, store, described) for name, run in lab.runs.items()}
    return {name: run for name, run in found.items() if run is not None}


def _stored(
    run: RunSpec, lab: Lab, store: Store, described: Mapping[str, Described]
) -> Measured | None:
    data = described.get(run.dataset.name)
    if data is None:
        return None
    keys = (make_trajectory(run, s, data.origin.digest, lab.folder).key for s in run.seeds)
    entries = tuple(store.entry(key) for key in keys)
    if not all(entry.folder.is_dir() for entry in entries):
        return None
    try:
        return measured(read_run(run, entries, data.origin))
    except StoreError:
        return None


def differences(name: str, handed: Measured, stored: Measured) -> Iterator[str]:
    """Yield where two results of the same training say other things, as French sentences.

    Two machines may differ by a few images; what is told is beyond :func:`same_score`.
    """
    from reportgen.french.numbers import entier, pourcent
    from reportgen.grading.ranges import same_score
    from reportgen.submission.known import OF_SPLITS

    if handed.params != stored.params:
        yield (
            f"{name} : {entier(handed.params)} poids dans le fichier remis, "
            f"{entier(stored.params)} dans le magasin de l’enseignant, pour le même réseau."
        )
    known = {seed.seed: seed for seed in stored.seeds}
    for seed in handed.seeds:
        mine = known.get(seed.seed)
        for split, score in seed.scores.items():
            other = None if mine is None else mine.scores.get(split)
            if other is not None and not same_score(score.accuracy, other.accuracy, other.count):
                yield (
                    f"{name} : exactitude {OF_SPLITS.get(split, split)} de "
                    f"{pourcent(score.accuracy, 2)} dans le fichier remis, "
                    f"{pourcent(other.accuracy, 2)} pour le même entraînement dans le magasin de "
                    "l’enseignant."
                )
