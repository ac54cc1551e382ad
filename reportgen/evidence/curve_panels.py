"""How learning curves are drawn: a panel a metric, a colour and a marker a run, and a legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from reportgen.evidence import theme
from reportgen.evidence.histories import Curve, best_epoch, metric_name
from reportgen.evidence.lookup import SPLITS
from reportgen.evidence.marks import look, marked, width
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.lines import Line2D

Numbers = Mapping[str, int]
"""The number of each run drawn, by its name: that of its colour and of its marker."""

_PANEL, _ROW = 52.0, 6.0
"""Height of the panels and of a row of the legend, in millimetres."""

_CROWDED = 0.1
"""Share of a panel's height under which all curves of a run would be a flat line."""


def panels_height(results: Sequence[RunResult]) -> float:
    """Return the height of a figure, legend included, in millimetres."""
    return _PANEL + _ROW * _legend_shape(results)[1]


def draw_panels(figure: Canvas, panels: Sequence[Sequence[Curve]], numbers: Numbers) -> None:
    """Draw the curves of each metric beside those of the others, and one legend for all."""
    axes = figure.subplots(1, len(panels), squeeze=False)[0]
    figure.set_layout_engine("constrained", wspace=0.06)
    for ax, curves in zip(axes, panels, strict=True):
        _draw_panel(ax, curves, numbers)
    columns, _ = _legend_shape([c.result for c in panels[0] if not c.validation])
    runs, splits = _run_handles(panels[0], numbers), _split_handles(panels[0], numbers)
    handles = _arranged(runs, splits, columns)
    figure.legend(handles=handles, loc="outside lower center", ncols=columns, **_LEGEND)


def _draw_panel(ax: Axes, curves: Sequence[Curve], numbers: Numbers) -> None:
    longest = max(len(curve.mean) for curve in curves)
    for curve in curves:
        _draw_curve(ax, curve, numbers, longest)
    name = metric_name(curves[0].metric)
    ax.margins(x=0.03)
    theme.use_whole_numbers(ax.xaxis)
    if _crushed(curves):
        name += " (échelle log.)"
        ax.set_yscale("log")
        theme.write_logarithmic(ax.yaxis, widest=1000)
    else:
        theme.use_few_numbers(ax.yaxis)
    ax.set(xlabel="Époque", ylabel=name)


def _crushed(curves: Sequence[Curve]) -> bool:
    """Whether a run's losses would be one with the axis, so far above them are another's."""
    values = np.concatenate([curve.values.ravel() for curve in curves])
    values = values[np.isfinite(values)]
    if not curves[0].lower_is_better or not values.size or values.min() <= 0:
        return False
    tops: dict[str, float] = {}
    for curve in curves:
        name = curve.result.spec.name
        tops[name] = np.fmax(tops.get(name, 0.0), np.nanmax(curve.values, initial=0.0))
    low, high = float(values.min()), float(values.max())
    return len(tops) > 1 and min(tops.values()) - low < _CROWDED * (high - low)


_LEGEND: dict[str, Any] = {"borderpad": 0, "borderaxespad": 0.2, "labelspacing": 0.4}


