"""Which argument of which Keras object expects what; a table, no checking.

An argument is looked up by object and name, then by name, then by the ending of its name, and
last by the type of its default. What nothing describes is accepted as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reportgen.layers import values
from reportgen.layers.catalogue import Argument, Kind
from reportgen.layers.values import Requirement

NESTED: Mapping[str, Kind] = {
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
}
"""Endings of argument names whose value is a Keras object itself."""

_SIZES = (
    "filters units input_dim output_dim n height width depth_multiplier groups num_heads key_dim "
    "head_dim value_dim num_query_heads num_key_value_heads max_tokens num_bins num_tokens "
    "decay_steps first_decay_steps gradient_accumulation_steps ema_overwrite_frequency"
)
_RATES = "rate dropout recurrent_dropout momentum beta_1 beta_2 rho ema_momentum renorm_momentum"
_AT_LEAST_ZERO = "stddev weight_decay l1 l2 gamma initial_accumulator_value max_value"
_ABOVE_ZERO = "epsilon clipnorm clipvalue global_clipnorm delta initial_learning_rate"


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)


# Keras writes the empty list where authors write null.
_ONE_FOR_ALL = Requirement("null", lambda value: value is None or value in ([], ()))
_AXES = values.either(
    values.whole_number(), values.many(values.whole_number(), "une liste d’entiers")
)
_NUMBERS = values.either(values.number(), values.many(values.number(), "une liste de nombres"))
_SPAN = values.either(
    values.number(), values.many(values.number(), "une liste [minimum, maximum]", 2)
)
_INTERPOLATIONS = values.one_of("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area")

_BY_NAME: Mapping[str, Requirement] = {
    **dict.fromkeys(_SIZES.split(), values.count()),
    **dict.fromkeys(_RATES.split(), values.rate()),
    **dict.fromkeys(_AT_LEAST_ZERO.split(), values.at_least_zero()),
    **dict.fromkeys(_ABOVE_ZERO.split(), values.above_zero()),
    "label_smoothing": values.proportion(),
    # TensorFlow convolves and pools on a processor in this order only.
    "data_format": values.one_of("channels_last"),
    "interpolation": _INTERPOLATIONS,
    "fill_mode": values.one_of("reflect", "wrap", "constant", "nearest"),
    "merge_mode": values.one_of("concat", "sum", "mul", "ave"),
    "reduction": values.one_of("sum", "sum_over_batch_size", "mean", "mean_with_sample_weight"),
    "axis": _AXES,
    "shared_axes": _AXES,
    "factor": _SPAN,
    "height_factor": _SPAN,
    "width_factor": _SPAN,
    "scale": values.either(_NUMBERS, values.flag()),
    "offset": _NUMBERS,
    "mean": _NUMBERS,
    "variance": _NUMBERS,
    "alpha": _NUMBERS,
    "value_range": values.many(values.number(), "une liste [minimum, maximum]", 2),
    "seed": values.whole_number(),
    "name": values.text(),
    # Keras itself writes a mapping when it describes a layer that it built.
    "dtype": values.either(values.text(), Requirement("un objet", _is_mapping)),
}

_CONVOLUTION_PADDING = values.one_of("valid", "same")
_BY_OBJECT: Mapping[tuple[str, str], Requirement] = {
    ("Conv1D", "padding"): values.one_of("valid", "same", "causal"),
    ("GroupNormalization", "groups"): values.either(
        values.count(), Requirement("-1 (un groupe par canal)", lambda value: value == -1)
    ),
    ("Normalization", "axis"): values.either(_AXES, _ONE_FOR_ALL),
    ("BatchNormalization", "axis"): values.whole_number(),
    ("BatchNormalization", "scale"): values.flag(),
    ("LayerNormalization", "scale"): values.flag(),
    ("GroupNormalization", "scale"): values.flag(),
    ("Rescaling", "scale"): _NUMBERS,
    ("RandomFlip", "mode"): values.one_of("horizontal", "vertical", "horizontal_and_vertical"),
    ("UpSampling1D", "size"): values.count(),
    ("Reshape", "target_shape"): values.many(
        values.count(-1), "une liste de dimensions (-1 pour celle à calculer)"
    ),
    ("Permute", "dims"): values.many(values.count(), "une liste de numéros d’axes à partir de 1"),
    ("InputLayer", "shape"): values.many(values.count(), "une liste de dimensions"),
    ("Constant", "value"): _NUMBERS,
    ("PiecewiseConstantDecay", "boundaries"): values.many(values.number(), "une liste de nombres"),
    ("PiecewiseConstantDecay", "values"): values.many(values.number(), "une liste de nombres"),
}


def rank_of(name: str) -> int | None:
    """Return the number of spatial axes that a layer's name announces: 2 for ``Conv2D``."""
    found = re.search(r"([123])D", name)
    return int(found.group(1)) if found else None


def requirement(owner: str, argument: Argument) -> Requirement | None:
    """Return what an argument of an object (canonical name) expects, None when unknown.

    A null where the default is null is not its concern.
    """
    return (
        _BY_OBJECT.get((owner, argument.name))
        or _spatial(owner, argument.name)
        or _BY_NAME.get(argument.name)
        or _by_default(argument)
    )


def _spatial(owner: str, name: str) -> Requirement | None:
    rank = rank_of(owner)
    if rank is None:
        return None
    if owner.startswith(("ZeroPadding", "Cropping")) and name in ("padding", "cropping"):
        return values.borders(rank)
    if name in ("kernel_size", "pool_size", "strides", "dilation_rate", "size", "output_size"):
        return values.window(rank)
    if name == "output_padding":
        return values.window(rank, least=0)
    return _CONVOLUTION_PADDING if name == "padding" else None


def _by_default(argument: Argument) -> Requirement | None:
    if isinstance(argument.default, bool):
        return values.flag()
    if isinstance(argument.default, int | float):
        return values.number()
    return values.text() if isinstance(argument.default, str) else None
