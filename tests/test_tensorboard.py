"""The logs say what the histories say: read back with the reader that TensorBoard serves from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tensorboard.backend.event_processing.plugin_event_accumulator import EventAccumulator
from tensorboard.util.tensor_util import make_ndarray

from reportgen.errors import ReportgenError
from reportgen.lab.types import EarlyStopping, Lab, RunSpec
from reportgen.results import History, Machine
from reportgen.store.store import Store
from reportgen.tensorboard import server
from reportgen.tensorboard.logs import Update, stored_logs, update
from reportgen.trajectory import make_trajectory
from tests.training.factory import RUN, make_lab

DIGESTS = {"points": "d1"}
MACHINE = Machine("x", 2, "Linux", "3.11", {}, "tensorflow")
ENDED = "2026-01-01T00:00:00+00:00"
ENDED_SECONDS = 1767225600.0
HISTORY = History(
    {
        "loss": (0.9, 0.1 + 0.2, 1 / 3, 0.25),
        "accuracy": (0.5, 0.6, 0.7, 0.8),
        "val_loss": (0.9, 0.7, 0.8, 0.85),
        "val_accuracy": (0.4, 0.5, 0.5, 0.4),
    },
    (3.0, 1.5, 1.25, 1.75),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the logs go; it does not exist yet."""
    return tmp_path / "logs" / "tp_essai" / "rapide"


def keep(store: Store, run: RunSpec, history: History, seed: int = 1) -> None:
    trajectory = make_trajectory(run, seed, "d1", Path())
    store.entry(trajectory.key).write_history(history, MACHINE, ENDED)


def sync(folder: Path, store: Store, *runs: RunSpec) -> Update:
    lab: Lab = make_lab(*runs)
    return update(folder, stored_logs(lab, store, DIGESTS))


def read(place: Path) -> EventAccumulator:
    reader = EventAccumulator(str(place))
    reader.Reload()
    return reader


def scalars(reader: EventAccumulator, tag: str) -> list[tuple[int, float]]:
    return [(e.step, float(make_ndarray(e.tensor_proto))) for e in reader.Tensors(tag)]


def values(place: Path, tag: str) -> list[float]:
    return [value for _, value in scalars(read(place), tag)]


def files(folder: Path) -> Mapping[Path, tuple[int, bytes]]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


@pytest.mark.parametrize(
    ("place", "tag", "metric"),
    [
        ("train", "epoch_loss", "loss"),
        ("train", "epoch_accuracy", "accuracy"),
        ("validation", "epoch_loss", "val_loss"),
        ("validation", "epoch_accuracy", "val_accuracy"),
    ],
)
def test_a_log_holds_the_history_by_the_tags_of_keras_callback(
    store: Store, folder: Path, place: str, tag: str, metric: str
) -> None:
    keep(store, RUN, HISTORY)
    sync(folder, store, RUN)
    expected = [float(np.float32(value)) for value in HISTORY[metric]]
    assert scalars(read(folder / "essai" / place), tag) == list(enumerate(expected, start=1))


def test_without_validation_there_is_no_validation_log(store: Store, folder: Path) -> None:
    history = History({"loss": HISTORY["loss"]}, HISTORY.seconds)
    keep(store, RUN, history)
    sync(folder, store, RUN)
    assert [path.name for path in (folder / "essai").iterdir()] == ["train"]


def test_a_loss_that_is_no_number_stays_one(store: Store, folder: Path) -> None:
    keep(store, RUN, History({"loss": (float("nan"), float("inf"))}, (1.0, 1.0)))
    sync(folder, store, RUN)
    assert np.isnan(values(folder / "essai" / "train", "epoch_loss")[0])
    assert values(folder / "essai" / "train", "epoch_loss")[1] == float("inf")


def test_wall_times_are_those_of_the_stored_seconds(store: Store, folder: Path) -> None:
    keep(store, RUN, HISTORY)
    sync(folder, store, RUN)
    reader = read(folder / "essai" / "train")
    times = [event.wall_time for event in reader.Tensors("epoch_loss")]
    assert times[-1] == pytest.approx(ENDED_SECONDS)
    assert np.diff(times) == pytest.approx(HISTORY.seconds[1:])
    assert times[0] - reader.Tensors("definition")[0].wall_time == pytest.approx(3.0)


def test_the_definition_is_told_by_keras_names(store: Store, folder: Path) -> None:
    keep(store, RUN, HISTORY)
    sync(folder, store, RUN)
    event = read(folder / "essai" / "train").Tensors("definition")[0]
    text = make_ndarray(event.tensor_proto).item().decode()
    for line in (
        "## essai",
        "| `batch_size` | `16` |",
        "| `seed` | `1` |",
        "| `dataset` | `points (npz) ; validation : source='train', count=20, seed=0` |",
        "Conv2D(filters=4, kernel_size=3, activation='relu')",
    ):
        assert line in text.splitlines()
    assert "| `optimizer` | `Adam(learning_rate={'CosineDecay'" in text


