"""Expected ranges: Student's law with three seeds, stated conventions with fewer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis.statistics import prediction
from reportgen.grading.ranges import exact, measured_target, same_score

SHARES = st.lists(st.integers(0, 2000).map(lambda n: n / 2000), min_size=1, max_size=5)


def test_three_seeds_give_the_interval_of_one_more_training() -> None:
    values = [0.70, 0.72, 0.71]
    target, seen = measured_target("a", values, "share", 2000), prediction(values)
    assert (target.low, target.high) == (seen.low, seen.high)
    assert target.how == "intervalle prévu d’après 3 graines"


def test_one_seed_gives_two_points_at_least() -> None:
    target = measured_target("a", [0.9], "share", 1_000_000)
    assert (target.low, target.high) == pytest.approx((0.88, 0.92))
    assert "au moins ± 2 points" in target.how


def test_few_images_give_more_than_two_points() -> None:
    target = measured_target("a", [0.875], "share", 40)
    assert target.low < 0.74
    assert target.high > 0.94


@given(SHARES)
def test_a_range_holds_the_mean_and_stays_a_share(values: list[float]) -> None:
    target = measured_target("a", values, "share", 2000)
    assert target.contains(sum(values) / len(values), 1e-12)
    assert 0 <= target.low <= target.high <= 1


def test_exact_values_have_no_tolerance() -> None:
    target = exact("a", 270, "count")
    assert target.is_exact
    assert not target.contains(271)


def test_machines_may_differ_by_a_little_and_forgers_do_by_more() -> None:
    assert same_score(0.712, 0.705, 2000)
    assert not same_score(0.95, 0.33, 2000)
