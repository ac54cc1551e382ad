"""A folder of TensorBoard logs that follows the store: made from histories, never during training.

So a training that was resumed, extended or shared by several runs gives each run one continuous
log, of the epochs that the run consists of and no others.

A log is replaced by a file with the next number, never rewritten: a TensorBoard that is reading
goes on to the new file, whereas it would not notice that the old one was replaced. Only files
that bear our suffix are ever removed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import fsum
from pathlib import Path

from reportgen.files import disk_errors, write_bytes
from reportgen.horizon import epochs_used
from reportgen.lab.types import Lab, RunSpec
from reportgen.store.entries import Entry
from reportgen.store.store import Store
from reportgen.tensorboard.definition import definition
from reportgen.tensorboard.events import RunLog, event_files
from reportgen.trajectory import make_trajectory

_FILE = re.compile(r"events\.out\.tfevents\.(\d{10})\.reportgen")


@dataclass(frozen=True)
class Update:
    """What bringing a folder up to date did: the logs there are, by name, and files changed."""

    folder: Path
    logs: tuple[str, ...]
    written: int
    removed: int


def update(folder: Path, logs: Iterable[RunLog]) -> Update:
    """Make *folder* hold these logs and no others of ours; StoreError when the disk refuses.

    What is already as it should be is left alone.
    """
    known = list(logs)
    wanted = {folder / name: content for log in known for name, content in event_files(log).items()}
    with disk_errors(folder):
        written = sum(_write(place, content) for place, content in wanted.items())
        removed = _remove_others(folder, wanted)
    return Update(folder, tuple(log.name for log in known), written, removed)


def stored_logs(lab: Lab, store: Store, data_digests: Mapping[str, str]) -> Iterator[RunLog]:
    """Yield the log of every run and seed of which at least one epoch is stored.

    The profile of the lab is already applied; ``data_digests`` are the content digests of its
    datasets, by name. Only histories and summaries are read, so it may be called every few seconds.
    """
    for run in lab.runs.values():
        for seed in run.seeds:
            trajectory = make_trajectory(run, seed, data_digests[run.dataset.name], lab.folder)
            log = _read(run, seed, store.entry(trajectory.key))
            if log is not None:
                yield log


def _read(run: RunSpec, seed: int, entry: Entry) -> RunLog | None:
    history, trained = entry.history(), entry.trained()
    if history is None or trained is None or not history.epochs:
        return None
    summary = entry.summary()
    params = None if summary is None else summary.params
    return RunLog(
        name=run.name if len(run.seeds) == 1 else f"{run.name}/graine-{seed}",
        history=history.first(epochs_used(history, run) or run.epochs),
        started=datetime.fromisoformat(trained[1]).timestamp() - fsum(history.seconds),
        definition=definition(run, seed, entry.key, params),
    )


def _write(place: Path, content: bytes) -> bool:
    """Make *content* the only log in a folder; return whether it was not."""
    old = _log_files(place)
    if len(old) == 1 and old[0].read_bytes() == content:
        return False
    number = max((int(path.name.split(".")[3]) for path in old), default=0) + 1
    write_bytes(place / f"events.out.tfevents.{number:010d}.reportgen", content)
    for path in old:
        path.unlink(missing_ok=True)
    return True


def _remove_others(folder: Path, wanted: Mapping[Path, bytes]) -> int:
    """Remove our logs that are not wanted, and the folders this leaves empty; count the logs."""
    places = sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True)
    stale = [path for place in places if place not in wanted for path in _log_files(place)]
    for path in stale:
        path.unlink(missing_ok=True)
    for place in places if stale else ():
        with contextlib.suppress(OSError):  # not empty
            place.rmdir()
    return len(stale)


def _log_files(place: Path) -> list[Path]:
    found = place.iterdir() if place.is_dir() else ()
    return sorted(path for path in found if _FILE.fullmatch(path.name))
