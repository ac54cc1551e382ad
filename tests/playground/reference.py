"""Train one network as the Playground's ``nn.ts`` does, plainly: the yardstick of the fast way.

For each update over n points, with D the derivative of the mean of ½(o − t)² by the total inputs
of a layer, (n, neurons), and A what the layer receives, (n, inputs):

- output layer: D = (o − t)(1 − o²)/n; hidden layer: D = (D_next W_next) ⊙ f′;
- W ← W − η DᵀA, then W ← W − η λ R′(W before the update); b ← b − η ΣD.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from reportgen.playground.batches import make_batches
from reportgen.playground.data import Data, Examples, Floats, make_data
from reportgen.playground.layers import Layer, Layers, forward
from reportgen.playground.settings import ActivationName, Network, PenaltyName, Task, Training


@dataclass(frozen=True)
class Trace:
    """One training: losses at ``epochs`` (0 is before the training), and the last weights."""

    epochs: tuple[int, ...]
    train: Floats
    test: Floats
    layers: Layers


@dataclass(frozen=True)
class _Update:
    """The points of one update: ``inputs`` (n, features), ``labels`` and ``shares`` (n,)."""

    inputs: Floats
    labels: Floats
    shares: Floats


def train_one(task: Task, network: Network, training: Training, start: Layers) -> Trace:
    """Train the network that starts with the weights ``start``, in double precision."""
    data, layers = make_data(task), start
    losses = [_losses(layers, network, data)]
    for epoch in range(1, training.epochs + 1):
        for update in _updates(data.train, training.batch_size, epoch):
            layers = _step(layers, network, training, update)
        if epoch % training.measure_every == 0:
            losses.append(_losses(layers, network, data))
    train, test = np.array(losses).T
    return Trace(training.measured, train, test, layers)


def measure_loss(layers: Layers, network: Network, examples: Examples) -> float:
    """Return the mean of ½(o − t)², without the penalty; a constant answer 0 scores 0.5."""
    errors = forward(layers, network, examples.inputs)[-1][:, 0] - examples.labels
    return float(np.mean(0.5 * errors**2))


def _losses(layers: Layers, network: Network, data: Data) -> tuple[float, float]:
    return measure_loss(layers, network, data.train), measure_loss(layers, network, data.test)


def _updates(train: Examples, batch_size: int, epoch: int) -> list[_Update]:
    batches = make_batches(len(train.labels), batch_size)
    tables = zip(batches.rows, batches.shares(epoch), strict=True)
    return [_Update(train.inputs[rows], train.labels[rows], shares) for rows, shares in tables]


def _step(layers: Layers, network: Network, training: Training, update: _Update) -> Layers:
    outputs = forward(layers, network, update.inputs)
    received = [update.inputs, *outputs[:-1]]
    derivatives = _derivatives(layers, network, outputs, update)
    return tuple(
        _updated(layer, d, a, training)
        for layer, d, a in zip(layers, derivatives, received, strict=True)
    )


def _derivatives(
    layers: Layers, network: Network, outputs: list[Floats], update: _Update
) -> list[Floats]:
    """Return D of every layer, from the first to the output."""
    answer = outputs[-1]
    error = (answer - update.labels[:, None]) * update.shares[:, None]
    found = [error * (1 - answer**2)]
    slope = _SLOPES[network.activation]
    for layer, output in zip(layers[:0:-1], outputs[-2::-1], strict=True):
        found.insert(0, found[0] @ layer.weights * slope(output))
    return found


def _updated(layer: Layer, derivatives: Floats, received: Floats, training: Training) -> Layer:
    rate = training.learning_rate
    moved = layer.weights - rate * derivatives.T @ received
    penalise = _PENALTIES[training.regularisation]
    weights = penalise(layer.weights, moved, rate * training.rate)
    return Layer(weights, layer.biases - rate * derivatives.sum(axis=0))


_SLOPES: Mapping[ActivationName, Callable[[Floats], Floats]] = {
    "relu": lambda output: (output > 0).astype(np.float64),
    "tanh": lambda output: 1 - output**2,
    "sigmoid": lambda output: output * (1 - output),
    "linear": np.ones_like,
}
"""f′ of each activation, from its output."""


def _pull_l1(before: Floats, moved: Floats, step: float) -> Floats:
    """Keep at zero, for good, a weight that the penalty carries across zero.

    The Playground marks it as dead; here zero itself is the mark, for no living weight is
    exactly zero.
    """
    pulled = moved - step * np.sign(before)
    return np.where((before == 0) | (moved * pulled < 0), 0.0, pulled)


_PENALTIES: Mapping[PenaltyName, Callable[[Floats, Floats, float], Floats]] = {
    "none": lambda before, moved, step: moved,
    "L1": _pull_l1,
    "L2": lambda before, moved, step: moved - step * before,
}
"""The weights after the penalty: (before the update, after the gradient, η λ) → weights."""
