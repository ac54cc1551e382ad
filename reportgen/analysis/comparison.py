"""Whether one run beats another on the same test images; never more than the data says.

One training of each: exact McNemar test. Several seeds: a test over the seeds as well, since
the images alone say nothing of what another initialisation would give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import numpy.typing as npt

from reportgen.analysis import statistics
from reportgen.analysis.statistics import ALPHA, Interval, Spread
from reportgen.results import RunResult, SeedResult

Flags = npt.NDArray[np.bool_]


class Verdict(Enum):
    """What may be said of run b against run a."""

    BETTER = "améliore"
    WORSE = "dégrade"
    NONE = "pas de différence significative"
    UNDECIDED = "indécidable"


class Doubt(Enum):
    """Why a comparison is undecided."""

    OTHER_IMAGES = "images différentes"
    BORDERLINE = "à la limite"
    SEEDS = "graines"


@dataclass(frozen=True)
class Paired:
    """Two models on the same ``n`` images.

    ``b``: only the second is right; ``c``: only the first; ``hits``: images that the first gets
    right, alone or not. ``change`` = (b − c)/n, with Tango's interval;
    ``pvalue`` is McNemar's exact one, two-sided, corrected when several were compared.
    """

    n: int
    b: int
    c: int
    interval: Interval
    pvalue: float
    hits: int

    @property
    def first(self) -> float:
        """Accuracy of the first model, 0–1."""
        return self.hits / self.n

    @property
    def second(self) -> float:
        """Accuracy of the second model, 0–1."""
        return (self.hits + self.b - self.c) / self.n

    @property
    def change(self) -> float:
        """Accuracy of the second minus that of the first, −1 to 1."""
        return (self.b - self.c) / self.n

    @property
    def needed(self) -> float:
        """Images that would show this change in eight draws out of ten (inf when it is 0)."""
        return statistics.pairs_needed(self.change, (self.b + self.c) / self.n)


@dataclass(frozen=True)
class Seeds:
    """Test accuracies over the seeds that both runs share.

    ``pvalue``: Student's paired test over the seeds; would other seeds show the same?
    ``images``: test of the mean difference over the images, each averaged over the seeds; would
    other images show the same? Both are corrected when several runs were compared.
    """

    first: Spread
    second: Spread
    pvalue: float
    images: float

    @property
    def change(self) -> float:
        """Mean accuracy of the second minus that of the first."""
        return self.second.mean - self.first.mean


@dataclass(frozen=True)
class Comparison:
    """Run b against run a. ``paired`` is that of the first common seed; None: other images."""

    verdict: Verdict
    paired: Paired | None
    seeds: Seeds | None
    doubt: Doubt | None = None
    among: int = 1

    @property
    def change(self) -> float:
        """The difference that the verdict is about: over the seeds when there are several."""
        if self.seeds is not None:
            return self.seeds.change
        return self.paired.change if self.paired else 0.0


def compare(a: RunResult, b: RunResult) -> Comparison:
    """Compare the test results of b with those of a at the level 5 %."""
    return compare_all(a, [b])[0]


def compare_all(a: RunResult, others: Sequence[RunResult]) -> tuple[Comparison, ...]:
    """Compare each of the others with a; Holm's correction over all of them."""
    found = [_measure(a, b) for b in others]
    return tuple(_judge(c) for c in _corrected(found))


def pair(first: Flags, second: Flags) -> Paired:
    """Return the paired comparison of two arrays that say which images are classified rightly."""
    b, c = int((second & ~first).sum()), int((first & ~second).sum())
    n = len(first)
    interval = statistics.paired_difference(b, c, n)
    return Paired(n, b, c, interval, statistics.mcnemar(b, c), int(first.sum()))


def verdict(paired: Paired) -> tuple[Verdict, Doubt | None]:
    """Judge one pair of trainings: the exact test decides.

    When the interval, which is approximate, excludes 0 and the exact test does not agree, the
    data are on the edge and nothing is decided.
    """
    if paired.pvalue < ALPHA:
        return (Verdict.BETTER if paired.change > 0 else Verdict.WORSE), None
    if not paired.interval.contains(0.0):
        return Verdict.UNDECIDED, Doubt.BORDERLINE
    return Verdict.NONE, None


