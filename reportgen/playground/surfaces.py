"""What every neuron of a network answers over the plane: the Playground's coloured squares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from reportgen.playground.data import Floats, compute_features
from reportgen.playground.layers import Layers, forward
from reportgen.playground.settings import FeatureName, Network

EXTENT = 6.0
"""The Playground draws the square from −6 to 6…"""
STEPS = 100
"""… as 100 × 100 points, both ends included."""


@dataclass(frozen=True)
class Surfaces:
    """``neurons[l]`` is (neurons, steps, steps) for layer l; the last one is the decision.

    Rows go up the second coordinate and columns along the first: ``neurons[l][k, i, j]`` is the
    answer at (axis[j], axis[i]).
    """

    axis: Floats
    neurons: tuple[Floats, ...]

    @property
    def decision(self) -> Floats:
        """The answer of the network, (steps, steps), −1 to 1; its sign is the class."""
        surface: Floats = self.neurons[-1][0]
        return surface


def compute_surfaces(
    layers: Layers, network: Network, features: tuple[FeatureName, ...], steps: int = STEPS
) -> Surfaces:
    """Return the answers of every neuron of one network on the Playground's square."""
    axis, inputs = _square(features, steps)
    outputs = forward(layers, network, inputs)
    return Surfaces(axis, tuple(found.T.reshape(-1, steps, steps) for found in outputs))


@lru_cache(maxsize=8)
def _square(features: tuple[FeatureName, ...], steps: int) -> tuple[Floats, Floats]:
    """Return the axis and the inputs (points, features), the same for all networks of a task."""
    axis = np.linspace(-EXTENT, EXTENT, steps)
    x1, x2 = np.meshgrid(axis, axis)
    return axis, compute_features(np.stack([x1.ravel(), x2.ravel()], axis=1), features)
