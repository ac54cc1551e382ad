"""A drawing without the clips that cut nothing off; it draws nothing.

Matplotlib clips all that it draws to its axes. In print a clip is a shape more to draw, every time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_BOX = re.compile(
    r'<clipPath id="([^"]*)">\s*'
    r'<rect x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"/>\s*</clipPath>'
)
_CLIPPED = re.compile(r' d="([-MLz\d.\s]*)" clip-path="url\(#([^)]*)\)"([^>]*)')
_STROKE = re.compile(r"stroke-width: ([\d.]+)")


def without_needless_clips(svg: str) -> str:
    """Return the drawing where paths of straight lines that lie within their clip have none."""
    boxes = {name: _box(*map(float, sides)) for name, *sides in _BOX.findall(svg)}
    return _CLIPPED.sub(partial(_unclipped, boxes), svg) if boxes else svg


def _box(left: float, top: float, width: float, height: float) -> Box:
    return left, top, left + width, top + height


def _unclipped(boxes: Mapping[str, Box], match: re.Match[str]) -> str:
    path, name, style = match.groups()
    kept = name not in boxes or not _within(path, boxes[name], _reach(style))
    return match[0] if kept else f' d="{path}"{style}'


def _reach(style: str) -> float:
    """Return how far a stroke goes beyond the points of its path, corners included."""
    if "stroke: " not in style:
        return 0.0
    width = _STROKE.search(style)
    return float(width[1]) if width else 1.0


def _within(path: str, box: Box, reach: float) -> bool:
    """Whether all points of a path are that far inside a box."""
    numbers = list(map(float, re.sub("[MLz]", " ", path).split()))
    left, top, right, bottom = box
    slack = 1e-3  # what Matplotlib rounds off
    return (
        min(numbers[::2]) - reach >= left - slack
        and max(numbers[::2]) + reach <= right + slack
        and min(numbers[1::2]) - reach >= top - slack
        and max(numbers[1::2]) + reach <= bottom + slack
    )
