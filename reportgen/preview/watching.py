"""Notice a save: the sizes and times of the files that a document is made of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reportgen.freshness import counts
from reportgen.walking import entries_below

MOST = 10_000
"""Files and folders below a root that are looked at, five times a second."""
Seen = tuple[tuple[str, int, int], ...]


def seen(roots: Iterable[Path]) -> Seen:
    """Return name, size and time of every file below *roots*; editors' own files are left out."""
    found = []
    for root in roots:
        for path in [root] if root.is_file() else entries_below(root, MOST):
            if path.name.startswith(".") or path.name.endswith("~") or not counts(path, root):
                continue
            try:
                status = path.stat()
            except OSError:  # renamed while we look: the next look will see it
                continue
            found.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))
