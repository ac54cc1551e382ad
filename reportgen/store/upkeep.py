"""Look after the store: how much it holds, whether it is sound, what may go."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from pathlib import Path

from reportgen.files import Removed, disk_errors
from reportgen.horizon import precious_epochs
from reportgen.store.entries import Entry
from reportgen.store.locking import held_if_free
from reportgen.store.records import is_whole_archive, read_record
from reportgen.store.store import Store

DAY = 86_400.0
CACHES = ("elements", "probes")
"""Folders of what can be computed again from the trainings."""


def folder_size(folder: Path) -> int:
    """Return the bytes of all files under *folder*; a file that goes meanwhile weighs nothing."""
    return sum(_size(path) for path in folder.rglob("*"))


def damaged_files(store: Store) -> Iterator[Path]:
    """Yield every file of the store that does not read back; all are read."""
    for entry in store.entries():
        yield from entry.damaged()
    for path in sorted((store.folder / "elements").glob("*.json")):
        if read_record(path) is None:
            yield path
    for path in sorted((store.folder / "probes").glob("*.npz")):
        if not is_whole_archive(path):
            yield path


def drop_surplus(store: Store, budget: int) -> Removed:
    """Remove states that no run asked for, oldest trainings first, down to *budget* bytes.

    The last epoch, the best of each metric and those whose model is kept stay. A training that
    another process is carrying out is left alone.
    """
    entries = sorted(store.entries(), key=lambda entry: _age(entry.folder), reverse=True)
    surplus = {entry: _surplus(entry) for entry in entries}
    excess = sum(size for paths in surplus.values() for size in paths.values()) - budget
    freed = Removed()
    for entry, paths in surplus.items():
        if excess <= freed.size:
            break
        freed += _remove_unlocked(entry, paths, excess - freed.size)
    return freed


def drop_trainings(store: Store, keep: Collection[str]) -> Removed:
    """Remove the trainings whose key is not in *keep*, but for those being carried out."""
    freed = Removed()
    for entry in store.entries():
        if entry.key not in keep:
            paths = {path: _size(path) for path in entry.folder.iterdir() if path.name != ".lock"}
            freed += _remove_unlocked(entry, paths, sum(paths.values()) + 1)
            _remove_empty(entry.folder)
    return freed


def drop_caches(store: Store, days: float) -> Removed:
    """Remove elements and arrays that were not made or read for *days* days."""
    freed = Removed()
    for kind in CACHES:
        for path in (store.folder / kind).glob("*"):
            if _age(path) > days * DAY:
                freed += _remove(path, _size(path))
    return freed


def _surplus(entry: Entry) -> dict[Path, int]:
    history = entry.history()
    keep = set(entry.models()) | (precious_epochs(history) if history else set())
    paths = [entry.state_path(epoch) for epoch in entry.states() if epoch not in keep]
    return {path: _size(path) for path in paths}


def _remove_unlocked(entry: Entry, paths: dict[Path, int], enough: int) -> Removed:
    """Remove files of an entry that nobody holds until *enough* bytes are freed."""
    freed = Removed()
    with held_if_free(entry) as held:
        for path, size in paths.items() if held else ():
            if freed.size >= enough:
                break
            freed += _remove(path, size)
    return freed


def _remove(path: Path, size: int) -> Removed:
    with disk_errors(path):
        path.unlink(missing_ok=True)
    return Removed(1, size)


def _remove_empty(folder: Path) -> None:
    """Remove a folder that holds nothing but its lock."""
    with disk_errors(folder):
        if [path.name for path in folder.iterdir()] in ([], [".lock"]):
            (folder / ".lock").unlink(missing_ok=True)
            folder.rmdir()


def _size(path: Path) -> int:
    try:
        return 0 if path.is_dir() else path.stat().st_size
    except OSError:
        return 0


def _age(path: Path) -> float:
    """Return the seconds since *path* was last written (or touched)."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
