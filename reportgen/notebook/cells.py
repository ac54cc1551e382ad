"""The values of a notebook: cells in their order, and what nbgrader is to do with each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

CellKind = Literal["markdown", "code"]
Role = Literal["text", "given", "answer", "program"]
"""``text`` nbgrader does not know; ``given`` is read-only; ``answer`` is written and graded by
hand; ``program`` is code to write."""

_LONGEST = 64
"""Characters that nbformat allows in the id of a cell."""


@dataclass(frozen=True)
class Cell:
    """A cell; ``id`` is unique in the notebook. ``points`` are those of an ``answer``."""

    id: str
    kind: CellKind
    source: str
    role: Role = "text"
    points: float = 0.0


@dataclass(frozen=True)
class Notebook:
    """Cells in reading order, and the plain title and authors of their notebook."""

    title: str
    cells: tuple[Cell, ...]
    authors: tuple[str, ...] = ()


def cell_id(*parts: str | int) -> str:
    """Return an id made of names that are letters, digits, « - » and « _ », 64 signs at most."""
    name = "-".join(str(part) for part in parts)
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: _LONGEST - 9]}-{digest}"
