"""What can be counted by hand of a network that students define: sizes, connections, weights. Pure.

No result is needed, and Keras is not: an answer that gives these numbers made nothing up.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.analysis.network import stack
from reportgen.lab.inputs import shapes_after
from reportgen.lab.types import LayerSpec, RunSpec
from reportgen.layers import Inferred, ShapeError, infer
from reportgen.submission.known import Known

_WITH_BIAS = ("Dense", "Conv2D")


def counted_params(spec: RunSpec, shape: tuple[int, ...]) -> int | None:
    """Return the weights of a network, counted without Keras; None when one layer is unknown."""
    counts = [found.params for found in inferred_layers(spec, shape)]
    known = [count for count in counts if count is not None]
    return sum(known) if counts and len(known) == len(counts) else None


def inferred_layers(spec: RunSpec, shape: tuple[int, ...]) -> tuple[Inferred, ...]:
    """Return the layers of a network in order, counted without Keras; () when one is unknown.

    ``shape`` is that of one example, before the preprocessing of the run.
    """
    found: list[Inferred] = []
    try:
        entering = [shape, *shapes_after(spec.preprocess, shape)][-1]
        for layer in stack(spec.model):
            found.append(infer(layer, entering))
            if found[-1].output_shape is None:
                return ()
            entering = found[-1].output_shape
    except ShapeError:
        return ()
    return tuple(found)


def output_sizes(spec: RunSpec, shape: tuple[int, ...]) -> Iterator[Known]:
    """Yield the sizes of the output of each layer."""
    for layer in inferred_layers(spec, shape):
        for size in layer.output_shape or ():
            yield Known(size, "count", f"taille d’une sortie de {spec.name}", spec.name)


def connections(spec: RunSpec, shape: tuple[int, ...]) -> Iterator[Known]:
    """Yield the weights that are no biases, of each layer that has both."""
    for layer, found in zip(stack(spec.model), inferred_layers(spec, shape), strict=False):
        count = None if found.output_shape is None else _kernel(layer, found)
        if count:
            yield Known(count, "count", f"connexions d’une couche de {spec.name}", spec.name)


def _kernel(layer: LayerSpec, found: Inferred) -> int | None:
    has_bias = layer.name in _WITH_BIAS and layer.config.get("use_bias", True) is True
    if not has_bias or found.params is None or found.output_shape is None:
        return None
    return found.params - found.output_shape[-1]
