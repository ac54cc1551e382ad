"""Marks of a drawing that would stand on each other, moved side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Bar = tuple[float, float, float]
"""Where an upright bar stands, its lower end and its upper end, in the units of the axes."""

_SAME = 3.0
"""Distance under which two bars are one to the eye, in typographic points."""

_APART = 6.0
"""Distance between bars side by side, in typographic points: a marker's width."""


def set_limits(ax: Axes, bars: Sequence[Bar], across: float, up: float) -> None:
    """Fit the axes to bars yet to be drawn, with these margins, for good."""
    ax.update_datalim([(x, end) for x, low, high in bars for end in (low, high)])
    ax.margins(x=across, y=up)
    ax.autoscale_view()
    ax.autoscale(enable=False)


def side_by_side(ax: Axes, bars: Sequence[Bar]) -> list[float]:
    """Return where to draw bars: those that would hide each other a few points apart.

    The axes must have their final scale and limits.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()  # the layout must be known before anything is measured
    point = figure.dpi / 72
    across = [float(ax.transData.transform((x, low))[0]) for x, low, _ in bars]
    for group in _groups(across, bars, _SAME * point):
        middle = sum(across[i] for i in group) / len(group)
        for rank, i in enumerate(group):
            across[i] = middle + (rank - (len(group) - 1) / 2) * _APART * point
    back = ax.transData.inverted()
    return [float(back.transform((x, ax.bbox.y0))[0]) for x in across]


def _groups(across: Sequence[float], bars: Sequence[Bar], reach: float) -> list[list[int]]:
    """Return the numbers of bars that hide each other, directly or through others."""
    groups: list[list[int]] = []
    for i, (_, low, high) in enumerate(bars):
        met = [
            group
            for group in groups
            if any(
                abs(across[i] - across[j]) < reach and low <= bars[j][2] and high >= bars[j][1]
                for j in group
            )
        ]
        groups = [group for group in groups if group not in met]
        groups.append(sorted([i, *(j for group in met for j in group)]))
    return groups
