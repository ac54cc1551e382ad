"""Activation functions, and how a gradient goes back through them.

Rows are examples. ``s`` are the values that enter, ``h`` those that leave, ``g`` the gradient
∂L/∂h; going back gives ∂L/∂s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


def sigmoid(s: Matrix) -> Matrix:
    """Return 1 / (1 + e⁻ˢ), written so that no exponential overflows."""
    return (1 + np.tanh(s / 2)) / 2


def softmax(s: Matrix) -> Matrix:
    """Return eˢ divided by its sum over each row; the largest score is subtracted first."""
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def relu(s: Matrix) -> Matrix:
    """Return max(s, 0)."""
    return np.maximum(s, 0)


def sigmoid_back(h: Matrix, g: Matrix) -> Matrix:
    """Go back through σ′ = σ (1 − σ)."""
    return g * h * (1 - h)


def tanh_back(h: Matrix, g: Matrix) -> Matrix:
    """Go back through tanh′ = 1 − tanh²."""
    return g * (1 - h**2)


def relu_back(h: Matrix, g: Matrix) -> Matrix:
    """Go back: the slope is 1 above 0, and by convention 0 at 0."""
    return g * (h > 0)


def softmax_back(h: Matrix, g: Matrix) -> Matrix:
    """Go back through ∂hⱼ/∂sᵢ = hᵢ (δᵢⱼ − hⱼ): each output depends on every score of its row."""
    return np.asarray(h * (g - (g * h).sum(axis=1, keepdims=True)))


@dataclass(frozen=True)
class Activation:
    """An activation: ``value(s)`` is h, ``back(h, g)`` turns ∂L/∂h into ∂L/∂s."""

    value: Callable[[Matrix], Matrix]
    back: Callable[[Matrix, Matrix], Matrix]


ACTIVATIONS: Mapping[str, Activation] = {
    "sigmoid": Activation(sigmoid, sigmoid_back),
    "tanh": Activation(np.tanh, tanh_back),
    "relu": Activation(relu, relu_back),
    "softmax": Activation(softmax, softmax_back),
}
"""By Keras' names; « linear » changes nothing and has no entry."""
