"""Bars that would hide each other stand side by side; the others stay where they belong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.evidence import theme
from reportgen.evidence.crowds import Bar, set_limits, side_by_side


def places(bars: list[Bar]) -> tuple[list[float], Callable[[float], float]]:
    """Return where bars are drawn, and how many points lie between the origin and a place."""
    found: list[float] = []
    scale: list[float] = []

    def draw(figure: object) -> None:
        from matplotlib.figure import Figure as Canvas

        assert isinstance(figure, Canvas)
        ax = figure.subplots()
        set_limits(ax, bars, 0.1, 0.1)
        found.extend(side_by_side(ax, bars))
        left, right = ax.get_xlim()
        scale.append(ax.bbox.width / (right - left) * 72 / figure.dpi)

    theme.draw_svg(150, 80, draw)
    return found, lambda x: x * scale[0]


def test_bars_apart_or_one_above_the_other_do_not_move() -> None:
    found, _ = places([(1, 0.1, 0.2), (1, 0.4, 0.5), (3, 0.1, 0.6)])
    assert found == pytest.approx([1, 1, 3])


def test_bars_that_hide_each_other_are_moved_by_the_width_of_a_marker() -> None:
    found, in_points = places([(1, 0.1, 0.3), (1, 0.2, 0.4), (1, 0.35, 0.5), (9, 0.1, 0.5)])
    assert found[3] == pytest.approx(9)
    assert sum(found[:3]) / 3 == pytest.approx(1)
    assert [in_points(found[i + 1] - found[i]) for i in range(2)] == pytest.approx([6, 6])
