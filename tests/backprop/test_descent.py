"""A step of gradient descent is the one of its formula, with and without momentum."""

from __future__ import annotations

import numpy as np
import pytest

from reportgen.backprop.activations import Matrix
from reportgen.backprop.descent import Descent
from reportgen.backprop.initial import INITIALIZERS

GRADIENT = {"W1": np.array([[2.0, -4.0]])}


def steps(descent: Descent, count: int) -> tuple[dict[str, Matrix], dict[str, Matrix]]:
    parameters = {"W1": np.array([[1.0, 1.0]])}
    velocities = descent.start(parameters)
    for _ in range(count):
        descent.step(parameters, velocities, GRADIENT)
    return parameters, velocities


def test_each_step_goes_down_the_gradient() -> None:
    parameters, velocities = steps(Descent(0.1), 2)
    assert parameters["W1"] == pytest.approx(np.array([[0.6, 1.8]]))
    assert velocities == {}


def test_momentum_keeps_a_share_of_the_last_step() -> None:
    parameters, velocities = steps(Descent(0.1, momentum=0.5), 2)
    # v: −0,2 then −0,1 − 0,2 = −0,3 for the first weight; its opposite doubled for the second.
    assert velocities["W1"] == pytest.approx(np.array([[-0.3, 0.6]]))
    assert parameters["W1"] == pytest.approx(np.array([[0.5, 2.0]]))


def test_a_step_leaves_the_arrays_of_before_as_they_were() -> None:
    before = np.array([[1.0, 1.0]])
    parameters = {"W1": before}
    Descent(0.1).step(parameters, {}, GRADIENT)
    assert before.tolist() == [[1.0, 1.0]]


def test_normal_draws_have_the_mean_and_the_spread_of_keras_unless_told() -> None:
    draw = INITIALIZERS["RandomNormal"]
    plain = draw(np.random.default_rng(0), (400, 300), {})
    moved = draw(np.random.default_rng(0), (400, 300), {"mean": 2.0, "stddev": 0.1})
    assert (plain.mean(), plain.std()) == pytest.approx((0.0, 0.05), abs=1e-3)
    assert (moved.mean(), moved.std()) == pytest.approx((2.0, 0.1), abs=1e-3)


def test_uniform_draws_lie_on_both_sides_of_zero() -> None:
    drawn = INITIALIZERS["GlorotUniform"](np.random.default_rng(0), (40, 30), {})
    assert drawn.min() < 0 < drawn.max()
