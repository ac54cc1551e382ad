"""Tests that compare two samples of any law: shares, positions, spreads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def fisher(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Return Fisher's exact two-sided p-value for two independent (successes, n) pairs.

    R. A. Fisher, Statistical Methods for Research Workers, 5th edition, 1934.
    """
    from scipy.stats import fisher_exact

    table = [[successes, n - successes] for successes, n in (first, second)]
    return float(fisher_exact(table).pvalue)


def rank_sum(first: Floats, second: Floats) -> float:
    """Return Mann and Whitney's two-sided p-value for independent samples without NaN.

    Ann. Math. Statist. 18:50–60, 1947, corrected for ties; 1 when all values are equal.
    """
    from scipy.stats import mannwhitneyu

    if np.unique(np.concatenate([first, second])).size == 1:
        return 1.0
    return float(mannwhitneyu(first, second).pvalue)


def lower_share(first: Floats, second: Floats) -> float:
    """Return how often a value of ``second`` is below one of ``first``, 0–1; ties are not."""
    below = np.searchsorted(np.sort(second), first, side="left")
    return float(below.sum() / (len(first) * len(second)))


def deviations(values: Floats) -> Floats:
    """Return the distances of finite values to their median."""
    return np.abs(values - np.median(values))


def brown_forsythe(first: Floats, second: Floats) -> float:
    """Return the p-value of equal mean distances to the median, for finite samples.

    Brown and Forsythe, JASA 69:364–367, 1974. Without any variation in both: 1 when the
    distances are the same, else 0. ``ValueError`` for samples of fewer than two values.
    """
    from scipy.stats import f_oneway

    if min(len(first), len(second)) < 2:
        raise ValueError(f"{len(first)} and {len(second)} values have no spread to compare")
    one, two = deviations(first), deviations(second)
    if one.std() == 0 and two.std() == 0:
        return 1.0 if one[0] == two[0] else 0.0
    return float(f_oneway(one, two).pvalue)


def spearman(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Return Spearman's rank correlation, −1 to 1, and its two-sided p-value (Student's t).

    NaN for both when a sample is constant.
    """
    from scipy.stats import spearmanr

    found = spearmanr(one, other)
    return float(found.statistic), float(found.pvalue)
