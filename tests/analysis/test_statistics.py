"""Every statistic against SciPy on 200 random cases, or against a published table."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis import statistics as ours
from reportgen.analysis.calibration import calibration_error
from reportgen.analysis.curves import trend

CASES = 200


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


def test_the_level_of_tests_is_that_of_intervals() -> None:
    assert pytest.approx(0.05) == ours.ALPHA


def test_an_interval_holds_its_ends() -> None:
    found = ours.Interval(0.25, 0.5)
    held = [found.contains(x) for x in (0.2, 0.25, 0.3, 0.5, 0.6)]
    assert held == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("other", "shared"), [((0.0, 0.2), False), ((0.0, 0.25), True), ((0.3, 0.4), True)]
)
def test_intervals_overlap_when_they_share_a_value(
    other: tuple[float, float], shared: bool
) -> None:
    one, two = ours.Interval(0.25, 0.5), ours.Interval(*other)
    assert (one.overlaps(two), two.overlaps(one)) == (shared, shared)


def test_the_interval_of_the_opposite_has_its_ends_exchanged() -> None:
    assert ours.mirrored(ours.Interval(-0.25, 0.5)) == ours.Interval(-0.5, 0.25)


def test_wilson_is_scipys(rng: np.random.Generator) -> None:
    from scipy.stats import binomtest

    for _ in range(CASES):
        n = int(rng.integers(1, 12_000))
        successes = int(rng.integers(0, n + 1))
        theirs = binomtest(successes, n).proportion_ci(0.95, method="wilson")
        assert (theirs.low, theirs.high) == pytest.approx(_ends(ours.wilson(successes, n)))


def test_wilson_of_the_extremes_keeps_the_observed_rate() -> None:
    assert ours.wilson(0, 10).low == 0.0
    assert ours.wilson(10, 10).high == 1.0
    assert _ends(ours.wilson(1, 1)) == pytest.approx((0.2065, 1.0), abs=5e-5)
    assert _ends(ours.wilson(0, 1)) == pytest.approx((0.0, 0.7935), abs=5e-5)


@pytest.mark.parametrize(("successes", "n"), [(3, 2), (-1, 5), (0, 0)])
def test_wilson_refuses_impossible_counts(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="out of"):
        ours.wilson(successes, n)


def test_mcnemar_is_the_binomial_test(rng: np.random.Generator) -> None:
    from scipy.stats import binomtest

    for _ in range(CASES):
        b, c = (int(v) for v in rng.integers(0, 900, 2))
        expected = binomtest(b, b + c).pvalue if b + c else 1.0
        assert ours.mcnemar(b, c) == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_mid_p_is_the_binomial_test_less_the_observed_mass(rng: np.random.Generator) -> None:
    from scipy.stats import binom

    for _ in range(CASES):
        b, c = (int(v) for v in rng.integers(0, 300, 2))
        smaller, total = min(b, c), b + c
        if b == c:
            continue
        expected = 2 * binom.cdf(smaller, total, 0.5) - binom.pmf(smaller, total, 0.5)
        assert ours.mcnemar(b, c, mid=True) == pytest.approx(expected, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(("b", "c", "expected"), [(2, 2, 1 - 6 / 32), (1, 1, 0.75), (1, 0, 0.5)])
def test_mid_p_counts_half_of_the_observed_table(b: int, c: int, expected: float) -> None:
    assert ours.mcnemar(b, c, mid=True) == pytest.approx(expected)
    assert ours.mcnemar(c, b, mid=True) == pytest.approx(expected)


def test_airway_study_has_its_published_values() -> None:
    """Table 1 of Fagerland et al. 2013 and table 6 of Fagerland et al. 2014: 1, 1, 7, 12."""
    assert ours.mcnemar(1, 7) == pytest.approx(0.0703, abs=5e-5)
    assert ours.mcnemar(1, 7, mid=True) == pytest.approx(0.0391, abs=5e-5)
    assert _ends(ours.paired_difference(1, 7, 21)) == pytest.approx((-0.517, -0.026), abs=5e-4)


def test_agreement_everywhere_is_no_evidence() -> None:
    assert ours.mcnemar(0, 0) == 1.0
    assert ours.paired_difference(0, 0, 50).contains(0.0)


def test_tango_solves_the_closed_form_quartic(rng: np.random.Generator) -> None:
    """Yang, Sun and Hardin (Statistics in Medicine 32, 2013) give the same ends as roots."""
    for _ in range(CASES):
        n = int(rng.integers(20, 5_000))
        b, c = (int(v) for v in rng.integers(1, max(2, n // 3), 2))
        for end in _ends(ours.paired_difference(b, c, n)):
            assert _distance_to_root(b, c, n, end) < 1e-6


def test_tango_is_mirrored_when_the_pair_is(rng: np.random.Generator) -> None:
    for _ in range(CASES):
        n = int(rng.integers(5, 3_000))
        b = int(rng.integers(0, n + 1))
        c = int(rng.integers(0, n - b + 1))
        one, two = ours.paired_difference(b, c, n), ours.paired_difference(c, b, n)
        assert (one.low, one.high) == pytest.approx((-two.high, -two.low), abs=1e-9)
        assert one.contains((b - c) / n)


def test_tango_keeps_the_difference_that_is_certain() -> None:
    assert ours.paired_difference(0, 10, 10).low == -1.0
    assert ours.paired_difference(10, 0, 10).high == 1.0
    assert ours.paired_difference(1, 0, 1).contains(1.0)


@pytest.mark.parametrize(("b", "c", "n"), [(-1, 2, 5), (2, -1, 5), (3, 3, 5), (0, 0, 0)])
def test_tango_refuses_impossible_counts(b: int, c: int, n: int) -> None:
    with pytest.raises(ValueError, match="discordant pairs out of"):
        ours.paired_difference(b, c, n)


def test_tango_covers_at_its_level(rng: np.random.Generator) -> None:
    n, shares = 400, (0.12, 0.08, 0.80)
    tables = rng.multinomial(n, shares, 1_000)
    covered = [ours.paired_difference(int(b), int(c), n).contains(0.04) for b, c, _ in tables]
    assert 0.93 <= np.mean(covered) <= 0.97


def test_newcombe_has_its_published_values() -> None:
    """Newcombe 1998, table II, method 10, its examples (a), (b) and the most extreme one."""
    assert _ends(ours.difference((56, 70), (48, 80))) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert _ends(ours.difference((9, 10), (3, 10))) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert _ends(ours.difference((10, 10), (0, 10))) == pytest.approx((0.6075, 1.0), abs=5e-5)


def test_newcombe_is_built_on_scipys_wilson(rng: np.random.Generator) -> None:
    from scipy.stats import binomtest

    for _ in range(CASES):
        sizes = rng.integers(1, 8_000, 2)
        pairs = [(int(rng.integers(0, n + 1)), int(n)) for n in sizes]
        (p, low_p, high_p), (q, low_q, high_q) = (
            (k / n, *binomtest(k, n).proportion_ci(0.95, method="wilson")) for k, n in pairs
        )
        low = p - q - math.sqrt((p - low_p) ** 2 + (high_q - q) ** 2)
        high = p - q + math.sqrt((high_p - p) ** 2 + (q - low_q) ** 2)
        assert _ends(ours.difference(*pairs)) == pytest.approx((low, high), abs=1e-9)


def test_the_test_over_images_is_the_normal_one(rng: np.random.Generator) -> None:
    from scipy.stats import norm

    for _ in range(CASES):
        values = rng.choice([-1.0, -0.5, 0.0, 0.5, 1.0], int(rng.integers(50, 2_000)))
        error = values.std() / math.sqrt(len(values))
        expected = 2 * norm.sf(abs(values.mean()) / error)
        assert ours.mean_is_zero(values) == pytest.approx(expected)


def test_a_mean_of_many_equal_values_leaves_no_doubt() -> None:
    assert ours.mean_is_zero(np.zeros(9)) == 1.0
    assert ours.mean_is_zero(np.ones(9)) == 0.0


def test_the_spread_is_numpys(rng: np.random.Generator) -> None:
    for _ in range(CASES):
        values = rng.normal(0.6, 0.02, int(rng.integers(2, 12)))
        found = ours.spread(list(values))
        assert (found.mean, found.deviation) == pytest.approx((values.mean(), values.std(ddof=1)))


def test_the_trend_is_scipys_regression_of_the_last_quarter(rng: np.random.Generator) -> None:
    from scipy.stats import linregress

    for _ in range(CASES):
        values = rng.normal(1, 0.1, int(rng.integers(4, 60)))
        found = trend(list(values))
        line = linregress(np.arange(found.epochs), values[-found.epochs :])
        change = line.slope * (found.epochs - 1) / abs(line.intercept)
        assert found.change == pytest.approx(change)


def test_holm_is_the_definition(rng: np.random.Generator) -> None:
    for _ in range(CASES):
        pvalues = rng.random(int(rng.integers(1, 9))) ** 2
        order = np.argsort(pvalues)
        steps = (len(pvalues) - np.arange(len(pvalues))) * pvalues[order]
        expected = np.empty_like(pvalues)
        expected[order] = np.minimum(1, np.maximum.accumulate(steps))
        assert ours.holm(list(pvalues)) == pytest.approx(tuple(expected))


def test_holm_has_a_textbook_value() -> None:
    assert ours.holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=10))
def test_holm_never_makes_a_test_stronger(pvalues: list[float]) -> None:
    assert all(a >= p for a, p in zip(ours.holm(pvalues), pvalues, strict=True))


def test_paired_t_is_scipys(rng: np.random.Generator) -> None:
    from scipy.stats import ttest_rel

    for _ in range(CASES):
        first = rng.normal(0.6, 0.02, int(rng.integers(2, 8)))
        second = first + rng.normal(0.005, 0.02, len(first))
        expected = ttest_rel(second, first).pvalue
        assert ours.paired_t(list(first), list(second)) == pytest.approx(expected)


def test_paired_t_without_variation() -> None:
    assert ours.paired_t([0.5, 0.5], [0.5, 0.5]) == 1.0
    assert ours.paired_t([0.5, 0.5], [0.75, 0.75]) == 0.0


@pytest.mark.parametrize(("first", "second"), [([0.5], [0.6]), ([0.5, 0.6, 0.7], [0.5, 0.6])])
def test_paired_t_refuses_what_makes_no_pairs(first: list[float], second: list[float]) -> None:
    with pytest.raises(ValueError, match="cannot be paired"):
        ours.paired_t(first, second)


def test_prediction_is_students(rng: np.random.Generator) -> None:
    from scipy.stats import t

    for _ in range(CASES):
        values = rng.normal(0.7, 0.01, int(rng.integers(3, 12)))
        n = len(values)
        half = t.ppf(0.975, n - 1) * values.std(ddof=1) * math.sqrt(1 + 1 / n)
        expected = (values.mean() - half, values.mean() + half)
        assert _ends(ours.prediction(list(values))) == pytest.approx(expected)


def test_prediction_holds_one_more_run_at_its_level(rng: np.random.Generator) -> None:
    draws = rng.normal(0, 1, (2_000, 4))
    inside = [ours.prediction(list(row[:3])).contains(row[3]) for row in draws]
    assert 0.93 <= np.mean(inside) <= 0.97


def test_prediction_refuses_two_runs() -> None:
    with pytest.raises(ValueError, match="three or more"):
        ours.prediction([0.6, 0.7])


def test_spread_of_one_run_has_no_deviation() -> None:
    assert ours.spread([0.5]) == ours.Spread(0.5, 0.0, 1)


def test_calibration_error_is_the_definition(rng: np.random.Generator) -> None:
    for _ in range(CASES):
        probabilities = rng.dirichlet(np.full(5, 0.4), 300)
        labels = rng.integers(0, 5, 300)
        sure = probabilities.max(axis=1)
        right = probabilities.argmax(axis=1) == labels
        slices = np.digitize(sure, np.linspace(0, 1, 16)[1:-1])
        expected = sum(abs(right[slices == s].sum() - sure[slices == s].sum()) for s in range(15))
        error = calibration_error(probabilities, labels)
        assert error == pytest.approx(expected / 300)


def test_certain_and_right_is_calibrated() -> None:
    assert calibration_error(np.eye(4), np.arange(4)) == 0.0
    assert calibration_error(np.eye(4), np.array([1, 2, 3, 0])) == 1.0


def test_pairs_needed_are_those_of_connors_formula() -> None:
    from scipy.stats import norm

    rest = math.sqrt(0.3 - 0.2**2)
    expected = ((norm.ppf(0.975) * math.sqrt(0.3) + norm.ppf(0.8) * rest) / 0.2) ** 2
    assert ours.pairs_needed(0.2, 0.3) == pytest.approx(expected)
    assert ours.pairs_needed(-0.2, 0.3) == ours.pairs_needed(0.2, 0.3)
    assert ours.pairs_needed(0.0, 0.3) == math.inf


def test_pairs_needed_give_four_fifths_of_power(rng: np.random.Generator) -> None:
    n = math.ceil(ours.pairs_needed(0.02, 0.10))
    tables = rng.multinomial(n, (0.06, 0.04, 0.90), 600)
    power = np.mean([ours.mcnemar(int(b), int(c)) < 0.05 for b, c, _ in tables])
    assert 0.72 <= power <= 0.86


def _ends(interval: ours.Interval) -> tuple[float, float]:
    return interval.low, interval.high


def _distance_to_root(b: int, c: int, n: int, end: float) -> float:
    g = 1.959963984540054**2
    d = b - c
    quartic = [
        n**2 * (n / g + 1) ** 2,
        -n * d * (n / g + 1) * (4 * n / g + 1),
        2 * n * d**2 * (3 * n / g + 2) / g - n**2 * ((b + c) / g + 1),
        n * d * (2 * (b + c) / g + 1) - d**3 * (4 * n / g + 1) / g,
        d**2 * (d**2 / g - (b + c)) / g,
    ]
    return float(np.abs(np.roots(quartic) - end).min())


def test_outputs_that_are_no_numbers_have_no_calibration() -> None:
    lost = np.full((3, 2), math.nan)
    mixed = np.concatenate([lost, np.eye(2)])
    assert math.isnan(calibration_error(lost, np.zeros(3, dtype=int)))
    assert calibration_error(mixed, np.array([0, 0, 0, 0, 1])) == 0.0
