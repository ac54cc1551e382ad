import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis.samples import brown_forsythe, fisher, lower_share, rank_sum, spearman

values = st.lists(st.floats(-5, 5, width=16), min_size=2, max_size=12).map(np.array)


def test_fisher_agrees_with_the_lady_tasting_tea() -> None:
    assert fisher((3, 4), (1, 4)) == pytest.approx(0.4857, abs=1e-4)


def test_equal_shares_do_not_differ() -> None:
    assert fisher((5, 10), (5, 10)) == pytest.approx(1.0)


def test_shifted_samples_differ() -> None:
    low = np.linspace(0, 1, 20)
    assert rank_sum(low, low + 2) < 0.001
    assert rank_sum(low, low) > 0.9


def test_a_divergence_ranks_last() -> None:
    finite = np.linspace(0, 1, 10)
    assert rank_sum(finite, np.full(10, np.inf)) < 0.001


def test_samples_without_any_difference_have_no_test_to_pass() -> None:
    assert rank_sum(np.ones(5), np.ones(7)) == 1.0


def test_the_lower_share_counts_pairs() -> None:
    assert lower_share(np.array([1.0, 2.0]), np.array([0.0, 2.0])) == 2 / 4


@given(values, values)
def test_what_is_lower_on_neither_side_are_ties(first: np.ndarray, second: np.ndarray) -> None:
    ties = float((first[:, None] == second).mean())
    lower = lower_share(first, second) + lower_share(second, first)
    assert lower == pytest.approx(1.0 - ties)


def test_spreads_are_told_apart_whatever_the_positions() -> None:
    narrow = np.linspace(0, 1, 30)
    assert brown_forsythe(narrow, 5 + 4 * narrow) < 0.001
    assert brown_forsythe(narrow, 5 + narrow) > 0.9


def test_constant_samples_spread_alike() -> None:
    assert brown_forsythe(np.ones(4), np.full(3, 2.0)) == 1.0


def test_a_single_value_has_no_spread() -> None:
    with pytest.raises(ValueError, match="spread"):
        brown_forsythe(np.ones(1), np.ones(4))


def test_ranks_that_agree_but_for_one_exchange_have_the_textbook_correlation() -> None:
    rho, pvalue = spearman((1, 2, 3, 4, 5), (10, 20, 30, 50, 40))
    assert rho == pytest.approx(0.9)
    assert pvalue == pytest.approx(0.0374, abs=1e-4)