def hits(seed: SeedResult) -> Flags:
    """Return for each test image whether the most probable class is the true one."""
    answers = seed.arrays.probabilities("test").argmax(axis=1)
    right: Flags = answers == seed.arrays.labels("test")
    return right


def same_images(a: SeedResult, b: SeedResult) -> bool:
    """Whether two trainings were tested on the same images, as far as their labels tell."""
    return np.array_equal(a.arrays.labels("test"), b.arrays.labels("test"))


def _measure(a: RunResult, b: RunResult) -> Comparison:
    if _drawn_from(a) != _drawn_from(b) or not same_images(a.first, b.first):
        return Comparison(Verdict.UNDECIDED, None, None, Doubt.OTHER_IMAGES)
    common = _common(a, b)
    first, second = common[0]
    seeds = _seeds(common) if len(common) > 1 else None
    return Comparison(Verdict.NONE, pair(hits(first), hits(second)), seeds)


def _drawn_from(run: RunResult) -> tuple[object, ...]:
    """Return what decides which images are in the test split."""
    data = run.spec.dataset
    taken = data.validation if data.validation and data.validation.source == "test" else None
    return run.origin.digest, data.test, data.subset_seed, taken


def _common(a: RunResult, b: RunResult) -> list[tuple[SeedResult, SeedResult]]:
    theirs = {seed.seed: seed for seed in b.seeds}
    common = [(seed, theirs[seed.seed]) for seed in a.seeds if seed.seed in theirs]
    return common or [(a.first, b.first)]


def _seeds(common: Sequence[tuple[SeedResult, SeedResult]]) -> Seeds:
    first = np.array([hits(a) for a, _ in common], dtype=np.float64)
    second = np.array([hits(b) for _, b in common], dtype=np.float64)
    before, after = first.mean(axis=1).tolist(), second.mean(axis=1).tolist()
    return Seeds(
        statistics.spread(before),
        statistics.spread(after),
        statistics.paired_t(before, after),
        statistics.mean_is_zero((second - first).mean(axis=0)),
    )


def _corrected(found: Sequence[Comparison]) -> list[Comparison]:
    """Replace every p-value by Holm's; images and seeds are two families of tests."""
    images = _holm([_images(c) for c in found])
    seeds = _holm([c.seeds.pvalue if c.seeds else None for c in found])
    return [_with(c, p, q, len(found)) for c, p, q in zip(found, images, seeds, strict=True)]


def _images(found: Comparison) -> float | None:
    if found.seeds is not None:
        return found.seeds.images
    return found.paired.pvalue if found.paired else None


def _with(found: Comparison, images: float | None, seeds: float | None, among: int) -> Comparison:
    if images is not None and seeds is not None and found.seeds is not None:
        tested = replace(found.seeds, images=images, pvalue=seeds)
        return replace(found, seeds=tested, among=among)
    if images is not None and found.paired is not None:
        return replace(found, paired=replace(found.paired, pvalue=images), among=among)
    return replace(found, among=among)


def _holm(pvalues: Sequence[float | None]) -> list[float | None]:
    adjusted = iter(statistics.holm([p for p in pvalues if p is not None]))
    return [None if p is None else next(adjusted) for p in pvalues]


def _judge(found: Comparison) -> Comparison:
    if found.paired is None:
        return found
    judged, doubt = _over_seeds(found.seeds) if found.seeds else verdict(found.paired)
    if doubt is Doubt.BORDERLINE and found.among > 1:
        # The interval is that of one comparison; Holm's p-values alone account for all of them.
        judged, doubt = Verdict.NONE, None
    return replace(found, verdict=judged, doubt=doubt)


def _over_seeds(seeds: Seeds) -> tuple[Verdict, Doubt | None]:
    """Judge several seeds: images and seeds must both show the difference."""
    if seeds.images >= ALPHA:
        return Verdict.NONE, None
    if seeds.pvalue >= ALPHA:
        return Verdict.UNDECIDED, Doubt.SEEDS
    return (Verdict.BETTER if seeds.change > 0 else Verdict.WORSE), None
