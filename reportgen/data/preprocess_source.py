"""Say the preprocessing steps as NumPy statements, for the programs that reports show.

The text computes what :mod:`reportgen.data.preprocess` computes; a test executes both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reportgen.data.preprocess import GREY_WEIGHTS, FittedStep, checked_step
from reportgen.lab.types import Call, SplitName

_ALL_SPLITS: tuple[SplitName, ...] = ("train", "validation", "test")

_IMAGE = (
    'mean = {x}.mean(axis={axes}, dtype="float64", keepdims=True)',
    'deviation = {x}.std(axis={axes}, dtype="float64", keepdims=True)',
    "deviation[deviation == 0] = 1  # un canal constant donne des zéros",
    '{x} = (({x} - mean) / deviation).astype("float32")',
)


def numpy_source(
    steps: Sequence[Call],
    example_shape: tuple[int, ...],
    classes: int,
    splits: Sequence[SplitName] = _ALL_SPLITS,
) -> str:
    """Return statements that turn raw ``x_train``, ``y_train``… into what a network receives.

    They need ``import numpy as np``. *example_shape* is that of a stored image. DataError as
    :func:`reportgen.data.preprocess.fit_preprocess`.
    """
    lines = [f'x_{split} = x_{split}.astype("float32")' for split in splits]
    axes = len(example_shape)
    for call in steps:
        step = checked_step(call)
        lines += _fitted_lines(step, axes)
        for split in splits:
            lines += [line.format(**_words(split, axes, classes)) for line in _lines(step)]
        axes = 1 if step.name == "flatten" else axes
    return "\n".join(lines) + "\n"


def _words(split: SplitName, axes: int, classes: int) -> dict[str, str]:
    within = str(tuple(range(1, axes))) if axes > 1 else "1"
    return {"x": f"x_{split}", "y": f"y_{split}", "axes": within, "classes": str(classes)}


def _fitted_lines(step: FittedStep, axes: int) -> list[str]:
    """Return what is computed on the training images, once."""
    if step.name != "standardize" or step.argument == "image":
        return []
    over = "0" if step.argument == "pixel" else str(tuple(range(max(1, axes))))
    lines = [f'{name} = x_train.{call}(axis={over}, dtype="float64")' for name, call in _MOMENTS]
    if step.argument == "pixel":
        return [*lines, "scale = scale + 1"]
    return [*lines, "scale[scale == 0] = 1  # un canal constant donne des zéros"]


_MOMENTS = (("mean", "mean"), ("scale", "std"))


def _lines(step: FittedStep) -> Sequence[str]:
    """Return the statements for one split, with {x}, {y}, {axes} and {classes} to fill in."""
    return _TEXTS[step.name](step)


def _standardize(step: FittedStep) -> Sequence[str]:
    if step.argument == "image":
        return _IMAGE
    return ('{x} = ({x} - mean.astype("float32")) / scale.astype("float32")',)


def _grayscale(step: FittedStep) -> Sequence[str]:
    red, green, blue = GREY_WEIGHTS
    weighted = f"{{x}}[..., :1] * {red} + {{x}}[..., 1:2] * {green} + {{x}}[..., 2:] * {blue}"
    return (f"{{x}} = {weighted} if {{x}}.shape[-1] == 3 else {{x}}",)


_TEXTS: Mapping[str, Callable[[FittedStep], Sequence[str]]] = {
    "rescale": lambda step: (f"{{x}} = {{x}} / {step.argument}",),
    "standardize": _standardize,
    "flatten": lambda step: ("{x} = {x}.reshape(len({x}), -1)",),
    "grayscale": _grayscale,
    "one_hot": lambda step: ('{y} = np.eye({classes}, dtype="float32")[{y}]',),
}