def _legend_shape(results: Sequence[RunResult]) -> tuple[int, int]:
    """Return the columns and rows of the legend: runs above the splits, else beside, else above."""
    count, splits = len(results), 3
    if count == 1:
        return splits, 1
    title = 13 + 1.5 * max(len(result.spec.title) for result in results)
    across = min(count, splits)
    wide = sum(max(title, split) for split in _SPLITS[:across]) + sum(_SPLITS[across:])
    if wide <= theme.WIDTH:
        return splits, -(-count // splits) + 1
    return (2, max(count, splits)) if title + max(_SPLITS) <= theme.WIDTH else (1, count + splits)


_SPLITS = (35.0, 30.0, 65.0)
"""Widths of the entries of a legend that are no run: two splits, the best epoch; millimetres."""


def _arranged(runs: Sequence[Line2D], splits: Sequence[Line2D], columns: int) -> list[Line2D]:
    """Return the entries of a legend as Matplotlib fills it, column after column."""
    from matplotlib.lines import Line2D

    if columns == 1 or not runs:
        return [*runs, *splits]
    rows: list[Sequence[Line2D | None]] = list(zip_longest(runs, splits))
    if columns > 2:
        rows = [runs[start : start + columns] for start in range(0, len(runs), columns)]
        rows.append(splits)
    blank = Line2D([], [], linestyle="none", label=" ")
    return [handle or blank for column in zip_longest(*rows) for handle in column]


def _draw_curve(ax: Axes, curve: Curve, numbers: Numbers, longest: int) -> None:
    look_ = _look(curve, numbers)
    epochs = np.arange(1, len(curve.mean) + 1)
    if len(curve.values) > 1:
        low, high = curve.values.min(axis=0), curve.values.max(axis=0)
        ax.fill_between(epochs, low, high, color=look_["color"], alpha=0.18, linewidth=0)
    rank = list(numbers).index(curve.result.spec.name)
    ax.plot(
        epochs,
        curve.mean,
        linestyle=_dash(curve),
        linewidth=width(rank, len(numbers)),
        markevery=marked(rank, len(numbers), len(epochs), longest),
        **look_,
    )
    best = best_epoch(curve.result)
    if best is not None and curve.validation:
        ax.plot([best], [curve.mean[best - 1]], color=look_["color"], zorder=3, **_BEST)


_BEST: dict[str, Any] = {
    "marker": "o",
    "markersize": 8,
    "markerfacecolor": "none",  # two runs may be best at the same place
    "markeredgewidth": 1.3,
    "linestyle": "none",
}


def _dash(curve: Curve) -> Literal["solid", "dashed"]:
    return "solid" if curve.validation else "dashed"


def _look(curve: Curve, numbers: Numbers) -> dict[str, Any]:
    """One run alone spends its colours on the splits; several, on the runs."""
    if len(numbers) > 1:
        return look(numbers[curve.result.spec.name])
    alone = "." if len(curve.mean) == 1 else None
    return {"color": theme.colour(1 if curve.validation else 0), "marker": alone}


def _run_handles(curves: Sequence[Curve], numbers: Numbers) -> list[Line2D]:
    """Return the legend entries of the runs; none for a single one, which the caption names."""
    from matplotlib.lines import Line2D

    runs = {c.result.spec.name: c for c in curves} if len(numbers) > 1 else {}
    return [Line2D([], [], label=c.result.spec.title, **_look(c, numbers)) for c in runs.values()]


def _best_label(curves: Sequence[Curve]) -> str:
    """Say what makes the marked epoch the best one."""
    monitors = {curve.result.spec.monitor for curve in curves}
    if len(monitors) > 1:
        return "meilleure époque, selon l’essai"
    (monitor,) = monitors
    return _BEST_IS.get(monitor, f"meilleure époque ({monitor})")


_BEST_IS = {
    "loss": "perte d’apprentissage la plus basse",
    "accuracy": "exactitude d’apprentissage la plus haute",
    "val_loss": "perte de validation la plus basse",
    "val_accuracy": "exactitude de validation la plus haute",
}


def _split_handles(curves: Sequence[Curve], numbers: Numbers) -> list[Line2D]:
    from matplotlib.lines import Line2D

    alone, handles = len(numbers) == 1, []
    for curve in [c for c in curves if c.result.spec.name == next(iter(numbers))]:
        colour = _look(curve, numbers)["color"] if alone else theme.GREY
        label = SPLITS["validation" if curve.validation else "train"]
        handles.append(Line2D([], [], color=colour, linestyle=_dash(curve), label=label))
    if any(c.validation and best_epoch(c.result) is not None for c in curves):
        colour = theme.colour(1) if alone else theme.GREY
        handles.append(Line2D([], [], color=colour, label=_best_label(curves), **_BEST))
    return handles
