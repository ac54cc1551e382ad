"""Plain text in aligned columns, the same on a terminal and in a file."""

from __future__ import annotations

from collections.abc import Sequence

GAP = "  "


def align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one line a row, columns as wide as their widest cell; rows have equal lengths.

    >>> align([["a", "bc"], ["def", ""]])
    ['a    bc', 'def']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
