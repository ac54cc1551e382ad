"""Several runs side by side: what they cost and what they reach, as a table and as dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Column, Data, Figure, Group, Table
from reportgen.evidence.lookup import SPLITS, find_runs, note_for, titles
from reportgen.evidence.scores import (
    ABSENT,
    accuracies_alt,
    accuracy_cells,
    accuracy_interval,
    evaluation_data,
    seeds_text,
    splits_of,
)
from reportgen.french.numbers import entier, points, secondes
from reportgen.lab.types import SplitName
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas


def comparaison(ctx: EvidenceContext, *runs: str) -> Group:
    """Return several runs side by side: a table, and their accuracies as dots."""
    results = find_runs(ctx, runs)
    note = note_for(results)
    caption = f"Comparaison de {titles(results)}{seeds_text(results)}"
    alt = " ".join(accuracies_alt(result) for result in results)
    table = Table(
        id="",
        caption=caption,
        alt=alt,
        data=_comparison_data(results),
        note=note,
        columns=_COMPARISON_COLUMNS,
        rows=tuple(_comparison_row(result) for result in results),
    )
    height = 24.0 + 8.0 * len(results)
    figure = Figure(
        id="",
        caption="Exactitude sur chaque partie ; trait : intervalle à 95 % de l’exactitude de test",
        alt=alt,
        data=evaluation_data(results),
        note=note,
        svg=theme.draw_svg(theme.WIDTH, height, lambda canvas: _draw_dots(canvas, results)),
        width=theme.WIDTH,
        height=height,
    )
    return Group(id="", caption=caption, alt=alt, note=note, elements=(table, figure))


_COMPARISON_COLUMNS = (
    Column("Essai"),
    Column("Poids", "right"),
    Column("Époques", "right"),
    Column("Exactitude appr.", "decimal"),
    Column("Exactitude val.", "decimal"),
    Column("Exactitude test", "decimal"),
    Column("Écart appr.\u00a0−\u00a0val.", "decimal"),
    Column("Durée d’une époque", "decimal"),
)


def accuracy_gap(result: RunResult) -> float | None:
    """Return train minus validation accuracy (0–1); None without a validation split."""
    if "validation" not in splits_of(result):
        return None
    return result.accuracy("train") - result.accuracy("validation")


def _comparison_row(result: RunResult) -> tuple[str, ...]:
    gap = accuracy_gap(result)
    epochs = sum(seed.epochs for seed in result.seeds) / len(result.seeds)
    return (
        result.spec.title,
        entier(result.params),
        entier(epochs),
        *accuracy_cells(result),
        ABSENT if gap is None else points(gap),
        secondes(result.seconds_per_epoch),
    )


def _comparison_data(results: Sequence[RunResult]) -> Data:
    names = ("run", "params", "epochs", *SPLITS, "gap", "seconds_per_epoch")
    rows = []
    for r in results:
        accuracies = (r.accuracy(s) if s in splits_of(r) else None for s in SPLITS)
        tail = (accuracy_gap(r), r.seconds_per_epoch)
        rows.append((r.spec.name, r.params, r.first.epochs, *accuracies, *tail))
    return Data(names, tuple(rows))


_DOTS: dict[SplitName, dict[str, Any]] = {
    "train": {"marker": "D", "color": theme.COLOURS[0], "markersize": 7.5},
    "validation": {"marker": "s", "color": theme.COLOURS[1], "markersize": 7.5},
    "test": {"marker": "o", "color": "black", "markersize": 4, "markerfacecolor": "black"},
}
"""Hollow shapes around a small disc: equal accuracies hide none of the three."""


def _draw_dots(figure: Canvas, results: Sequence[RunResult]) -> None:
    ax = figure.subplots()
    for row, result in enumerate(results):
        _draw_row(ax, row, result)
    ax.set_yticks(range(len(results)), [result.spec.title for result in results])
    ax.set_ylim(len(results) - 0.5, -0.5)
    ax.set_xlabel("Exactitude")
    ax.grid(visible=False, axis="y")
    theme.write_french_numbers(ax.xaxis)
    handles, labels = ax.get_legend_handles_labels()
    shown = dict(zip(labels, handles, strict=True))
    figure.legend(shown.values(), shown.keys(), loc="outside lower center", ncols=3)


def _draw_row(ax: Axes, row: int, result: RunResult) -> None:
    accuracies = [result.accuracy(split) for split in splits_of(result)]
    ax.plot([min(accuracies), max(accuracies)], [row, row], color=theme.LIGHT, zorder=1)
    if "test" in splits_of(result):
        interval = accuracy_interval(result, "test")
        ax.plot([interval.low, interval.high], [row, row], color="black", linewidth=2, zorder=2)
    for split in splits_of(result):
        style: dict[str, Any] = {"linestyle": "none", "markerfacecolor": "none", "zorder": 3}
        ax.plot([result.accuracy(split)], [row], label=SPLITS[split], **(style | _DOTS[split]))
