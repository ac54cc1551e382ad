"""What a run predicts for the test images: counts of confusions and scores of classes.

Counts are summed over the seeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import numpy.typing as npt

from reportgen.analysis.classes import Counts, confusions, total
from reportgen.results import RunResult


@dataclass(frozen=True)
class ClassRates:
    """Rates of one class, or their means, 0–1.

    NaN where nothing was to be found or nothing was predicted.
    """

    name: str
    count: int
    recall: float
    precision: float
    f1: float


def predictions(result: RunResult) -> npt.NDArray[np.int64]:
    """Return the most probable class of every test image for the first seed, (n,)."""
    return np.asarray(result.first.arrays.probabilities("test").argmax(axis=1), dtype=np.int64)


def answers(result: RunResult) -> npt.NDArray[np.int64]:
    """Return the most probable class of every test image for every seed, (seeds, n)."""
    found = [seed.arrays.probabilities("test").argmax(axis=1) for seed in result.seeds]
    return np.asarray(found, dtype=np.int64)


def confusion_counts(result: RunResult) -> Counts:
    """Return how often test images of each class (rows) were given each class (columns)."""
    return total(result, result.first.arrays.probabilities("test").shape[1])


def class_rates(counts: Counts, names: Sequence[str], seeds: int = 1) -> tuple[ClassRates, ...]:
    """Return recall, precision and F1 of every class from confusion counts summed over seeds.

    Their ``count`` is that of the test images, which all seeds share.
    """
    return tuple(_rates(counts, number, name, seeds) for number, name in enumerate(names))


def frequent_pairs(counts: Counts, pairs: int) -> tuple[tuple[int, int], ...]:
    """Return the (true, predicted) pairs confused most often, most frequent first.

    Equal counts keep the order of the classes; pairs that never occur are left out.
    """
    return tuple((found.true, found.answer) for found in confusions(counts)[:pairs])


def _rates(counts: Counts, number: int, name: str, seeds: int) -> ClassRates:
    right = int(counts[number, number])
    actual, given = int(counts[number].sum()), int(counts[:, number].sum())
    return ClassRates(
        name,
        actual // seeds,
        recall=right / actual if actual else nan,
        precision=right / given if given else nan,
        # Harmonic mean of both, written so that it exists whenever the class occurs at all.
        f1=2 * right / (actual + given) if actual + given else nan,
    )
