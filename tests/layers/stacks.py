"""Stacks of layers that several tests share."""

from __future__ import annotations

from typing import Any

from reportgen.lab.types import LayerSpec

Stack = tuple[tuple[int, ...], list[LayerSpec]]


def layer(name: str, **config: Any) -> LayerSpec:
    return LayerSpec(name, config)


def stack(shape: tuple[int, ...], *layers: LayerSpec) -> Stack:
    return shape, list(layers)


DENSE10 = layer("Dense", units=10, activation="softmax")
FLAT = layer("Flatten")
POOL = layer("MaxPooling2D", pool_size=2)

STACKS: dict[str, Stack] = {
    "logistic regression": stack((28, 28, 1), FLAT, DENSE10),
    "two hidden layers": stack(
        (784,), layer("Dense", units=150), layer("Dense", units=150), DENSE10
    ),
    "one convolution": stack(
        (32, 32, 3),
        layer("Conv2D", filters=8, kernel_size=3, padding="same", activation="relu"),
        POOL,
        FLAT,
        layer("Dense", units=64, activation="relu"),
        DENSE10,
    ),
    "two convolutions": stack(
        (28, 28, 1),
        layer("Conv2D", filters=32, kernel_size=5, padding="same", activation="sigmoid"),
        POOL,
        layer("Conv2D", filters=64, kernel_size=5, padding="same", activation="sigmoid"),
        POOL,
        FLAT,
        layer("Dense", units=100, activation="sigmoid"),
        DENSE10,
    ),
    "valid, odd sizes": stack(
        (31, 27, 3), layer("Conv2D", filters=7, kernel_size=(5, 2)), layer("MaxPool2D", pool_size=3)
    ),
    "strides": stack((32, 32, 3), layer("Conv2D", filters=6, kernel_size=3, strides=(2, 3))),
    "strides, same": stack(
        (15, 17, 3), layer("Conv2D", filters=6, kernel_size=4, strides=3, padding="same")
    ),
    "dilation": stack((20, 20, 3), layer("Conv2D", filters=6, kernel_size=3, dilation_rate=(2, 4))),
    "groups": stack((8, 8, 12), layer("Conv2D", filters=8, kernel_size=3, groups=4)),
    "no bias": stack((8, 8, 2), layer("Conv2D", filters=5, kernel_size=3, use_bias=False), FLAT),
    "dense without bias": stack((9,), layer("Dense", units=5, use_bias=False)),
    "dense on a map": stack((6, 6, 4), layer("Dense", units=3), layer("Softmax")),
    "depthwise": stack((9, 9, 4), layer("DepthwiseConv2D", kernel_size=3)),
    "depthwise, multiplied": stack(
        (9, 9, 4), layer("DepthwiseConv2D", kernel_size=3, depth_multiplier=3, strides=2)
    ),
    "depthwise, strides and dilation": stack(
        (19, 19, 2), layer("DepthwiseConv2D", kernel_size=3, strides=2, dilation_rate=2)
    ),
    "separable": stack((9, 9, 4), layer("SeparableConv2D", filters=6, kernel_size=3)),
    "separable, multiplied": stack(
        (9, 9, 4),
        layer("SeparableConv2D", filters=6, kernel_size=3, depth_multiplier=2, use_bias=False),
    ),
    "separable signal": stack((20, 4), layer("SeparableConv1D", filters=6, kernel_size=3)),
    "transposed": stack((7, 7, 3), layer("Conv2DTranspose", filters=4, kernel_size=3, strides=2)),
    "transposed, same": stack(
        (7, 7, 3),
        layer("Conv2DTranspose", filters=4, kernel_size=4, strides=2, padding="same"),
        layer(
            "Conv2DTranspose",
            filters=2,
            kernel_size=3,
            strides=3,
            padding="same",
            output_padding=1,
        ),
    ),
    "signal": stack(
        (50, 2),
        layer("Conv1D", filters=4, kernel_size=5, padding="causal", dilation_rate=2),
        layer("MaxPooling1D", pool_size=3, strides=2),
        layer("GlobalAveragePooling1D"),
    ),
    "volume": stack(
        (8, 9, 10, 2),
        layer("Conv3D", filters=4, kernel_size=(1, 2, 3)),
        layer("AveragePooling3D", pool_size=2, padding="same"),
        layer("GlobalMaxPooling3D", keepdims=True),
    ),
    "batch normalisation": stack(
        (8, 8, 3),
        layer("BatchNormalization"),
        layer("BatchNormalization", scale=False, axis=1),
        layer("BatchNormalization", center=False, renorm=True),
    ),
    "frozen": stack(
        (8,), layer("Dense", units=4, trainable=False), layer("BatchNormalization", trainable=False)
    ),
    "layer normalisation": stack(
        (8, 6, 3),
        layer("LayerNormalization"),
        layer("LayerNormalization", axis=[1, 2], center=False),
        layer("LayerNormalization", center=False, scale=False),
        layer("RMSNormalization"),
        layer("UnitNormalization"),
    ),
    "group normalisation": stack(
        (8, 8, 6), layer("GroupNormalization", groups=3), layer("GroupNormalization", groups=-1)
    ),
    "adapted normalisation": stack(
        (8, 8, 3), layer("Normalization"), layer("Normalization", axis=None)
    ),
    "given normalisation": stack((3,), layer("Normalization", mean=0.5, variance=2.0)),
    "learnt slopes": stack((6, 5, 4), layer("PReLU", shared_axes=[1, 2]), layer("PReLU")),
    "activations": stack(
        (4,),
        layer("Activation", activation="gelu"),
        layer("ReLU", max_value=6.0),
        layer("LeakyReLU", negative_slope=0.1),
        layer("ELU"),
    ),
    "regularised": stack(
        (8, 8, 3),
        layer("Dropout", rate=0.3),
        layer("SpatialDropout2D", rate=0.2),
        layer("GaussianNoise", stddev=0.1),
        layer("GaussianDropout", rate=0.1),
        layer("AlphaDropout", rate=0.1),
    ),
    "borders": stack(
        (8, 9, 3),
        layer("ZeroPadding2D", padding=[[1, 2], [0, 3]]),
        layer("Cropping2D", cropping=2),
        layer("UpSampling2D", size=(2, 3)),
        layer("ZeroPadding2D", padding=[1, 2]),
    ),
    "borders of a signal": stack(
        (8, 3),
        layer("ZeroPadding1D", padding=[1, 2]),
        layer("Cropping1D", cropping=1),
        layer("UpSampling1D", size=3),
    ),
    "axes": stack(
        (6, 4),
        layer("Permute", dims=[2, 1]),
        layer("Reshape", target_shape=[2, -1, 3]),
        FLAT,
        layer("RepeatVector", n=5),
    ),
    "augmentation": stack(
        (20, 20, 3),
        layer("Rescaling", scale=0.00392),
        layer("RandomFlip", mode="horizontal"),
        layer("RandomRotation", factor=0.1),
        layer("RandomZoom", height_factor=0.1),
        layer("RandomTranslation", height_factor=0.1, width_factor=0.1),
        layer("RandomContrast", factor=0.1),
        layer("RandomBrightness", factor=0.1),
        layer("RandomCrop", height=16, width=15),
        layer("Resizing", height=12, width=10),
        layer("CenterCrop", height=8, width=8),
    ),
    "words": stack(
        (12,),
        layer("Embedding", input_dim=1000, output_dim=16),
        layer("LSTM", units=8, return_sequences=True),
        layer("GRU", units=6, return_sequences=True),
        layer("SimpleRNN", units=5),
    ),
    "recurrent without bias": stack(
        (12, 3),
        layer("GRU", units=4, reset_after=False, return_sequences=True),
        layer("GRU", units=4, use_bias=False, return_sequences=True),
        layer("LSTM", units=4, use_bias=False),
    ),
}
