"""What a drawing holds, read back from its SVG.

Matplotlib writes every curve as one path through its points and every cell of a heatmap as one
path around it. Positions are shares of the drawing's width and height, (0, 0) at the top left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Point = tuple[float, float]

_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_STRAIGHT = re.compile(r'<path d="M ([^"A-KM-Za-z]*)" clip-path="[^"]*" style="([^"]*)"')
_STROKE = re.compile(r"stroke: (#[0-9a-f]{6})")
_CORNERS = 5
"""Points of the path around a cell, which ends where it starts."""


@dataclass(frozen=True)
class Line:
    """A drawn curve: its points in order, its colour (#rrggbb), whether it is dashed."""

    points: tuple[Point, ...]
    colour: str
    dashed: bool


@dataclass(frozen=True)
class Grid:
    """The cells of a heatmap together: where it starts and the size of one cell."""

    left: float
    top: float
    width: float
    height: float


def lines(svg: str) -> tuple[Line, ...]:
    """Return the open paths of straight lines in their order, grid lines among them."""
    found = []
    for points, style in _straight_paths(svg):
        stroke = _STROKE.search(style)
        if stroke and "fill: none" in style:
            found.append(Line(points, stroke[1], "stroke-dasharray" in style))
    return tuple(found)


def grid(svg: str, side: int) -> Grid | None:
    """Return the heatmap of ``side`` × ``side`` cells drawn row by row; None without one."""
    paths = [p for p, style in _straight_paths(svg) if "fill: #" in style and len(p) == _CORNERS]
    if len(paths) != side * side:
        return None
    (left, top), (right, bottom) = paths[0][0], paths[-1][2]
    width, height = (right - left) / side, (bottom - top) / side
    where = [(left + (n % side) * width, top + (n // side) * height) for n in range(side * side)]
    drawn = [path[0] for path in paths]
    return Grid(left, top, width, height) if _same(drawn, where) else None


def _straight_paths(svg: str) -> list[tuple[tuple[Point, ...], str]]:
    """Return the clipped paths of straight lines with their styles; empty without a view box."""
    box = _VIEW_BOX.search(svg)
    if box is None:
        return []
    width, height = float(box[1]), float(box[2])
    return [(_points(m[1], width, height), m[2]) for m in _STRAIGHT.finditer(svg)]


def _points(path: str, width: float, height: float) -> tuple[Point, ...]:
    pairs = (pair.split() for pair in path.split("L"))
    return tuple((float(x) / width, float(y) / height) for x, y in pairs)


def _same(drawn: list[Point], expected: list[Point]) -> bool:
    return all(
        abs(x - u) < 1e-3 and abs(y - v) < 1e-3
        for (x, y), (u, v) in zip(drawn, expected, strict=True)
    )
