"""What a training's history says: best epoch, gap, over-fitting, plateau, divergence.

Finds and does not tell: the French sentences are made elsewhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from reportgen.analysis import curves
from reportgen.results import History, RunResult

ENOUGH = 5
"""Epochs below which a curve is not judged at all."""

AT_CHANCE = 0.03
"""An accuracy this close above one over the number of classes is chance."""


class Course(Enum):
    """The course that a training took; the first that applies, in this order."""

    DIVERGED = "divergence"
    DEAD = "départ manqué"
    SHORT = "trop court"
    OVERFITTING = "surapprentissage"
    IMPROVING = "progrès"
    UNCLEAR = "indécidable"
    PLATEAU = "palier"


@dataclass(frozen=True)
class Learning:
    """What one training's history shows. Epochs count from 1, accuracies are 0–1.

    ``best_loss`` and ``best_accuracy`` are the epochs of the lowest validation loss and the
    highest validation accuracy (the first of equals). ``gap`` is train − validation accuracy of
    the last epoch. ``onset`` is the last epoch before over-fitting: ``best_loss`` when the
    smoothed curve turns there, give or take an epoch, else where it turns. ``broken`` is the
    first epoch whose loss is no finite number. ``collapsed``: a dead network that had learnt
    before. ``history`` is what was judged; ``trend`` is that of the validation loss, or of the
    train loss without validation.
    ``since_onset``: change of the validation accuracy from the onset to the end.
    """

    history: History
    course: Course
    validated: bool
    train: float
    validation: float | None
    best_loss: int | None
    best_accuracy: int | None
    onset: int | None = None
    broken: int | None = None
    collapsed: bool = False
    since_onset: float | None = None
    trend: curves.Trend | None = None

    @property
    def epochs(self) -> int:
        """Number of epochs done."""
        return self.history.epochs

    @property
    def gap(self) -> float | None:
        """Train accuracy − validation accuracy at the last epoch; None without validation."""
        return None if self.validation is None else self.train - self.validation


@dataclass(frozen=True)
class Summary:
    """The findings of all seeds: the first seed's, what most seeds did, and the ranges."""

    seeds: tuple[Learning, ...]
    course: Course
    agreeing: int
    best_loss: tuple[int, int] | None
    onset: tuple[int, int] | None

    @property
    def shown(self) -> Learning:
        """The first seed that took the majority's course: the one that sentences quote."""
        return next(s for s in self.seeds if s.course is self.course)


def learning(history: History, classes: int) -> Learning:
    """Judge one history of at least one epoch; ``classes`` gives the level of chance.

    Over-fitting: the validation loss ends above its smoothed minimum by 3 % and by three times
    its noise, three epochs or more after it, while the train loss went on falling.
    Improving: a straight line through the last quarter of the validation loss falls by 2 % or
    more and by twice its standard error; when only the former, nothing is decided. Plateau: it
    changes by less than 2 %, and twice its standard error is less than 5 %; when only the former,
    nothing is decided either.
    """
    watched = _watched(history)
    course = _course(history, classes, watched)
    train = history.metrics.get("accuracy", (math.nan,))[-1]
    validation = history.metrics.get("val_accuracy")
    overfits = course is Course.OVERFITTING
    return Learning(
        history=history,
        course=course,
        validated="val_loss" in history.metrics,
        train=train,
        validation=validation[-1] if validation else None,
        best_loss=_best(history.metrics.get("val_loss", ()), -1),
        best_accuracy=_best(validation or (), 1),
        onset=_onset(watched) if overfits else None,
        broken=_broken(history),
        collapsed=course is Course.DEAD and _had_learnt(history, classes),
        since_onset=_change_since(history, curves.lowest(watched)) if overfits else None,
        trend=curves.trend(watched) if _has_trend(history) else None,
    )


