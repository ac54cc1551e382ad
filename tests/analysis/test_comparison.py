"""Verdicts on simulated pairs whose truth is known, and the two families of tests."""

from __future__ import annotations

import re

import numpy as np
import pytest

from reportgen.analysis.comparison import (
    Doubt,
    Flags,
    Paired,
    Verdict,
    compare,
    compare_all,
    pair,
    verdict,
)
from reportgen.analysis.remarks import remark
from reportgen.analysis.statistics import Interval
from tests.analysis.runs import of_hits, run

IMAGES = 10_000
CLAIM = re.compile("(?:Le gain|Le recul), .* est significatif")
"""How the remark says « améliore » or « dégrade »."""


def two_models(rng: np.random.Generator, first: float, second: float) -> tuple[Flags, Flags]:
    """Return two models' hits: 60 % of the images are equally easy or hard for both.

    With accuracies near 0.66 about 18 % of the images are then right for one model only, as
    for two small convolutional networks trained apart on CIFAR-10.
    """
    shared = rng.random(IMAGES)
    own = rng.random((2, IMAGES))
    apart = rng.random(IMAGES) < 0.4
    draws = [np.where(apart, draw, shared) for draw in own]
    return draws[0] < first, draws[1] < second


def told(flags: tuple[Flags, Flags]) -> str:
    """Return what the public remark says of two models with these hits."""
    first, second = (run(title=t, arrays=of_hits(f)) for t, f in zip("ab", flags, strict=True))
    return " ".join(remark("comparaison", (first, second)))


def test_equal_models_are_seldom_told_apart() -> None:
    rng = np.random.default_rng(11)
    texts = [told(two_models(rng, 0.66, 0.66)) for _ in range(1_000)]
    assert np.mean([CLAIM.search(text) is not None for text in texts]) <= 0.055


def test_three_points_over_ten_thousand_images_are_seen() -> None:
    rng = np.random.default_rng(12)
    texts = [told(two_models(rng, 0.66, 0.69)) for _ in range(300)]
    assert np.mean(["Le gain" in text for text in texts]) >= 0.95


def test_three_points_lost_over_ten_thousand_images_are_seen() -> None:
    rng = np.random.default_rng(15)
    texts = [told(two_models(rng, 0.69, 0.66)) for _ in range(300)]
    assert np.mean(["Le recul" in text for text in texts]) >= 0.95


def test_simulated_agreement_is_realistic() -> None:
    first, second = two_models(np.random.default_rng(13), 0.66, 0.66)
    assert 0.12 <= np.mean(first != second) <= 0.25


def test_counts_are_those_of_the_table() -> None:
    first = np.array([True, True, False, False, False])
    second = np.array([True, False, True, True, False])
    found = pair(first, second)
    assert (found.n, found.b, found.c) == (5, 2, 1)
    assert found.change == pytest.approx(0.2)


def test_swapping_the_models_swaps_the_verdict() -> None:
    a, b = run(accuracies=(0.60,)), run(title="autre", accuracies=(0.66,), luck=1)
    assert compare(a, b).verdict is Verdict.BETTER
    assert compare(b, a).verdict is Verdict.WORSE
    assert compare(a, b).change == pytest.approx(-compare(b, a).change)


def test_a_model_does_not_differ_from_itself() -> None:
    a = run()
    found = compare(a, a)
    assert found.verdict is Verdict.NONE
    assert found.paired is not None
    assert found.paired.pvalue == 1.0


def test_an_interval_without_zero_is_not_enough() -> None:
    on_the_edge = Paired(2_000, 60, 40, Interval(0.0001, 0.02), 0.057, 900)
    assert verdict(on_the_edge) == (Verdict.UNDECIDED, Doubt.BORDERLINE)


def test_an_interval_of_one_comparison_leaves_no_doubt_among_several() -> None:
    first = np.arange(2_000) < 900
    edge = (np.arange(2_000) < 960) & (np.arange(2_000) >= 40)
    flags = {"a": first, "b": edge, "c": ~first}
    a, b, c = (run(title=title, arrays=of_hits(hits)) for title, hits in flags.items())
    assert compare(a, b).doubt is Doubt.BORDERLINE
    several, _ = compare_all(a, [b, c])
    assert (several.verdict, several.doubt) == (Verdict.NONE, None)


def test_other_images_are_not_compared() -> None:
    found = compare(run(), run(digest="other"))
    assert (found.verdict, found.doubt) == (Verdict.UNDECIDED, Doubt.OTHER_IMAGES)
    assert found.paired is None


def test_two_agreeing_seeds_are_too_few_for_a_moderate_difference() -> None:
    a = run(accuracies=(0.60, 0.63))
    b = run(title="autre", accuracies=(0.64, 0.65), luck=1)
    found = compare(a, b)
    assert (found.verdict, found.doubt) == (Verdict.UNDECIDED, Doubt.SEEDS)


def test_three_seeds_that_agree_decide() -> None:
    a = run(accuracies=(0.60, 0.605, 0.602))
    b = run(title="autre", accuracies=(0.65, 0.657, 0.651), luck=1)
    assert compare(a, b).verdict is Verdict.BETTER
    assert compare(b, a).verdict is Verdict.WORSE


def test_equal_recipes_are_seldom_told_apart_over_three_seeds() -> None:
    """Accuracies vary from seed to seed by a point, as small networks' do."""
    rng = np.random.default_rng(14)
    verdicts = []
    for trial in range(150):
        first, second = (tuple(rng.normal(0.66, 0.01, 3)) for _ in range(2))
        a = run(accuracies=first, luck=2 * trial)
        b = run(title="autre", accuracies=second, luck=2 * trial + 1)
        verdicts.append(compare(a, b).verdict)
    assert np.mean([v in (Verdict.BETTER, Verdict.WORSE) for v in verdicts]) <= 0.055


def test_several_comparisons_are_corrected() -> None:
    a = run(accuracies=(0.60,))
    others = [run(title=f"m{i}", accuracies=(0.61,), luck=i) for i in range(1, 7)]
    together = compare_all(a, others)
    for seen, alone in zip(together, [compare(a, b) for b in others], strict=True):
        assert seen.paired is not None
        assert alone.paired is not None
        assert seen.paired.pvalue >= alone.paired.pvalue
        assert seen.among == 6


def test_needed_images_grow_as_the_difference_shrinks() -> None:
    wide = Paired(1_000, 60, 30, Interval(0, 0), 0.5, 600)
    narrow = Paired(1_000, 50, 40, Interval(0, 0), 0.5, 600)
    assert narrow.needed > 5 * wide.needed
