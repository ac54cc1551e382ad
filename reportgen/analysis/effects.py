"""What one modification did: train accuracy, gap, test, size and time of run b against run a.

Finds and does not tell; which explanation fits is chosen from these findings.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import fmean

from reportgen.analysis.comparison import Comparison, compare
from reportgen.analysis.learning import Summary, summary
from reportgen.results import LayerRow, RunResult

NOTICEABLE = 0.01
"""A change of accuracy or gap below one point is not commented, significant or not."""


class Move(Enum):
    """Where a rate went, beyond its sampling error and one point."""

    UP = "hausse"
    DOWN = "baisse"
    LEVEL = "stable"


@dataclass(frozen=True)
class Shift:
    """A rate before (run a) and after (run b), means over the seeds, and its move."""

    before: float
    after: float
    move: Move


@dataclass(frozen=True)
class Effect:
    """Run b against run a.

    ``train`` and ``validation`` are the last epoch's accuracies, as the curves show them (train
    with dropout at work); ``gap`` their difference. ``fitted`` is the accuracy on the train
    images of the evaluated weights, dropout off. ``params`` and ``seconds`` (per epoch) are
    (a, b). ``others`` names in French what else differs than the modification itself.
    """

    comparison: Comparison
    train: Shift | None
    validation: Shift | None
    gap: Shift | None
    fitted: Shift | None
    params: tuple[int, int]
    seconds: tuple[float, float]
    epochs: tuple[int, int]
    courses: tuple[Summary, Summary]
    others: tuple[str, ...]


def effect(a: RunResult, b: RunResult, expected: Sequence[str] = ()) -> Effect:
    """Measure run b against run a; ``expected`` are the differences that are the subject."""
    train = _shift(a, b, "accuracy", "train")
    validation = _shift(a, b, "val_accuracy", "validation")
    return Effect(
        comparison=compare(a, b),
        train=train,
        validation=validation,
        gap=_gap(a, b, train, validation),
        fitted=_fitted(a, b),
        params=(a.params, b.params),
        seconds=(a.seconds_per_epoch, b.seconds_per_epoch),
        epochs=(longest(a), longest(b)),
        courses=(summary(a), summary(b)),
        others=tuple(text for text in differences(a, b) if text not in expected),
    )


def longest(run: RunResult) -> int:
    """Return the number of epochs done, of the longest seed."""
    return max(seed.epochs for seed in run.seeds)


def differences(a: RunResult, b: RunResult) -> tuple[str, ...]:
    """Name what differs between two runs apart from their models, as French noun phrases."""
    one, two = a.spec.training, b.spec.training
    differs = {
        "les données": a.origin.digest != b.origin.digest,
        "le nombre d’images d’apprentissage": a.counts.get("train") != b.counts.get("train"),
        "le prétraitement": a.spec.preprocess != b.spec.preprocess,
        "la durée d’apprentissage": longest(a) != longest(b),
        "l’optimiseur": one.optimizer != two.optimizer,
        "la fonction de perte": one.loss != two.loss,
        "la taille des lots": one.batch_size != two.batch_size,
        "le mélange des images": one.shuffle != two.shuffle,
        "le moteur de calcul": one.engine != two.engine,
        "le choix de l’époque évaluée": a.spec.weights != b.spec.weights,
    }
    return tuple(text for text, found in differs.items() if found)


def layers(run: RunResult, *kinds: str) -> tuple[LayerRow, ...]:
    """Return the layers whose class name starts with one of the kinds."""
    return tuple(row for row in run.summary.layers if row.class_name.startswith(kinds))


def steps(run: RunResult) -> int:
    """Return the number of weight updates of the first seed."""
    return run.first.epochs * math.ceil(run.counts["train"] / run.spec.training.batch_size)


def first_reach(run: RunResult, level: float) -> int | None:
    """Return the first epoch whose validation accuracy (first seed) reaches the level."""
    values = run.first.history.metrics.get("val_accuracy", ())
    return next((epoch for epoch, v in enumerate(values, 1) if v >= level), None)


def _shift(a: RunResult, b: RunResult, metric: str, split: str) -> Shift | None:
    before, after = _last(a, metric), _last(b, metric)
    if before is None or after is None:
        return None
    error = math.hypot(_error(a, before, split), _error(b, after, split))
    return Shift(before, after, _move(after - before, error))


def _gap(a: RunResult, b: RunResult, train: Shift | None, validation: Shift | None) -> Shift | None:
    if train is None or validation is None:
        return None
    before, after = train.before - validation.before, train.after - validation.after
    error = math.hypot(
        _error(a, train.before, "train"),
        _error(a, validation.before, "validation"),
        _error(b, train.after, "train"),
        _error(b, validation.after, "validation"),
    )
    return Shift(before, after, _move(after - before, error))


def _fitted(a: RunResult, b: RunResult) -> Shift | None:
    if any("train" not in seed.evaluations for seed in (*a.seeds, *b.seeds)):
        return None
    before, after = a.accuracy("train"), b.accuracy("train")
    error = math.hypot(_error(a, before, "train"), _error(b, after, "train"))
    return Shift(before, after, _move(after - before, error))


def _last(run: RunResult, metric: str) -> float | None:
    values = [s.history.metrics.get(metric, (math.nan,))[-1] for s in run.seeds]
    return fmean(values) if all(math.isfinite(v) for v in values) else None


def _error(run: RunResult, rate: float, split: str) -> float:
    """Return the standard error of a rate; independent draws, so too wide for paired ones."""
    count = next((n for name, n in run.counts.items() if name == split), 0)
    return math.sqrt(max(0.0, rate * (1 - rate)) / count) if count else 0.0


def _move(change: float, error: float) -> Move:
    if abs(change) < max(NOTICEABLE, 1.96 * error):
        return Move.LEVEL
    return Move.UP if change > 0 else Move.DOWN
