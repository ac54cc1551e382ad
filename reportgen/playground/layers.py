"""The weights of a network and what its neurons answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reportgen.playground.data import Floats, make_data
from reportgen.playground.seedrandom import SeededRandom
from reportgen.playground.settings import ActivationName, Network, Task

START_BIAS = 0.1


@dataclass(frozen=True)
class Layer:
    """One layer: ``weights`` (neurons, inputs) and ``biases`` (neurons,).

    The layers of a population have one more axis in front, the networks.
    """

    weights: Floats
    biases: Floats


Layers = tuple[Layer, ...]


def initial_layers(task: Task, network: Network, resets: Iterable[int]) -> list[Layers]:
    """Return the network the Playground starts with after each number of ``resets``.

    Reset 0 is the network of the freshly loaded page; each press of the reset button draws the
    next one from where the data, then the earlier networks, left the random stream. Weights are
    uniform in [−0.5, 0.5), biases 0.1. (The page's audience measurement may draw in between.)
    """
    wanted = list(resets)
    stream = make_data(task).stream
    sizes = network.sizes(len(task.features))
    drawn = [_draw(stream, sizes) for _ in range(max(wanted, default=-1) + 1)]
    return [drawn[reset] for reset in wanted]


def _draw(stream: SeededRandom, sizes: tuple[int, ...]) -> Layers:
    return tuple(_draw_layer(stream, before, after) for before, after in pairwise(sizes))


def _draw_layer(stream: SeededRandom, inputs: int, neurons: int) -> Layer:
    weights = [[stream.random() - 0.5 for _ in range(inputs)] for _ in range(neurons)]
    return Layer(np.array(weights), np.full(neurons, START_BIAS))


ACTIVATIONS: Mapping[ActivationName, Callable[[Floats], Floats]] = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "linear": lambda z: z,
}


def forward(layers: Layers, network: Network, inputs: Floats) -> list[Floats]:
    """Return the outputs of every layer of one network, (n, neurons), the last one (n, 1).

    Those of a network that diverged may be NaN, which is no warning's business.
    """
    outputs, signal = [], inputs
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in layers:
            activation = "tanh" if layer is layers[-1] else network.activation
            signal = ACTIVATIONS[activation](signal @ layer.weights.T + layer.biases)
            outputs.append(signal)
    return outputs
