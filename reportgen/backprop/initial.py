"""The weights that a network starts from, drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from reportgen.backprop.activations import Matrix
from reportgen.backprop.network import Affine, Step
from reportgen.lab.types import Call

Draw = Callable[[np.random.Generator, tuple[int, ...], Mapping[str, Any]], Matrix]


def zeros(random: np.random.Generator, shape: tuple[int, ...], config: Mapping[str, Any]) -> Matrix:
    """Return zeros: all units of a layer then compute the same, and go on doing so."""
    return np.zeros(shape)


def normal(
    random: np.random.Generator, shape: tuple[int, ...], config: Mapping[str, Any]
) -> Matrix:
    """Return draws of N(``mean``, ``stddev``²); by default N(0, 0.05²), as in Keras."""
    return random.normal(config.get("mean", 0.0), config.get("stddev", 0.05), shape)


def glorot_uniform(
    random: np.random.Generator, shape: tuple[int, ...], config: Mapping[str, Any]
) -> Matrix:
    """Return draws of U(−a, a) with a² = 6 / (inputs + units).

    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
    networks" (2010), eq. 16. Of biases, as in Keras, inputs and units are both their number.
    """
    limit = np.sqrt(6 / (shape[0] + shape[-1]))
    return random.uniform(-limit, limit, shape)


INITIALIZERS: Mapping[str, Draw] = {
    "Zeros": zeros,
    "RandomNormal": normal,
    "GlorotUniform": glorot_uniform,
}
"""By the names of Keras' classes."""


def initial_parameters(steps: Sequence[Step], seed: int) -> dict[str, Matrix]:
    """Return the weights and biases that *seed* draws, layer after layer."""
    random = np.random.default_rng([seed, 0])  # the orders of the epochs come from [seed, epoch]
    parameters: dict[str, Matrix] = {}
    for step in steps:
        if isinstance(step, Affine):
            parameters[step.weights] = _draw(random, (step.inputs, step.units), step.kernel)
            if step.use_bias:
                parameters[step.biases] = _draw(random, (step.units,), step.bias)
    return parameters


def _draw(random: np.random.Generator, shape: tuple[int, ...], initializer: Call) -> Matrix:
    return INITIALIZERS[initializer.name](random, shape, initializer.config)
