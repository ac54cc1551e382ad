"""An entry gives back what was written, and takes anything damaged for missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.results import Evaluation, History, LayerRow, Machine, ModelSummary
from reportgen.store.entries import Entry
from reportgen.store.records import AnyArray, write_arrays
from reportgen.store.values import Outputs, history_record
from reportgen.trajectory import digest

numbers = st.floats(allow_nan=False)
SPEC = {"seed": 1}
DATE = "2026-01-01T00:00:00+00:00"
MACHINE = Machine("cpu", 2, "Linux", "3.11", {"keras": "3.15"}, "tensorflow")
HISTORY = History({"loss": (2.0, 1.0), "val_loss": (2.1, 1.2)}, (0.5, 0.25))
SUMMARY = ModelSummary((4, 4, 1), (LayerRow("d", "Dense", {"units": 2}, (16,), (2,), 34, 34),))
OUTPUTS = Outputs(
    {"test_probabilities": np.eye(2, dtype=np.float32), "test_labels": np.arange(2)},
    {"test": Evaluation(2, 0.5, 1.0)},
)


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    """Return an entry with one of everything."""
    found = Entry(tmp_path / digest(SPEC))
    found.write_spec(SPEC)
    found.write_summary(SUMMARY)
    record = history_record(HISTORY, MACHINE, DATE)
    found.write_state(2, [np.ones(3), np.zeros((2, 2))], record)
    found.write_history(HISTORY, MACHINE, DATE)
    found.write_outputs(2, OUTPUTS)
    return found


def test_everything_comes_back(entry: Entry) -> None:
    assert entry.spec() == SPEC
    assert entry.summary() == SUMMARY
    assert entry.history() == HISTORY
    assert entry.trained() == (MACHINE, DATE)
    assert entry.states() == (2,)
    state = entry.state(2)
    assert state is not None
    assert np.array_equal(state[1], np.zeros((2, 2)))
    outputs = entry.outputs(2)
    assert outputs is not None
    assert outputs.evaluations == OUTPUTS.evaluations
    assert np.array_equal(outputs.arrays["test_labels"], np.arange(2))


def test_an_entry_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    missing = Entry(tmp_path / "none")
    assert missing.history() is None
    assert missing.states() == ()
    assert missing.outputs(1) is None
    assert not missing.is_measured(1)


@pytest.mark.parametrize("name", ["spec.json", "history.json", "summary.json"])
@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe", b'{"seconds": 3}'])
def test_damaged_json_is_missing_and_named(entry: Entry, name: str, damage: bytes) -> None:
    entry.drop_states(keep=set())
    (entry.folder / name).write_bytes(damage)
    readers = {
        "spec.json": entry.spec,
        "history.json": entry.history,
        "summary.json": entry.summary,
    }
    assert readers[name]() is None
    assert entry.damaged() == (entry.folder / name,)


@pytest.mark.parametrize("damage", ["", None])
def test_a_lost_history_comes_back_from_the_last_state(entry: Entry, damage: str | None) -> None:
    path = entry.folder / "history.json"
    path.unlink() if damage is None else path.write_text(damage)
    assert entry.history() == HISTORY
    assert entry.trained() == (MACHINE, DATE)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_flipped_bit_never_gives_another_value(entry: Entry, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(entry.folder.iterdir())))
    whole = path.read_bytes()
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    flipped = bytearray(whole)
    flipped[bit // 8] ^= 1 << bit % 8
    before = everything(entry)
    path.write_bytes(flipped)
    try:
        after = everything(entry)
        assert all(now in (then, None) for now, then in zip(after, before, strict=True))
        if after != before:
            assert path in entry.damaged()
        assert entry.history() == HISTORY
    finally:
        path.write_bytes(whole)


def everything(entry: Entry) -> list[object]:
    """Return all that an entry says, in values that compare."""
    state, outputs = entry.state(2), entry.outputs(2)
    return [
        entry.spec(),
        entry.summary(),
        entry.history(),
        None if state is None else [array.tobytes() for array in state],
        None if outputs is None else outputs.evaluations,
        None if outputs is None else {k: v.tobytes() for k, v in outputs.arrays.items()},
    ]


def test_histories_of_unequal_lengths_are_damaged(entry: Entry) -> None:
    entry.drop_states(keep=set())
    uneven = History({"loss": (1.0,), "val_loss": (1.0, 2.0)}, (0.1, 0.2))
    entry.write_history(uneven, MACHINE, "")
    assert entry.history() is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_truncated_arrays_are_missing(entry: Entry, data: st.DataObject) -> None:
    path = entry.outputs_path(3)
    whole = entry.outputs_path(2).read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    assert entry.outputs(3) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(numbers, numbers), max_size=20))
def test_histories_come_back_exactly(entry: Entry, values: list[tuple[float, float]]) -> None:
    entry.drop_states(keep=set())
    found = History(
        {"loss": tuple(a for a, _ in values), "val_loss": tuple(b for _, b in values)},
        (0.5,) * len(values),
    )
    entry.write_history(found, MACHINE, "")
    assert entry.history() == found


@pytest.mark.parametrize(
    ("budget", "left"), [(0, (2,)), (1, (2,)), (600, (2, 5)), (9999, (1, 2, 5))]
)
def test_states_that_nobody_needs_are_dropped_first_ones_first_when_they_weigh_too_much(
    entry: Entry, budget: int, left: tuple[int, ...]
) -> None:
    for epoch in (1, 5):
        entry.write_state(epoch, [np.ones(1)], {})
        assert 300 < entry.state_path(epoch).stat().st_size <= 600
    entry.drop_states(keep={2}, budget=budget)
    assert entry.states() == left


@pytest.mark.parametrize(
    "arrays",
    [{}, {"evaluations": np.array("[1]")}, {"evaluations": np.array('{"test": {"perte": 1}}')}],
)
def test_an_archive_that_holds_something_else_counts_as_missing(
    entry: Entry, arrays: dict[str, AnyArray]
) -> None:
    write_arrays(entry.outputs_path(2), arrays)
    write_arrays(entry.state_path(2), {"record": np.array("{}"), "autre": np.ones(1)} | arrays)
    assert entry.outputs(2) is None
    assert entry.state(2) is None
