"""The folder in which a benchmark works."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def work_place(name: str, *, keep: bool) -> Iterator[Path]:
    """Yield a new empty folder; afterwards it is removed, or named on stderr if *keep*."""
    place = Path(tempfile.mkdtemp(prefix=f"reportgen-{name}-"))
    try:
        yield place
    finally:
        if keep:
            print(place, file=sys.stderr)
        else:
            shutil.rmtree(place)
