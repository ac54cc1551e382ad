"""Merged drawings show the same strokes with far fewer elements."""

from __future__ import annotations

import re
from typing import Any

from reportgen.evidence import theme
from reportgen.evidence.strokes import merged

GRID, TICK = "#e4e4e4", "#555555"
STYLE = 'style="fill: none; stroke: #e4e4e4; stroke-width: 0.6"'


def draw(figure: Any) -> None:
    ax = figure.subplots()
    ax.plot([0, 1, 2], [0, 2, 1], marker="o")
    ax.set_xticks([0, 1, 2])
    ax.set_yticks([0, 1])


def segments(svg: str, colour: str) -> int:
    """Return how many strokes of that colour a drawing shows."""
    found = re.findall(rf'<path d="([^"]*)"[^>]* style="[^"]*stroke: {colour}', svg)
    return sum(path.count("M") for path in found)


def line(x: int, style: str = STYLE, clip: str = "") -> str:
    return f'<g><path d="M {x} 0 \nL {x} 9 \n"{clip} {style}/></g>'


def test_grid_lines_and_ticks_are_one_path_each() -> None:
    svg = theme.draw_svg(60, 40, draw)
    assert segments(svg, GRID) == 5
    assert segments(svg, TICK) == 5 + 2  # the ticks, and the axes
    assert svg.count(f"stroke: {GRID}") == 1
    assert svg.count(f"stroke: {TICK}") == 2


def test_markers_and_letters_stay_where_they_are_used() -> None:
    svg = theme.draw_svg(60, 40, draw)
    assert len(re.findall(r'<use [^>]*\bx="', svg)) == 3
    assert len(re.findall(r"<use [^>]*LaboSans", svg)) == 5


def test_ticks_stand_where_they_are_used() -> None:
    shape = '<defs><path id="t" d="M 0 0 \nL 0 3.5 \n" style="stroke: #555555"/></defs>'
    uses = "".join(
        f'<g><use xlink:href="#t" x="{x}" y="8" style="fill: #555555"/></g>' for x in (1, 2)
    )
    path = '<path d="M 1 8 \nL 1 11.5 \nM 2 8 \nL 2 11.5 \n" style="stroke: #555555"/>'
    assert merged(f"<svg>{shape}{uses}</svg>") == f"<svg>{path}</svg>"


def test_a_tick_that_also_serves_otherwise_keeps_its_shape() -> None:
    shape = '<defs><path id="t" d="M 0 0 \nL 0 3.5 \n" style="stroke: #555555"/></defs>'
    alone = '<g><use xlink:href="#t" x="1" y="8" style="fill: #555555"/></g>'
    clipped = '<g clip-path="url(#c)"><use xlink:href="#t" x="1" y="8"/></g>'
    svg = merged(f"<svg>{shape}{alone}{clipped}</svg>")
    assert svg.count('"#t"') == 2
    assert 'id="t"' in svg


def test_lines_of_two_looks_or_two_clips_stay_apart() -> None:
    other = STYLE.replace(GRID, "#000000")
    clipped = line(3, clip=' clip-path="url(#c)"')
    svg = f"<svg>{line(1)}{line(2, other)}{clipped}{line(4)}</svg>"
    paths = re.findall('d="([^"]*)"', merged(svg))
    assert paths == ["M 1 0 \nL 1 9 \nM 4 0 \nL 4 9 \n", "M 2 0 \nL 2 9 \n", "M 3 0 \nL 3 9 \n"]


def test_no_line_moves_below_a_shape_drawn_before_it() -> None:
    shape = '<path d="M 0 0 \nL 9 9 \nL 0 9 \nz\n" style="fill: #ffffff"/>'
    svg = f"<svg>{line(1)}{shape}{line(2)}</svg>"
    paths = re.findall('d="([^"]*)"', merged(svg))
    assert [path.count("M") for path in paths] == [1, 1, 1]


def test_a_curve_of_two_points_is_not_taken_for_a_grid_line() -> None:
    svg = f'<svg><path d="M 0 0 \nL 5 9 \n" {STYLE}/><path d="M 1 0 \nL 6 9 \n" {STYLE}/></svg>'
    assert merged(svg) == svg


def test_groups_that_say_something_are_kept() -> None:
    svg = f'<svg><g/><g><g clip-path="url(#c)">{line(1)}</g></g></svg>'
    expected = f'<svg><g clip-path="url(#c)">{line(1)[3:-4]}</g></svg>'
    assert merged(svg) == expected
