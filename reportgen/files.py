"""Write a file whole or not at all. Nothing else in the project writes results to disk.

The content goes to a temporary file beside the target, is flushed to the disk, and replaces
the target in one step; a crash or a full disk leaves the old file as it was.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from reportgen.errors import StoreError

TEMPORARY_PREFIX = ".tmp-"


def write_bytes(path: Path, content: bytes) -> None:
    """Replace *path* by *content* in one step; StoreError when the disk refuses."""
    write_with(path, lambda file: file.write(content))


def write_text(path: Path, content: str) -> None:
    """Replace *path* by UTF-8 text in one step; StoreError when the disk refuses."""
    write_bytes(path, content.encode("utf-8"))


def write_with(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Replace *path* by what ``write(file)`` writes; nothing stays behind when it raises."""
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            _open_to_group(name)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def write_saved(path: Path, save: Callable[[Path], object]) -> None:
    """Replace *path* by the file that ``save(temporary path)`` makes, of the same suffix."""
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{os.getpid()}-{path.name}")
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            save(temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


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
            "autre avec la variable REPORTGEN_BUILD."
        )
    return f"accès impossible à {path} : {error.strerror or error}."


def _open_to_group(name: str) -> None:
    """Give the file the permissions of any new file: mkstemp makes it private."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)
