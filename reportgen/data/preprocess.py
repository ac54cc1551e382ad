"""Turn stored images into what a network receives: the preprocessing steps of a run.

What a step needs to know of the data is fitted on the training images only. The NumPy text
of the same steps, for generated programs, is :mod:`reportgen.data.preprocess_source`'s.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.data.content import blocks
from reportgen.errors import DataError
from reportgen.lab.types import Call

FloatPixels = npt.NDArray[np.float32]
_Wide = npt.NDArray[np.float64]
Constants = Mapping[str, npt.NDArray[np.float32]]

GREY_WEIGHTS = (0.2989, 0.5870, 0.1140)
"""Luma of red, green and blue, ITU-R BT.601 as rounded by ``keras.ops.image.rgb_to_grayscale``."""

STEP_NAMES = ("rescale", "standardize", "flatten", "grayscale", "one_hot")
STANDARDIZE_MODES = ("image", "pixel", "channel")


@dataclass(frozen=True, eq=False)
class FittedStep:
    """A step, its argument (the 255 of ``rescale: 255``) and what it learnt from train."""

    name: str
    argument: Any = None
    constants: Constants = field(default_factory=dict)

    def apply(self, x: FloatPixels) -> FloatPixels:
        """Return the transformed images; the first axis is kept."""
        return _APPLY[self.name](self, x)


@dataclass(frozen=True, eq=False)
class Preprocess:
    """Fitted steps in their order. Every image is transformed on its own."""

    steps: tuple[FittedStep, ...]

    @property
    def one_hot(self) -> bool:
        """Whether labels become one-hot rows."""
        return any(step.name == "one_hot" for step in self.steps)

    def apply_x(self, x: npt.NDArray[Any]) -> FloatPixels:
        """Return the images as the network receives them; float32."""
        first = self._apply(x[:1])
        result = np.empty((len(x), *first.shape[1:]), dtype=np.float32)
        # Part by part: the intermediate results of a whole dataset would not fit in memory.
        for part, out in zip(blocks(x), blocks(result), strict=True):
            out[...] = self._apply(part)
        return result

    def _apply(self, x: npt.NDArray[Any]) -> FloatPixels:
        result = np.asarray(x, dtype=np.float32)
        for step in self.steps:
            result = step.apply(result)
        return result

    def apply_y(
        self, y: npt.NDArray[np.int64], classes: int
    ) -> npt.NDArray[np.int64] | FloatPixels:
        """Return labels (n,), or one-hot rows (n, classes) as float32."""
        return np.eye(classes, dtype=np.float32)[y] if self.one_hot else y

    def shape(self, example: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of an example after the steps."""
        return tuple(self.apply_x(np.zeros((1, *example), dtype=np.float32)).shape[1:])


def fit_preprocess(steps: Sequence[Call], train_x: npt.NDArray[Any]) -> Preprocess:
    """Fit the steps, each on what the steps before it make of the training images.

    DataError when a step is unknown, or its argument or the images do not suit it.
    """
    fitted: tuple[FittedStep, ...] = ()
    for call in steps:
        step = checked_step(call)
        fit = _FIT.get((step.name, step.argument))
        if fit is not None:
            step = FittedStep(step.name, step.argument, fit(_Batches(Preprocess(fitted), train_x)))
        fitted = (*fitted, step)
        Preprocess(fitted).apply_x(train_x[:1])
    return Preprocess(fitted)


def checked_step(call: Call) -> FittedStep:
    """Return the step of a call, not fitted yet; DataError when there is no such step."""
    argument = next(iter(call.config.values()), None)
    if call.name not in STEP_NAMES:
        raise DataError(
            f"prétraitement inconnu : « {call.name} » ; attendu : {', '.join(STEP_NAMES)}."
        )
    if call.name == "rescale" and not _is_divisor(argument):
        raise DataError(
            f"rescale : attendu un nombre par lequel diviser, non nul (« rescale: 255 ») ; "
            f"reçu : {argument!r}."
        )
    if call.name == "standardize" and argument not in STANDARDIZE_MODES:
        raise DataError(
            f"standardize : attendu {', '.join(STANDARDIZE_MODES)} ; reçu : {argument!r}."
        )
    return FittedStep(call.name, argument if call.name in ("rescale", "standardize") else None)


