"""The values that a loaded dataset is made of: arrays in memory, with where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.lab.types import SplitName

Pixels = npt.NDArray[Any]
"""Images, (n, height, width, channels), uint8 0–255 as stored; or any float array of an .npz."""

Labels = npt.NDArray[np.int64]
"""Class numbers from 0, (n,)."""


@dataclass(frozen=True, eq=False)
class Split:
    """Inputs and labels of one split, in a fixed order."""

    x: Pixels
    y: Labels

    @property
    def count(self) -> int:
        """Number of examples."""
        return len(self.y)


@dataclass(frozen=True)
class Origin:
    """Where a dataset came from, said in every document.

    ``digest`` is the sha256 (hex) of the content of the arrays before any cap or split;
    ``stand_in`` is true when the images replace a dataset that could not be had;
    ``text`` is a French noun phrase ("images dessinées par le programme (remplacent CIFAR-10)").
    """

    source: str
    digest: str
    stand_in: bool
    text: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """A dataset ready for a run: capped, split, not yet preprocessed.

    ``full_counts`` are the sizes before caps and validation split ("train", "test").
    """

    name: str
    classes: tuple[str, ...]
    origin: Origin
    train: Split
    validation: Split | None
    test: Split
    full_counts: Mapping[str, int]

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one example, such as (32, 32, 3)."""
        return tuple(self.train.x.shape[1:])

    @property
    def splits(self) -> Mapping[SplitName, Split]:
        """The splits that are there, in the order train, validation, test."""
        found: dict[SplitName, Split] = {"train": self.train}
        if self.validation is not None:
            found["validation"] = self.validation
        return found | {"test": self.test}

    def split(self, name: SplitName) -> Split:
        """Return a split by its name; KeyError when there is no validation split."""
        return self.splits[name]


@dataclass(frozen=True, eq=False)
class Content:
    """Everything a source holds, before any cap: its splits and the names of its classes.

    ``validation`` is there only when the source carries one of its own.
    """

    train: Split
    test: Split
    classes: tuple[str, ...]
    validation: Split | None = None

    @property
    def splits(self) -> Mapping[SplitName, Split]:
        """The splits that are there, in a fixed order."""
        found: dict[SplitName, Split] = {"train": self.train, "test": self.test}
        return found if self.validation is None else found | {"validation": self.validation}


@dataclass(frozen=True)
class Described:
    """What is known of a dataset without reading its images.

    ``counts`` and ``full_counts`` by split name: after and before caps and validation split;
    ``minimum`` and ``maximum`` over all values of the source; ``fingerprint`` changes when
    the data that would be loaded change, and only then.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    origin: Origin
    shape: tuple[int, ...]
    dtype: str
    counts: Mapping[SplitName, int]
    full_counts: Mapping[str, int]
    minimum: float
    maximum: float
    fingerprint: str

    @property
    def class_count(self) -> int:
        """Number of classes."""
        return len(self.classes)
