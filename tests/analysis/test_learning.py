"""The criteria on labelled curves, and on the curves that break naive ones."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from reportgen.analysis.learning import Course, Learning, learning, summary
from reportgen.results import History
from tests.analysis.runs import run

CURVES = json.loads(Path(__file__).with_name("curves.json").read_text(encoding="utf-8"))


def history(curve: dict[str, list[float | None]]) -> History:
    names = ("loss", "val_loss", "accuracy", "val_accuracy")
    metrics = {n: tuple(math.nan if v is None else v for v in curve[n]) for n in names}
    return History(metrics, (1.0,) * len(metrics["loss"]))


def judged(val_loss: Sequence[float], loss: Sequence[float] | None = None) -> Learning:
    train = tuple(loss or np.linspace(1.5, 0.5, len(val_loss)))
    accuracy = tuple(np.linspace(0.3, 0.8, len(val_loss)))
    metrics = {"loss": train, "val_loss": tuple(val_loss), "accuracy": accuracy}
    return learning(History(metrics, (1.0,) * len(train)), 10)


def test_there_are_enough_labelled_curves_drawn_and_measured() -> None:
    assert len(CURVES) >= 60
    assert sum(c["origin"] != "dessinée" for c in CURVES) >= 40


def test_labelled_curves_are_judged_as_labelled() -> None:
    found = [learning(history(c), 10).course.value for c in CURVES]
    agreed = [f == c["label"] for f, c in zip(found, CURVES, strict=True)]
    wrong = [
        (i, c["label"], f)
        for i, (f, c) in enumerate(zip(found, CURVES, strict=True))
        if f != c["label"]
    ]
    assert np.mean(agreed) >= 0.95, wrong


def test_no_labelled_curve_is_taken_for_another_kind() -> None:
    """What an eye can tell may be left open, but not told wrongly."""
    judged = [(c["label"], learning(history(c), 10).course) for c in CURVES]
    wrong = [(seen, found) for seen, found in judged if found not in (Course(seen), Course.UNCLEAR)]
    assert wrong == []


def test_onset_is_found_within_three_epochs_or_a_tenth_of_the_curve() -> None:
    labelled = [c for c in CURVES if c["onset"]]
    near = []
    for curve in labelled:
        onset = learning(history(curve), 10).onset
        allowed = max(3, len(curve["loss"]) / 10)
        near.append(onset is not None and abs(onset - curve["onset"]) <= allowed)
    assert np.mean(near) >= 0.95


def test_noise_on_a_flat_curve_is_seldom_called_overfitting() -> None:
    rng = np.random.default_rng(3)
    found = [judged(1 + rng.normal(0, 0.05, 20)).course for _ in range(400)]
    assert np.mean([f is Course.OVERFITTING for f in found]) <= 0.05


def test_one_odd_epoch_at_the_end_is_not_overfitting() -> None:
    values = [1.5, 1.2, 1.0, 0.95, 0.92, 0.91, 0.905, 0.903, 0.902, 1.4]
    assert judged(values).course is not Course.OVERFITTING


def test_a_rise_without_falling_train_loss_is_not_overfitting() -> None:
    values = [1.0, 0.9, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3]
    train = [1.0, 0.9, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05]
    assert judged(values, train).course is not Course.OVERFITTING


def test_a_rise_of_the_last_epochs_only_is_left_open() -> None:
    values = [1.5, 1.2, 1.0, 0.9, 0.85, 0.82, 0.80, 0.79, 0.84, 0.88]
    assert judged(values).course is Course.UNCLEAR


def test_best_epochs_are_the_first_of_equals() -> None:
    found = learning(
        History(
            {
                "loss": (1.0, 0.9, 0.8),
                "accuracy": (0.5, 0.6, 0.7),
                "val_loss": (0.9, 0.7, 0.7),
                "val_accuracy": (0.5, 0.8, 0.8),
            },
            (1.0, 1.0, 1.0),
        ),
        10,
    )
    assert (found.best_loss, found.best_accuracy) == (2, 2)
    assert found.gap == pytest.approx(-0.1)


def test_nan_is_divergence_from_its_epoch() -> None:
    found = judged([1.0, math.nan, math.nan], [1.0, math.nan, math.nan])
    assert found.course is Course.DIVERGED
    assert found.broken == 2
    assert found.trend is None


def test_a_network_that_fell_back_to_chance_has_collapsed() -> None:
    metrics = {
        "loss": (1.5, 1.2, 2.303, 2.303, 2.303, 2.303),
        "accuracy": (0.4, 0.5, 0.1, 0.1, 0.1, 0.1),
    }
    found = learning(History(metrics, (1.0,) * 6), 10)
    assert found.course is Course.DEAD
    assert found.collapsed


def test_two_classes_at_chance_are_dead_too() -> None:
    metrics = {"loss": (0.694, 0.693, 0.693), "accuracy": (0.5, 0.51, 0.5)}
    assert learning(History(metrics, (1.0,) * 3), 2).course is Course.DEAD


def test_without_validation_the_train_loss_is_watched() -> None:
    metrics = {"loss": tuple(2.0 * 0.9**i for i in range(10)), "accuracy": (0.5,) * 10}
    found = learning(History(metrics, (1.0,) * 10), 10)
    assert found.course is Course.IMPROVING
    assert not found.validated
    assert found.gap is None


def test_seeds_are_counted_and_their_best_epochs_ranged() -> None:
    found = summary(run(accuracies=(0.6, 0.61, 0.62)))
    assert found.agreeing == 3
    assert found.best_loss == (8, 8)


def test_a_loss_that_falls_to_zero_neither_rises_nor_diverges() -> None:
    perfect = [0.5, 0.1, 0.02, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert judged(perfect, perfect).course is not Course.OVERFITTING
    assert judged([0.0] * 8, [0.0] * 8).course is Course.PLATEAU
