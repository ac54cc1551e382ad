"""NumPy's gradients and curves are those of finite differences, TensorFlow and Keras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reportgen.backprop.differences import relative_error
from reportgen.errors import EvidenceError
from reportgen.evidence.probes import GradientsProbe, TwinProbe
from reportgen.lab.types import Call, RunSpec
from reportgen.store.store import Store
from reportgen.training.numpy_learner import numpy_learner
from reportgen.training.prepared import Prepared, prepare
from reportgen.training.twin import ask_about_learning, twin_of
from tests.training.factory import RUN, layer, make_data, result, train
from tests.training.numpy_factory import by_hand

pytestmark = pytest.mark.keras

SPREAD = {"RandomNormal": {"stddev": 0.5}}
ONE_HOT = (Call("one_hot"),)
RUNS = {
    "régression logistique": by_hand(
        layers=(layer("Flatten"), layer("Dense", units=2, activation="softmax"))
    ),
    "perceptron, départ nul": by_hand(
        layers=(
            layer("Flatten"),
            layer("Dense", units=5, activation="sigmoid", kernel_initializer="zeros"),
            layer("Dense", units=2, activation="softmax", kernel_initializer="zeros"),
        ),
        optimizer=Call("SGD", {"learning_rate": 1.0}),
    ),
    "relu, tanh, élan": by_hand(
        layers=(
            layer("Flatten"),
            layer("Dense", units=6, activation="relu", kernel_initializer=SPREAD),
            layer("Dense", units=4, use_bias=False, bias_initializer=SPREAD),
            layer("Activation", activation="tanh"),
            layer("Dense", units=2, activation="softmax"),
        ),
        optimizer=Call("SGD", {"learning_rate": 0.05, "momentum": 0.9}),
        shuffle=False,
    ),
    "sigmoïde, entropie binaire": by_hand(
        layers=(layer("Flatten"), layer("Dense", units=1, activation="sigmoid")),
        loss=Call("binary_crossentropy"),
    ),
    "erreur quadratique d’un softmax": replace(
        by_hand(loss=Call("mean_squared_error")), preprocess=ONE_HOT
    ),
    "cibles codées": replace(by_hand(loss=Call("categorical_crossentropy")), preprocess=ONE_HOT),
}
runs = pytest.mark.parametrize("run", RUNS.values(), ids=RUNS.keys())


def data(run: RunSpec) -> Prepared:
    return prepare(run, make_data())


@runs
def test_three_ways_give_the_same_gradients(run: RunSpec) -> None:
    found = ask_about_learning(run, 1, GradientsProbe(16, entries=30), data(run))
    names = [name.removesuffix("_backward") for name in found if name.endswith("_backward")]
    assert names
    for name in names:
        backward, entries = found[f"{name}_backward"], found[f"{name}_entries"]
        assert relative_error(backward, found[f"{name}_automatic"]) < 1e-13
        assert relative_error(backward.ravel()[entries], found[f"{name}_differences"]) < 1e-6


@runs
def test_keras_draws_the_same_curve(run: RunSpec, tmp_path: Path) -> None:
    store = Store(tmp_path)
    train(store, run)
    ours = np.array(result(store, run).first.history["loss"])
    theirs = ask_about_learning(run, 1, TwinProbe(4), data(run))
    assert theirs["loss_float64"] == pytest.approx(ours, rel=1e-12)
    assert theirs["loss_float32"] == pytest.approx(ours, rel=1e-5)


@runs
def test_keras_judges_the_same_weights_alike(run: RunSpec) -> None:
    learner = numpy_learner(run, 1, data(run))
    learner.learn(0, 2, Deaf())
    ours, theirs = learner.outputs().evaluations, twin_of(learner).outputs().evaluations
    for split, evaluation in ours.items():
        assert theirs[split].count == evaluation.count
        assert theirs[split].accuracy == evaluation.accuracy
        assert theirs[split].loss == pytest.approx(evaluation.loss, rel=1e-5)


class Deaf:
    """Follows a training without a word."""

    def begin_epoch(self, epoch: int) -> None: ...

    def end_epoch(self, epoch: int, values: Mapping[str, float]) -> bool:
        return True


def test_keras_computes_as_before_afterwards() -> None:
    from reportgen.training.backend import load_keras

    ask_about_learning(by_hand(), 1, TwinProbe(1), data(by_hand()))
    keras = load_keras()
    assert keras.config.floatx() == "float32"
    assert keras.config.dtype_policy().name == "float32"


def test_what_keras_trained_has_nothing_to_be_held_to() -> None:
    with pytest.raises(EvidenceError, match="engine: numpy"):
        ask_about_learning(RUN, 1, TwinProbe(1), data(RUN))
