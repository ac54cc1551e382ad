"""What evaluations say: accuracy with its interval, validation against test, loss disagreement.

Finds and does not tell: the French sentences are made elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt

from reportgen.analysis import statistics
from reportgen.analysis.calibration import calibration_error
from reportgen.analysis.learning import class_count
from reportgen.analysis.statistics import Interval, Spread
from reportgen.lab.types import SplitName
from reportgen.results import RunResult

SCALING_STEPS = frozenset({"rescale", "standardize"})
SCALING_LAYERS = frozenset({"Rescaling", "Normalization", "BatchNormalization"})
BYTE_SOURCES = frozenset({"mnist", "fashion_mnist", "cifar10", "folder"})
"""Sources whose pixels are known to be stored as integers from 0 to 255."""

SURE = 0.99
"""A wrong answer with at least this probability is called confident."""

CLEARLY = 1.05
"""How many times the honest loss a loss must reach to contradict the accuracy."""


@dataclass(frozen=True)
class Rate:
    """An accuracy on one split of ``count`` images (mean over the seeds), with its interval.

    The interval accounts for the draw of the images, not for that of the initial weights.
    """

    split: SplitName
    count: int
    seeds: Spread
    interval: Interval

    @property
    def accuracy(self) -> float:
        """Mean accuracy over the seeds, 0–1."""
        return self.seeds.mean

    @property
    def hits(self) -> int:
        """Images classified rightly, of ``count``, at the mean accuracy."""
        return round(self.accuracy * self.count)


@dataclass(frozen=True)
class Contrast:
    """Accuracy of one split minus that of another, and the interval of the difference."""

    change: float
    interval: Interval

    @property
    def significant(self) -> bool:
        """Whether the interval excludes no difference."""
        return not self.interval.contains(0.0)


@dataclass(frozen=True)
class Evaluated:
    """The accuracies of one run; ``chance`` is one over the number of classes."""

    test: Rate
    train: Rate | None
    validation: Rate | None
    chance: float
    expected: Interval | None

    @property
    def at_chance(self) -> bool:
        """Whether the test accuracy is not shown to be above chance."""
        return self.test.interval.low <= self.chance


@dataclass(frozen=True)
class Scale:
    """How the test loss and the test accuracy go together; means over ``seeds`` trainings.

    ``honest`` is the loss of an answer with the same accuracy whose confidence always equals
    that accuracy; a larger ``loss`` means probabilities that are surer than right. ``uniform``
    is ln(classes). ``sure_errors`` is the share of all images that are wrong with a probability
    of 0.99 or more; ``their_loss`` the share of the summed loss they make (None: no arrays to
    sum). ``calibration`` is the expected calibration error. ``raw``: the network receives pixels
    from 0 to 255 (None: unknown).
    """

    count: int
    seeds: int
    loss: float
    accuracy: float
    honest: float
    uniform: float
    sure_errors: float
    their_loss: float
    median_loss: float
    calibration: float
    overconfident: bool
    raw: bool | None

    @property
    def disagrees(self) -> bool:
        """Whether the loss is clearly worse than the accuracy alone would have it."""
        return not math.isfinite(self.loss) or self.loss > CLEARLY * self.honest

    @property
    def absurd(self) -> bool:
        """Whether the loss exceeds that of answering every class alike, though accuracy is good."""
        chance = math.exp(-self.uniform)
        return not self.loss <= self.uniform and self.accuracy >= 2 * chance


def evaluated(run: RunResult) -> Evaluated:
    """Return the accuracies of a run on the splits that were evaluated ("test" must be)."""
    test = rate(run, "test")
    if test is None:
        raise KeyError("test")
    values = [s.evaluations["test"].accuracy for s in run.seeds]
    return Evaluated(
        test=test,
        train=rate(run, "train"),
        validation=rate(run, "validation"),
        chance=1 / class_count(run),
        expected=statistics.prediction(values) if len(values) >= statistics.FEWEST else None,
    )


def rate(run: RunResult, split: SplitName) -> Rate | None:
    """Return a run's accuracy on a split; None when it was not evaluated there, or is empty."""
    if any(split not in seed.evaluations for seed in run.seeds):
        return None
    if run.first.evaluations[split].count == 0:
        return None
    values = [seed.evaluations[split].accuracy for seed in run.seeds]
    count = run.first.evaluations[split].count
    spread = statistics.spread(values)
    hits = round(spread.mean * count)
    return Rate(split, count, spread, statistics.wilson(hits, count))


def contrast(first: Rate, second: Rate) -> Contrast:
    """Return first − second, two independent proportions (Newcombe's hybrid interval)."""
    interval = statistics.difference((first.hits, first.count), (second.hits, second.count))
    return Contrast(first.accuracy - second.accuracy, interval)


def scale(run: RunResult) -> Scale:
    """Confront test loss and test accuracy, all seeds together."""
    measured = [seed.evaluations["test"] for seed in run.seeds]
    accuracy = fmean(m.accuracy for m in measured)
    probabilities, labels = outputs(run)
    chosen = np.maximum(probabilities[np.arange(len(labels)), labels], 1e-7)
    losses = -np.log(chosen)
    confidence = probabilities.max(axis=1)
    sure = (probabilities.argmax(axis=1) != labels) & (confidence >= SURE)
    return Scale(
        count=measured[0].count,
        seeds=len(measured),
        loss=fmean(m.loss for m in measured),
        accuracy=accuracy,
        honest=honest_loss(accuracy, class_count(run)),
        uniform=math.log(class_count(run)),
        sure_errors=float(sure.mean()),
        their_loss=float(losses[sure].sum() / losses.sum()) if losses.sum() > 0 else 0.0,
        median_loss=float(np.median(losses)),
        calibration=calibration_error(probabilities, labels),
        overconfident=bool(confidence.mean() > accuracy),
        raw=receives_bytes(run),
    )


def outputs(run: RunResult) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return probabilities (images · seeds, classes) and labels on the test, all seeds in turn."""
    arrays = [seed.arrays for seed in run.seeds]
    probabilities = np.concatenate([a.probabilities("test") for a in arrays])
    return probabilities.astype(np.float64), np.concatenate([a.labels("test") for a in arrays])


def gives_numbers(run: RunResult) -> bool:
    """Whether all outputs on the test are finite; the class that NaN seems to answer is none."""
    return bool(np.isfinite(outputs(run)[0]).all())


def honest_loss(accuracy: float, classes: int) -> float:
    """Return the cross-entropy of an answer whose confidence is always the accuracy.

    −a ln a − (1 − a) ln((1 − a)/(K − 1)): the wrong classes share the rest alike.
    """
    wrong = 1.0 - accuracy
    right = -accuracy * math.log(accuracy) if accuracy > 0 else 0.0
    return right - (wrong * math.log(wrong / (classes - 1)) if wrong > 0 and classes > 1 else 0.0)


def receives_bytes(run: RunResult) -> bool | None:
    """Whether the network is fed pixels from 0 to 255; None when the source does not tell."""
    if any(step.name in SCALING_STEPS for step in run.spec.preprocess):
        return False
    if run.summary.layers and run.summary.layers[0].class_name in SCALING_LAYERS:
        return False
    return True if run.spec.dataset.source in BYTE_SOURCES else None
