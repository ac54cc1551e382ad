"""How long epochs and steps take, against batch size or operations, as a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from reportgen.analysis.cost import Timing, cost, timing, work
from reportgen.evidence import theme
from reportgen.evidence.crowds import set_limits, side_by_side
from reportgen.evidence.elements import Figure, Table
from reportgen.evidence.labels import label_points
from reportgen.evidence.marks import look, marks
from reportgen.french.numbers import entier
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_HEIGHT = 64.0
"""Height of the figure, in millimetres, for five runs; each further label needs some more."""


def durations(results: Sequence[RunResult], table: Table, known: Iterable[str]) -> Figure | None:
    """Return times against batch size, or operations where all batches are alike.

    It shows the numbers of *table*, of some of the runs *known* to the lab. None when
    operations are not known, or alike too.
    """
    height = _HEIGHT
    draw: Callable[[Canvas, Sequence[RunResult]], None]
    if len({result.spec.training.batch_size for result in results}) > 1:
        caption = "Durée d’une époque et d’un pas selon la taille des lots"
        numbers = marks((result.spec.name for result in results), known)
        draw = partial(_draw_batches, numbers=numbers)
    elif _operations_vary(results):
        caption, draw = "Durée d’une époque selon les opérations par image", _draw_operations
        height += 4.0 * max(0, len(results) - 5)
    else:
        return None
    return Figure(
        id="",
        caption=f"{caption} ; trait vertical : moitié centrale des époques (sauf la première)",
        alt=table.alt,
        data=table.data,
        note=table.note,
        svg=theme.draw_svg(theme.WIDTH, height, lambda canvas: draw(canvas, results)),
        width=theme.WIDTH,
        height=height,
    )


def _operations_vary(results: Sequence[RunResult]) -> bool:
    counts = {cost(result).operations for result in results}
    return None not in counts and len(counts) > 1


def _draw_batches(figure: Canvas, results: Sequence[RunResult], numbers: Mapping[str, int]) -> None:
    """Draw a line for each kind of work: runs that differ by their batch size only."""
    groups: dict[object, list[RunResult]] = {}
    for result in sorted(results, key=lambda r: r.spec.training.batch_size):
        groups.setdefault(work(result), []).append(result)
    epoch, step = figure.subplots(1, 2)
    labels = _labels(list(groups.values()))
    for group, label in zip(groups.values(), labels, strict=True):
        style = look(numbers[group[0].spec.name]) | {"markersize": 5.5}
        _draw_line(epoch, group, lambda t: 1.0, label, style)
        _draw_line(step, group, lambda t: 1000.0 / t.steps, label, style)
    sizes = sorted({result.spec.training.batch_size for result in results})
    for ax, name in ((epoch, "Durée d’une époque (s)"), (step, "Durée d’un pas (ms)")):
        ax.set_xscale("log", base=2)
        ax.set_xticks(sizes, [entier(size) for size in sizes])
        ax.minorticks_off()
        ax.set(xlabel="Taille des lots", ylabel=name)
        ax.set_ylim(bottom=0)
        theme.write_french_numbers(ax.yaxis)
    if len(groups) > 1:
        handles, shown = epoch.get_legend_handles_labels()
        figure.legend(handles, shown, loc="outside lower center", ncols=min(3, len(groups)))


def _labels(groups: Sequence[Sequence[RunResult]]) -> list[str]:
    """Return the title of each run alone, and of the model of several unless groups share it."""
    titles = [group[0].spec.model.title for group in groups]
    return [
        title if len(group) > 1 and titles.count(title) == 1 else group[0].spec.title
        for group, title in zip(groups, titles, strict=True)
    ]


def _draw_line(
    ax: Axes,
    group: Sequence[RunResult],
    factor: Callable[[Timing], float],
    label: str,
    style: dict[str, Any],
) -> None:
    """Draw medians joined by a line, each with the range of its epochs; times × factor."""
    times = [timing(result) for result in group]
    sizes = [found.batch for found in times]
    ax.plot(sizes, [found.epoch * factor(found) for found in times], label=label, **style)
    for found in times:
        low, high = (end * factor(found) for end in found.middle)
        ax.plot([found.batch] * 2, [low, high], color=style["color"], linewidth=0.9)


def _draw_operations(figure: Canvas, results: Sequence[RunResult]) -> None:
    ax = figure.subplots()
    counts = [cost(result).operations or 0 for result in results]
    unit, name = (1e6, "Millions") if max(counts) >= 1e6 else (1e3, "Milliers")
    times = [timing(result) for result in results]
    bars = [(n / unit, *found.middle) for n, found in zip(counts, times, strict=True)]
    ax.set(xlabel=f"{name} d’opérations par image", ylabel="Durée d’une époque (s)")
    for axis in (ax.xaxis, ax.yaxis):
        theme.write_french_numbers(axis)
    set_limits(ax, bars, 0.18, 0.14)
    ax.set(xlim=(max(0.0, ax.get_xlim()[0]), ax.get_xlim()[1]), ylim=(0, ax.get_ylim()[1]))
    spots, avoid = [], []
    for x, found in zip(side_by_side(ax, bars), times, strict=True):
        ends = (x, found.middle[0]), (x, found.middle[1])
        ax.plot(*zip(*ends, strict=True), color=theme.GREY, linewidth=0.9)
        ax.plot([x], [found.epoch], marker="o", color=theme.COLOURS[0], markersize=5.5)
        spots.append((x, found.epoch))
        avoid.append(ends)
    label_points(ax, spots, [result.spec.title for result in results], avoid)
