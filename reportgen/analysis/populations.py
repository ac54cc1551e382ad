"""Findings about populations of networks: how their losses spread, how often they succeed.

The chance is that of the first weights: the points, and the order in which they are learnt, are
those of one task. A network that diverged has failed, and ranks behind all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reportgen.analysis.samples import (
    Floats,
    brown_forsythe,
    deviations,
    fisher,
    lower_share,
    rank_sum,
)
from reportgen.analysis.statistics import Interval, mcnemar, wilson
from reportgen.results import PopulationResult


@dataclass(frozen=True)
class Distribution:
    """Final losses of ``count`` networks, ``diverged`` of them left out of the quantiles.

    All five are NaN when every network diverged.
    """

    count: int
    diverged: int
    best: float
    low: float
    median: float
    high: float
    worst: float


def distribution(losses: Floats) -> Distribution:
    """Return minimum, quartiles and maximum of losses that may hold NaN."""
    finite = losses[np.isfinite(losses)]
    quantiles = np.quantile(finite, (0, 0.25, 0.5, 0.75, 1)) if finite.size else [np.nan] * 5
    return Distribution(
        len(losses), len(losses) - len(finite), *(float(value) for value in quantiles)
    )


@dataclass(frozen=True)
class Success:
    """How many networks end at the threshold or below, and Wilson's interval of their share."""

    successes: int
    count: int
    interval: Interval

    @property
    def rate(self) -> float:
        """The share, 0–1."""
        return self.successes / self.count


def success(result: PopulationResult, threshold: float) -> Success:
    """Return how often a population reaches a test loss of ``threshold`` or less."""
    reached = int((result.finals <= threshold).sum())
    return Success(reached, len(result.finals), wilson(reached, len(result.finals)))


def same_starts(first: PopulationResult, second: PopulationResult) -> bool:
    """Whether network k of both starts from the same weights on the same points."""
    one, two = first.spec, second.spec
    same = (one.task, one.network.hidden) == (two.task, two.network.hidden)
    return same and first.population.resets == second.population.resets


@dataclass(frozen=True)
class Comparison:
    """The p-value of a test, and whether it compared the same starts pair by pair."""

    pvalue: float
    paired: bool


def compare_success(
    first: PopulationResult, second: PopulationResult, thresholds: tuple[float, float]
) -> Comparison:
    """Compare how often two populations succeed: McNemar for the same starts, else Fisher."""
    one, two = first.finals <= thresholds[0], second.finals <= thresholds[1]
    if same_starts(first, second):
        return Comparison(mcnemar(int((one & ~two).sum()), int((two & ~one).sum())), True)
    counts = ((int(one.sum()), len(one)), (int(two.sum()), len(two)))
    return Comparison(fisher(*counts), False)


@dataclass(frozen=True)
class Shift:
    """The second population against the first: how often its losses are the lower ones, 0–1.

    ``higher``: how often they are the higher ones; what is left are ties, divergences of both.
    """

    lower: float
    higher: float
    comparison: Comparison


def compare_losses(first: PopulationResult, second: PopulationResult) -> Shift:
    """Compare final test losses: sign test for the same starts, else Mann and Whitney's."""
    one, two = ranked(first.finals), ranked(second.finals)
    if not same_starts(first, second):
        shares = lower_share(one, two), lower_share(two, one)
        return Shift(*shares, Comparison(rank_sum(one, two), False))
    better, worse = int((two < one).sum()), int((two > one).sum())
    shares = better / len(one), worse / len(one)
    return Shift(*shares, Comparison(mcnemar(better, worse), True))


def ranked(losses: Floats) -> Floats:
    """Return losses with a divergence as the worst of all."""
    return np.where(np.isnan(losses), np.inf, losses)


@dataclass(frozen=True)
class Spreads:
    """Mean distances of the final test losses to their median, and the test of their equality."""

    first: float
    second: float
    pvalue: float


def compare_spreads(first: PopulationResult, second: PopulationResult) -> Spreads | None:
    """Compare how far final losses scatter, divergences left out; None without two of each."""
    one, two = (result.finals[np.isfinite(result.finals)] for result in (first, second))
    if min(len(one), len(two)) < 2:
        return None
    first_mean, second_mean = (float(deviations(values).mean()) for values in (one, two))
    return Spreads(first_mean, second_mean, brown_forsythe(one, two))


def by_size(results: Iterable[PopulationResult]) -> list[PopulationResult]:
    """Return populations from the smallest network: fewest neurons, then fewest parameters."""
    return sorted(results, key=lambda result: (result.spec.neurons, result.spec.parameters))


def smallest(
    results: Sequence[PopulationResult], threshold: float, share: float = 0.0
) -> PopulationResult | None:
    """Return the smallest network that succeeds in more than ``share`` of the starts, or None.

    Among networks of one size, the one that succeeds most often.
    """
    able = [result for result in results if success(result, threshold).rate > share]
    order = sorted(able, key=lambda result: -success(result, threshold).rate)
    return next(iter(by_size(order)), None)
