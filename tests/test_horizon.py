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
    is_complete,
    latest_start,
    merged,
    precious_epochs,
    shown_epochs,
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


def test_a_trajectory_is_complete_when_all_its_runs_are() -> None:
    assert is_complete(history(1.0, 2.0, 3.0), [longer(2), longer(3)])
    assert not is_complete(history(1.0, 2.0, 3.0), [longer(2), longer(4)])


def test_only_runs_that_are_finished_show_epochs() -> None:
    runs = [longer(2), longer(3, checkpoints=(1,)), longer(9, checkpoints=(2,))]
    assert shown_epochs(history(3.0, 1.0, 2.0), runs) == {1, 2, 3}
    assert shown_epochs(history(3.0), runs) == set()


@pytest.mark.parametrize(
    ("kept", "start"), [({1, 2, 3}, 3), ({2, 3}, 0), ({1, 3}, 1), ({1, 2}, 2), ({3}, 0)]
)
def test_what_a_finished_run_shows_and_is_lost_is_trained_again(kept: set[int], start: int) -> None:
    runs = [longer(2, checkpoints=(1,)), longer(3), longer(9)]
    assert latest_start(history(3.0, 1.0, 2.0), runs, kept) == start


def test_a_replay_does_not_shorten_what_is_known() -> None:
    known, replayed = history(3.0, math.nan, 1.0), history(3.0, math.nan)
    assert merged(known, replayed) is known
    assert merged(replayed, known) is known


def test_a_replay_that_differs_is_believed() -> None:
    known, replayed = history(3.0, 2.0, 1.0), history(3.0, 2.5)
    assert merged(known, replayed) is replayed


def test_a_measure_that_should_rise_stops_when_it_does_not() -> None:
    stop = EarlyStopping(monitor="val_accuracy", patience=2, min_delta=0.1, mode="max")
    run = replace(RUN, epochs=9, training=replace(RUN.training, early_stopping=stop))
    rising = history(0.5, 0.7, 0.75, 0.9, 0.95, 0.95, metric="val_accuracy")
    assert epochs_used(rising, run) == 6
    assert epochs_used(history(0.5, 0.55, 0.56, metric="val_accuracy"), run) == 3


@pytest.mark.parametrize("metric", ["loss", "val_categorical_crossentropy", "val_kl_divergence"])
def test_the_best_epoch_of_what_should_fall_is_the_lowest(metric: str) -> None:
    assert best_epoch(history(0.5, 0.2, 0.9, metric=metric), 3, metric) == 2
