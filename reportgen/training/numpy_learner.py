"""A dense network that learns by back-propagation in NumPy, in double precision.

One thread computes: the sums of a matrix product then never depend on the machine's cores.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.backprop.activations import Matrix
from reportgen.backprop.descent import Descent
from reportgen.backprop.initial import initial_parameters
from reportgen.backprop.losses import LOSSES, Loss
from reportgen.backprop.network import backward, forward, judged
from reportgen.errors import TrainingError
from reportgen.lab.types import Call, RunSpec, SplitName
from reportgen.results import Evaluation, Machine, ModelSummary
from reportgen.store.records import AnyArray
from reportgen.store.values import Outputs
from reportgen.training.backend import describe_hardware
from reportgen.training.dense_stack import DenseStack, dense_stack
from reportgen.training.evaluation import BATCH_SIZE, WITH_PROBABILITIES
from reportgen.training.keras_file import write_keras_file
from reportgen.training.learner import Follower
from reportgen.training.prepared import Prepared
from reportgen.training.randomness import epoch_order

_LEARNING_RATE = 0.01
"""Keras' own default for SGD."""


def numpy_learner(run: RunSpec, seed: int, data: Prepared) -> NumpyLearner:
    """Return the learner of a run before its first epoch; TrainingError when it is refused."""
    stack = dense_stack(run.model, data.input_shape)
    parameters = initial_parameters(stack.network.steps, seed)
    descent = make_descent(run.training.optimizer)
    return NumpyLearner(stack, run, seed, data, descent, parameters, descent.start(parameters))


def make_descent(optimizer: Call) -> Descent:
    """Return the descent that an SGD of Keras describes."""
    config = optimizer.config
    return Descent(
        float(config.get("learning_rate", _LEARNING_RATE)), float(config.get("momentum", 0))
    )


