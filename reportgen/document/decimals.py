"""Numbers of a table column set on their decimal comma, by hidden text after the shorter ones.

WeasyPrint and browsers align on one edge only; digits have one width (``tabular-nums``), so a
number padded with the digits that it lacks puts its comma under those of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.elements import Table

_NUMBER = re.compile(r"([−+-]?\d[\d\u202f\u00a0]*?)(,\d+)?((?:[\u202f\u00a0 ]?[^\d\s,]\S*)?)")
_ABSENT = ("–", "—")


@dataclass(frozen=True)
class Cell:
    """The text of a cell: ``before`` and ``after`` are shown; what comes after each takes room."""

    before: str
    hidden: str = ""
    after: str = ""
    hidden_after: str = ""


def aligned_rows(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """Return the cells of the body then of the footer, those of decimal columns padded."""
    rows = (*table.rows, *table.footer)
    tails = [
        _longest_tail([row[number] for row in rows]) if column.align == "decimal" else None
        for number, column in enumerate(table.columns)
    ]
    return tuple(
        tuple(Cell(text) if tail is None else _padded(text, tail)
              for text, tail in zip(row, tails, strict=True))
        for row in rows
    )  # fmt: skip


def aligned(text: str, column: Sequence[str]) -> Cell:
    """Return one number, padded as the numbers of its column ask."""
    return _padded(text, _longest_tail(column))


def _longest_tail(texts: Sequence[str]) -> tuple[str, str]:
    """Return the most decimals, comma included, and the longest unit of the numbers."""
    found = [match for text in texts if (match := _NUMBER.fullmatch(text))]
    decimals = max((match[2] or "" for match in found), key=len, default="")
    return decimals, max((match[3] for match in found), key=len, default="")


def _padded(text: str, tail: tuple[str, str]) -> Cell:
    decimals, unit = tail
    if text in _ABSENT:
        return Cell(text, decimals + unit)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Cell(text)
    own = match[2] or ""
    plural = unit.removeprefix(match[3]) if match[3] and unit.startswith(match[3]) else ""
    return Cell(match[1] + own, decimals[len(own) :], match[3], plural)
