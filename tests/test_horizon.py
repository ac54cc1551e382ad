"""How far a run reaches into a history: early stopping as Keras decides it, and best epochs."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.horizon import (
    best_epoch,
    epochs_used,
    precious_epochs,
    wanted_models,
)
from reportgen.lab.types import EarlyStopping, RunSpec
from reportgen.results import History
from tests.training.factory import RUN, longer

values_in_single = st.floats(0, 10, width=32, allow_subnormal=False)
losses = st.lists(values_in_single | st.just(math.nan), min_size=1, max_size=30)


def history(*values: float, metric: str = "val_loss") -> History:
    return History({metric: values}, (1.0,) * len(values))


def stopping_run(patience: int, min_delta: float = 0.0, epochs: int = 100) -> RunSpec:
    stop = EarlyStopping(patience=patience, min_delta=min_delta)
    return replace(RUN, epochs=epochs, training=replace(RUN.training, early_stopping=stop))


@pytest.mark.keras
@settings(deadline=None)  # the first call imports Keras
@given(losses, st.integers(0, 5), st.sampled_from([0.0, 0.1, 1.0]))
def test_early_stopping_stops_where_keras_does(
    values: list[float], patience: int, min_delta: float
) -> None:
    from reportgen.training.backend import load_keras

    callback = load_keras().callbacks.EarlyStopping("val_loss", min_delta, patience, mode="min")
    model = SimpleNamespace(stop_training=False)
    callback.set_model(model)
    callback.on_train_begin()
    expected = None
    for index, value in enumerate(values):
        callback.on_epoch_end(index, {"val_loss": value})
        if model.stop_training:
            expected = index + 1
            break
    found = epochs_used(history(*values), stopping_run(patience, min_delta))
    assert found == expected


def test_a_run_without_early_stopping_needs_all_its_epochs() -> None:
    assert epochs_used(history(1.0, 2.0, 3.0), longer(4)) is None
    assert epochs_used(history(1.0, 2.0, 3.0), longer(3)) == 3
    assert epochs_used(history(1.0, 2.0, 3.0), longer(2)) == 2


def test_the_first_of_equal_epochs_is_the_best() -> None:
    assert best_epoch(history(3.0, 1.0, 2.0, 1.0), 4, "val_loss") == 2
    accuracy = history(0.1, 0.9, 0.9, metric="val_accuracy")
    assert best_epoch(accuracy, 3, "val_accuracy") == 2


def test_the_best_epoch_is_looked_for_within_the_run_only() -> None:
    assert best_epoch(history(3.0, 2.0, 1.0), 2, "val_loss") == 2


def test_a_loss_that_is_no_number_is_never_the_best() -> None:
    assert best_epoch(history(math.nan, 2.0), 2, "val_loss") == 2
    assert best_epoch(history(math.nan, math.nan), 2, "val_loss") == 2


def test_without_the_metric_the_last_epoch_counts() -> None:
    assert best_epoch(history(1.0, 2.0, metric="loss"), 2, "val_loss") == 2


def test_a_run_shows_the_weights_it_evaluates_and_its_checkpoints() -> None:
    found = history(3.0, 1.0, 2.0, 5.0)
    assert wanted_models(found, longer(4, weights="best")) == {2}
    assert wanted_models(found, longer(3)) == {3}
    assert wanted_models(found, longer(3, checkpoints=(1, 4))) == {1, 3}


def test_the_best_epoch_of_every_metric_and_the_last_are_precious() -> None:
    metrics = {"loss": (3.0, 2.0, 1.0, 4.0), "val_accuracy": (0.5, 0.9, 0.9, 0.1)}
    assert precious_epochs(History(metrics, (1.0,) * 4)) == {2, 3, 4}


@pytest.mark.parametrize("metric", ["loss", "val_categorical_crossentropy", "val_kl_divergence"])
def test_the_best_epoch_of_what_should_fall_is_the_lowest(metric: str) -> None:
    assert best_epoch(history(0.5, 0.2, 0.9, metric=metric), 3, metric) == 2
