"""Count and explain the weights of one layer, without Keras."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from reportgen.lab.types import LayerSpec
from reportgen.layers import kernel_weights as kernels
from reportgen.layers import scale_weights as scales
from reportgen.layers.derivation import Derivation
from reportgen.layers.settings import Settings, Shape
from reportgen.layers.shapes import inner, output_shape, resolved
from reportgen.layers.wording import TIMES

WeightRule = Callable[[Settings, Shape, Shape], Derivation]


def derive(layer: LayerSpec, input_shape: Shape) -> Derivation | None:
    """Return the weights of a layer on an input (batch axis left out), None when unknown.

    Raises ShapeError as :func:`reportgen.layers.infer` does.
    """
    return derivation_of(resolved(layer), input_shape)


def derivation_of(settings: Settings, shape: Shape) -> Derivation | None:
    """Return the weights of a layer whose arguments are known to be sound."""
    output = output_shape(settings, shape)
    if output is None or _has_adapters(settings):
        return None
    found = _by_kind(settings, shape, output)
    if found is None or settings.values.get("trainable", True):
        return found
    return replace(found, terms=tuple(replace(term, trainable=False) for term in found.terms))


def _by_kind(settings: Settings, shape: Shape, output: Shape) -> Derivation | None:
    if settings.name == "TimeDistributed":
        return derivation_of(inner(settings), shape[1:])
    if settings.name == "Bidirectional":
        return _doubled(derivation_of(inner(settings), shape))
    rule = _RULES.get(settings.name)
    return rule(settings, shape, output) if rule else Derivation()


def _has_adapters(settings: Settings) -> bool:
    """Tell whether LoRA or quantisation changes the weights that the layer has."""
    values = settings.values
    return values.get("lora_rank") is not None or values.get("quantization_config") is not None


def _doubled(one: Derivation | None) -> Derivation | None:
    """Return the weights of a layer and of its twin that reads the sequence backwards."""
    if one is None:
        return None
    terms = tuple(
        replace(term, label=f"{term.label}, {way}")
        for way in ("aller", "retour")
        for term in one.terms
    )
    neurons = None if one.neurons is None else 2 * one.neurons
    return Derivation(terms, f"2{TIMES}({one.formula})", one.per_neuron, neurons)


_RULES: Mapping[str, WeightRule] = {
    **dict.fromkeys(("Conv1D", "Conv2D", "Conv3D"), kernels.convolution),
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), kernels.convolution),
    **dict.fromkeys(("DepthwiseConv1D", "DepthwiseConv2D"), kernels.depthwise),
    **dict.fromkeys(("SeparableConv1D", "SeparableConv2D"), kernels.separable),
    **dict.fromkeys(("SimpleRNN", "GRU", "LSTM"), kernels.recurrent),
    **dict.fromkeys(("LayerNormalization", "GroupNormalization"), scales.learnt_scale),
    "Dense": kernels.dense,
    "Embedding": kernels.embedding,
    "BatchNormalization": scales.batch_normalisation,
    "RMSNormalization": scales.root_mean_square,
    "Normalization": scales.adapted,
    "PReLU": scales.learnt_slopes,
}