def one_thread() -> AbstractContextManager[Any]:
    """Return a context in which one thread computes matrix products."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    limits: AbstractContextManager[Any] = threadpool_limits(limits=1, user_api="blas")
    return limits


@dataclass
class NumpyLearner:
    """Parameters and velocities by name; implements ``reportgen.training.learner.Learner``."""

    stack: DenseStack
    run: RunSpec
    seed: int
    data: Prepared
    descent: Descent
    parameters: dict[str, Matrix]
    velocities: dict[str, Matrix]

    def summary(self) -> ModelSummary:
        """Return the layers as Keras counts them."""
        return self.stack.summary

    def machine(self) -> Machine:
        """Return the machine, of which one core computes."""
        return replace(describe_hardware("numpy"), cores=1)

    def state(self) -> list[AnyArray]:
        """Return parameters and velocities; no step changes an array in place."""
        return [*self.parameters.values(), *self.velocities.values()]

    def restore(self, state: list[AnyArray]) -> None:
        """Take parameters and velocities back."""
        if [a.shape for a in state] != [a.shape for a in self.state()]:
            msg = "l’état enregistré ne correspond pas au modèle : effacez cette entrée du magasin."
            raise TrainingError(msg)
        count = len(self.parameters)
        self.parameters = dict(zip(self.parameters, state[:count], strict=True))
        self.velocities = dict(zip(self.velocities, state[count:], strict=True))

    def learn(self, done: int, last: int, follower: Follower) -> None:
        """Train epoch after epoch; a loss that leaves the numbers is told, as Keras does."""
        with one_thread(), np.errstate(over="ignore", invalid="ignore"):
            for epoch in range(done + 1, last + 1):
                order = self.order(epoch)
                follower.begin_epoch(epoch)
                values = self._epoch(order) | self._validation()
                if not follower.end_epoch(epoch, values):
                    break

    def outputs(self) -> Outputs:
        """Return what the present weights give on every split."""
        arrays: dict[str, AnyArray] = {}
        evaluations: dict[SplitName, Evaluation] = {}
        with one_thread(), np.errstate(over="ignore", invalid="ignore"):
            for name in self.data.splits:
                tally, outputs = self._evaluate(name)
                evaluations[name] = Evaluation(tally.count, tally.loss, tally.accuracy)
                if name in WITH_PROBABILITIES:
                    arrays[f"{name}_probabilities"] = outputs.astype(np.float32)
                    arrays[f"{name}_labels"] = self.data.labels[name]
        return Outputs(arrays, evaluations)

    def save(self, path: Path) -> None:
        """Write the network as a Keras file."""
        write_keras_file(path, self.stack.summary, self.stack.by_layer(self.parameters))

    def batch(self, split: SplitName, rows: npt.NDArray[np.int64] | slice) -> tuple[Matrix, Matrix]:
        """Return inputs and targets of some rows, (examples, inputs) and (examples, outputs)."""
        x, y = self.data.splits[split]
        flat = x[rows].reshape(-1, self.stack.network.inputs).astype(np.float64)
        return flat, self._targets(y[rows])

    @property
    def loss(self) -> Loss:
        """The loss of the run."""
        return LOSSES[self.run.training.loss.name]

    def _targets(self, y: AnyArray) -> Matrix:
        """Return targets as the loss takes them: class numbers become one-hot rows."""
        if self.run.training.loss.name == "sparse_categorical_crossentropy":
            classes = self.stack.summary.layers[-1].output_shape[-1]
            return np.eye(classes)[y]
        return y.reshape(len(y), -1).astype(np.float64)

    def order(self, epoch: int) -> npt.NDArray[np.int64]:
        """Return the rows of the training split in the order of an epoch, from 1."""
        count = len(self.data.y_train)
        return (
            epoch_order(count, self.seed, epoch) if self.run.training.shuffle else np.arange(count)
        )

    def _epoch(self, order: npt.NDArray[np.int64]) -> dict[str, float]:
        """Learn every batch once; each is judged before its own step, as Keras does."""
        tally, size, steps = Tally(), self.run.training.batch_size, self.stack.network.steps
        for start in range(0, len(order), size):
            x, y = self.batch("train", order[start : start + size])
            values = forward(steps, self.parameters, x)
            tally.add(self.loss.value(values[judged(steps, self.loss)], y), values[-1], y)
            gradients = backward(steps, self.parameters, self.loss, values, y)
            self.descent.step(self.parameters, self.velocities, gradients)
        return {"accuracy": tally.accuracy, "loss": tally.loss}

    def _validation(self) -> dict[str, float]:
        if self.data.validation is None:
            return {}
        tally, _ = self._evaluate("validation")
        return {"val_accuracy": tally.accuracy, "val_loss": tally.loss}

    def _evaluate(self, split: SplitName) -> tuple[Tally, Matrix]:
        """Return the scores of a split and its outputs, (examples, outputs)."""
        tally, found, steps = Tally(), [], self.stack.network.steps
        for start in range(0, len(self.data.splits[split][0]), BATCH_SIZE):
            x, y = self.batch(split, slice(start, start + BATCH_SIZE))
            values = forward(steps, self.parameters, x)
            tally.add(self.loss.value(values[judged(steps, self.loss)], y), values[-1], y)
            found.append(values[-1])
        return tally, np.concatenate(found)


@dataclass
class Tally:
    """Sums over the examples of several batches."""

    count: int = 0
    right: int = 0
    total: float = 0.0

    def add(self, loss: float, outputs: Matrix, y: Matrix) -> None:
        """Add a batch by its mean loss, its outputs and its targets."""
        self.count += len(y)
        self.right += count_right(outputs, y)
        self.total += loss * len(y)

    @property
    def loss(self) -> float:
        """The mean loss of an example."""
        return self.total / self.count

    @property
    def accuracy(self) -> float:
        """The share of examples that are right."""
        return self.right / self.count


def count_right(outputs: Matrix, y: Matrix) -> int:
    """Return how many rows give their class: the largest output, or one above ½ if it is alone."""
    if outputs.shape[1] == 1:
        return int(((outputs > 0.5) == (y > 0.5)).sum())
    return int((outputs.argmax(axis=1) == y.argmax(axis=1)).sum())
