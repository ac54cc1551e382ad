"""What a page needs to tell the values of a figure under the pointer, as plain JSON values.

A figure has a reading when its data are learning curves or a confusion matrix and the drawing
shows them where the data say; any other figure, or one drawn otherwise, has none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from reportgen.document import drawings
from reportgen.document.curves import Curve, curves_of
from reportgen.document.drawings import Line, Point
from reportgen.document.wording import cell, sentence
from reportgen.evidence.elements import Data, Figure

Reading = dict[str, Any]
Scale = tuple[float, float]
"""The offset and the factor that take a number to its place."""

_CONFUSION = ("true", "predicted", "count")


def reading_of(figure: Figure, titles: Mapping[str, str]) -> Reading | None:
    """Return the reading of a figure, runs called by their ``titles``; None when it has none.

    Of curves: the ``panels``, one a metric, each with the place of epochs and values (an offset
    and a factor; under ``log``, of the decimal logarithms of values) and its ``lines``. Of a
    confusion matrix: its classes, counts (a row a true class) and the ``box`` of its first cell.
    """
    if figure.svg is None or figure.data is None:
        return None
    if figure.data.columns[:3] == _CONFUSION:
        return _matrix(figure.data, figure.svg)
    curves = curves_of(figure.data)
    return _panels(curves, figure.svg, titles) if curves else None


def _matrix(data: Data, svg: str) -> Reading | None:
    names = list(dict.fromkeys(str(row[0]) for row in data.rows))
    grid = drawings.grid(svg, len(names))
    if grid is None or len(data.rows) != len(names) ** 2:
        return None
    counts = [row[2] for row in data.rows]
    rows = [counts[n : n + len(names)] for n in range(0, len(counts), len(names))]
    box = [grid.left, grid.top, grid.width, grid.height]
    return {"classes": names, "counts": rows, "box": [round(side, 5) for side in box]}


def _panels(curves: Sequence[Curve], svg: str, titles: Mapping[str, str]) -> Reading | None:
    drawn = list(_drawn(curves, svg))
    if len(drawn) < len(curves):
        return None
    named = len({curve.run for curve in curves}) > 1
    pairs = zip(curves, drawn, strict=True)
    panels = [
        _panel(metric, list(panel), titles if named else None)
        for metric, panel in groupby(pairs, lambda pair: pair[0].metric)
    ]
    if None in panels:
        return None
    return {"panels": panels, "seeds": max(curve.seeds for curve in curves)}


def _drawn(curves: Sequence[Curve], svg: str) -> Iterator[Line]:
    """Yield the line of each curve, for as long as they are found; both are in one order."""
    lines = iter(drawings.lines(svg))
    for curve in curves:
        line = next((line for line in lines if _shows(line, curve)), None)
        if line is None:
            return
        yield line


def _shows(line: Line, curve: Curve) -> bool:
    """Whether epochs and values stand along the line, each at its scale."""
    if len(line.points) != len(curve.values) or len(line.points) < 2:
        return False
    return any(_scales([(curve, line)], measure) for measure in (float, _log))


def _log(value: float) -> float:
    return math.log10(value) if value > 0 else math.nan


def _scales(
    pairs: Sequence[tuple[Curve, Line]], measure: Callable[[float], float]
) -> tuple[Scale, Scale] | None:
    """Return the scales of epochs and of measured values at which all lines stand, if any."""
    places = [point for _, line in pairs for point in line.points]
    epochs = [epoch for curve, _ in pairs for epoch, _ in enumerate(curve.values, 1)]
    values = [measure(value) for curve, _ in pairs for value in curve.values]
    start, step = _scale(epochs, [x for x, _ in places])
    offset, factor = _scale(values, [y for _, y in places])
    told = [(start + step * n, offset + factor * v) for n, v in zip(epochs, values, strict=True)]
    stand = step > 0 and all(map(_close, told, places))
    return ((start, step), (offset, factor)) if stand else None


def _scale(values: Sequence[float], places: Sequence[float]) -> Scale:
    """Return offset and factor that take the smallest and the largest value to their places."""
    low, high = min(values), max(values)
    if low == high:
        return places[0], 0.0
    at_low, at_high = places[values.index(low)], places[values.index(high)]
    factor = (at_high - at_low) / (high - low)
    return at_low - factor * low, factor


def _close(place: Point, point: Point) -> bool:
    return abs(place[0] - point[0]) < 1e-3 and abs(place[1] - point[1]) < 1e-3


def _panel(
    metric: str, pairs: Sequence[tuple[Curve, Line]], titles: Mapping[str, str] | None
) -> Reading | None:
    """Return the panel of a metric, of a linear axis if its lines stand on one, else of a log."""
    linear = _scales(pairs, float)
    scales = linear or _scales(pairs, _log)
    if scales is None:
        return None
    x, y = ([round(term, 6) for term in scale] for scale in scales)
    return {
        "title": sentence(cell(metric, "metric")),
        "x": x,
        "y": y,
        **({} if linear else {"log": True}),
        "lines": [_line(curve, line, titles) for curve, line in pairs],
    }


def _line(curve: Curve, line: Line, titles: Mapping[str, str] | None) -> Reading:
    split = cell(curve.split, "split")
    return {
        "name": split if titles is None else f"{titles.get(curve.run, curve.run)}, {split}",
        "colour": line.colour,
        "dashed": line.dashed,
        "values": [float(f"{value:.5g}") for value in curve.values],
    }
