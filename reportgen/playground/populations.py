"""The trainings of many networks of one definition, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportgen.playground.data import Floats
from reportgen.playground.layers import Layer, Layers


@dataclass(frozen=True, eq=False)
class Population:
    """``train`` and ``test`` are losses (networks, measures): row k started from ``resets[k]``.

    ``epochs`` are those of the measures, 0 first. ``layers`` are the last weights, with the
    networks as first axis. Losses are NaN from where a network left the numbers.
    """

    resets: tuple[int, ...]
    epochs: tuple[int, ...]
    train: Floats
    test: Floats
    layers: Layers

    def network(self, k: int) -> Layers:
        """Return the last weights of the ``k``-th network."""
        return tuple(Layer(layer.weights[k], layer.biases[k]) for layer in self.layers)


def stack_layers(networks: list[Layers]) -> Layers:
    """Put networks of one shape side by side, on a new first axis."""
    return tuple(
        Layer(np.stack([one.weights for one in same]), np.stack([one.biases for one in same]))
        for same in zip(*networks, strict=True)
    )