def _is_divisor(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and bool(np.isfinite(value)) and value != 0


# Applying. Reductions run over a contiguous last axis: then an image gives the same bits
# whatever the batch that it is in.


def _rescale(step: FittedStep, x: FloatPixels) -> FloatPixels:
    result: FloatPixels = x / np.float32(step.argument)
    return result


def _standardize(step: FittedStep, x: FloatPixels) -> FloatPixels:
    if step.argument == "image":
        return _standardize_image(x)
    result: FloatPixels = (x - step.constants["mean"]) / step.constants["scale"]
    return result


def _standardize_image(x: FloatPixels) -> FloatPixels:
    """Centre and reduce every channel of every image; a constant channel gives zeros."""
    rows = _by_channel(x)
    mean = rows.mean(axis=-1, keepdims=True, dtype=np.float64).astype(np.float32)
    constant = rows.max(axis=-1, keepdims=True) == rows.min(axis=-1, keepdims=True)
    rows -= np.where(constant, rows[..., :1], mean)
    variance = np.square(rows).mean(axis=-1, keepdims=True, dtype=np.float64)
    rows /= np.where(constant, 1.0, np.sqrt(variance)).astype(np.float32)
    return _from_channels(rows, x.shape)


def _by_channel(x: npt.NDArray[Any]) -> FloatPixels:
    """Return (n, channels, positions), a contiguous copy; a vector is one channel."""
    moved = np.moveaxis(x, -1, 1) if x.ndim > 2 else x[:, np.newaxis]
    return np.array(moved, dtype=np.float32, order="C").reshape(len(x), moved.shape[1], -1)


def _from_channels(rows: FloatPixels, shape: tuple[int, ...]) -> FloatPixels:
    """Undo :func:`_by_channel` for images of *shape*."""
    if len(shape) == 2:
        return rows[:, 0]
    return np.asarray(np.moveaxis(rows.reshape(shape[0], shape[-1], *shape[1:-1]), 1, -1))


def _flatten(step: FittedStep, x: FloatPixels) -> FloatPixels:
    flat: FloatPixels = x.reshape(len(x), -1)
    return flat


def _grayscale(step: FittedStep, x: FloatPixels) -> FloatPixels:
    if x.ndim != 4 or x.shape[-1] not in (1, 3):
        raise DataError(
            f"grayscale : attendu des images (hauteur, largeur, 1 ou 3) ; reçu {x.shape[1:]}."
        )
    if x.shape[-1] == 1:
        return x
    red, green, blue = (np.float32(weight) for weight in GREY_WEIGHTS)
    grey: FloatPixels = x[..., :1] * red + x[..., 1:2] * green + x[..., 2:] * blue
    return grey


def _unchanged(step: FittedStep, x: FloatPixels) -> FloatPixels:
    return x


_APPLY: Mapping[str, Callable[[FittedStep, FloatPixels], FloatPixels]] = {
    "rescale": _rescale,
    "standardize": _standardize,
    "flatten": _flatten,
    "grayscale": _grayscale,
    "one_hot": _unchanged,
}


# Fitting.


@dataclass(frozen=True)
class _Batches:
    """The training images as the steps so far leave them, part by part, as often as needed."""

    before: Preprocess
    x: npt.NDArray[Any]

    by_channel: bool = False

    def __iter__(self) -> Iterator[_Wide]:
        for part in blocks(self.x):
            images = self.before.apply_x(part)
            yield (_channel_rows(images) if self.by_channel else images).astype(np.float64)


def _channel_rows(images: FloatPixels) -> FloatPixels:
    """Return (n, channels, positions); every value of a vector is a channel.

    Contiguous channels are summed several times faster than interleaved ones.
    """
    return _by_channel(images) if images.ndim > 2 else images[:, :, np.newaxis]


def _moments(parts: Iterable[_Wide], axes: tuple[int, ...]) -> tuple[_Wide, _Wide]:
    """Return mean and variance over *axes*; where nothing varies, exactly that value and 0.

    The axes are kept, of length 1.
    """
    size = 0
    sums, lows, highs = [], [], []
    for part in parts:
        size += math.prod(part.shape[axis] for axis in axes)
        sums.append(part.sum(axis=axes, keepdims=True))
        lows.append(part.min(axis=axes, keepdims=True))
        highs.append(part.max(axis=axes, keepdims=True))
    low, high = np.min(lows, axis=0), np.max(highs, axis=0)
    mean = np.where(low == high, low, np.sum(sums, axis=0) / size)
    squares = [np.square(part - mean).sum(axis=axes, keepdims=True) for part in parts]
    return mean, np.sum(squares, axis=0) / size


def _fit_pixel(parts: _Batches) -> Constants:
    """Fit (x − mean) / (deviation + 1), per value of the example."""
    mean, variance = _moments(parts, (0,))
    return _constants(mean[0], np.sqrt(variance[0]) + 1.0)


def _fit_channel(parts: _Batches) -> Constants:
    """Fit (x − mean) / deviation, per channel; a channel that never varies gives zeros."""
    mean, variance = (m.ravel() for m in _moments(replace(parts, by_channel=True), (0, 2)))
    return _constants(mean, np.where(variance == 0.0, 1.0, np.sqrt(variance)))


def _constants(mean: _Wide, scale: _Wide) -> Constants:
    return {"mean": mean.astype(np.float32), "scale": scale.astype(np.float32)}


_FIT: Mapping[tuple[str, Any], Callable[[_Batches], Constants]] = {
    ("standardize", "pixel"): _fit_pixel,
    ("standardize", "channel"): _fit_channel,
}
