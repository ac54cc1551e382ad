"""What the files of each report are called: their folders' names, made safe and distinct."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

MAX_BYTES = 80
"""Bytes of the name of a folder: twice that, a rank and a suffix fit in any file system."""

_UNSAFE = re.compile(r"[^\w-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""What Windows takes for a device, whatever the suffix."""
_NAMELESS = "rendu"


def distinct_folders(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return folders without those that are the same as an earlier one, by links or by name."""
    found: dict[str, Path] = {}
    for folder in folders:
        found.setdefault(os.path.realpath(folder), folder)
    return tuple(found.values())


def names_of(folders: Sequence[Path]) -> tuple[str, ...]:
    """Return a name for the files of each report: its folder's, with its parent's when needed.

    No two are the same on a disk that does not tell capitals apart.
    """
    real = [Path(os.path.realpath(folder)) for folder in folders]
    short = [_safe(path.name) for path in real]
    counts = Counter(map(_key, short))
    long = [
        name if counts[_key(name)] == 1 else f"{_safe(path.parent.name)}-{name}"
        for name, path in zip(short, real, strict=True)
    ]
    counts = Counter(map(_key, long))
    taken = {key for key, count in counts.items() if count == 1}
    return tuple(
        name if counts[_key(name)] == 1 else _ranked(name, rank, taken)
        for rank, name in enumerate(long, 1)
    )


def _ranked(name: str, rank: int, taken: set[str]) -> str:
    """Return a name that nobody has, and take it."""
    found = f"{name}-{rank}"
    while _key(found) in taken:
        found += "-"
    taken.add(_key(found))
    return found


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _safe(name: str) -> str:
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip("-")
    short = plain.encode()[:MAX_BYTES].decode(errors="ignore") or _NAMELESS
    return f"{_NAMELESS}-{short}" if _RESERVED.fullmatch(short) else short
