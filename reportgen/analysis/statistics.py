"""The statistics that remarks rest on: intervals, tests and corrections, each with its source.

Knows proportions, counts and arrays only; neither runs nor French.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev

import numpy as np
import numpy.typing as npt

LEVEL = 0.95
"""Confidence level of every interval that documents print."""

ALPHA = 1.0 - LEVEL

FEWEST = 3
"""Values below which nothing is predicted: two say next to nothing of their spread."""


@dataclass(frozen=True)
class Interval:
    """A closed interval; ``low`` ≤ ``high``, in the unit of the quantity it bounds."""

    low: float
    high: float

    def contains(self, value: float) -> bool:
        """Whether the value lies in the interval, ends included."""
        return self.low <= value <= self.high

    def overlaps(self, other: Interval) -> bool:
        """Whether the two intervals share at least one value."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Spread:
    """Mean and sample standard deviation (n − 1; 0 for one value) of ``count`` values."""

    mean: float
    deviation: float
    count: int


def mirrored(interval: Interval) -> Interval:
    """Return the interval of the opposite quantity."""
    return Interval(-interval.high, -interval.low)


def wilson(successes: int, n: int, level: float = LEVEL) -> Interval:
    """Return Wilson's score interval of a proportion (Wilson, JASA 22, 1927).

    ``ValueError`` unless 0 ≤ successes ≤ n and n ≥ 1.
    """
    if not 0 <= successes <= n or n < 1:
        raise ValueError(f"{successes} successes out of {n}")
    z = _normal_quantile(level)
    rate = successes / n
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return Interval(low, high)


def difference(first: tuple[int, int], second: tuple[int, int], level: float = LEVEL) -> Interval:
    """Return the interval of p₁ − p₂ for independent (successes, n) pairs.

    Newcombe's hybrid score method 10 (Statistics in Medicine 17:873–890, 1998).
    """
    one, two = wilson(*first, level), wilson(*second, level)
    p1, p2 = first[0] / first[1], second[0] / second[1]
    low = p1 - p2 - math.hypot(p1 - one.low, two.high - p2)
    high = p1 - p2 + math.hypot(one.high - p1, p2 - two.low)
    return Interval(low, high)


def mcnemar(b: int, c: int, *, mid: bool = False) -> float:
    """Return the exact two-sided McNemar p-value of the discordant counts (1 when both are 0).

    Conditional on b + c, the smaller count is binomial with probability ½. ``mid`` counts half
    of the observed table's probability (Fagerland et al., BMC Med. Res. Methodol. 13:91, 2013).
    """
    total, smaller = b + c, min(b, c)
    if total == 0:
        return 1.0
    masses = _binomial_half(total, smaller)
    observed = float(masses[-1])
    tail = float(masses.sum())
    if mid:
        # With b = c both tails meet in the observed table, which is then counted once.
        return 1.0 - observed / 2 if b == c else 2 * tail - observed
    return min(1.0, 2 * tail)


def paired_difference(b: int, c: int, n: int, level: float = LEVEL) -> Interval:
    """Return Tango's score interval of (b − c)/n, a difference of paired proportions.

    ``b`` pairs where only the first succeeds, ``c`` where only the second does, among ``n``
    (Tango, Statistics in Medicine 17:891–908, 1998). ``ValueError`` unless 0 ≤ b + c ≤ n, n ≥ 1.
    """
    if min(b, c) < 0 or b + c > n or n < 1:
        raise ValueError(f"{b} and {c} discordant pairs out of {n}")
    z = _normal_quantile(level)
    centre = (b - c) / n
    low = -1.0 if c == n else _crossing(b, c, n, z, (-1.0, centre))
    high = 1.0 if b == n else _crossing(b, c, n, -z, (centre, 1.0))
    return Interval(low, high)


def holm(pvalues: Sequence[float]) -> tuple[float, ...]:
    """Return Holm's adjusted p-values, in the order given (Scand. J. Statist. 6:65–70, 1979)."""
    adjusted = [0.0] * len(pvalues)
    running = 0.0
    for rank, index in enumerate(sorted(range(len(pvalues)), key=lambda i: pvalues[i])):
        running = max(running, min(1.0, (len(pvalues) - rank) * pvalues[index]))
        adjusted[index] = running
    return tuple(adjusted)


