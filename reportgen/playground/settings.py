"""What defines a training in the Playground: the task, the network and how it learns.

The bounds are the Playground's own (its sliders and its ``+`` buttons), so that whatever is
defined here can be shown there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

from reportgen.errors import DefinitionError

VERSION = 1
"""Raised whenever the same definition would give other numbers."""

DatasetName = Literal["circle", "xor", "gauss", "spiral"]
FeatureName = Literal["x1", "x2", "x1²", "x2²", "x1x2", "sin x1", "sin x2"]
ActivationName = Literal["relu", "tanh", "sigmoid", "linear"]
PenaltyName = Literal["none", "L1", "L2"]

FEATURES: tuple[FeatureName, ...] = get_args(FeatureName)
"""All features in the Playground's order, which is also that of the weights."""

MAX_LAYERS, MAX_NEURONS = 6, 8
SAMPLES = 500


@dataclass(frozen=True)
class Task:
    """The points, and what the network sees of them.

    ``noise`` and ``split`` are the sliders' percents: noise 0–100, share of the 500 points that
    train 10–90. ``seed`` is the string of the Playground's address. ``features`` is put into the
    Playground's order.

    Raises DefinitionError for anything else.
    """

    dataset: DatasetName
    noise: float = 0
    features: tuple[FeatureName, ...] = ("x1", "x2")
    split: float = 50
    seed: str = "0.50819"

    def __post_init__(self) -> None:
        _one_of("dataset", self.dataset, get_args(DatasetName))
        _between("noise", self.noise, 0, 100)
        _between("split", self.split, 10, 90)
        for name in self.features or ("",):
            _one_of("features", name, FEATURES)
        if not (0 < len(self.seed) <= 256 and self.seed.isascii()):
            _refuse("seed", "un texte de 1 à 256 caractères ASCII, comme « 0.50819 »", self.seed)
        ordered = tuple(name for name in FEATURES if name in self.features)
        object.__setattr__(self, "features", ordered)


@dataclass(frozen=True)
class Network:
    """Hidden layers of one activation, then one tanh neuron; no hidden layer is a network too.

    Raises DefinitionError beyond 6 layers of 1 to 8 neurons.
    """

    hidden: tuple[int, ...] = (3,)
    activation: ActivationName = "relu"

    def __post_init__(self) -> None:
        _one_of("activation", self.activation, get_args(ActivationName))
        if len(self.hidden) > MAX_LAYERS:
            _refuse("hidden", f"au plus {MAX_LAYERS} couches cachées", self.hidden)
        for neurons in self.hidden:
            _between("hidden", neurons, 1, MAX_NEURONS)

    def sizes(self, inputs: int) -> tuple[int, ...]:
        """Return the width of every layer, from the ``inputs`` to the output."""
        return (inputs, *self.hidden, 1)

    def parameters(self, inputs: int) -> int:
        """Return the number of weights and biases."""
        sizes = self.sizes(inputs)
        return sum((before + 1) * after for before, after in pairwise(sizes))


@dataclass(frozen=True)
class Training:
    """Plain gradient descent, points in fixed order, an update every ``batch_size`` points.

    ``rate`` weighs the penalty of the weights. Losses are measured before the training and then
    every ``measure_every`` epochs, which must divide ``epochs``.

    Raises DefinitionError for values the Playground could not have.
    """

    learning_rate: float = 0.01
    batch_size: int = 10
    epochs: int = 500
    regularisation: PenaltyName = "none"
    rate: float = 0.0
    measure_every: int = 1

    def __post_init__(self) -> None:
        _one_of("regularisation", self.regularisation, get_args(PenaltyName))
        _between("learning_rate", self.learning_rate, 0, 10)
        _between("rate", self.rate, 0, 10)
        _between("batch_size", self.batch_size, 1, 30)
        _between("epochs", self.epochs, 1, 1_000_000)
        if self.measure_every < 1 or self.epochs % self.measure_every:
            _refuse("measure_every", f"un diviseur de epochs ({self.epochs})", self.measure_every)

    @property
    def measured(self) -> tuple[int, ...]:
        """The epochs after which losses are measured; 0 is before the training."""
        return tuple(range(0, self.epochs + 1, self.measure_every))


def describe(task: Task, network: Network, training: Training) -> dict[str, Any]:
    """Return, as JSON values, all that the results depend on but the machine and TensorFlow.

    A caller that keeps results adds the resets it asked for and TensorFlow's version: the last
    bits of ``tanh`` are the compiler's.
    """
    return {
        "playground": VERSION,
        "task": _plain(asdict(task)),
        "network": _plain(asdict(network)),
        "training": _plain(asdict(training)),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def _one_of(name: str, value: object, allowed: Sequence[object]) -> None:
    if value not in allowed:
        _refuse(name, ", ".join(map(str, allowed)), value)


def _between(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        _refuse(name, f"un nombre de {low} à {high}", value)


def _refuse(name: str, expected: str, received: object) -> None:
    msg = f"Playground, « {name} » : attendu {expected} ; reçu {received!r}."
    raise DefinitionError(msg)
