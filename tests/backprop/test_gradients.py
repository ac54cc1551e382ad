"""Back-propagation gives the slopes that finite differences measure, whatever the network."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.backprop.activations import ACTIVATIONS, Matrix
from reportgen.backprop.differences import central_differences, relative_error
from reportgen.backprop.initial import INITIALIZERS, initial_parameters
from reportgen.backprop.losses import LOSSES, Loss
from reportgen.backprop.network import Affine, Step, backward, forward, judged, loss_value
from reportgen.lab.types import Call

SPREAD = Call("RandomNormal", {"stddev": 0.8})
HIDDEN = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from([*ACTIVATIONS, "linear"]), st.booleans()),
    max_size=3,
)


def network(hidden: list[tuple[int, str, bool]], outputs: int, last: str) -> tuple[Step, ...]:
    steps: list[Step] = []
    size = 3
    for number, (units, name, biased) in enumerate([*hidden, (outputs, last, True)], start=1):
        steps.append(Affine(number, size, units, biased, SPREAD, SPREAD))
        steps += [] if name == "linear" else [name]
        size = units
    return tuple(steps)


def targets(loss: str, outputs: int, random: np.random.Generator) -> Matrix:
    if loss == "mean_squared_error":
        return random.normal(size=(6, outputs))
    if loss == "binary_crossentropy":
        return random.integers(0, 2, (6, outputs)).astype(float)
    return np.eye(outputs)[random.integers(0, outputs, 6)]


@settings(max_examples=150, deadline=None)
@given(
    hidden=HIDDEN,
    outputs=st.integers(1, 3),
    name=st.sampled_from(list(LOSSES)),
    output=st.sampled_from([*ACTIVATIONS, "linear"]),
    seed=st.integers(0, 10**6),
)
def test_every_gradient_is_the_slope_of_the_loss(
    hidden: list[tuple[int, str, bool]], outputs: int, name: str, output: str, seed: int
) -> None:
    loss, random = LOSSES[name], np.random.default_rng(seed)
    steps = network(hidden, outputs, loss.activation or output)
    parameters = initial_parameters(steps, seed)
    x, y = random.normal(size=(6, 3)), targets(name, outputs, random)
    values = forward(steps, parameters, x)
    if near_a_kink(steps, values):
        return
    gradients = backward(steps, parameters, loss, values, y)
    assert sorted(gradients) == sorted(parameters)
    for key, gradient in gradients.items():

        def moved(value: Matrix, key: str = key) -> float:
            return loss_value(steps, parameters | {key: value}, loss, x, y)

        slopes = central_differences(moved, parameters[key], range(gradient.size))
        assert gradient.ravel() == pytest.approx(slopes, rel=1e-5, abs=1e-8)


def near_a_kink(steps: tuple[Step, ...], values: list[Matrix]) -> bool:
    """Return whether a step of finite differences may cross the corner of a relu."""
    entering = [values[i] for i, step in enumerate(steps) if step == "relu"]
    return any(np.abs(s).min() < 1e-3 for s in entering)


def test_the_gradient_of_a_logistic_regression_is_the_one_of_the_formula() -> None:
    steps: tuple[Step, ...] = (Affine(1, 3, 2, True, SPREAD, SPREAD), "softmax")
    parameters = initial_parameters(steps, 1)
    x = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]])
    y = np.eye(2)
    values = forward(steps, parameters, x)
    gradients = backward(steps, parameters, LOSSES["categorical_crossentropy"], values, y)
    delta = values[-1] - y
    assert gradients["W1"] == pytest.approx(x.T @ delta / 2)
    assert gradients["b1"] == pytest.approx(delta.mean(axis=0))


def test_zero_weights_leave_the_hidden_units_alike() -> None:
    zero = Call("Zeros")
    steps: tuple[Step, ...] = (
        Affine(1, 3, 4, True, zero, zero), "sigmoid", Affine(2, 4, 2, True, zero, zero), "softmax",
    )  # fmt: skip
    parameters = initial_parameters(steps, 1)
    random = np.random.default_rng(0)
    x, y = random.normal(size=(6, 3)), np.eye(2)[random.integers(0, 2, 6)]
    for _ in range(5):
        values = forward(steps, parameters, x)
        loss = LOSSES["categorical_crossentropy"]
        gradients = backward(steps, parameters, loss, values, y)
        parameters = {name: p - 0.5 * gradients[name] for name, p in parameters.items()}
    assert np.ptp(parameters["W1"], axis=1) == pytest.approx(0)
    assert np.abs(parameters["W1"]).max() > 0


def test_an_untaught_network_loses_the_logarithm_of_the_classes() -> None:
    steps: tuple[Step, ...] = (Affine(1, 3, 10, True, Call("Zeros"), Call("Zeros")), "softmax")
    loss = LOSSES["sparse_categorical_crossentropy"]
    x, y = np.ones((4, 3)), np.eye(10)[:4]
    assert loss_value(steps, initial_parameters(steps, 1), loss, x, y) == pytest.approx(
        math.log(10)
    )


EXTREME = np.array([[1e4, -1e4], [-1e4, 1e4]])


@pytest.mark.parametrize("name", LOSSES)
def test_no_score_is_too_large(name: str) -> None:
    loss, y = LOSSES[name], np.array([[0.0, 1.0], [0.0, 1.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert math.isfinite(loss.value(EXTREME, y))
        assert np.isfinite(loss.gradient(EXTREME, y)).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_no_activation_overflows(name: str) -> None:
    with np.errstate(over="raise", invalid="raise"):
        assert np.isfinite(ACTIVATIONS[name].value(EXTREME)).all()


def test_the_loss_takes_in_the_activation_it_belongs_to_and_no_other() -> None:
    steps: tuple[Step, ...] = (Affine(1, 3, 2), "softmax")
    assert judged(steps, LOSSES["categorical_crossentropy"]) == 1
    assert judged(steps, LOSSES["mean_squared_error"]) == 2


def test_starts_have_the_spread_that_is_asked_for() -> None:
    step = Affine(1, 400, 300, True, Call("RandomNormal", {"stddev": 0.1}))
    drawn = initial_parameters((step,), 1)
    assert drawn["W1"].std() == pytest.approx(0.1, rel=0.01)
    assert not drawn["b1"].any()
    xavier = initial_parameters((Affine(1, 400, 300),), 1)["W1"]
    assert np.abs(xavier).max() == pytest.approx(math.sqrt(6 / 700), rel=1e-3)
    assert xavier.std() == pytest.approx(math.sqrt(2 / 700), rel=0.01)
    assert not INITIALIZERS["Zeros"](np.random.default_rng(0), (2, 2), {}).any()


def test_a_seed_draws_the_same_weights_again_and_another_draws_others() -> None:
    one, same, other = (initial_parameters((Affine(1, 5, 4),), seed)["W1"] for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("a", "b", "error"),
    [([0.0], [0.0], 0.0), ([1.0], [-1.0], 1.0), ([1.0], [0.0], 1.0), ([1.01], [0.99], 0.01)],
)
def test_relative_errors(a: list[float], b: list[float], error: float) -> None:
    assert relative_error(a, b) == pytest.approx(error)


def test_a_wrong_gradient_is_told_apart() -> None:
    square = Loss(lambda s, y: float((s**2).sum()), lambda s, y: s)
    at = np.array([1.0, 2.0])
    slopes = central_differences(lambda p: square.value(p, at), at, [0, 1])
    assert relative_error(2 * at, slopes) < 1e-9
    assert relative_error(square.gradient(at, at), slopes) == pytest.approx(1 / 3)