def spread(values: Sequence[float]) -> Spread:
    """Return mean and sample standard deviation; ``ValueError`` without values."""
    if not values:
        raise ValueError("no values")
    deviation = stdev(values) if len(values) > 1 else 0.0
    return Spread(fmean(values), deviation, len(values))


def paired_t(first: Sequence[float], second: Sequence[float]) -> float:
    """Return Student's two-sided p-value for the mean of second − first, pair by pair.

    Without any variation among the differences: 1 when they are 0, else 0. ``ValueError`` for
    fewer than two pairs or unequal lengths.
    """
    if len(first) != len(second) or len(first) < 2:
        raise ValueError(f"{len(first)} and {len(second)} values cannot be paired")
    change = spread([b - a for a, b in zip(first, second, strict=True)])
    if change.deviation == 0.0:
        return 1.0 if change.mean == 0.0 else 0.0
    statistic = change.mean / (change.deviation / math.sqrt(change.count))
    return 2.0 * _student_cdf(change.count - 1, -abs(statistic))


def mean_is_zero(values: npt.NDArray[np.float64]) -> float:
    """Return the two-sided p-value, by the normal law, of a mean of 0 of many values."""
    mean, deviation = float(values.mean()), float(values.std())
    if deviation == 0.0:
        return 1.0 if mean == 0.0 else 0.0
    return 2.0 * NormalDist().cdf(-abs(mean) / (deviation / math.sqrt(len(values))))


def prediction(values: Sequence[float], level: float = LEVEL) -> Interval:
    """Return the interval in which one more run should fall: mean ± t(n − 1)·s·√(1 + 1/n).

    Student's law, as for a normal sample (Hahn and Meeker, Statistical Intervals, 1991, 4.7).
    ``ValueError`` for fewer than ``FEWEST`` values.
    """
    if len(values) < FEWEST:
        raise ValueError(f"{len(values)} values; a prediction needs three or more")
    seen = spread(values)
    reach = _student_quantile(seen.count - 1, level) * seen.deviation
    half = reach * math.sqrt(1.0 + 1.0 / seen.count)
    return Interval(seen.mean - half, seen.mean + half)


def pairs_needed(change: float, discordant: float) -> float:
    """Return how many pairs show ``change`` at 5 % in eight cases out of ten; inf for 0.

    ``discordant`` is the share of pairs that disagree (Connor, Biometrics 43:207–211, 1987).
    """
    if change == 0.0:
        return math.inf
    rest = math.sqrt(max(0.0, discordant - change * change))
    power = NormalDist().inv_cdf(0.8)
    return ((_normal_quantile(LEVEL) * math.sqrt(discordant) + power * rest) / change) ** 2


def _normal_quantile(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)


def _binomial_half(total: int, last: int) -> npt.NDArray[np.float64]:
    steps = np.arange(1, last + 1, dtype=np.float64)
    ratios = np.log((total - steps + 1) / steps)
    logs = np.concatenate(([0.0], np.cumsum(ratios))) - total * math.log(2)
    masses: npt.NDArray[np.float64] = np.exp(logs)
    return masses


def _crossing(b: int, c: int, n: int, target: float, bounds: tuple[float, float]) -> float:
    """Return where Tango's score, decreasing in the difference, meets the target."""
    low, high = bounds
    for _ in range(60):
        middle = (low + high) / 2
        if _tango(b, c, n, middle) > target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _tango(b: int, c: int, n: int, delta: float) -> float:
    numerator = b - c - n * delta
    linear = -b - c + (2 * n - b + c) * delta
    constant = -c * delta * (1 - delta)
    root = math.sqrt(max(0.0, linear * linear - 8 * n * constant))
    variance = n * (2 * (root - linear) / (4 * n) + delta * (1 - delta))
    if variance <= 0.0:
        return math.copysign(math.inf, numerator) if numerator else 0.0
    return numerator / math.sqrt(variance)


def _student_quantile(freedom: int, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2))


def _student_cdf(freedom: int, value: float) -> float:
    from scipy.special import stdtr

    return float(stdtr(freedom, value))
