"""Which units of a layer stay the same as others: what a start from zero costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportgen.errors import EvidenceError
from reportgen.evidence.context import Arrays, EvidenceContext
from reportgen.evidence.elements import Column, Data, Group, Table
from reportgen.evidence.lookup import find_layer, find_runs, note_for
from reportgen.evidence.probes import UnitsProbe
from reportgen.evidence.telling import make_remark
from reportgen.french.numbers import entier, liste, pluriel
from reportgen.results import RunResult


@dataclass(frozen=True)
class Count:
    """How many of the ``units`` of a layer are distinct after an epoch (0: at the start).

    ``spread`` is the largest difference between two weights of the same input, relative to the
    largest weight.
    """

    epoch: int
    units: int
    distinct: int
    spread: float


@dataclass(frozen=True)
class Course:
    """The counts of a run, by increasing epoch."""

    result: RunResult
    counts: tuple[Count, ...]

    @property
    def title(self) -> str:
        """The title of the run."""
        return self.result.spec.title

    def at(self, epoch: int) -> Count | None:
        """Return the count after an epoch, None when its weights are not kept."""
        return next((count for count in self.counts if count.epoch == epoch), None)


def symetrie(ctx: EvidenceContext, *runs: str, layer: int | str) -> Group:
    """Return how many units of a layer are distinct, epoch after epoch, and what follows.

    At the start, at the ``checkpoints`` of each run, and at the epoch that was evaluated.
    EvidenceError for a run of Keras, whose initial weights are not kept.
    """
    courses = [_course(ctx, result, layer) for result in find_runs(ctx, runs)]
    table = _table(courses)
    caption = "Constat sur la symétrie des unités"
    remark = make_remark(caption, _sentences(courses), table.note)
    return Group("", table.caption, table.alt, note=table.note, elements=(table, remark))


def read_counts(found: Arrays) -> tuple[Count, ...]:
    """Return what the answer to a :class:`UnitsProbe` says."""
    units = int(np.asarray(found["units"], dtype=np.int64)[0])
    epochs, distinct, spread = (
        np.asarray(found[name], dtype=np.float64) for name in ("epochs", "distinct", "spread")
    )
    rows = zip(epochs, distinct, spread, strict=True)
    return tuple(Count(int(e), units, int(d), float(s)) for e, d, s in rows)


def _course(ctx: EvidenceContext, result: RunResult, layer: int | str) -> Course:
    name, done = result.spec.name, result.first.epochs
    if result.spec.training.engine != "numpy":
        msg = f"« {name} » est entraîné par Keras : il faut « engine: numpy »."
        raise EvidenceError(msg)
    kept = {epoch for epoch in result.spec.checkpoints if epoch <= done}
    epochs = tuple(sorted(kept | {result.first.weights_epoch}))
    found = ctx.probe(name, UnitsProbe(find_layer(result, layer), epochs))
    return Course(result, read_counts(found))


def _table(courses: Sequence[Course]) -> Table:
    epochs = sorted({count.epoch for course in courses for count in course.counts})
    units = courses[0].counts[0].units
    return Table(
        id="",
        caption=f"Unités distinctes parmi les {entier(units)} de la couche cachée, au fil des "
        "époques (époque 0 : les poids de départ)",
        alt=" ".join(_sentence(course) for course in courses),
        data=Data(
            ("run", "epoch", "units", "distinct", "spread"),
            tuple(
                (course.title, c.epoch, c.units, c.distinct, c.spread)
                for course in courses
                for c in course.counts
            ),
        ),
        note=note_for([course.result for course in courses]),
        columns=(Column("Époque", "right"), *(Column(c.title, "right") for c in courses)),
        rows=tuple((entier(epoch), *(_cell(c.at(epoch)) for c in courses)) for epoch in epochs),
    )


def _cell(count: Count | None) -> str:
    return "–" if count is None else entier(count.distinct)


def _sentences(courses: Sequence[Course]) -> list[str]:
    """Return a sentence for each run, and a single one for all those whose units stay apart."""
    apart = [course for course in courses if _stays_apart(course)]
    ends = {(c.counts[-1].units, c.counts[-1].epoch) for c in apart}
    if len(apart) < 2 or len(ends) > 1:
        return [_sentence(course) for course in courses]
    names = liste(f"« {course.title} »" for course in apart)
    (units, epoch), *_ = ends
    told = [_sentence(course) for course in courses if course not in apart]
    return [
        *told,
        f"Pour {names}, les {pluriel(units, 'unité', 'unités')} sont toutes distinctes, du départ "
        f"à l’époque {entier(epoch)}.",
    ]


def _stays_apart(course: Course) -> bool:
    return all(count.distinct == count.units for count in course.counts)


def _sentence(course: Course) -> str:
    """Say how the units of a run went: all apart, all the same, or part of them."""
    first, last = course.counts[0], course.counts[-1]
    name, when = f"« {course.title} »", f"l’époque {entier(last.epoch)}"
    total = pluriel(last.units, "unité", "unités")
    if all(count.distinct == 1 for count in course.counts) and last.units > 1:
        return (
            f"Pour {name}, les {total} sont les mêmes au départ et le sont encore après {when} : "
            "ce réseau n’a jamais eu qu’une unité cachée, recopiée."
        )
    if _stays_apart(course):
        return f"Pour {name}, les {total} sont toutes distinctes, du départ à {when}."
    if first.distinct == 1:
        return (
            f"Pour {name}, les {total} sont les mêmes au départ ; après {when}, on en compte "
            f"{pluriel(last.distinct, 'distincte', 'distinctes')} : la symétrie n’a pas tenu, car "
            "les arrondis du calcul, d’abord infimes, ont été amplifiés."
        )
    return (
        f"Pour {name}, on compte {pluriel(first.distinct, 'unité distincte', 'unités distinctes')} "
        f"au départ et {entier(last.distinct)} après {when}, sur {entier(last.units)}."
    )
