"""Hulls, Gaussians and neighbours on points whose overlap is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis.separation import (
    Gaussian,
    affinity,
    convex_hull,
    ellipse_overlap,
    gaussian,
    hull_overlap,
)

SQUARE = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
UNIT = np.eye(2)


def test_a_hull_holds_what_lies_between_its_corners() -> None:
    hull = convex_hull(np.vstack([SQUARE, [[1.0, 1.0]]]))
    assert len(hull.corners) == 4
    inside = hull.holds(np.array([[1.0, 1.0], [2.0, 1.0], [2.1, 1.0], [-1.0, 0.0]]))
    assert inside.tolist() == [True, True, False, False]


@pytest.mark.parametrize("points", [SQUARE[:2], np.outer(np.arange(4.0), [1.0, 2.0])])
def test_points_on_a_line_have_a_hull_that_holds_nothing(points: np.ndarray) -> None:
    assert convex_hull(points).holds(points).tolist() == [False] * len(points)


def test_the_points_of_another_hull_are_counted() -> None:
    points = np.vstack([SQUARE, SQUARE + 10, [[1.0, 1.0]]])
    labels = np.array([0] * 4 + [1] * 5)
    # The corner (10, 10) apart, class 1 now reaches down to (1, 1): (2, 2) lies within.
    assert hull_overlap(points, labels) == pytest.approx(2 / 9)
    assert hull_overlap(points[:8], labels[:8]) == 0.0


def test_equal_classes_cover_each_other() -> None:
    points = np.vstack([SQUARE, SQUARE])
    labels = np.array([0] * 4 + [1] * 4)
    assert hull_overlap(points, labels) == 1.0
    assert ellipse_overlap(points, labels) == pytest.approx(1.0)


def test_the_affinity_of_two_round_gaussians_is_known() -> None:
    away = Gaussian(np.array([2.0, 0.0]), UNIT)
    assert affinity(Gaussian(np.zeros(2), UNIT), away) == pytest.approx(np.exp(-0.5))


def test_the_affinity_of_two_sizes_is_known() -> None:
    large = Gaussian(np.zeros(2), 4 * UNIT)
    # ∫ √(p q) of N(0, I) and N(0, 4 I) in the plane: √(1 · 16) / 2.5² under a square root.
    assert affinity(Gaussian(np.zeros(2), UNIT), large) == pytest.approx(4 / 5)


def test_the_gaussian_is_that_of_greatest_likelihood() -> None:
    found = gaussian(SQUARE)
    np.testing.assert_allclose(found.mean, [1, 1])
    np.testing.assert_allclose(found.covariance, UNIT, atol=1e-5)


def test_one_class_overlaps_with_none() -> None:
    assert np.isnan(ellipse_overlap(SQUARE, np.zeros(4, dtype=np.int64)))


@given(st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_overlaps_are_shares(seed: int, classes: int) -> None:
    random = np.random.default_rng(seed)
    points = random.normal(size=(40, 2))
    labels = np.arange(40) % classes
    assert 0 <= hull_overlap(points, labels) <= 1
    assert 0 <= ellipse_overlap(points, labels) <= 1
