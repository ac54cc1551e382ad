"""JSON files that know whether they are whole: a flipped bit must not become a wrong number.

``.npz`` and ``.keras`` files carry checksums of their own (they are zip archives); a JSON
record carries the sha256 of its canonical text under ``sha256``.
"""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.files import write_text, write_with
from reportgen.trajectory import digest

AnyArray = npt.NDArray[Any]

DAMAGE = (
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    RuntimeError,  # « encrypted », « unknown compression », too deep
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    OSError,
)
"""What reading a truncated or bit-flipped file can raise."""

_CHECKSUM = "sha256"


def write_record(path: Path, value: Mapping[str, Any]) -> None:
    """Replace *path* by a record; StoreError when the disk refuses."""
    write_text(path, dump_json({**value, _CHECKSUM: digest(value)}))


def read_record(path: Path) -> dict[str, Any] | None:
    """Return what a record holds, None when it is missing or damaged."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return value if value.pop(_CHECKSUM) == digest(value) else None
    except (*DAMAGE, AttributeError):
        return None


def dump_json(value: Any) -> str:
    """Return readable JSON; NaN and infinities stay as Python writes them."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_arrays(path: Path, arrays: Mapping[str, AnyArray]) -> None:
    """Replace an ``.npz`` by these arrays in one step; StoreError when the disk refuses."""
    # Not compressed: compressing weights takes longer than training a small epoch.
    write_with(path, lambda file: np.savez(file, allow_pickle=False, **arrays))


def read_arrays(path: Path) -> dict[str, AnyArray] | None:
    """Return all arrays of an ``.npz``, or None when it is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except DAMAGE:
        return None


def is_whole_archive(path: Path) -> bool:
    """Return whether a zip archive is there with every member as its checksum says."""
    try:
        found = path.stat()
    except OSError:
        return False
    return _is_whole(path, found.st_ino, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=4096)
def _is_whole(path: Path, *_seen: int) -> bool:
    """Read an archive to its end, once as long as the disk says that it is the same."""
    try:
        with zipfile.ZipFile(path) as file:
            return file.testzip() is None
    except DAMAGE:
        return False
