"""Texts beside the points of a drawing, placed where they hide neither points nor each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Literal

from reportgen.evidence import theme
from reportgen.evidence.placing import FAR, Place, Point, Problem, Segment, Size, arrange

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

_MARGIN = 1.06
"""Letters are a little wider at the resolution of print than where they are measured."""

_WHOLE, _SHORT = 34, 14
"""Letters of the longest title that may stand on one line, and of the longest that must."""


def short_title(title: str, width: int = 22) -> str:
    """Return a title on two lines of about ``width`` letters at most, cut with « … ».

    One of two lines is broken after a comma where both then fit, and into even halves otherwise.
    """
    cut = shorten(title, 2 * width, placeholder=" …", break_on_hyphens=False)
    if len(cut) <= width:
        return cut
    words = cut.split(" ")
    halves = range(1, len(words))
    pairs: list[tuple[str, ...]] = [(" ".join(words[:k]), " ".join(words[k:])) for k in halves]
    after_commas = [pair for pair in pairs if pair[0].endswith(",") and _longest(pair) <= width]
    return "\n".join(min(after_commas or pairs, key=_longest, default=(cut,)))


def _longest(lines: Iterable[str]) -> int:
    return max(map(len, lines))


def _forms(title: str) -> list[str]:
    """Return a title as it may be written: on one line, which is easier read, then on two."""
    whole = [title] if len(title) <= _WHOLE else []
    broken = short_title(title, _SHORT if len(title) < 2 * _SHORT - 4 else 24)
    return list(dict.fromkeys([*whole, broken]))


def label_points(
    ax: Axes, points: Sequence[Point], titles: Sequence[str], avoid: Sequence[Segment] = ()
) -> None:
    """Write a title beside each point (data coordinates), a thin line leading to a distant one.

    ``avoid``: upright or level lines that texts should not hide. The axes must have their final
    limits.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()  # the layout must be known before anything is measured
    unit = figure.dpi / 72
    notes = [ax.annotate("", point, **_STYLE) for point in points]
    forms = [_forms(title) for title in titles]
    sizes = [[_size(note, text, unit) for text in f] for note, f in zip(notes, forms, strict=True)]
    spots = [_in_points(ax, point, unit) for point in points]
    others = [(_in_points(ax, start, unit), _in_points(ax, end, unit)) for start, end in avoid]
    room = (ax.bbox.x0 / unit, ax.bbox.y0 / unit, ax.bbox.x1 / unit, ax.bbox.y1 / unit)
    problem = Problem(spots, sizes, others, room)
    for note, spot, text, place in zip(notes, spots, forms, arrange(problem), strict=True):
        _settle(note, text[place.form], spot, place)


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


def _size(note: Annotation, text: str, unit: float) -> Size:
    """Return the width and height of a text, in typographic points of ``unit`` pixels."""
    from matplotlib.text import Text

    note.set_text(text)
    box = Text.get_window_extent(note)  # that of an annotation counts its line too
    return _MARGIN * box.width / unit, box.height / unit


def _in_points(ax: Axes, place: Point, unit: float) -> Point:
    x, y = ax.transData.transform(place) / unit
    return float(x), float(y)


def _settle(note: Annotation, text: str, spot: Point, place: Place) -> None:
    """Write a text where it was placed."""
    across, up = place.centre[0] - spot[0], place.centre[1] - spot[1]
    note.set_text(text)
    note.set_in_layout(False)
    note.set_multialignment(_side(across))
    note.set_position((across, up))
    if note.arrow_patch is not None:
        note.arrow_patch.set_visible(place.gap > FAR)


def _side(across: float) -> Literal["left", "center", "right"]:
    """Return how lines of text are aligned: towards the point that they stand beside."""
    if abs(across) < FAR:
        return "center"
    return "left" if across > 0 else "right"
