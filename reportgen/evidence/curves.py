"""Learning curves: a metric against epochs, on train and validation, one panel a metric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.lookup import OF_SPLITS, SPLITS, find_runs, note_for, titles, unknown
from reportgen.french.numbers import decimal, entier
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.lines import Line2D

METRICS = {
    "loss": "Perte",
    "accuracy": "Exactitude",
    "top_k_categorical_accuracy": "Exactitude des premiers rangs",
    "sparse_top_k_categorical_accuracy": "Exactitude des premiers rangs",
    "auc": "Aire sous la courbe ROC",
    "precision": "Précision",
    "recall": "Rappel",
}
"""French names of Keras' metrics; another metric keeps its own name."""


@dataclass(frozen=True)
class Curve:
    """One metric of one run on one split: (seeds, epochs), cut to the shortest seed."""

    result: RunResult
    metric: str
    validation: bool
    values: npt.NDArray[np.float64]

    @property
    def mean(self) -> npt.NDArray[np.float64]:
        """Mean over the seeds, (epochs,)."""
        mean: npt.NDArray[np.float64] = self.values.mean(axis=0)
        return mean

    @property
    def best(self) -> int:
        """The epoch, from 1, where the mean is best."""
        signed = self.mean if self.lower_is_better else -self.mean
        return int(np.argmin(np.where(np.isfinite(signed), signed, np.inf))) + 1

    @property
    def lower_is_better(self) -> bool:
        """Whether a smaller value is a better one."""
        return "loss" in self.metric or "error" in self.metric


def courbes(
    ctx: EvidenceContext, *runs: str, metrics: Sequence[str] = ("loss", "accuracy")
) -> Figure:
    """Return the learning curves of runs, their best epoch marked, several seeds as a band."""
    results = find_runs(ctx, runs)
    curves = [list(_curves(results, metric)) for metric in metrics]
    flat = [curve for panel in curves for curve in panel]
    several = any(len(result.seeds) > 1 for result in results)
    height = 54.0 + 5.0 * _legend_shape(results)[1]
    return Figure(
        id="",
        caption=_caption(results, several),
        alt=" ".join(_alt(curve) for curve in flat),
        data=_data(flat),
        note=note_for(results),
        svg=theme.draw_svg(theme.WIDTH, height, lambda figure: _draw(figure, curves)),
        width=theme.WIDTH,
        height=height,
    )


def best_epoch(result: RunResult) -> int | None:
    """Return the epoch, from 1, to mark on the curves; None when the monitor was not measured.

    With one seed it is the stored one; with several, that of the best mean of the monitor.
    """
    monitor = result.spec.monitor
    if any(monitor not in seed.history.metrics for seed in result.seeds):
        return None
    if len(result.seeds) == 1:
        return result.first.best_epoch
    return _curve(result, monitor.removeprefix("val_"), monitor.startswith("val_")).best


def metric_name(metric: str) -> str:
    """Return the French name of a Keras metric."""
    return METRICS.get(metric, metric)


def _curves(results: Sequence[RunResult], metric: str) -> Iterator[Curve]:
    if metric.startswith("val_"):
        msg = f"métrique « {metric} » : écrivez « {metric[4:]} », la validation est tracée avec."
        raise EvidenceError(msg)
    for result in results:
        known = set.intersection(*(set(seed.history.metrics) for seed in result.seeds))
        if metric not in known:
            raise unknown(
                "métrique inconnue", metric, (m for m in known if not m.startswith("val_"))
            )
        yield _curve(result, metric, False)
        if f"val_{metric}" in known:
            yield _curve(result, metric, True)


def _curve(result: RunResult, metric: str, validation: bool) -> Curve:
    name = f"val_{metric}" if validation else metric
    epochs = min(seed.history.epochs for seed in result.seeds)
    values = np.array([seed.history[name][:epochs] for seed in result.seeds], dtype=np.float64)
    return Curve(result, metric, validation, values)


def _caption(results: Sequence[RunResult], several: bool) -> str:
    band = " ; bande : du minimum au maximum des graines" if several else ""
    return f"Courbes d’apprentissage de {titles(results)}{band}"


def _alt(curve: Curve) -> str:
    mean, best = curve.mean, curve.best
    where = OF_SPLITS["validation" if curve.validation else "train"]
    word = "minimum" if curve.lower_is_better else "maximum"
    seeds = len(curve.result.seeds)
    average = f" (moyenne de {seeds} graines)" if seeds > 1 else ""
    start = f"{metric_name(curve.metric)} {where} de « {curve.result.spec.title} »{average} : "
    last = f"{decimal(mean[-1])} à l’époque {entier(len(mean))}"
    if len(mean) == 1:
        return f"{start}{decimal(mean[0])} après l’unique époque."
    start = f"{start}{decimal(mean[0])} à l’époque 1, "
    if best == len(mean):
        return f"{start}{word} {last}, la dernière."
    return f"{start}{word} {decimal(mean[best - 1])} à l’époque {entier(best)}, {last}."


