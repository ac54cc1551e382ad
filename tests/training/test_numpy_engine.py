"""What NumPy trains keeps the promises of what Keras trains, and needs no Keras."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reportgen.errors import TrainingError
from reportgen.lab.types import Call, EarlyStopping, RunSpec
from reportgen.store.store import Store
from reportgen.training.dense_stack import dense_stack
from tests.training.factory import (
    Recorder,
    assert_same_training,
    layer,
    plan,
    result,
    train,
)
from tests.training.numpy_factory import by_hand

MOMENTUM = Call("SGD", {"learning_rate": 0.1, "momentum": 0.9})
RUN = by_hand(optimizer=MOMENTUM)


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store where the run of four epochs was trained at one go."""
    store = Store(tmp_path_factory.mktemp("uninterrupted"))
    assert train(store, RUN) == [1, 2, 3, 4]
    return store


def assert_same_bits(store: Store, other: Store, run: RunSpec = RUN) -> None:
    assert_same_training(store, other, run)


def test_it_learns_and_names_its_metrics_as_keras_does(uninterrupted: Store) -> None:
    history = result(uninterrupted, RUN).first.history
    assert list(history.metrics) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert history["loss"][-1] < history["loss"][0]


def test_a_longer_run_continues_the_shorter_one(uninterrupted: Store, tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert train(store, replace(RUN, name="court", epochs=2)) == [1, 2]
    assert train(store, RUN) == [3, 4]
    assert_same_bits(uninterrupted, store)


@pytest.mark.parametrize("epoch", [1, 3])
def test_an_interrupted_training_resumes(uninterrupted: Store, tmp_path: Path, epoch: int) -> None:
    store = Store(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        train(store, RUN, recorder=Recorder(stop_at=epoch))
    assert train(store, RUN) == list(range(epoch + 1, 5))
    assert_same_bits(uninterrupted, store)


def test_a_known_run_trains_nothing(uninterrupted: Store) -> None:
    (step,) = plan(uninterrupted, RUN).steps
    assert step.action == "reuse"


def test_its_speed_says_nothing_of_keras(uninterrupted: Store) -> None:
    by_numpy = by_hand(layers=(layer("Flatten"), layer("Dense", units=2, activation="softmax")))
    by_keras = replace(by_numpy, training=replace(by_numpy.training, engine="keras"))
    assert plan(uninterrupted, by_numpy).steps[0].seconds is not None
    assert plan(uninterrupted, by_keras).steps[0].seconds is None


def test_lost_measures_are_made_again_without_training(tmp_path: Path) -> None:
    store = Store(tmp_path)
    train(store, RUN)
    before = result(store, RUN).first.evaluations
    (entry,) = store.entries()
    entry.model_path(4).unlink()
    assert plan(store, RUN).steps[0].action == "evaluate"
    assert train(store, RUN) == []
    assert result(store, RUN).first.evaluations == before
    assert entry.is_measured(4)


def test_early_stopping_ends_the_training(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stop = EarlyStopping(monitor="val_loss", patience=1, min_delta=100.0)
    stopped = by_hand(early_stopping=stop)
    assert train(store, stopped) == [1, 2]
    assert result(store, stopped).first.epochs == 2


def test_the_best_weights_are_evaluated_to_the_last_bit(tmp_path: Path) -> None:
    store = Store(tmp_path)
    best = replace(RUN, weights="best", monitor="val_loss")
    train(store, best)
    seed = result(store, best).first
    assert seed.evaluations["validation"].loss == min(seed.history["val_loss"])


def test_probabilities_are_those_of_the_evaluation(uninterrupted: Store) -> None:
    first = result(uninterrupted, RUN).first
    rows, labels = first.arrays.probabilities("test"), first.arrays.labels("test")
    assert rows.sum(axis=1) == pytest.approx(1.0)
    assert (rows.argmax(axis=1) == labels).mean() == first.evaluations["test"].accuracy


def test_the_order_of_the_examples_is_that_of_keras_trainings(tmp_path: Path) -> None:
    shuffled, steady = Store(tmp_path / "a"), Store(tmp_path / "b")
    train(shuffled, RUN)
    still = by_hand(optimizer=MOMENTUM, shuffle=False)
    train(steady, still)
    assert (
        result(shuffled, RUN).first.history["loss"] != result(steady, still).first.history["loss"]
    )


def test_a_loss_that_leaves_the_numbers_is_kept_as_it_is(tmp_path: Path) -> None:
    store = Store(tmp_path)
    layers = (layer("Flatten"), *(layer("Dense", units=5, activation="relu"),) * 3,
              layer("Dense", units=2, activation="softmax"))  # fmt: skip
    wild = by_hand(layers=layers, optimizer=Call("SGD", {"learning_rate": 1e200}))
    assert train(store, wild) == [1, 2, 3, 4]
    assert not np.isfinite(result(store, wild).first.history["loss"][-1])


def test_what_it_does_not_know_is_an_error_of_training() -> None:
    convolution = by_hand(layers=(layer("Conv2D", filters=2, kernel_size=3),)).model
    with pytest.raises(TrainingError, match="Conv2D"):
        dense_stack(convolution, (8, 8, 1))
    with pytest.raises(TrainingError, match="Flatten"):
        dense_stack(by_hand(layers=(layer("Dense", units=2),)).model, (8, 8, 1))


PROGRAM = """
import sys, tempfile
from pathlib import Path
from reportgen.store.store import Store
from tests.training.factory import result, train
from tests.training.numpy_factory import by_hand
store = Store(Path(tempfile.mkdtemp()))
train(store, by_hand())
print(result(store, by_hand()).machine.backend, {"keras", "tensorflow"} & set(sys.modules))
"""


def test_it_trains_without_keras() -> None:
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "numpy set()\n"


THREADS = """
import hashlib, tempfile
from pathlib import Path
from reportgen.store.store import Store
from tests.training.factory import layer, train
from tests.training.numpy_factory import by_hand
wide = (layer("Flatten"), layer("Dense", units=300, activation="tanh"),
        layer("Dense", units=2, activation="softmax"))
store = Store(Path(tempfile.mkdtemp()))
train(store, by_hand(layers=wide))
(entry,) = store.entries()
print(hashlib.sha256(b"".join(array.tobytes() for array in entry.state(4))).hexdigest())
"""


def test_the_threads_of_the_machine_change_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    digests = set()
    for count in ("1", "2", "4"):
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", count)
        command = [sys.executable, "-c", THREADS]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        digests.add(done.stdout)
    assert len(digests) == 1
