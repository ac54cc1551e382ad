"""How well each class is recognised, and which classes are taken for which.

From one matrix of counts; finds and does not tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt

from reportgen.analysis import statistics
from reportgen.analysis.statistics import ALPHA, Interval
from reportgen.results import RunResult, SeedResult

Counts = npt.NDArray[np.int64]
"""Confusion matrix (classes, classes): true class by row, answered class by column."""


@dataclass(frozen=True)
class ClassScore:
    """One class: ``hits`` of its ``count`` images are recognised, out of ``answers`` answers of it.

    The counts are sums over ``seeds`` trainings, which answer on the same images: an interval
    counts each image once. A ratio without denominator (no image, no answer) is None, and so is
    its interval.
    """

    number: int
    count: int
    answers: int
    hits: int
    seeds: int = 1

    @property
    def recall(self) -> float | None:
        """Share of the images of the class that are recognised, 0–1."""
        return self.hits / self.count if self.count else None

    @property
    def precision(self) -> float | None:
        """Share of the answers of the class that are right, 0–1."""
        return self.hits / self.answers if self.answers else None

    @property
    def recall_interval(self) -> Interval | None:
        """Wilson's interval of the recall."""
        if not self.count:
            return None
        images = max(1, round(self.count / self.seeds))
        return statistics.wilson(round(images * self.hits / self.count), images)


@dataclass(frozen=True)
class Extreme:
    """The ``k`` lowest (or highest) recalls, in order, and the classes that may be as extreme.

    ``tied``: classes outside the ``k`` whose interval overlaps that of the last one inside.
    Overlap is a cautious criterion: disjoint intervals differ well beyond the level 5 %.
    """

    chosen: tuple[ClassScore, ...]
    tied: tuple[ClassScore, ...]


@dataclass(frozen=True)
class Confusion:
    """``count`` images of class ``true`` answered as class ``answer``.

    For an unordered pair, both directions are summed and ``true`` < ``answer``.
    """

    true: int
    answer: int
    count: int


@dataclass(frozen=True)
class Asymmetry:
    """A pair confused more often one way than the other; exact binomial p-value after Holm."""

    true: int
    answer: int
    count: int
    reverse: int
    pvalue: float


def counts(seed: SeedResult, classes: int) -> Counts:
    """Return the confusion matrix of a training on the test images."""
    answers = seed.arrays.probabilities("test").argmax(axis=1)
    return matrix(seed.arrays.labels("test"), answers, classes)


def total(run: RunResult, classes: int) -> Counts:
    """Return the confusion matrices of all seeds, summed."""
    tables = np.array([counts(seed, classes) for seed in run.seeds], dtype=np.int64)
    summed: Counts = tables.sum(axis=0)
    return summed


def matrix(labels: npt.NDArray[np.int64], answers: npt.NDArray[np.int64], classes: int) -> Counts:
    """Return the (classes, classes) counts of true labels by answers."""
    cells = np.bincount(labels * classes + answers, minlength=classes * classes)
    return cells.reshape(classes, classes).astype(np.int64)


def scores(table: Counts, seeds: int = 1) -> tuple[ClassScore, ...]:
    """Return the score of every class, in class order, from counts summed over seeds."""
    return tuple(
        ClassScore(i, int(table[i].sum()), int(table[:, i].sum()), int(table[i, i]), seeds)
        for i in range(len(table))
    )


def worst(found: Sequence[ClassScore], k: int = 1) -> Extreme:
    """Return the k lowest recalls among the classes that have images, and their ties."""
    return _extreme(found, k, 1)


def best(found: Sequence[ClassScore], k: int = 1) -> Extreme:
    """Return the k highest recalls among the classes that have images, and their ties."""
    return _extreme(found, k, -1)


def confusions(table: Counts) -> tuple[Confusion, ...]:
    """Return the ordered pairs of different classes that occur, most frequent first."""
    pairs = permutations(range(len(table)), 2)
    return _by_count([Confusion(i, j, int(table[i, j])) for i, j in pairs])


def mutual_confusions(table: Counts) -> tuple[Confusion, ...]:
    """Return the unordered pairs that occur, both directions summed, most frequent first."""
    pairs = combinations(range(len(table)), 2)
    return _by_count([Confusion(i, j, int(table[i, j] + table[j, i])) for i, j in pairs])


def asymmetries(table: Counts, seeds: int = 1) -> tuple[Asymmetry, ...]:
    """Return the pairs confused significantly more often one way, most frequent first.

    Exact binomial test of each pair (½, as McNemar's), Holm's correction over all pairs; counts
    summed over seeds are tested as their mean, for the images are the same. It compares counts,
    so it is fair only to classes with equally many images; others are skipped.
    """
    pairs = [p for p in combinations(range(len(table)), 2) if _balanced(table, *p)]
    mean = np.rint(table / seeds).astype(int)
    raw = [statistics.mcnemar(int(mean[i, j]), int(mean[j, i])) for i, j in pairs]
    adjusted = zip(pairs, statistics.holm(raw), strict=True)
    found = [_directed(table, i, j, p) for (i, j), p in adjusted if p < ALPHA]
    return tuple(sorted(found, key=lambda a: (-a.count, a.true, a.answer)))


def _extreme(found: Sequence[ClassScore], k: int, sign: int) -> Extreme:
    known = [s for s in found if s.count]
    ranked = sorted(known, key=lambda s: (sign * s.hits / s.count, s.number))
    chosen, rest = ranked[:k], ranked[k:]
    tied = tuple(s for s in rest if _overlap(chosen[-1], s)) if chosen else ()
    return Extreme(tuple(chosen), tied)


def _overlap(a: ClassScore, b: ClassScore) -> bool:
    one, other = a.recall_interval, b.recall_interval
    return one is not None and other is not None and one.overlaps(other)


def _by_count(found: Sequence[Confusion]) -> tuple[Confusion, ...]:
    seen = [c for c in found if c.count]
    return tuple(sorted(seen, key=lambda c: (-c.count, c.true, c.answer)))


def _balanced(table: Counts, i: int, j: int) -> bool:
    return int(table[i].sum()) == int(table[j].sum())


def _directed(table: Counts, i: int, j: int, pvalue: float) -> Asymmetry:
    there, back = int(table[i, j]), int(table[j, i])
    if there >= back:
        return Asymmetry(i, j, there, back, pvalue)
    return Asymmetry(j, i, back, there, pvalue)
