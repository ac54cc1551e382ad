"""Answers of neurons over the plane as pictures, as the Playground draws them.

Orange is −1, blue +1, white 0, and what lies beyond is cut off: the Playground's own scale, with
hues that colour-blind readers tell apart. Train points are discs, test points diamonds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.evidence import theme
from reportgen.playground.data import Examples, Floats
from reportgen.playground.surfaces import EXTENT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

NEGATIVE, POSITIVE = "#C25A00", "#005F99"
DPI = 150
"""Resolution of surfaces and of what stands on them: they are smooth, and five side by side."""

_ABOVE_GRID = 0.9
"""Place in the order of drawing: after the grid and the ticks, before points."""

_PALE = ("#E08A3C", "#F7F7F7", "#4C9BCB")
"""−1, 0, +1 on surfaces: paler than the points that stand on them."""


def draw_field(ax: Axes, surface: Floats, *, border: bool = False) -> Any:
    """Draw a surface (steps, steps) on the Playground's square; ``border`` marks its zero line.

    Both are one picture, with the points drawn on them: nothing else is drawn in between.
    """
    square = (-EXTENT, EXTENT, -EXTENT, EXTENT)
    picture = ax.imshow(
        surface,
        origin="lower",
        extent=square,
        cmap=_map(),
        vmin=-1,
        vmax=1,
        interpolation="bilinear",
    )
    picture.set(rasterized=True, zorder=_ABOVE_GRID)
    if border and surface.min() < 0 < surface.max():
        line = ax.contour(surface, levels=[0], extent=square, colors="black", linewidths=0.9)
        line.set_rasterized(True)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    theme.frame(ax)
    return picture


def draw_points(ax: Axes, examples: Examples, marker: str, size: float) -> None:
    """Draw points in the colour of their label: full and ringed in white for +1, hollow for −1."""
    for points, full, rim, line in (
        (examples.points[examples.labels > 0], POSITIVE, "white", 0.1),
        (examples.points[examples.labels <= 0], "white", NEGATIVE, 0.2),
    ):
        width = min(0.8, line * size**0.5 + 0.1)
        x, y = points.T
        ax.scatter(
            x, y, s=size, c=full, marker=marker, edgecolors=rim, linewidths=width,
            rasterized=True,
        )  # fmt: skip


def frame(ax: Axes) -> None:
    """Show the Playground's square with its units."""
    ax.set_aspect("equal")
    ax.set_xlim(-EXTENT, EXTENT)
    ax.set_ylim(-EXTENT, EXTENT)
    ax.set_xlabel("X₁")
    ax.set_ylabel("X₂")


def _map() -> Colormap:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("playground", _PALE)
