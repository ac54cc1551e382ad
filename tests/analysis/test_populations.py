"""Findings about populations whose losses are given."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reportgen.analysis.populations import (
    compare_losses,
    compare_spreads,
    compare_success,
    distribution,
    same_starts,
    smallest,
    success,
)
from reportgen.playground.settings import Network
from tests.playground.made_up import result

NAN = math.nan
LIMITS = (0.177, 0.177)


def test_quantiles_leave_divergences_out_and_count_them() -> None:
    found = distribution(np.array([0.1, 0.2, 0.3, 0.4, 0.5, NAN]))
    assert (found.count, found.diverged) == (6, 1)
    assert (found.best, found.low, found.median, found.high, found.worst) == pytest.approx(
        (0.1, 0.2, 0.3, 0.4, 0.5)
    )


def test_a_population_that_diverged_has_no_quantiles() -> None:
    found = distribution(np.array([NAN, NAN]))
    assert found.diverged == found.count == 2
    assert math.isnan(found.median)


def test_a_loss_at_the_threshold_is_a_success_and_a_divergence_is_not() -> None:
    found = success(result([0.177, 0.1771, 0.1, NAN]), 0.177)
    assert (found.successes, found.count, found.rate) == (2, 4, 0.5)
    assert found.interval.contains(0.5)


def test_the_same_task_and_layers_start_from_the_same_weights() -> None:
    relu, tanh = result([0.2, 0.3]), result([0.2, 0.3], network=Network((3,), "tanh"))
    assert same_starts(relu, tanh)
    assert not same_starts(relu, result([0.2, 0.3], hidden=(4,)))
    assert not same_starts(relu, result([0.2, 0.3, 0.4]))


def test_the_same_starts_are_compared_pair_by_pair() -> None:
    first, second = result([0.3] * 10), result([0.1] * 10)
    found = compare_success(first, second, LIMITS)
    assert found.paired
    assert found.pvalue == pytest.approx(2 * 0.5**10)


def test_other_starts_are_compared_by_fishers_test() -> None:
    found = compare_success(result([0.3] * 8), result([0.1] * 8, hidden=(4,)), LIMITS)
    assert not found.paired
    assert found.pvalue < 0.001


def test_a_divergence_is_worse_than_any_loss() -> None:
    found = compare_losses(result([NAN] * 10), result([1.9] * 10))
    assert found.lower == 1.0
    assert found.comparison.pvalue < 0.01


def test_losses_of_other_starts_are_compared_by_ranks() -> None:
    low, high = np.linspace(0.1, 0.2, 12), np.linspace(0.3, 0.4, 12)
    found = compare_losses(result(list(high)), result(list(low), hidden=(4,)))
    assert (found.lower, found.comparison.paired) == (1.0, False)
    assert found.comparison.pvalue < 0.001


def test_spreads_are_mean_distances_to_the_median() -> None:
    found = compare_spreads(result([0.1, 0.2, 0.3]), result([0.1, 0.2, 0.6]))
    assert found is not None
    assert (found.first, found.second) == pytest.approx((0.2 / 3, 0.5 / 3))


def test_two_finite_losses_are_needed_to_compare_spreads() -> None:
    assert compare_spreads(result([0.1, NAN]), result([0.1, 0.2])) is None


def test_small_means_fewest_neurons_then_fewest_weights() -> None:
    deep, wide, four = (
        result([0.1], hidden=(1, 2)),
        result([0.1], hidden=(3,)),
        result([0.1], hidden=(4,)),
    )
    assert deep.spec.parameters < wide.spec.parameters
    assert smallest([four, wide, deep], 0.177) is deep


def test_among_one_size_the_most_successful_is_named() -> None:
    once, twice = result([0.1, 0.3]), result([0.1, 0.1], network=Network((3,), "tanh"))
    assert smallest([once, twice], 0.177) is twice


def test_divergences_of_both_are_lower_on_neither_side() -> None:
    one, two = [NAN] * 7 + [0.3] * 3, [NAN] * 7 + [0.1] * 3
    for hidden, lower in (((3,), 0.3), ((4,), 0.7 * 0.3 + 0.3 * 0.3)):
        found = compare_losses(result(one), result(two, hidden=hidden))
        assert (found.lower, found.comparison.paired) == (pytest.approx(lower), hidden == (3,))
    assert compare_losses(result(one), result(two)).higher == 0.0


def test_a_share_asks_for_more_than_one_lucky_start() -> None:
    lucky, sure = result([0.1, 0.3, 0.3]), result([0.1, 0.1, 0.3], hidden=(4,))
    assert smallest([sure, lucky], 0.177) is lucky
    assert smallest([sure, lucky], 0.177, 0.5) is sure
    assert smallest([sure, lucky], 0.05) is None
