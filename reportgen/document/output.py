"""Writes finished files, each whole or not at all; it makes no content."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from reportgen.errors import StoreError


def write_outputs(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write every file (paths relative to ``folder``) and return where they are.

    A file appears under its name only when all its bytes are on disk; one that was there
    stays until then. StoreError when the disk is full or may not be written.
    """
    return tuple(_write(folder / name, content) for name, content in files.items())


def _write(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as exc:
        raise StoreError(_message(path, exc)) from exc
    return path


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _message(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path} : le disque est plein ; libérez de la place et relancez la commande."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path} : écriture interdite ; vérifiez les droits du dossier ou --output."
    return f"{path} : écriture impossible ({error.strerror or error})."
