"""A network that Keras trains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.errors import TrainingError
from reportgen.lab.types import RunSpec
from reportgen.results import Machine, ModelSummary
from reportgen.store.records import AnyArray
from reportgen.store.values import Outputs
from reportgen.training.backend import describe_machine, load_keras
from reportgen.training.evaluation import evaluate_model
from reportgen.training.feeding import EpochData
from reportgen.training.learner import Follower
from reportgen.training.models import build_model, compile_model, summarize
from reportgen.training.prepared import Prepared
from reportgen.training.randomness import epoch_order, noise_states, set_noise


def keras_learner(run: RunSpec, seed: int, data: Prepared, lab_folder: Path) -> KerasLearner:
    """Return the learner of a run before its first epoch; TrainingError when Keras refuses."""
    model = build_model(run.model, data.input_shape, seed, lab_folder)
    compile_model(model, run.training)
    model.optimizer.build(model.trainable_variables)
    return KerasLearner(model, run, seed, data)


@dataclass(frozen=True)
class KerasLearner:
    """A compiled Keras model; implements :class:`reportgen.training.learner.Learner`."""

    model: Any
    run: RunSpec
    seed: int
    data: Prepared

    def summary(self) -> ModelSummary:
        """Return the layers of the model."""
        return summarize(self.model)

    def machine(self) -> Machine:
        """Return the machine and the backend of Keras."""
        return describe_machine()

    def state(self) -> list[AnyArray]:
        """Return copies: the next epoch changes the variables while they are written."""
        to_numpy = load_keras().ops.convert_to_numpy
        return [np.array(to_numpy(variable)) for variable in self._variables()]

    def restore(self, state: list[AnyArray]) -> None:
        """Give the model and its optimizer the values of a stored state."""
        variables = self._variables()
        if [a.shape for a in state] != [tuple(v.shape) for v in variables]:
            msg = "l’état enregistré ne correspond pas au modèle : effacez cette entrée du magasin."
            raise TrainingError(msg)
        for variable, value in zip(variables, state, strict=True):
            variable.assign(value)

    def learn(self, done: int, last: int, follower: Follower) -> None:
        """Have ``fit`` train, the order and the noise of each epoch set before it."""
        fed = EpochData(self.data.x_train, self.data.y_train, self.run.training.batch_size)
        self.model.fit(
            fed.feed(),
            initial_epoch=done,
            epochs=last,
            validation_data=self.data.validation,
            validation_batch_size=512,
            callbacks=[self.callback(fed, follower)],
            shuffle=False,
            verbose=0,
        )

    def callback(self, fed: EpochData, follower: Follower) -> Any:
        """Return the Keras callback of one ``fit``; Keras counts the epochs from 0."""
        noise = noise_states(self.model)

        def begin(index: int, logs: Mapping[str, float] | None = None) -> None:
            if self.run.training.shuffle:
                fed.order = epoch_order(len(fed.order), self.seed, index + 1)
            set_noise(noise, self.seed, index + 1)
            follower.begin_epoch(index + 1)

        def end(index: int, logs: Mapping[str, float]) -> None:
            values = {name: float(value) for name, value in logs.items()}
            if not follower.end_epoch(index + 1, values):
                self.model.stop_training = True

        return load_keras().callbacks.LambdaCallback(on_epoch_begin=begin, on_epoch_end=end)

    def outputs(self) -> Outputs:
        """Return what the present weights give on every split."""
        return evaluate_model(self.model, self.data)

    def save(self, path: Path) -> None:
        """Write the model as ModelCheckpoint does: Keras leaves the optimizer's state in it."""
        self.model.save(path)

    def _variables(self) -> list[Any]:
        return [*self.model.variables, *self.model.optimizer.variables]
