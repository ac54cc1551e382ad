"""What training promises: the same bits however it was reached, and no epoch done twice."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.errors import StoreError, TrainingError
from reportgen.lab.types import EarlyStopping
from reportgen.store.store import Store
from reportgen.training.engines import make_learner
from reportgen.training.prepared import prepare
from tests.training.factory import (
    RUN,
    Recorder,
    assert_same_training,
    longer,
    make_data,
    plan,
    result,
    train,
)

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store where the run of four epochs was trained at one go."""
    store = Store(tmp_path_factory.mktemp("uninterrupted"))
    assert train(store, RUN) == [1, 2, 3, 4]
    return store


def assert_same_bits(store: Store, other: Store) -> None:
    assert_same_training(store, other, RUN)


def test_training_changes_the_weights_and_learns(uninterrupted: Store) -> None:
    history = result(uninterrupted, RUN).first.history
    assert history["loss"][-1] < history["loss"][0]


def test_a_second_training_gives_the_same_bits(uninterrupted: Store, tmp_path: Path) -> None:
    again = Store(tmp_path)
    train(again, RUN)
    assert_same_bits(uninterrupted, again)


def test_a_longer_run_continues_the_shorter_one(uninterrupted: Store, tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert train(store, longer(2)) == [1, 2]
    assert train(store, RUN) == [3, 4]
    assert_same_bits(uninterrupted, store)


@pytest.mark.parametrize("epoch", [1, 2, 3])
def test_an_interrupted_training_resumes(uninterrupted: Store, tmp_path: Path, epoch: int) -> None:
    store = Store(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        train(store, RUN, recorder=Recorder(stop_at=epoch))
    assert train(store, RUN) == list(range(epoch + 1, 5))
    assert_same_bits(uninterrupted, store)


def test_a_known_run_trains_nothing(uninterrupted: Store) -> None:
    (step,) = plan(uninterrupted, RUN).steps
    assert step.action == "reuse"
    assert train(uninterrupted, RUN) == []


def test_runs_of_one_definition_are_trained_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    short = longer(2, name="court", title="autre titre")
    assert train(store, short, longer(3)) == [1, 2, 3]
    assert result(store, short).first.epochs == 2
    assert result(store, short).first.weights_epoch == 2
    assert len(store.entries()) == 1


def test_a_damaged_state_is_passed_over_and_said(uninterrupted: Store, tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        train(store, RUN, recorder=Recorder(stop_at=3))
    (entry,) = store.entries()
    path = entry.state_path(3)
    path.write_bytes(path.read_bytes()[:1000])
    recorder = Recorder()
    train(store, RUN, recorder=recorder)
    assert recorder.epochs == [1, 2, 3, 4]
    assert "epoch-0003.npz" in recorder.warnings[0]
    assert_same_bits(uninterrupted, store)


def test_lost_measures_are_made_again_without_training(tmp_path: Path) -> None:
    store = Store(tmp_path)
    train(store, RUN)
    before = result(store, RUN).first.evaluations
    (entry,) = store.entries()
    entry.outputs_path(4).unlink()
    assert plan(store, RUN).steps[0].action == "evaluate"
    assert train(store, RUN) == []
    assert result(store, RUN).first.evaluations == before


def test_a_shorter_run_asked_later_loses_no_epoch_of_the_longer(
    uninterrupted: Store, tmp_path: Path
) -> None:
    store = Store(tmp_path)
    train(store, RUN, budget=10**9)
    store.entries()[0].state_path(3).unlink()
    assert plan(store, longer(3)).steps[0].epochs_missing == 1
    assert train(store, longer(3)) == [3]  # from the state after epoch 2
    assert result(store, longer(3)).first.weights_epoch == 3
    assert plan(store, RUN).steps[0].action == "reuse"
    assert_same_bits(uninterrupted, store)


def test_a_replay_with_other_bits_leaves_nothing_of_what_was_known(
    uninterrupted: Store, tmp_path: Path
) -> None:
    store = Store(tmp_path)
    train(store, RUN)
    (entry,) = store.entries()
    elsewhere = entry.history()
    trained = entry.trained()
    assert elsewhere is not None
    assert trained is not None
    metrics = {name: tuple(v + 1 for v in values) for name, values in elsewhere.metrics.items()}
    entry.drop_states(keep=set())
    entry.write_history(replace(elsewhere, metrics=metrics), *trained)
    np.savez(entry.outputs_path(4), evaluations="{}")  # readable, and wrong
    entry.model_path(4).unlink()
    assert train(store, RUN) == [1, 2, 3, 4]
    assert_same_bits(uninterrupted, store)


def test_other_epochs_are_kept_within_the_budget(tmp_path: Path) -> None:
    store = Store(tmp_path)
    train(store, RUN, budget=10**9)
    (entry,) = store.entries()
    assert entry.states() == (1, 2, 3, 4)
    assert plan(store, longer(2, weights="last")).steps[0].action == "evaluate"
    assert train(store, longer(2)) == []


def test_checkpoints_keep_the_model_of_their_epochs(tmp_path: Path) -> None:
    store = Store(tmp_path)
    run = longer(4, checkpoints=(1, 3))
    train(store, run)
    assert store.entries()[0].models() == (1, 3, 4)
    assert plan(store, run).steps[0].action == "reuse"


def test_a_full_disk_ends_with_a_french_message_and_keeps_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        train(store, RUN, recorder=Recorder(stop_at=2))

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("numpy.savez", refuse)
        with pytest.raises(StoreError, match="disque plein"):
            train(store, RUN)
    assert train(store, RUN) == [3, 4]
    assert not list(tmp_path.rglob(".tmp-*"))


def test_early_stopping_shares_the_trajectory_of_a_run_without(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stop = EarlyStopping(monitor="val_loss", patience=1, min_delta=100.0)
    patient = replace(RUN.training, early_stopping=stop)
    stopped = longer(4, name="arrêt", training=patient)
    assert train(store, stopped) == [1, 2]
    assert train(store, RUN) == [3, 4]
    assert result(store, stopped).first.epochs == 2


def test_the_best_weights_are_those_of_the_best_epoch(tmp_path: Path) -> None:
    store = Store(tmp_path)
    best = longer(4, weights="best", monitor="val_loss")
    train(store, best)
    seed = result(store, best).first
    losses = seed.history["val_loss"]
    assert seed.weights_epoch == losses.index(min(losses)) + 1
    assert seed.evaluations["validation"].loss == pytest.approx(min(losses), rel=1e-5)


def test_the_state_of_another_network_is_refused(uninterrupted: Store) -> None:
    step = plan(uninterrupted, RUN).steps[0]
    learner = make_learner(RUN, 1, prepare(RUN, make_data()), step.lab_folder)
    state = learner.state()
    with pytest.raises(TrainingError, match="ne correspond pas au modèle"):
        learner.restore([state[0][:1], *state[1:]])
