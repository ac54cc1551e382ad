"""Where to write texts beside points, so that they hide neither points nor each other.

Geometry only: a rectangle is (left, bottom, right, top), and rectangles are rows, (n, 4), all in
typographic points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, hypot, pi, sin

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]
Segment = tuple[Point, Point]
Size = tuple[float, float]
Rects = npt.NDArray[np.float64]

_DISTANCES = (6.0, 14.0, 24.0, 36.0, 50.0, 66.0, 84.0)
"""How far from its point a text may stand."""

_DIRECTIONS = 16
_MARKER, _LINE = 7.0, 2.0
"""Sides of the square that a marker takes, and of the squares that stand for a line."""

_HIDDEN, _CROSSED = 5.0, 5.0
"""How much worse than a point further is a square point hidden by a text, or by its line."""

_BROKEN = 6.0
"""How much worse than on one line is a text on several."""

FAR = 12.0
"""Distance beyond which a line leads from the text to its point."""


@dataclass(frozen=True)
class Place:
    """Where a text stands: how far from its point, its centre, and which of its forms it takes."""

    gap: float
    centre: Point
    form: int


@dataclass(frozen=True)
class Problem:
    """Points, the sizes of the forms of the text of each, what to avoid, and the room for all.

    The segments to avoid are upright or level.
    """

    points: Sequence[Point]
    sizes: Sequence[Sequence[Size]]
    avoid: Sequence[Segment]
    room: tuple[float, float, float, float]

    @property
    def marks(self) -> Rects:
        """What is drawn before any text."""
        ends = np.array(self.avoid, dtype=np.float64).reshape(-1, 2, 2)
        lines = np.hstack([ends.min(axis=1) - _LINE / 2, ends.max(axis=1) + _LINE / 2])
        return np.vstack([_squares(self.points, _MARKER), lines])


def arrange(problem: Problem) -> list[Place]:
    """Return a place for each text: the best of those that a few orders of placing give."""
    found = [_in_order(problem, order) for order in _orders(problem.points)]
    return min(found, key=lambda one: one[0])[1]


def _orders(points: Sequence[Point]) -> Iterator[list[int]]:
    """Yield orders of the points: the most crowded first, then from each side."""
    numbers = range(len(points))

    def near(i: int) -> int:
        x, y = points[i]
        return sum(abs(x - u) + abs(y - v) < 8 * _MARKER for u, v in points)

    yield sorted(numbers, key=lambda i: -near(i))
    for axis, sign in product((0, 1), (1, -1)):
        yield sorted(numbers, key=lambda i: sign * points[i][axis])


def _in_order(problem: Problem, order: Sequence[int]) -> tuple[float, list[Place]]:
    """Return the cost of placing the texts one after the other, and their places."""
    taken, total = problem.marks, 0.0
    places: dict[int, Place] = {}
    for i in order:
        cost, places[i], rect = _best(problem, i, taken)
        lead = _lead(problem.points[i], places[i])
        taken, total = np.vstack([taken, rect, lead]), total + cost
    return total, [places[i] for i in range(len(problem.points))]


def _best(problem: Problem, i: int, taken: Rects) -> tuple[float, Place, Rects]:
    """Return the least cost of a text, its place and its rectangle with some air, (1, 4)."""
    places = list(_places(problem.points[i], problem.sizes[i]))
    rects = np.array([_rect(place, problem.sizes[i][place.form]) for place in places])
    costs = np.array([place.gap + _BROKEN * (place.form > 0) for place in places])
    costs += _HIDDEN * (_outside(rects, problem.room) + _shared(rects, taken).sum(axis=1))
    least, found = np.inf, 0
    for k in np.argsort(costs, kind="stable"):
        if costs[k] >= least:
            break
        crossed = _shared(_lead(problem.points[i], places[k]), taken).sum()
        if costs[k] + _CROSSED * crossed < least:
            least, found = float(costs[k] + _CROSSED * crossed), int(k)
    air = np.array([-1.0, -1.0, 1.0, 1.0])
    return least, places[found], rects[found : found + 1] + air


def _places(point: Point, sizes: Sequence[Size]) -> Iterator[Place]:
    for gap, (form, (width, height)) in product(_DISTANCES, enumerate(sizes)):
        for turn in range(_DIRECTIONS):
            angle = 2 * pi * turn / _DIRECTIONS
            across = point[0] + cos(angle) * (gap + width / 2)
            up = point[1] + sin(angle) * (gap + height / 2)
            yield Place(gap, (across, up), form)


def _rect(place: Place, size: Size) -> list[float]:
    (x, y), (width, height) = place.centre, size
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2]


def _lead(point: Point, place: Place) -> Rects:
    """Return squares along the line from beside a point to its text; none for a near text."""
    if place.gap <= FAR:
        return np.empty((0, 4))
    across, up = place.centre[0] - point[0], place.centre[1] - point[1]
    length = hypot(across, up)
    shares = np.arange(_MARKER, length, _LINE)[:, None] / length
    return _squares(np.array(point) + shares * np.array([across, up]), _LINE)


def _squares(points: Sequence[Point] | Rects, side: float) -> Rects:
    middle = np.array(points, dtype=np.float64).reshape(-1, 2)
    return np.hstack([middle - side / 2, middle + side / 2])


def _shared(some: Rects, others: Rects) -> Rects:
    """Return the areas that rectangles have in common, (len(some), len(others))."""
    low = np.maximum(some[:, None, :2], others[None, :, :2])
    high = np.minimum(some[:, None, 2:], others[None, :, 2:])
    sides = np.clip(high - low, 0, None)
    areas: Rects = sides[..., 0] * sides[..., 1]
    return areas


def _outside(rects: Rects, room: tuple[float, float, float, float]) -> Rects:
    """Return the areas of rectangles beyond the room, (n,)."""
    areas: Rects = (rects[:, 2] - rects[:, 0]) * (rects[:, 3] - rects[:, 1])
    return areas - _shared(rects, np.array([room]))[:, 0]
