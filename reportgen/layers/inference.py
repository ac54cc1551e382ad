"""What comes out of a layer: its shape and its number of weights, without building it."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from reportgen.lab.types import LayerSpec
from reportgen.layers.errors import ShapeError
from reportgen.layers.settings import Settings, Shape
from reportgen.layers.shapes import output_shape, resolved
from reportgen.layers.weights import derivation_of
from reportgen.layers.wording import dimensions, whole

LARGEST_TENSOR = 1_000_000_000
"""Bound on the weights of a layer and on its output for one example: 4 GB of 32-bit numbers."""


@dataclass(frozen=True)
class Inferred:
    """The output of a layer, batch axis left out; every field is None for an unknown layer."""

    output_shape: tuple[int, ...] | None
    params: int | None
    trainable_params: int | None


def infer(layer: LayerSpec, input_shape: tuple[int, ...]) -> Inferred:
    """Return what a layer makes of an input such as ``(32, 32, 3)``.

    Raises ShapeError when its arguments are wrong, when it does not accept the input, or when
    its output or its weights pass ``LARGEST_TENSOR``.
    """
    settings = resolved(layer)
    output = output_shape(settings, input_shape)
    weights = derivation_of(settings, input_shape)
    if output is not None:
        _require_reasonable(settings, output, weights.total if weights else 0)
    if weights is None:
        return Inferred(output, None, None)
    return Inferred(output, weights.total, weights.trainable)


def _require_reasonable(settings: Settings, output: Shape, params: int) -> None:
    if prod(output) > LARGEST_TENSOR:
        raise ShapeError(
            f"la sortie de {settings.name} serait démesurée : {dimensions(output)} ; "
            f"au plus {whole(LARGEST_TENSOR)} valeurs"
        )
    if params > LARGEST_TENSOR:
        raise ShapeError(
            f"{settings.name} aurait {whole(params)} poids ; au plus {whole(LARGEST_TENSOR)}"
        )
