"""The results of training: what later stages know of a run, without Keras and without files.

Arrays that may be large are read on demand through :class:`Arrays`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from reportgen.data.types import Origin
from reportgen.lab.types import PopulationSpec, RunSpec, SplitName
from reportgen.playground.populations import Population

FloatArray = npt.NDArray[np.float32]


class Arrays(Protocol):
    """Stored arrays of one training, read when asked for."""

    def probabilities(self, split: SplitName) -> FloatArray:
        """Return the softmax outputs, (n, classes), rows in the order of the split."""

    def labels(self, split: SplitName) -> npt.NDArray[np.int64]:
        """Return the true class numbers, (n,), in the order of the rows of ``probabilities``."""


@dataclass(frozen=True)
class LayerRow:
    """One layer of a built model, as Keras counts it.

    ``output_shape`` leaves the batch axis out; ``params`` includes the non-trainable ones.
    """

    name: str
    class_name: str
    config: Mapping[str, Any]
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    params: int
    trainable_params: int


@dataclass(frozen=True)
class ModelSummary:
    """The layers of a built model without its input, in order."""

    input_shape: tuple[int, ...]
    layers: tuple[LayerRow, ...]

    @property
    def params(self) -> int:
        """All weights, as ``Model.count_params()``."""
        return sum(row.params for row in self.layers)

    @property
    def trainable_params(self) -> int:
        """The weights that training changes."""
        return sum(row.trainable_params for row in self.layers)


@dataclass(frozen=True)
class History:
    """Values per epoch by Keras' names (``loss``, ``accuracy``, ``val_loss``…), epoch 1 first.

    ``seconds`` is the wall time of each epoch, validation included.
    """

    metrics: Mapping[str, tuple[float, ...]]
    seconds: tuple[float, ...]

    @property
    def epochs(self) -> int:
        """Number of epochs done."""
        return len(self.seconds)

    @property
    def settled(self) -> tuple[float, ...]:
        """The seconds without those of the first epoch, which compiles, if there are others."""
        return self.seconds[1:] or self.seconds

    def __getitem__(self, metric: str) -> tuple[float, ...]:
        return self.metrics[metric]

    def first(self, epochs: int) -> History:
        """Return the history of the first *epochs* epochs."""
        metrics = {name: values[:epochs] for name, values in self.metrics.items()}
        return History(metrics, self.seconds[:epochs])

    def extended(self, values: Mapping[str, float], seconds: float) -> History:
        """Return the history with one more epoch."""
        metrics = {name: (*self.metrics.get(name, ()), v) for name, v in values.items()}
        return History(metrics, (*self.seconds, seconds))

    def exact(self, counts: Mapping[SplitName, int]) -> History:
        """Return the history with accuracies as the shares of ``counts`` that they stand for.

        Keras gives single-precision means, which round to another decimal than the share does.
        """
        metrics = dict(self.metrics)
        for name, split in _ACCURACIES.items():
            if name in metrics and counts.get(split):
                metrics[name] = tuple(_share(value, counts[split]) for value in metrics[name])
        return History(metrics, self.seconds)


@dataclass(frozen=True)
class Evaluation:
    """Loss and accuracy (0–1) of the evaluated weights on one split of ``count`` examples."""

    count: int
    loss: float
    accuracy: float

    @property
    def error(self) -> float:
        """Error rate, 0–1."""
        return 1.0 - self.accuracy


@dataclass(frozen=True)
class SeedResult:
    """One training with one seed. Epochs count from 1.

    ``key`` is the training key of the trajectory; ``epochs`` what was done (fewer than asked
    after early stopping); ``weights_epoch`` the epoch whose weights were evaluated.
    """

    seed: int
    key: str
    epochs: int
    history: History
    best_epoch: int
    weights_epoch: int
    evaluations: Mapping[SplitName, Evaluation]
    arrays: Arrays


@dataclass(frozen=True)
class Machine:
    """What the numbers were measured on and with; ``accelerator`` is "" on a CPU."""

    processor: str
    cores: int
    system: str
    python: str
    versions: Mapping[str, str]
    backend: str
    accelerator: str = ""


@dataclass(frozen=True, eq=False)
class RunResult:
    """A run with all its seeds; the first seed is the one that pictures show."""

    spec: RunSpec
    summary: ModelSummary
    origin: Origin
    counts: Mapping[SplitName, int]
    seeds: tuple[SeedResult, ...]
    machine: Machine
    trained_at: str

    @property
    def first(self) -> SeedResult:
        """The result of the first seed."""
        return self.seeds[0]

    @property
    def params(self) -> int:
        """All weights of the model."""
        return self.summary.params

    def accuracy(self, split: SplitName) -> float:
        """Mean accuracy over the seeds, 0–1."""
        return mean(s.evaluations[split].accuracy for s in self.seeds)

    @property
    def seconds_per_epoch(self) -> float:
        """Median wall time of an epoch over all seeds, the first epoch (compilation) left out."""
        times = [t for s in self.seeds for t in s.history.settled]
        return float(np.median(times))


@dataclass(frozen=True, eq=False)
class PopulationResult:
    """A population with its networks trained; losses that left the numbers are NaN."""

    spec: PopulationSpec
    population: Population

    @property
    def finals(self) -> npt.NDArray[np.float64]:
        """Test losses at the end, (networks,)."""
        last: npt.NDArray[np.float64] = self.population.test[:, -1]
        return last

    @property
    def learnt(self) -> npt.NDArray[np.float64]:
        """Train losses at the end, (networks,)."""
        last: npt.NDArray[np.float64] = self.population.train[:, -1]
        return last


def telling_machine(results: Sequence[RunResult]) -> Machine:
    """Return the machine of the first training, of Keras if there is one: it says more."""
    return min(results, key=lambda result: result.spec.training.engine != "keras").machine


_ACCURACIES: Mapping[str, SplitName] = {"accuracy": "train", "val_accuracy": "validation"}

_SINGLE = 1e-6
"""More than the rounding of a mean in single precision, less than one example in 500,000."""


def _share(value: float, count: int) -> float:
    """Return the share of *count* that *value* is within single precision, else *value*."""
    if not math.isfinite(value):
        return value
    share = round(value * count) / count
    return share if abs(share - value) < _SINGLE else value
