"""One process at a time trains a trajectory; the others wait for its results.

The lock is the operating system's: a process that is killed leaves nothing to clean up but
the files it was writing, which the next holder removes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from reportgen.errors import StoreError
from reportgen.files import TEMPORARY_PREFIX, disk_errors
from reportgen.store.entries import Entry

PATIENCE = 2 * 3600.0
"""Seconds to wait for another process: longer than any training of a lab should take."""


@contextmanager
def locked(
    entry: Entry, say_waiting: Callable[[], None], patience: float = PATIENCE
) -> Iterator[None]:
    """Hold an entry for writing; StoreError when another process holds it for too long."""
    with disk_errors(entry.folder):
        entry.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(entry.folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            say_waiting()
            _wait(lock, entry, patience)
    try:
        for leftover in entry.folder.glob(f"{TEMPORARY_PREFIX}*"):
            leftover.unlink(missing_ok=True)
        yield
    finally:
        lock.release()


@contextmanager
def held_if_free(entry: Entry) -> Iterator[bool]:
    """Hold an existing entry if no other process does; yield whether it is held."""
    with disk_errors(entry.folder):
        lock = FileLock(entry.folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()


def _wait(lock: FileLock, entry: Entry, patience: float) -> None:
    try:
        lock.acquire(timeout=patience)
    except Timeout as error:
        msg = (
            f"un autre processus garde l’entraînement {entry.key} depuis trop longtemps ; "
            "arrêtez-le, ou attendez qu’il finisse, puis relancez la même commande."
        )
        raise StoreError(msg) from error
