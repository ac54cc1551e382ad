"""A dataset as a run feeds it to Keras: preprocessed once, kept for the next run that wants it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.data.preprocess import fit_preprocess
from reportgen.data.types import Dataset, Labels
from reportgen.lab.types import RunSpec, SplitName
from reportgen.store.records import AnyArray


@dataclass(frozen=True, eq=False)
class Prepared:
    """Inputs (float32) and targets as Keras takes them; ``labels`` are class numbers.

    ``splits`` maps "train", "validation" (when there is one) and "test" to (x, y).
    """

    splits: Mapping[SplitName, tuple[AnyArray, AnyArray]]
    labels: Mapping[SplitName, Labels]

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Shape of one preprocessed example."""
        return tuple(self.x_train.shape[1:])

    @property
    def x_train(self) -> AnyArray:
        """The training inputs."""
        return self.splits["train"][0]

    @property
    def y_train(self) -> AnyArray:
        """The training targets."""
        return self.splits["train"][1]

    @property
    def validation(self) -> tuple[AnyArray, AnyArray] | None:
        """The validation inputs and targets, or None."""
        return self.splits.get("validation")


def prepare(run: RunSpec, dataset: Dataset) -> Prepared:
    """Fit the run's preprocessing on the training images and apply it to every split."""
    preprocess = fit_preprocess(run.preprocess, dataset.train.x)
    classes = len(dataset.classes)
    splits = {
        name: (preprocess.apply_x(split.x), preprocess.apply_y(split.y, classes))
        for name, split in dataset.splits.items()
    }
    return Prepared(splits, {name: split.y for name, split in dataset.splits.items()})


class Preparer:
    """Prepares datasets for runs, one kept at a time: runs that share one follow each other."""

    def __init__(self, load: Callable[[RunSpec], Dataset]) -> None:
        """*load* returns the dataset of a run."""
        self._load = load
        self._known: tuple[Any, Prepared] | None = None

    def __call__(self, run: RunSpec) -> Prepared:
        """Return the data of *run*."""
        wanted = (run.dataset, run.preprocess)
        if self._known is None or self._known[0] != wanted:
            self._known = None
            self._known = (wanted, prepare(run, self._load(run)))
        return self._known[1]
