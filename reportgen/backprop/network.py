"""A dense network, its outputs, and the gradient of its loss by back-propagation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.backprop.activations import ACTIVATIONS, Matrix
from reportgen.backprop.losses import Loss
from reportgen.lab.types import Call

Parameters = Mapping[str, Matrix]
"""Weights (inputs, units) and biases (units,) by name: W1, b1, W2…"""


@dataclass(frozen=True)
class Affine:
    """s = h W + b, the ``number``-th of a network (from 1), and how W and b start."""

    number: int
    inputs: int
    units: int
    use_bias: bool = True
    kernel: Call = field(default=Call("GlorotUniform"))
    bias: Call = field(default=Call("Zeros"))

    @property
    def weights(self) -> str:
        """The name of W."""
        return f"W{self.number}"

    @property
    def biases(self) -> str:
        """The name of b."""
        return f"b{self.number}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its parameters, in Keras' order."""
        return (self.weights, self.biases) if self.use_bias else (self.weights,)


Step = Affine | str
"""An affine step, or the name of an activation."""


def forward(steps: Sequence[Step], parameters: Parameters, x: Matrix) -> list[Matrix]:
    """Return what enters the first step, then what leaves each one: (examples, units)."""
    values = [x]
    for step in steps:
        h = values[-1]
        if isinstance(step, str):
            values.append(ACTIVATIONS[step].value(h))
        elif step.use_bias:
            values.append(h @ parameters[step.weights] + parameters[step.biases])
        else:
            values.append(h @ parameters[step.weights])
    return values


def judged(steps: Sequence[Step], loss: Loss) -> int:
    """Return how many steps come before what the loss is a function of.

    A cross-entropy is a function of the scores: the activation that follows them is part of it.
    """
    return len(steps) - (loss.activation is not None and steps[-1] == loss.activation)


def loss_value(
    steps: Sequence[Step], parameters: Parameters, loss: Loss, x: Matrix, y: Matrix
) -> float:
    """Return the mean loss over the examples."""
    return loss.value(forward(steps[: judged(steps, loss)], parameters, x)[-1], y)


def backward(
    steps: Sequence[Step], parameters: Parameters, loss: Loss, values: Sequence[Matrix], y: Matrix
) -> dict[str, Matrix]:
    """Return ∂L/∂p for every parameter p, from what :func:`forward` gave.

    ``delta`` is ∂L/∂(what leaves the present step). Through s = h W + b it gives
    ∂L/∂W = hᵀ δ, ∂L/∂b = Σ δ over the examples, and ∂L/∂h = δ Wᵀ for the step before.
    """
    last = judged(steps, loss)
    delta = loss.gradient(values[last], y)
    gradients: dict[str, Matrix] = {}
    for index in reversed(range(last)):
        step = steps[index]
        if isinstance(step, str):
            delta = ACTIVATIONS[step].back(values[index + 1], delta)
            continue
        gradients[step.weights] = values[index].T @ delta
        if step.use_bias:
            gradients[step.biases] = delta.sum(axis=0)
        if index > 0:  # nobody needs the gradient of the inputs
            delta = delta @ parameters[step.weights].T
    return gradients
