"""Populations that nobody trained: final losses and weights given literally."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from reportgen.lab.types import PopulationSpec
from reportgen.playground.data import Floats
from reportgen.playground.layers import Layer, Layers, initial_layers
from reportgen.playground.populations import Population, stack_layers
from reportgen.playground.settings import Network, Task, Training
from reportgen.results import PopulationResult

XOR = Task("xor", 35)
TRAINING = Training(learning_rate=0.01, epochs=1000, measure_every=100)


def spec(name: str = "xor", hidden: tuple[int, ...] = (3,), **changes: Any) -> PopulationSpec:
    """Return a definition of four networks on xor, threshold 0.177."""
    found = PopulationSpec(name, f"essai {name}", XOR, Network(hidden), TRAINING, 4, 0.177)
    return replace(found, **changes)


def population(
    definition: PopulationSpec, losses: Sequence[float], layers: Layers | None = None
) -> Population:
    """Return networks whose test losses end at ``losses``; train losses are 0.01 below.

    Losses fall from 0.5 by the same share at every measure. Without ``layers`` the weights are
    the first ones of the Playground.
    """
    final = np.array(losses, dtype=np.float64)
    epochs = definition.training.measured
    fading = np.linspace(1, 0, len(epochs)) ** 2
    test = final[:, None] + (0.5 - np.nan_to_num(final))[:, None] * fading
    resets = tuple(range(len(final)))
    weights = layers or stack_layers(initial_layers(definition.task, definition.network, resets))
    return Population(resets, epochs, test - 0.01, test, weights)


def result(
    losses: Sequence[float], layers: Layers | None = None, **changes: Any
) -> PopulationResult:
    """Return a population with these final test losses."""
    definition = replace(spec(**changes), resets=len(losses))
    return PopulationResult(definition, population(definition, losses, layers))


def bands(count: int) -> Layers:
    """Return ``count`` networks of two ReLU neurons that answer +1 in a band along x1 = x2."""
    hidden = Layer(np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2))
    output = Layer(np.array([[-4.0, -4.0]]), np.array([14.0]))
    return stack_layers([(hidden, output)] * count)


def constants(count: int, hidden: int = 3, inputs: int = 2, answer: float = 1.0) -> Layers:
    """Return ``count`` networks that answer tanh of ``answer`` everywhere."""
    zeros = Layer(np.zeros((hidden, inputs)), np.zeros(hidden))
    output = Layer(np.zeros((1, hidden)), np.array([answer]))
    return stack_layers([(zeros, output)] * count)


def lines(angles: Floats) -> Layers:
    """Return a network per angle whose border is the line through 0 at that angle (one neuron)."""
    networks = [
        (
            Layer(np.array([[np.sin(angle), -np.cos(angle)]]), np.zeros(1)),
            Layer(np.array([[4.0]]), np.zeros(1)),
        )
        for angle in angles
    ]
    return stack_layers(networks)
