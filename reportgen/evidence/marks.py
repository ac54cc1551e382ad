"""How the networks of a lab are told apart in drawings: each keeps its colour and its marker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, count
from typing import Any

from reportgen.evidence import theme

_ROUND = 6
"""Colours that the networks of a lab take in turn: those that stand out most on white."""

_THICKEST, _THINNEST = 1.8, 1.2
"""Widths of the first and of the last line drawn, in points."""

_PER_LINE = 5
"""Markers of a line of many points."""


def marks(shown: Iterable[str], known: Iterable[str]) -> dict[str, int]:
    """Return the number of the colour and of the marker of each name shown, from 0.

    It is that of its place among those *known* to the lab, so that a network looks the same in
    all figures; of two names that would share one, the later takes the first that is free.
    """
    places = {name: place % _ROUND for place, name in enumerate(known)}
    numbers: dict[str, int] = {}
    for name in shown:
        wanted = chain((places.get(name, 0),), count())
        numbers[name] = next(n for n in wanted if n not in numbers.values())
    return numbers


def look(number: int) -> dict[str, Any]:
    """Return the colour and the marker of a network, as Matplotlib's options."""
    return {
        "color": theme.colour(number),
        "marker": theme.marker(number),
        "markersize": 4.0,
        "markeredgewidth": 0.6,
    }


def width(rank: int, lines: int) -> float:
    """Return the width of a line: each is thinner than those under it, which show when equal."""
    if lines == 1:
        return (_THICKEST + _THINNEST) / 2
    return _THICKEST - (_THICKEST - _THINNEST) * rank / (lines - 1)


def marked(rank: int, lines: int, points: int, longest: int) -> Sequence[int]:
    """Return which points of a line, from 0, carry its marker: not those of the other lines.

    ``points`` are those of the line, ``longest`` those of the longest line beside it.
    """
    step = max(1, longest // _PER_LINE)
    return range(min(points - 1, int(step * (rank + 0.5) / lines)), points, step)
