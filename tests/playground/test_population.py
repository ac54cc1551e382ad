import sys

import numpy as np
import pytest

from reportgen.errors import TrainingError
from reportgen.playground.layers import initial_layers
from reportgen.playground.populations import Population
from reportgen.playground.settings import Network, Task, Training
from reportgen.training.population import BLOCK, train_population

from .golden import CASES, Case

pytestmark = pytest.mark.keras

TASK, NETWORK = Task("xor", 35), Network((3,))
TRAINING = Training(epochs=30, measure_every=10)


@pytest.fixture(scope="module")
def alone() -> Population:
    return train_population(TASK, NETWORK, TRAINING, [5])


@pytest.fixture(scope="module")
def crowd() -> Population:
    """More than a block, and reset 5 in another place than first."""
    return train_population(TASK, NETWORK, TRAINING, [*range(BLOCK + 3, 0, -1)])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_population_has_the_losses_and_weights_of_the_playground(case: Case) -> None:
    found = train_population(case.task, case.network, case.training, [case.reset])
    losses = np.stack([found.train[0], found.test[0]], axis=1)
    np.testing.assert_allclose(losses, case.losses, rtol=0, atol=1e-9)
    for mine, theirs in zip(found.network(0), case.end, strict=True):
        np.testing.assert_allclose(mine.weights, theirs.weights, rtol=0, atol=1e-9)
        np.testing.assert_allclose(mine.biases, theirs.biases, rtol=0, atol=1e-9)


def test_a_network_has_the_same_bits_in_any_population(
    alone: Population, crowd: Population
) -> None:
    for k in (k for k, reset in enumerate(crowd.resets) if reset == 5):
        np.testing.assert_array_equal(crowd.train[k], alone.train[0])
        np.testing.assert_array_equal(crowd.test[k], alone.test[0])
        for mine, theirs in zip(crowd.network(k), alone.network(0), strict=True):
            np.testing.assert_array_equal(mine.weights, theirs.weights)
            np.testing.assert_array_equal(mine.biases, theirs.biases)


def test_the_copies_that_fill_a_block_are_not_returned(crowd: Population) -> None:
    assert crowd.train.shape == crowd.test.shape == (BLOCK + 3, 4)
    assert crowd.layers[0].weights.shape == (BLOCK + 3, 3, 2)
    assert len(np.unique(crowd.train[:, -1])) > BLOCK / 2


def test_losses_are_measured_before_the_training_and_at_the_epochs_asked(
    crowd: Population,
) -> None:
    assert crowd.epochs == (0, 10, 20, 30)
    finer = train_population(TASK, NETWORK, Training(epochs=30, measure_every=5), [5])
    k = crowd.resets.index(5)
    np.testing.assert_array_equal(finer.test[0, ::2], crowd.test[k])


def test_a_network_that_does_not_learn_keeps_its_weights() -> None:
    found = train_population(TASK, NETWORK, Training(learning_rate=0, epochs=2), [1])
    (start,) = initial_layers(TASK, NETWORK, [1])
    np.testing.assert_array_equal(found.network(0)[0].weights, start[0].weights)
    assert len(set(found.test[0])) == 1


def test_without_tensorflow_the_error_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    with pytest.raises(TrainingError, match="reportgen doctor"):
        train_population(TASK, NETWORK, TRAINING, [0])


def test_threads_do_not_change_a_bit(alone: Population, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_THREADS", "3")
    again = train_population(TASK, NETWORK, TRAINING, [5, *range(2 * BLOCK)])
    np.testing.assert_array_equal(again.test[0], alone.test[0])
