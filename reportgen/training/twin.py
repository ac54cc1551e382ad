"""Hold what NumPy learns to Keras and to finite differences: its gradients, then its curve.

Everything starts from the weights that the NumPy engine draws, and follows its order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from reportgen.backprop.activations import Matrix
from reportgen.backprop.differences import central_differences
from reportgen.backprop.network import backward, forward, loss_value
from reportgen.errors import EvidenceError
from reportgen.evidence.probes import GradientsProbe, TwinProbe
from reportgen.lab.types import RunSpec
from reportgen.store.records import AnyArray
from reportgen.training.backend import load_keras
from reportgen.training.keras_learner import KerasLearner, keras_learner
from reportgen.training.numpy_learner import NumpyLearner, numpy_learner, one_thread
from reportgen.training.prepared import Prepared

Precision = Literal["float32", "float64"]
Rows = npt.NDArray[np.int64]


def ask_about_learning(
    run: RunSpec, seed: int, probe: GradientsProbe | TwinProbe, data: Prepared
) -> dict[str, AnyArray]:
    """Return the answer to a probe; EvidenceError when another engine trained the run."""
    if run.training.engine != "numpy":
        msg = f"« {run.name} » est entraîné par Keras : il faut « engine: numpy »"
        raise EvidenceError(msg)
    learner = numpy_learner(run, seed, data)
    if isinstance(probe, TwinProbe):
        return {
            "loss_float32": _losses(learner, probe.epochs, "float32"),
            "loss_float64": _losses(learner, probe.epochs, "float64"),
        }
    return _gradients(learner, probe)


def _gradients(learner: NumpyLearner, probe: GradientsProbe) -> dict[str, AnyArray]:
    rows = learner.order(1)[: probe.examples]
    automatic = automatic_gradients(learner, rows)
    random = np.random.default_rng([learner.seed, 0])
    found: dict[str, AnyArray] = {}
    for name, gradient in backward_gradients(learner, rows).items():
        count = min(gradient.size, probe.entries)
        entries = np.sort(random.choice(gradient.size, count, replace=False))
        found[f"{name}_backward"] = gradient
        found[f"{name}_automatic"] = automatic[name]
        found[f"{name}_entries"] = entries
        found[f"{name}_differences"] = measured_slopes(learner, rows, name, entries)
    return found


def backward_gradients(learner: NumpyLearner, rows: Rows) -> dict[str, Matrix]:
    """Return the gradients of the present weights by back-propagation, first layer first."""
    steps, (x, y) = learner.stack.network.steps, learner.batch("train", rows)
    with one_thread():
        values = forward(steps, learner.parameters, x)
        found = backward(steps, learner.parameters, learner.loss, values, y)
    return {name: found[name] for name in learner.parameters}


def measured_slopes(learner: NumpyLearner, rows: Rows, name: str, entries: Rows) -> Matrix:
    """Return the slopes of the loss along some values of a parameter, by finite differences."""
    steps, (x, y) = learner.stack.network.steps, learner.batch("train", rows)

    def loss(value: Matrix) -> float:
        return loss_value(steps, learner.parameters | {name: value}, learner.loss, x, y)

    with one_thread():
        return central_differences(loss, learner.parameters[name], map(int, entries))


def automatic_gradients(learner: NumpyLearner, rows: Rows) -> dict[str, Matrix]:
    """Return the gradients that TensorFlow derives by itself from the loss of Keras."""
    if load_keras().backend.backend() != "tensorflow":
        raise EvidenceError("la différentiation automatique demande KERAS_BACKEND=tensorflow")
    import tensorflow as tf

    x, y = (array[rows] for array in learner.data.splits["train"])
    with _precision("float64"):
        model = twin_of(learner).model
        with tf.GradientTape() as tape:
            loss = model.compute_loss(x=x, y=y, y_pred=model(x, training=True))
        gradients = tape.gradient(loss, [v.value for v in model.trainable_variables])
    pairs = zip(learner.parameters, gradients, strict=True)
    return {name: np.asarray(gradient, dtype=np.float64) for name, gradient in pairs}


def _losses(learner: NumpyLearner, epochs: int, precision: Precision) -> Matrix:
    """Return the loss of each of the first epochs, as Keras reports it."""
    heard = _Losses()
    with _precision(precision):
        twin_of(learner).learn(0, epochs, heard)
    return np.array(heard.losses)


@dataclass
class _Losses:
    """Writes down the losses of a training."""

    losses: list[float] = field(default_factory=list)

    def begin_epoch(self, epoch: int) -> None:
        """Have nothing to do."""

    def end_epoch(self, epoch: int, values: Mapping[str, float]) -> bool:
        """Write the loss of an epoch down; all epochs are wanted."""
        self.losses.append(values["loss"])
        return True


def twin_of(learner: NumpyLearner) -> KerasLearner:
    """Return the same run for Keras to train, with the present weights of *learner*."""
    run = replace(learner.run, training=replace(learner.run.training, engine="keras"))
    twin = keras_learner(run, learner.seed, learner.data, Path())
    # Keras makes a single-precision tensor of a Python number, whatever it computes in.
    twin.model.optimizer.momentum = np.float64(learner.descent.momentum)
    for variable, name in zip(twin.model.trainable_variables, learner.parameters, strict=True):
        variable.assign(learner.parameters[name])
    return twin


@contextmanager
def _precision(name: Precision) -> Iterator[None]:
    """Have Keras compute in single or double precision, sums of metrics included."""
    config: Any = load_keras().config
    before = config.floatx(), config.dtype_policy()
    config.set_floatx(name)
    config.set_dtype_policy(name)
    try:
        yield
    finally:
        config.set_floatx(before[0])
        config.set_dtype_policy(before[1])
