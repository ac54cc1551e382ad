"""What may go from a store goes; what runs show, and what others hold, stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from reportgen.results import History
from reportgen.store.records import write_arrays, write_record
from reportgen.store.store import Store
from reportgen.store.upkeep import DAY, damaged_files, drop_caches, drop_surplus, drop_trainings
from reportgen.store.values import history_record
from reportgen.trajectory import digest
from tests.store.test_entries import DATE, MACHINE
from tests.store.test_locking import hold

LOSSES = (3.0, 1.0, 2.0, 4.0)
"""Epoch 2 is the best."""


def train(store: Store, seed: int, models: tuple[int, ...] = ()) -> str:
    """Store four epochs with all their states, and models for some; return the key."""
    spec = {"seed": seed}
    entry = store.entry(digest(spec))
    entry.write_spec(spec)
    for epoch in range(1, 5):
        history = History({"val_loss": LOSSES[:epoch]}, (1.0,) * epoch)
        record = history_record(history, MACHINE, DATE)
        entry.write_state(epoch, [np.zeros(1000)], record)
        entry.write_history(history, MACHINE, DATE)
    for epoch in models:
        write_arrays(entry.model_path(epoch), {})
    return entry.key


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_without_budget_only_states_that_matter_stay(store: Store) -> None:
    key = train(store, 1, models=(3,))
    assert drop_surplus(store, 0).files == 1
    assert store.entry(key).states() == (2, 3, 4)


def test_within_the_budget_nothing_goes(store: Store) -> None:
    key = train(store, 1)
    assert drop_surplus(store, 10**6).files == 0
    assert store.entry(key).states() == (1, 2, 3, 4)


def test_the_oldest_training_gives_way_first(store: Store) -> None:
    old, new = train(store, 1), train(store, 2)
    os.utime(store.entry(old).folder, (0, 0))
    drop_surplus(store, 22_000)  # two states of 8 kB each, and their histories
    assert (store.entry(old).states(), store.entry(new).states()) == ((2, 4), (1, 2, 3, 4))


def test_a_training_that_goes_on_is_left_alone(store: Store) -> None:
    entry = store.entry(train(store, 1))
    with hold(entry, 30) as process:
        assert drop_surplus(store, 0).files == 0
        assert drop_trainings(store, ()).files == 0
        process.kill()
    assert entry.states() == (1, 2, 3, 4)


def test_trainings_that_nobody_has_are_removed_with_their_folder(store: Store) -> None:
    kept, gone = train(store, 1), train(store, 2)
    assert drop_trainings(store, {kept}).size > 0
    assert [entry.key for entry in store.entries()] == [kept]
    assert not store.entry(gone).folder.exists()


def test_caches_that_were_not_read_lately_are_removed(store: Store) -> None:
    old, new = store.element_path("a" * 32), store.element_path("b" * 32)
    for path in (old, new):
        write_record(path, {})
    os.utime(old, (time.time() - 3 * DAY,) * 2)
    assert drop_caches(store, days=2).files == 1
    assert (old.exists(), new.exists()) == (False, True)


def test_every_damaged_file_is_named(store: Store) -> None:
    entry = store.entry(train(store, 1))
    element, probe = store.element_path("a" * 32), store.probe_path("b" * 32)
    write_record(element, {})
    write_arrays(probe, {"x": np.ones(3)})
    assert list(damaged_files(store)) == []
    damaged = [entry.state_path(2), element, probe]
    for path in damaged:
        path.write_bytes(path.read_bytes()[:-5])
    assert sorted(damaged_files(store)) == sorted(damaged)