def test_a_second_call_writes_nothing(store: Store, folder: Path) -> None:
    keep(store, RUN, HISTORY)
    first = sync(folder, store, RUN)
    before = files(folder)
    second = sync(folder, store, RUN)
    assert (first.written, second.written, second.removed) == (2, 0, 0)
    assert files(folder) == before


def test_a_shorter_run_of_a_shared_trajectory_has_its_epochs_only(
    store: Store, folder: Path
) -> None:
    short = replace(RUN, name="court", epochs=2)
    keep(store, RUN, HISTORY)
    sync(folder, store, RUN, short)
    assert len(values(folder / "essai" / "train", "epoch_loss")) == 4
    assert len(values(folder / "court" / "train", "epoch_loss")) == 2


def test_a_run_that_stopped_early_ends_where_it_stopped(store: Store, folder: Path) -> None:
    stopping = EarlyStopping(patience=1)
    run = replace(RUN, training=replace(RUN.training, early_stopping=stopping))
    keep(store, run, HISTORY)
    sync(folder, store, run)
    assert len(values(folder / "essai" / "validation", "epoch_loss")) == 3


def test_a_training_that_goes_on_has_the_epochs_done_so_far(store: Store, folder: Path) -> None:
    keep(store, RUN, HISTORY.first(3))
    sync(folder, store, RUN)
    assert len(values(folder / "essai" / "train", "epoch_loss")) == 3


def test_a_reader_at_work_follows_an_extension(store: Store, folder: Path) -> None:
    keep(store, RUN, HISTORY.first(2))
    sync(folder, store, RUN)
    reader = read(folder / "essai" / "train")
    keep(store, RUN, HISTORY)
    assert sync(folder, store, RUN).written == 2
    reader.Reload()
    assert [step for step, _ in scalars(reader, "epoch_loss")] == [1, 2, 3, 4]


def test_a_reader_at_work_forgets_epochs_that_are_no_longer_asked(
    store: Store, folder: Path
) -> None:
    keep(store, RUN, HISTORY)
    sync(folder, store, RUN)
    reader = read(folder / "essai" / "train")
    sync(folder, store, replace(RUN, epochs=2))
    reader.Reload()
    assert [step for step, _ in scalars(reader, "epoch_loss")] == [1, 2]


def test_a_changed_history_replaces_the_log_of_that_run_only(store: Store, folder: Path) -> None:
    other = replace(RUN, name="autre", training=replace(RUN.training, batch_size=8))
    keep(store, RUN, HISTORY)
    keep(store, other, HISTORY)
    sync(folder, store, RUN, other)
    untouched = files(folder / "essai")
    changed = {name: tuple(v / 2 for v in row) for name, row in HISTORY.metrics.items()}
    keep(store, other, History(changed, HISTORY.seconds))
    assert sync(folder, store, RUN, other).written == 2
    assert files(folder / "essai") == untouched
    assert values(folder / "autre" / "train", "epoch_accuracy")[0] == 0.25
    assert len(files(folder / "autre")) == 2


def test_a_log_whose_run_is_gone_is_removed_with_its_folders(store: Store, folder: Path) -> None:
    renamed = replace(RUN, name="nouveau")
    keep(store, RUN, HISTORY)
    sync(folder, store, RUN)
    report = sync(folder, store, renamed)
    assert (report.written, report.removed) == (2, 2)
    assert [path.name for path in folder.iterdir()] == ["nouveau"]


def test_nothing_but_our_own_logs_is_ever_removed(store: Store, folder: Path) -> None:
    keep(store, RUN, HISTORY)
    sync(folder, store, RUN)
    foreign = [
        folder / "essai" / "train" / "notes.txt",
        folder / "essai" / "train" / "events.out.tfevents.1700000000.machine.1.0",
        folder / "vide",
    ]
    for path in foreign[:2]:
        path.write_text("à garder")
    foreign[2].mkdir()
    sync(folder, store)
    assert [path.exists() for path in foreign[:2]] == [True, True]
    assert len(files(folder)) == 2


def test_several_seeds_have_a_log_each(store: Store, folder: Path) -> None:
    run = replace(RUN, seeds=(1, 2))
    keep(store, run, HISTORY, seed=1)
    keep(store, run, HISTORY.first(1), seed=2)
    assert sync(folder, store, run).logs == ("essai/graine-1", "essai/graine-2")
    assert len(values(folder / "essai" / "graine-2" / "train", "epoch_loss")) == 1


def test_what_was_never_trained_has_no_log(store: Store, folder: Path) -> None:
    assert sync(folder, store, RUN) == Update(folder, (), 0, 0)
    assert not folder.exists()


def test_without_tensorboard_one_is_told_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ReportgenError, match=r"pas installé. Tapez : .* -m pip install"):
        server.require()