def summary(run: RunResult) -> Summary:
    """Judge every seed of a run; a tie between courses goes to the earliest seed's."""
    found = tuple(learning(seed.history, class_count(run)) for seed in run.seeds)
    course, agreeing = Counter(f.course for f in found).most_common(1)[0]
    return Summary(
        seeds=found,
        course=course,
        agreeing=agreeing,
        best_loss=_range([f.best_loss for f in found]),
        onset=_range([f.onset for f in found]),
    )


def class_count(run: RunResult) -> int:
    """Return the number of classes: the names given, else the units of the last layer."""
    if run.spec.dataset.classes:
        return len(run.spec.dataset.classes)
    return run.summary.layers[-1].output_shape[-1]


def _watched(history: History) -> tuple[float, ...]:
    return history.metrics.get("val_loss") or history["loss"]


def _course(history: History, classes: int, watched: Sequence[float]) -> Course:
    if _broken(history) is not None:
        return Course.DIVERGED
    if _is_dead(history, classes):
        return Course.DEAD
    if _climbs(history):
        return Course.DIVERGED
    if history.epochs < ENOUGH:
        return Course.SHORT
    if "val_loss" in history.metrics and _overfits(history):
        return Course.OVERFITTING
    return _end(curves.trend(watched))


def _end(trend: curves.Trend) -> Course:
    if trend.still:
        return Course.PLATEAU if trend.flat else Course.UNCLEAR
    return Course.IMPROVING if trend.clear and trend.change < 0 else Course.UNCLEAR


def _overfits(history: History) -> bool:
    train, validation = history["loss"], history["val_loss"]
    before = curves.smooth(train)[curves.lowest(validation) - 1]
    return curves.rises(validation) and curves.ending(train) < before


def _onset(losses: Sequence[float]) -> int:
    """Return the epoch that figures mark, unless it is an excursion away from the turn."""
    best, turn = losses.index(min(losses)) + 1, curves.lowest(losses)
    return best if abs(best - turn) <= 1 else turn


def _change_since(history: History, onset: int) -> float | None:
    accuracy = history.metrics.get("val_accuracy")
    return curves.ending(accuracy) - curves.smooth(accuracy)[onset - 1] if accuracy else None


def _has_trend(history: History) -> bool:
    return history.epochs >= ENOUGH and _broken(history) is None


def _broken(history: History) -> int | None:
    losses = [history["loss"], history.metrics.get("val_loss", ())]
    epochs = [i for values in losses for i, v in enumerate(values, 1) if not math.isfinite(v)]
    return min(epochs, default=None)


def _is_dead(history: History, classes: int) -> bool:
    """Chance accuracy and a loss that stays put (at ln(classes) or anywhere) in the last half."""
    accuracy = history.metrics.get("accuracy")
    if not accuracy:
        return False
    half = max(1, history.epochs // 2)
    loss = history["loss"][-half:]
    at_log = all(abs(v - math.log(classes)) <= 0.02 * math.log(classes) for v in loss)
    flat = half > 1 and max(loss) - min(loss) <= 0.01 * max(loss)
    return (at_log or flat) and max(accuracy[-half:]) <= 1 / classes + AT_CHANCE


def _had_learnt(history: History, classes: int) -> bool:
    return max(history["accuracy"]) > 1 / classes + 4 * AT_CHANCE


def _climbs(history: History) -> bool:
    """Whether the train loss ends a quarter above its start, or with errors twice its minimum."""
    loss = history["loss"]
    if len(loss) < 2:
        return False
    end = curves.ending(loss) if len(loss) > curves.TAIL else loss[-1]
    accuracy = history.metrics.get("accuracy", (0.0,))
    lost = max(accuracy) - accuracy[-1] >= 0.1
    return end > loss[0] * 1.25 or (lost and end > 2 * min(loss))


def _best(values: Sequence[float], sign: int) -> int | None:
    finite = [(sign * v, -i) for i, v in enumerate(values, 1) if math.isfinite(v)]
    return -max(finite)[1] if finite else None


def _range(epochs: Sequence[int | None]) -> tuple[int, int] | None:
    known = [e for e in epochs if e is not None]
    return (min(known), max(known)) if known else None