def _data(curves: Sequence[Curve]) -> Data:
    rows = [
        (c.result.spec.name, seed.seed, c.metric, "validation" if c.validation else "train", e, v)
        for c in curves
        for seed in c.result.seeds
        for e, v in enumerate(seed.history[f"val_{c.metric}" if c.validation else c.metric], 1)
    ]
    return Data(("run", "seed", "metric", "split", "epoch", "value"), tuple(rows))


def _draw(figure: Canvas, panels: Sequence[Sequence[Curve]]) -> None:
    axes = figure.subplots(1, len(panels), squeeze=False)[0]
    figure.set_layout_engine("constrained", wspace=0.06)
    names = list(dict.fromkeys(curve.result.spec.name for curve in panels[0]))
    for ax, curves in zip(axes, panels, strict=True):
        for curve in curves:
            _draw_curve(ax, curve, names)
        ax.set(xlabel="Époque", ylabel=metric_name(curves[0].metric))
        ax.margins(x=0.03)
        theme.use_whole_numbers(ax.xaxis)
        theme.write_french_numbers(ax.yaxis)
    columns, _ = _legend_shape([c.result for c in panels[0] if not c.validation])
    handles = _arranged(_run_handles(panels[0], names), _split_handles(panels[0], names), columns)
    figure.legend(handles=handles, loc="outside lower center", ncols=columns, **_LEGEND)


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


def _draw_curve(ax: Axes, curve: Curve, names: Sequence[str]) -> None:
    colour = _colour(curve, names)
    epochs = np.arange(1, len(curve.mean) + 1)
    if len(curve.values) > 1:
        low, high = curve.values.min(axis=0), curve.values.max(axis=0)
        ax.fill_between(epochs, low, high, color=colour, alpha=0.18, linewidth=0)
    style: dict[str, Any] = {
        "color": colour,
        "linestyle": _dash(curve),
        "marker": _marker(curve, names),
    }
    ax.plot(epochs, curve.mean, markevery=max(1, len(epochs) // 8), **style)
    best = best_epoch(curve.result)
    if best is not None and curve.validation:
        ax.plot([best], [curve.mean[best - 1]], color=colour, **_BEST)


_BEST: dict[str, Any] = {
    "marker": "o",
    "markersize": 6,
    "markeredgecolor": "white",
    "linestyle": "none",
}


def _dash(curve: Curve) -> Literal["solid", "dashed"]:
    return "solid" if curve.validation else "dashed"


def _colour(curve: Curve, names: Sequence[str]) -> str:
    """One run alone spends its colours on the splits; several, on the runs."""
    if len(names) == 1:
        return theme.colour(1 if curve.validation else 0)
    return theme.colour(names.index(curve.result.spec.name))


def _marker(curve: Curve, names: Sequence[str]) -> str | None:
    """Return a marker where a line alone would not do: one epoch, or a colour met before."""
    turn = names.index(curve.result.spec.name) // len(theme.COLOURS)
    if turn:
        return theme.MARKERS[turn % len(theme.MARKERS)]
    return "." if len(curve.mean) == 1 else None


def _run_handles(curves: Sequence[Curve], names: Sequence[str]) -> list[Line2D]:
    """Return the legend entries of the runs; none for a single one, which the caption names."""
    from matplotlib.lines import Line2D

    runs = {c.result.spec.name: c for c in curves} if len(names) > 1 else {}
    return [
        Line2D([], [], color=_colour(c, names), marker=_marker(c, names), label=c.result.spec.title)
        for c in runs.values()
    ]


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


def _split_handles(curves: Sequence[Curve], names: Sequence[str]) -> list[Line2D]:
    from matplotlib.lines import Line2D

    alone, handles = len(names) == 1, []
    for curve in [c for c in curves if c.result.spec.name == names[0]]:
        colour = _colour(curve, names) if alone else theme.GREY
        label = SPLITS["validation" if curve.validation else "train"]
        handles.append(Line2D([], [], color=colour, linestyle=_dash(curve), label=label))
    if any(c.validation and best_epoch(c.result) is not None for c in curves):
        colour = theme.colour(1) if alone else theme.GREY
        handles.append(Line2D([], [], color=colour, label=_best_label(curves), **_BEST))
    return handles
