"""Look through a folder that may hold anything: too many files, too deep, loops, closed folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

MAX_DEPTH = 50
"""Folders within folders that are looked into."""


def entries_below(root: Path, most: int) -> Iterator[Path]:
    """Yield what is below a folder, folders left out, in no order; nothing when it is no folder.

    At most *most* entries are looked at, folders included, down to ``MAX_DEPTH``. No link to a
    folder is followed; a folder that cannot be read, or that goes meanwhile, counts as empty.
    """
    waiting, looked = [(root, 0)], 0
    while waiting:
        folder, depth = waiting.pop()
        for entry in _entries(folder):
            looked += 1
            if looked > most:
                return
            if not _is_folder(entry):
                yield Path(entry.path)
            elif depth < MAX_DEPTH:
                waiting.append((Path(entry.path), depth + 1))


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from found
    except OSError:
        return


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
