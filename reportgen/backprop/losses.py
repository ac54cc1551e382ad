"""Losses, as means over the examples, and their gradients where back-propagation starts.

Scores ``s`` and outputs ``h`` of the last layer, and targets ``y``, are (examples, units).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from reportgen.backprop.activations import Matrix, sigmoid, softmax


def cross_entropy(s: Matrix, y: Matrix) -> float:
    """Return the mean of −log(softmax(s)) at the true class; ``y`` is one-hot.

    Of the scores, not the probabilities: a probability that rounds to 0 has no logarithm.
    """
    shifted = s - s.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - (shifted * y).sum(axis=1)))


def cross_entropy_gradient(s: Matrix, y: Matrix) -> Matrix:
    """∂L/∂s = (ŷ − y) / n, for n examples."""
    return (softmax(s) - y) / len(y)


def binary_cross_entropy(s: Matrix, y: Matrix) -> float:
    """Return the mean of −y log σ(s) − (1 − y) log(1 − σ(s)), which is log(1 + eˢ) − s y."""
    return float(np.mean(np.logaddexp(0, s) - s * y))


def binary_cross_entropy_gradient(s: Matrix, y: Matrix) -> Matrix:
    """∂L/∂s = (ŷ − y) / (n m), for n examples of m outputs."""
    return (sigmoid(s) - y) / y.size


def squared_error(h: Matrix, y: Matrix) -> float:
    """Return the mean of (h − y)², over examples and outputs."""
    return float(np.mean((h - y) ** 2))


def squared_error_gradient(h: Matrix, y: Matrix) -> Matrix:
    """∂L/∂h = 2 (h − y) / (n m), for n examples of m outputs."""
    return 2 * (h - y) / y.size


@dataclass(frozen=True)
class Loss:
    """A loss of the last layer's scores, when ``activation`` names what follows them.

    Without ``activation`` it is a loss of the outputs, whatever they come from.
    """

    value: Callable[[Matrix, Matrix], float]
    gradient: Callable[[Matrix, Matrix], Matrix]
    activation: str | None = None


_CATEGORICAL = Loss(cross_entropy, cross_entropy_gradient, "softmax")
LOSSES: Mapping[str, Loss] = {
    "categorical_crossentropy": _CATEGORICAL,
    "sparse_categorical_crossentropy": _CATEGORICAL,
    "binary_crossentropy": Loss(binary_cross_entropy, binary_cross_entropy_gradient, "sigmoid"),
    "mean_squared_error": Loss(squared_error, squared_error_gradient),
}
"""By Keras' names; class numbers become one-hot targets before they come here."""
