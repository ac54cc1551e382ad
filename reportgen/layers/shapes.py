"""Which rule gives the output shape of which layer; the rules stand in modules of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportgen.lab.types import Call
from reportgen.layers import map_shapes as maps
from reportgen.layers import tensor_shapes as tensors
from reportgen.layers.checks import layer_issues
from reportgen.layers.errors import ShapeError
from reportgen.layers.nested import as_call
from reportgen.layers.settings import Settings, Shape, resolve
from reportgen.layers.wording import dimensions

ShapeRule = Callable[[Settings, Shape], Shape | None]


def resolved(layer: Call) -> Settings:
    """Return the arguments of a layer, defaults filled in.

    Raises ShapeError with the first problem of the name or of the arguments.
    """
    for issue in layer_issues(layer):
        raise ShapeError(issue.message, issue.argument)
    return resolve(layer)


def output_shape(settings: Settings, shape: Shape) -> Shape | None:
    """Return the shape that comes out of a layer, None when no rule knows the layer.

    Raises ShapeError when the layer does not accept the input.
    """
    rule = _RULES.get(settings.name)
    return rule(settings, shape) if rule else None


def inner(settings: Settings) -> Settings:
    """Return the arguments of the layer that a wrapper holds in ``layer``."""
    call = as_call(settings["layer"])
    if call is None:
        raise ShapeError(f"{settings.name} attend une couche", "layer")
    return resolved(call)


def _both_ways(settings: Settings, shape: Shape) -> Shape:
    wrapped = inner(settings)
    if wrapped.name not in RECURRENT:
        raise ShapeError(
            f"Bidirectional attend une couche récurrente ; reçu : {wrapped.name}", "layer"
        )
    *steps, units = tensors.recurrent(wrapped, shape)
    return (*steps, 2 * units) if settings["merge_mode"] == "concat" else (*steps, units)


def _at_every_step(settings: Settings, shape: Shape) -> Shape | None:
    if len(shape) < 2:
        raise ShapeError(
            f"TimeDistributed attend une séquence (pas de temps × …) ; reçu : {dimensions(shape)}"
        )
    found = output_shape(inner(settings), shape[1:])
    return None if found is None else (shape[0], *found)


RECURRENT = frozenset(("SimpleRNN", "LSTM", "GRU"))

_RULE_NAMES: Mapping[ShapeRule, str] = {
    maps.convolved: "Conv1D Conv2D Conv3D SeparableConv1D SeparableConv2D",
    maps.transposed: "Conv1DTranspose Conv2DTranspose Conv3DTranspose",
    maps.depthwise: "DepthwiseConv1D DepthwiseConv2D",
    maps.pooled: (
        "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D"
    ),
    maps.globally_pooled: (
        "GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D "
        "GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D"
    ),
    maps.padded: "ZeroPadding1D ZeroPadding2D ZeroPadding3D",
    maps.cropped: "Cropping1D Cropping2D Cropping3D",
    maps.enlarged: "UpSampling1D UpSampling2D UpSampling3D",
    maps.resized: "Resizing CenterCrop RandomCrop",
    maps.augmented: (
        "AugMix AutoContrast ContrastLimitedAdaptiveHistogramEqualization Equalization RandAugment "
        "RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast "
        "RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale "
        "RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation "
        "RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom Solarization"
    ),
    tensors.unchanged: (
        "Activation ReLU LeakyReLU ELU Identity Masking ActivityRegularization Rescaling "
        "Dropout AlphaDropout GaussianDropout GaussianNoise"
    ),
    tensors.along_axis: (
        "BatchNormalization LayerNormalization RMSNormalization UnitNormalization Normalization "
        "Softmax"
    ),
    tensors.group_normalised: "GroupNormalization",
    tensors.spatially_dropped: "SpatialDropout1D SpatialDropout2D SpatialDropout3D",
    tensors.shared_slopes: "PReLU",
    tensors.dense: "Dense",
    tensors.flattened: "Flatten",
    tensors.reshaped: "Reshape",
    tensors.permuted: "Permute",
    tensors.repeated: "RepeatVector",
    tensors.embedded: "Embedding",
    tensors.recurrent: "SimpleRNN LSTM GRU",
    tensors.declared: "InputLayer",
    _both_ways: "Bidirectional",
    _at_every_step: "TimeDistributed",
}
_RULES: Mapping[str, ShapeRule] = {
    name: rule for rule, names in _RULE_NAMES.items() for name in names.split()
}
