"""What one example costs in a layer: multiply-adds and values to keep.

Convention: one multiply-add for each use of a kernel weight. Biases, activations, pooling,
normalisation, dropout and look-ups in an embedding count for nothing; a transposed convolution
uses its whole kernel at each input position. Twice the number is usually called FLOPs.
"""

from __future__ import annotations

from math import prod

from reportgen.lab.types import LayerSpec
from reportgen.layers.settings import Settings, Shape
from reportgen.layers.shapes import inner, output_shape, resolved
from reportgen.layers.weights import derivation_of

_KERNELS = frozenset(("noyau", "noyau récurrent", "noyau par canal", "noyau ponctuel"))


def multiply_adds(layer: LayerSpec, input_shape: Shape) -> int | None:
    """Return the multiply-adds for one example, None for a layer without rule.

    Raises ShapeError as :func:`reportgen.layers.infer` does.
    """
    return _multiply_adds(resolved(layer), input_shape)


def activation_count(layer: LayerSpec, input_shape: Shape) -> int | None:
    """Return how many values a layer outputs for one example, None for a layer without rule.

    Raises ShapeError as :func:`reportgen.layers.infer` does.
    """
    output = output_shape(resolved(layer), input_shape)
    return None if output is None else prod(output)


def _multiply_adds(settings: Settings, shape: Shape) -> int | None:
    if settings.name == "TimeDistributed":
        one = _multiply_adds(inner(settings), shape[1:])
        return None if one is None else shape[0] * one
    output, weights = output_shape(settings, shape), derivation_of(settings, shape)
    if output is None or weights is None:
        return None
    kernel = sum(term.count for term in weights.terms if term.label.split(",")[0] in _KERNELS)
    return kernel * _uses(settings, shape, output)


def _uses(settings: Settings, shape: Shape, output: Shape) -> int:
    """Return how many times each kernel weight is used for one example."""
    if settings.name in ("SimpleRNN", "GRU", "LSTM", "Bidirectional"):
        return shape[0]
    return prod(shape[:-1] if settings.name.endswith("Transpose") else output[:-1])
