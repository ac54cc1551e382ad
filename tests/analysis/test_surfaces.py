"""Smoothness, forms and borders of surfaces with known answers."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.analysis.boundaries import best_line, border, data_of, ideal_loss
from reportgen.analysis.shapes import shapes
from reportgen.analysis.smoothness import level_length, level_lengths
from reportgen.playground.settings import Network, Task
from tests.playground.made_up import bands, constants, lines, result

AXIS = np.linspace(-6, 6, 200)
X, Y = np.meshgrid(AXIS, AXIS)


def test_a_constant_surface_has_no_level_line() -> None:
    assert level_length(np.full((50, 50), 0.3)) == 0.0


def test_a_plane_from_edge_to_edge_measures_one() -> None:
    assert level_length(X / 6) == pytest.approx(1.0)


@pytest.mark.parametrize("steepness", [1.0, 3.0, 1000.0])
def test_steepness_does_not_count(steepness: float) -> None:
    assert level_length(np.tanh(steepness * X)) == pytest.approx(1.0, abs=0.01)


def test_a_diagonal_border_measures_root_two() -> None:
    assert level_length(np.tanh(20 * (X - Y))) == pytest.approx(math.sqrt(2), abs=0.02)


def test_a_circle_measures_its_circumference() -> None:
    radius = 3.0
    found = level_length(np.tanh(4 * (radius - np.hypot(X, Y))))
    assert found == pytest.approx(2 * math.pi * radius / 12, rel=0.02)


def test_two_borders_measure_twice_as_much() -> None:
    assert level_length(np.cos(math.pi * X / 6)) == pytest.approx(2.0, abs=0.01)


@pytest.mark.parametrize("steps", [50, 100, 400])
def test_refining_the_grid_changes_nothing_even_across_a_fold(steps: int) -> None:
    axis = np.linspace(-6, 6, steps)
    x, y = np.meshgrid(axis, axis)
    folded = np.tanh(np.maximum(x + 0.4 * y, 0) - 1)
    assert level_length(folded) == pytest.approx(0.937, abs=0.02)


def test_a_network_that_diverged_has_no_length() -> None:
    broken = constants(2, answer=math.nan)
    assert np.isnan(level_lengths(result([math.nan] * 2, broken), 20)).all()


def test_networks_of_one_form_are_counted_together() -> None:
    angles = np.array([0.0, 0.05, 1.5, 1.55, 0.02])
    found = shapes(result([0.4] * 5, lines(angles), hidden=(1,), network=Network((1,), "linear")))
    assert [shape.members for shape in found] == [(0, 1, 4), (2, 3)]


def test_networks_that_diverged_have_no_form() -> None:
    assert shapes(result([math.nan] * 2, constants(2, answer=math.nan))) == ()


def brute_line(points: np.ndarray, labels: np.ndarray) -> float:
    """Return the best share over many lines: directions between pairs, offsets between points."""
    best = 0.0
    pairs = itertools.combinations(range(len(points)), 2)
    normals = [
        np.array([-(q - p)[1], (q - p)[0]]) for p, q in ((points[i], points[j]) for i, j in pairs)
    ]
    for normal in normals:
        for turn in (-1e-6, 1e-6):
            heights = points @ (normal + turn * np.array([-normal[1], normal[0]]))
            levels = np.sort(heights)
            for level in (levels[0] - 1, *((levels[1:] + levels[:-1]) / 2)):
                right = (np.sign(heights - level) == labels).mean()
                best = max(best, right, 1 - right)
    return best


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 9), st.integers(0, 10_000))
def test_the_best_line_is_the_best_of_all(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    points, labels = rng.normal(size=(count, 2)), rng.choice([-1.0, 1.0], count)
    assert best_line(points, labels) == pytest.approx(brute_line(points, labels))


def test_a_line_separates_what_a_line_can() -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(60, 2))
    assert best_line(points, np.sign(points @ [1.0, 2.0] + 0.3)) == 1.0


def test_no_line_separates_four_quadrants() -> None:
    points = np.array([[1.0, 1.1], [-1.2, -1.0], [1.3, -0.9], [-0.8, 1.0]])
    assert best_line(points, np.array([1.0, 1.0, -1.0, -1.0])) == 0.75


def test_a_band_does_what_no_line_can_and_a_line_never_does() -> None:
    bent = border(result([0.2] * 3, bands(3), hidden=(2,)))
    assert bent.beyond == 3
    straight = lines(np.linspace(0, 3, 9))
    found = border(result([0.4] * 9, straight, hidden=(1,), network=Network((1,), "linear")))
    assert found.line == bent.line
    assert found.beyond == 0


def test_without_noise_the_ideal_answer_costs_nothing() -> None:
    assert ideal_loss(Task("xor", 0)) == pytest.approx(0.0)


def test_the_ideal_answer_is_the_mean_of_many_labels() -> None:
    task, rng = Task("xor", 35), np.random.default_rng(0)
    test, reach = data_of(task).test, 5 * 0.35
    points = test.points[:40]
    noise = rng.uniform(-reach, reach, (20_000, 40, 2))
    means = np.where((points + noise).prod(axis=2) >= 0, 1.0, -1.0).mean(axis=0)
    ideal = np.clip(points / reach, -1, 1).prod(axis=1)
    assert np.abs(means - ideal).max() < 0.03


def test_other_tasks_have_no_known_ideal() -> None:
    assert ideal_loss(Task("spiral", 80)) is None
