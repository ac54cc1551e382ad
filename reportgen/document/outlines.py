"""The outlines of drawings and of formulas, written into a PDF without looking twice.

WeasyPrint 70 reads any path of SVG, number by number, and writes six decimals: a tenth of the
time of a document of formulas. Matplotlib and ziamath only write absolute coordinates after each
letter, most of which a PDF takes as they are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_PLAIN = re.compile(r"\s*M[-MLQCZz\d.\s]*")
_STEP = re.compile(r"([MLQCZz])([^MLQCZz]*)")
_OPERATORS = {("M", 2): "m", ("L", 2): "l", ("C", 6): "c", ("Z", 0): "h", ("z", 0): "h"}
"""Of a letter of SVG with so many numbers, the operator of PDF that takes the same numbers."""
_CURVE = ("Q", 4)


@cache
def write_outlines(svg: Any) -> None:
    """Teach WeasyPrint, once; *svg* is its module ``weasyprint.svg``."""
    plain = svg.TAGS["path"]

    def path(drawing: Any, node: Any, font_size: float) -> None:
        marked = any(name.startswith("marker") for name in node.attrib)
        operations = None if marked else in_pdf(node.get("d", ""))
        if operations is None:
            plain(drawing, node, font_size)
        else:
            drawing.stream.stream.append(operations)

    svg.TAGS["path"] = path


def in_pdf(path: str) -> bytes | None:
    """Return the operations of a PDF for the ``d`` of a path; None when it is not a plain one.

    A quadratic curve from p0 by p1 to p2 is the cubic one by (p0 + 2 p1) / 3 and (2 p1 + p2) / 3,
    to a thousandth.
    """
    if not _PLAIN.fullmatch(path):
        return None
    operations: list[str] = []
    at: tuple[float, ...] = (0.0, 0.0)
    start = at
    for letter, given in _STEP.findall(path):
        numbers = given.split()
        kind = (letter, len(numbers))
        try:
            values = tuple(map(float, numbers))
        except ValueError:
            return None
        if kind in _OPERATORS:
            operations.append(" ".join((*numbers, _OPERATORS[kind])))
        elif kind == _CURVE:
            operations.append(_cubic(at, values))
        else:
            return None
        at = values[-2:] or start
        start = at if letter == "M" else start
    return "\n".join(operations).encode()


def _cubic(at: tuple[float, ...], values: tuple[float, ...]) -> str:
    (x, y), (by_x, by_y, to_x, to_y) = at, values
    by_x, by_y = 2 * by_x, 2 * by_y
    return (
        f"{(x + by_x) / 3:.3f} {(y + by_y) / 3:.3f} "
        f"{(by_x + to_x) / 3:.3f} {(by_y + to_y) / 3:.3f} {to_x:.3f} {to_y:.3f} c"
    )
