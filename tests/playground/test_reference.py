import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.playground.batches import make_batches
from reportgen.playground.layers import Layer, initial_layers
from reportgen.playground.settings import Network, Task, Training
from tests.playground.reference import train_one

from .golden import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_reset_draws_the_weights_of_the_playground(case: Case) -> None:
    (start,) = initial_layers(case.task, case.network, [case.reset])
    for mine, theirs in zip(start, case.start, strict=True):
        np.testing.assert_array_equal(mine.weights, theirs.weights)
        np.testing.assert_array_equal(mine.biases, theirs.biases)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_losses_are_those_of_the_playground(case: Case) -> None:
    found = train_one(case.task, case.network, case.training, case.start)
    np.testing.assert_allclose(found.train, case.losses[:, 0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.test, case.losses[:, 1], rtol=0, atol=1e-9)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_weights_are_those_of_the_playground(case: Case) -> None:
    found = train_one(case.task, case.network, case.training, case.start).layers
    for mine, theirs in zip(found, case.end, strict=True):
        np.testing.assert_allclose(mine.weights, theirs.weights, rtol=0, atol=1e-9)
        np.testing.assert_allclose(mine.biases, theirs.biases, rtol=0, atol=1e-9)


def test_l1_kills_weights_in_the_case_that_checks_it() -> None:
    case = next(case for case in CASES if case.training.regularisation == "L1")
    assert any((layer.weights == 0).any() for layer in case.end)


def test_resets_are_drawn_one_after_another() -> None:
    task, network = Task("xor", 35), Network((2,))
    together = initial_layers(task, network, [0, 1, 2])
    for k, start in enumerate(together):
        (alone,) = initial_layers(task, network, [k])
        np.testing.assert_array_equal(alone[0].weights, start[0].weights)
    assert not np.array_equal(together[0][0].weights, together[1][0].weights)


def test_a_network_that_answers_0_scores_a_half() -> None:
    zero = (Layer(np.zeros((1, 2)), np.zeros(1)),)
    training = Training(learning_rate=0, epochs=1)
    found = train_one(Task("xor", 35), Network(()), training, zero)
    assert found.train.tolist() == [0.5, 0.5]


def test_left_over_points_wait_for_the_next_epoch() -> None:
    batches = make_batches(7, 3)
    assert batches.rows.tolist() == [[6, 0, 1, 2], [0, 3, 4, 5]]
    assert batches.first.tolist() == [[0, 1 / 3, 1 / 3, 1 / 3], [0, 1 / 3, 1 / 3, 1 / 3]]
    assert batches.later.tolist() == [[1 / 4] * 4, [0, 1 / 3, 1 / 3, 1 / 3]]


@given(st.integers(50, 450), st.integers(1, 30))
def test_from_the_second_epoch_every_point_counts_once_an_epoch(points: int, size: int) -> None:
    batches = make_batches(points, size)
    counted = np.sort(batches.rows[batches.later > 0])
    np.testing.assert_array_equal(counted, np.arange(points))
    np.testing.assert_allclose(batches.later.sum(axis=1), 1)
