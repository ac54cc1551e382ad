"""What ``datasets.NAME`` gives to prose; no image is read."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.data.types import Described
from reportgen.errors import EvidenceError
from reportgen.evidence.lookup import SPLITS
from reportgen.evidence.named import Strict
from reportgen.lab.types import SplitName


@dataclass(frozen=True)
class Count(Strict):
    """How many examples a split has."""

    count: int


@dataclass(frozen=True)
class FullCounts(Strict):
    """Sizes of the source before caps and validation."""

    train: int
    test: int


class DatasetView(Strict):
    """A dataset of the lab as its runs see it."""

    def __init__(self, described: Described) -> None:
        """Show *described*."""
        self._described = described

    def _title(self) -> str:
        return f"le jeu « {self._described.name} »"

    @property
    def title(self) -> str:
        """The author's title."""
        return self._described.title

    @property
    def train(self) -> Count:
        """The training split."""
        return self._split("train")

    @property
    def validation(self) -> Count:
        """The validation split."""
        return self._split("validation")

    @property
    def test(self) -> Count:
        """The test split."""
        return self._split("test")

    @property
    def full(self) -> FullCounts:
        """Sizes before caps and validation."""
        counts = self._described.full_counts
        return FullCounts(counts["train"], counts["test"])

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one example."""
        return self._described.shape

    @property
    def height(self) -> int:
        """Height of an image in pixels."""
        return self._axis(0)

    @property
    def width(self) -> int:
        """Width of an image in pixels."""
        return self._axis(1)

    @property
    def channels(self) -> int:
        """Channels of an image."""
        return self._axis(2)

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes in the order of their numbers."""
        return self._described.classes

    @property
    def class_count(self) -> int:
        """Number of classes."""
        return self._described.class_count

    @property
    def dtype(self) -> str:
        """NumPy type of the stored values."""
        return self._described.dtype

    @property
    def min(self) -> float:
        """Least stored value; an integer when the values are."""
        return self._value(self._described.minimum)

    @property
    def max(self) -> float:
        """Greatest stored value; an integer when the values are."""
        return self._value(self._described.maximum)

    @property
    def stand_in(self) -> bool:
        """Whether the images replace a dataset that could not be had."""
        return self._described.origin.stand_in

    @property
    def origin(self) -> str:
        """Where the data come from, a French noun phrase."""
        return self._described.origin.text

    def _split(self, name: SplitName) -> Count:
        if name not in self._described.counts:
            raise EvidenceError(f"{self._title()} n’a pas de partie « {SPLITS[name]} ».")
        return Count(self._described.counts[name])

    def _axis(self, number: int) -> int:
        if len(self.shape) != 3:
            raise EvidenceError(
                f"{self._title()} : ses exemples {self.shape} ne sont pas des images."
            )
        return self.shape[number]

    def _value(self, number: float) -> float:
        return number if self.dtype.startswith("float") else int(number)
