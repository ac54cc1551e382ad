"""Write a file whole or not at all. Nothing else in the project writes results to disk.

The content goes to a temporary file beside the target, is flushed to the disk, and replaces
the target in one step; a crash or a full disk leaves the old file as it was. A temporary file
is locked while it is written; one that is not was left by a process that was killed, and the
next write in that folder removes it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reportgen.errors import StoreError, disk_reason
from reportgen.intake import read_file

if sys.platform != "win32":
    import fcntl

TEMPORARY_PREFIX = ".tmp-"


@dataclass(frozen=True)
class Removed:
    """How many files went, and their size in bytes."""

    files: int = 0
    size: int = 0

    def __add__(self, other: Removed) -> Removed:
        return Removed(self.files + other.files, self.size + other.size)


def write_bytes(path: Path, content: bytes) -> None:
    """Replace *path* by *content* in one step; StoreError when the disk refuses."""
    write_with(path, lambda file: file.write(content))


def refresh_bytes(path: Path, content: bytes) -> None:
    """Write *content* unless the file holds it already: most data of a document never change."""
    with contextlib.suppress(OSError):
        if not path.is_symlink() and read_file(path, len(content)) == content:
            return
    write_bytes(path, content)


def remove_file(path: Path) -> None:
    """Remove a file, or a link to anything; a folder stays. StoreError when the disk refuses."""
    with disk_errors(path):
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)


def write_text(path: Path, content: str) -> None:
    """Replace *path* by UTF-8 text in one step; StoreError when the disk refuses."""
    write_bytes(path, content.encode("utf-8"))


def write_with(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Replace *path* by what ``write(file)`` writes; nothing stays behind when it raises."""

    def save(temporary: Path) -> None:
        with temporary.open("wb") as file:
            write(file)

    write_saved(path, save)


def write_saved(path: Path, save: Callable[[Path], object]) -> None:
    """Replace *path* by the file that ``save(temporary path)`` makes, of the same suffix."""
    with disk_errors(path), _temporary(path) as temporary:
        save(temporary)
        _flush_to_disk(temporary)
        _open_to_group(temporary)
        temporary.replace(path)


@contextlib.contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn what the operating system says about *path* into a French StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(_explain(error, path)) from error


def _explain(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"disque plein : impossible d’écrire {path}. Rien n’est perdu de ce qui était "
            "enregistré ; libérez de la place puis relancez la même commande."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"écriture refusée : {path}. Vérifiez les droits du dossier, ou choisissez-en un "
            "autre (option --output, variable REPORTGEN_BUILD)."
        )
    return f"accès impossible à {path} : {disk_reason(error)}."


@contextlib.contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    """Yield a new file beside *path*, of its suffix; at the end it is gone, or was moved away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_orphans(path.parent)
    temporary, lock = _make_locked(path)
    try:
        yield temporary
    finally:
        lock.close()
        temporary.unlink(missing_ok=True)


def _make_locked(path: Path) -> tuple[Path, IO[bytes]]:
    """Make a temporary file for *path*, and lock it until what is returned with it is closed."""
    while True:
        descriptor, name = tempfile.mkstemp(path.suffix, TEMPORARY_PREFIX, path.parent)
        lock = os.fdopen(descriptor, "rb")
        if sys.platform == "win32":  # an open file cannot be moved there
            lock.close()
            return Path(name), lock
        with contextlib.suppress(OSError):  # some network disks have no locks, and no orphan goes
            fcntl.flock(lock, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return Path(name), lock
        lock.close()  # another process took it for an orphan before it was locked


def _remove_orphans(folder: Path) -> None:
    """Remove the temporary files of *folder* that nobody is writing any more."""
    if sys.platform == "win32":
        return
    for path in folder.glob(f"{TEMPORARY_PREFIX}*"):
        with contextlib.suppress(OSError), _open_own(path) as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _open_own(path: Path) -> IO[bytes]:
    """Open a file to lock it: a link that somebody put there is not followed, no pipe waited for.

    OSError for a link.
    """
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _flush_to_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _open_to_group(path: Path) -> None:
    """Give the file the permissions of any new file: mkstemp makes it private."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)
