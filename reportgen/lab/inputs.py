"""What a network receives: shape and number of classes of a dataset, without its images."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.lab.types import Call, DatasetSpec
from reportgen.layers.errors import ShapeError
from reportgen.layers.wording import dimensions

Shape = tuple[int, ...]


@dataclass(frozen=True)
class KnownSource:
    """Shape of an image, number of classes and sizes of the two parts of a public dataset."""

    shape: Shape
    classes: int
    train: int
    test: int


KNOWN_SOURCES = {
    "mnist": KnownSource((28, 28, 1), 10, 60_000, 10_000),
    "fashion_mnist": KnownSource((28, 28, 1), 10, 60_000, 10_000),
    "cifar10": KnownSource((32, 32, 3), 10, 50_000, 10_000),
}


def class_count(dataset: DatasetSpec) -> int | None:
    """Return the number of classes, None when only the data can tell."""
    known = KNOWN_SOURCES.get(dataset.source)
    return known.classes if known else len(dataset.classes) or None


def example_shape(dataset: DatasetSpec, folder: Path) -> Shape | None:
    """Return the shape of one example, None when it cannot be known without the data."""
    if dataset.source in KNOWN_SOURCES:
        return KNOWN_SOURCES[dataset.source].shape
    if dataset.image_size is not None:
        return (*dataset.image_size, 3)
    shapes = npz_shapes(folder / (dataset.path or ""))
    whole = next((shapes[name] for name in ("x_train", "x") if name in shapes), None)
    if whole is None or len(whole) < 2:
        return None
    # Grey images are often stored without a channel axis; loading adds it.
    return (*whole[1:], 1) if len(whole) == 3 else whole[1:]


def npz_shapes(path: Path) -> dict[str, Shape]:
    """Return the shape of each array of an ``.npz`` from its headers; {} if it is unreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".npy")]
            return {name.removesuffix(".npy"): _shape(archive, name) for name in names[:50]}
    except (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile):
        return {}


def _shape(archive: zipfile.ZipFile, name: str) -> Shape:
    from numpy.lib import format as npy

    with archive.open(name) as file:
        version = npy.read_magic(file)
        reader = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape: Shape = reader(file)[0]
        return shape


def shapes_after(steps: Sequence[Call], shape: Shape) -> Iterator[Shape]:
    """Yield the shape after each preprocessing step; ShapeError when a step does not suit."""
    for step in steps:
        if step.name == "flatten":
            shape = (math.prod(shape),)
        elif step.name == "grayscale":
            if len(shape) != 3 or shape[-1] not in (1, 3):
                raise ShapeError(f"« grayscale » attend des images ; reçu : {dimensions(shape)}")
            shape = (*shape[:2], 1)
        yield shape
