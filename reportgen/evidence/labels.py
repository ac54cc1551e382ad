"""Texts beside the points of a drawing, placed where they hide neither points nor each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import cos, dist, inf, pi, sin
from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Any, Literal

from reportgen.evidence import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

Point = tuple[float, float]

_DISTANCES = (6.0, 14.0, 24.0, 36.0, 50.0, 66.0, 84.0)
"""How far from its point a text may stand, in typographic points, nearest first."""

_DIRECTIONS = 16
_MARKER = 7.0
"""Side of the square that a marker takes, in typographic points."""

_LINE = 2.0
"""Side of the squares that stand for a line."""

_MARGIN = 1.06
"""Letters are a little wider at the resolution of print than where they are measured."""

_CROSSING = 6.0
"""How many times worse a line across something is than a text over as large a part of it."""

_FAR = 12.0
"""Distance beyond which a line leads from the text to its point."""


def short_title(title: str, width: int = 22) -> str:
    """Return a title on two lines of about ``width`` letters at most, cut with « … »."""
    cut = shorten(title, 2 * width, placeholder=" …", break_on_hyphens=False)
    lines = (wrap(cut, w, break_on_hyphens=False) for w in range(width, 2 * width + 1))
    return "\n".join(next(broken for broken in lines if len(broken) <= 2))


def label_points(
    ax: Axes, points: Sequence[Point], texts: Sequence[str], avoid: Sequence[Point] = ()
) -> None:
    """Write a text beside each point (data coordinates), a thin line leading to a distant one.

    ``avoid``: further points that texts should not hide. The axes must have their final limits.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()  # the layout must be known before anything is measured
    taken = [_around(ax, point, _MARKER) for point in points]
    taken += [_around(ax, point, _LINE) for point in avoid]
    for i in _crowded_first(taken[: len(points)]):
        note = ax.annotate(texts[i], points[i], **_STYLE)
        note.set_in_layout(False)
        taken += _settle(ax, note, taken)


def between(start: Point, end: Point, count: int = 24) -> list[Point]:
    """Return points along a straight line, for texts to avoid."""
    shares = [i / (count - 1) for i in range(count)]
    return [
        (start[0] + s * (end[0] - start[0]), start[1] + s * (end[1] - start[1])) for s in shares
    ]


_STYLE: dict[str, Any] = {
    "xytext": (0, 0),
    "textcoords": "offset points",
    "fontsize": theme.SMALL,
    "ha": "center",
    "va": "center",
    "linespacing": 1.05,
    "bbox": {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.3},
    "arrowprops": {"arrowstyle": "-", "color": "#999999", "linewidth": 0.6, "shrinkB": 3},
}


def _crowded_first(boxes: Sequence[Bbox]) -> list[int]:
    """Return the numbers of the markers, those with most others near them first."""
    reach = 8 * boxes[0].width if boxes else 0.0

    def near(i: int) -> int:
        return sum(abs(b.x0 - boxes[i].x0) + abs(b.y0 - boxes[i].y0) < reach for b in boxes)

    return sorted(range(len(boxes)), key=lambda i: -near(i))


def _around(ax: Axes, point: Point, side: float) -> Bbox:
    x, y = ax.transData.transform(point)
    return _box(float(x), float(y), side * _pixels(ax), side * _pixels(ax))


def _box(x: float, y: float, width: float, height: float) -> Bbox:
    """Return the rectangle around a centre."""
    from matplotlib.transforms import Bbox

    return Bbox.from_bounds(x - width / 2, y - height / 2, width, height)


def _pixels(ax: Axes) -> float:
    """Return the pixels of one typographic point."""
    figure = ax.get_figure(root=True)
    return figure.dpi / 72 if figure is not None else 1.0


def _settle(ax: Axes, note: Annotation, taken: Sequence[Bbox]) -> list[Bbox]:
    """Move a text to its best place, and return what it and its line then take, in pixels."""
    x, y = ax.transData.transform(note.xy)
    start = (float(x), float(y))
    gap, box = _best(ax, start, _places(ax, note), taken)
    middle = ((box.x0 + box.x1) / 2 - x, (box.y0 + box.y1) / 2 - y)
    note.set_multialignment(_side(middle[0], box.width / 2))
    note.set_position((middle[0] / _pixels(ax), middle[1] / _pixels(ax)))
    if note.arrow_patch is not None:
        note.arrow_patch.set_visible(gap > _FAR)
    clear = box.padded(_LINE * _pixels(ax) / 2)
    return [clear, *(_lead(ax, start, box) if gap > _FAR else [])]


def _lead(ax: Axes, start: Point, box: Bbox) -> list[Bbox]:
    """Return squares along the line from beside a point to the middle of its text."""
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    side, away = _LINE * _pixels(ax), _MARKER * _pixels(ax)
    line = between(start, middle, 16)
    return [_box(x, y, side, side) for x, y in line if dist(start, (x, y)) > away]


def _side(offset: float, half: float) -> Literal["left", "center", "right"]:
    """Return how lines of text are aligned: towards the point that they stand beside."""
    if abs(offset) < half:
        return "center"
    return "left" if offset > 0 else "right"


def _best(
    ax: Axes, start: Point, places: Iterable[tuple[float, Bbox]], taken: Sequence[Bbox]
) -> tuple[float, Bbox]:
    """Return the first place of a text that hides nothing, else that which hides least."""
    found, least = (0.0, _box(*start, 0.0, 0.0)), inf
    for gap, box in places:
        hidden = _hidden(ax, box, taken)
        if hidden < least and gap > _FAR:
            lead = _lead(ax, start, box)
            crossed = sum(_shared(square, other) for square in lead for other in taken)
            hidden += _CROSSING * crossed
        if hidden < least:
            found, least = (gap, box), hidden
        if least == 0.0:
            break
    return found


def _places(ax: Axes, note: Annotation) -> Iterator[tuple[float, Bbox]]:
    """Yield the distances and rectangles where the text could stand, the nearest first."""
    from matplotlib.text import Text

    size = Text.get_window_extent(note)  # that of an annotation counts its line too
    x, y = ax.transData.transform(note.xy)
    for distance in _DISTANCES:
        for turn in range(_DIRECTIONS):
            angle, gap = 2 * pi * turn / _DIRECTIONS, distance * _pixels(ax)
            across = x + cos(angle) * (gap + size.width / 2)
            up = y + sin(angle) * (gap + size.height / 2)
            yield distance, _box(across, up, _MARGIN * size.width, size.height)


def _hidden(ax: Axes, place: Bbox, taken: Sequence[Bbox]) -> float:
    """Return the area of a text that would hide something or leave the axes."""
    outside = place.width * place.height - _shared(place, ax.bbox)
    return outside + sum(_shared(place, other) for other in taken)


def _shared(one: Bbox, other: Any) -> float:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return float(max(0.0, width) * max(0.0, height))
