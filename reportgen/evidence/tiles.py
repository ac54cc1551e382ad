"""Many small pictures on one sheet, each where it is told.

They share one pair of axes: pairs of their own, and a layout that moves them, took ten times as
long. Places are millimetres from the top left corner of the sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.evidence import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

    from reportgen.data.types import Pixels

LINE = 4.3
"""Height of a line of the texts of a sheet, in millimetres."""
_GAP = 0.4
"""Between a text and its picture, in millimetres."""


def open_sheet(canvas: Canvas) -> Axes:
    """Return axes over the whole of an empty figure, in millimetres downwards."""
    canvas.set_layout_engine("none")
    width, height = canvas.get_size_inches() * 25.4
    ax = canvas.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    return ax


def place_picture(
    ax: Axes, picture: Pixels, left: float, top: float, side: float, **colours: Any
) -> None:
    """Draw a picture, (h, w) or (h, w, 3), in the middle of a square; its shape is kept."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    left += (side - scale * width) / 2
    top += (side - scale * height) / 2
    extent = (left, left + scale * width, top + scale * height, top)
    ax.imshow(picture, extent=extent, aspect="auto", **colours)


def write_above(ax: Axes, text: str, left: float, top: float, side: float) -> None:
    """Write a text over the middle of a picture."""
    middle = left + side / 2
    ax.text(middle, top - _GAP, text, ha="center", va="bottom", fontsize=theme.SMALL)


def write_before(ax: Axes, text: str, left: float, top: float, side: float) -> None:
    """Write a text to the left of the middle of a picture."""
    height = top + side / 2
    ax.text(left - 3 * _GAP, height, text, ha="right", va="center", fontsize=theme.SMALL)
