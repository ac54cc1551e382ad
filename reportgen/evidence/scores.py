"""How well runs do: evaluation, scores per class, and comparison of runs, as tables and dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reportgen.analysis.statistics import Interval, wilson
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Cell, Column, Data, Figure, Group, Table
from reportgen.evidence.lookup import SPLITS, class_names, find_run, find_runs, note_for, titles
from reportgen.evidence.predictions import ClassScore, class_scores, confusion_counts
from reportgen.french.numbers import decimal, entier, liste, points, pourcent, secondes
from reportgen.lab.types import SplitName
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas


ABSENT = "–"
"""Cell of a number that does not exist, such as validation accuracy without validation."""


def evaluation(ctx: EvidenceContext, *runs: str) -> Table:
    """Return loss and accuracy on each split, with the 95 % Wilson interval of accuracy.

    One run: a row a split; several: a row a run, with the interval on test.
    """
    results = find_runs(ctx, runs)
    alone = len(results) == 1
    return Table(
        id="",
        caption=f"Évaluation de {titles(results)}{_seeds_text(results)}",
        alt=" ".join(_evaluation_alt(result) for result in results),
        data=_evaluation_data(results),
        note=note_for(results),
        columns=_SPLIT_COLUMNS if alone else _RUN_COLUMNS,
        rows=_split_rows(results[0]) if alone else tuple(_run_row(result) for result in results),
    )


_SPLIT_COLUMNS = (
    Column("Partie"),
    Column("Images", "right"),
    Column("Perte", "decimal"),
    Column("Exactitude", "decimal"),
    Column("Intervalle à 95 %", "center"),
    Column("Taux d’erreur", "decimal"),
)
_RUN_COLUMNS = (
    Column("Essai"),
    *(Column(f"Exactitude {split}", "decimal") for split in ("entr.", "val.", "test")),
    Column("Intervalle à 95 % (test)", "center"),
    *(Column(f"Perte {split}", "decimal") for split in ("entr.", "val.", "test")),
)


def classes(ctx: EvidenceContext, run: str) -> Table:
    """Return recall, precision and F1 of every class on the test images of the first seed."""
    result = find_run(ctx, run)
    scores = class_scores(confusion_counts(result), class_names(ctx, result))
    return Table(
        id="",
        caption=f"Rappel, précision et score F1 par classe de « {result.spec.title} » (test)",
        alt=_classes_alt(result, scores),
        data=Data(
            ("class", "count", "recall", "precision", "f1"),
            tuple((s.name, s.count, s.recall, s.precision, s.f1) for s in scores),
        ),
        note=note_for([result]),
        columns=(
            Column("Classe"),
            Column("Images", "right"),
            *(Column(name, "decimal") for name in ("Rappel", "Précision", "F1")),
        ),
        rows=tuple(_class_row(score) for score in scores),
        footer=(_class_row(_average(scores)),),
    )


def comparaison(ctx: EvidenceContext, *runs: str) -> Group:
    """Return several runs side by side: a table, and their accuracies as dots."""
    results = find_runs(ctx, runs)
    note = note_for(results)
    caption = f"Comparaison de {titles(results)}{_seeds_text(results)}"
    alt = " ".join(_evaluation_alt(result) for result in results)
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
        data=_evaluation_data(results),
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
    Column("Exactitude entr.", "decimal"),
    Column("Exactitude val.", "decimal"),
    Column("Exactitude test", "decimal"),
    Column("Écart entr. − val.", "decimal"),
    Column("Durée d’une époque", "decimal"),
)


def splits_of(result: RunResult) -> tuple[SplitName, ...]:
    """Return the splits that every seed was evaluated on, in the order of tables."""
    return tuple(s for s in SPLITS if all(s in seed.evaluations for seed in result.seeds))


def mean_loss(result: RunResult, split: SplitName) -> float:
    """Return the loss on a split, averaged over the seeds."""
    return sum(seed.evaluations[split].loss for seed in result.seeds) / len(result.seeds)


def accuracy_interval(result: RunResult, split: SplitName) -> Interval:
    """Return Wilson's 95 % interval of the (mean) accuracy for the number of images."""
    count = result.first.evaluations[split].count
    return wilson(round(result.accuracy(split) * count), count)


def accuracy_gap(result: RunResult) -> float | None:
    """Return train minus validation accuracy (0–1); None without a validation split."""
    if "validation" not in splits_of(result):
        return None
    return result.accuracy("train") - result.accuracy("validation")


def _seeds_text(results: Sequence[RunResult]) -> str:
    counts = {len(result.seeds) for result in results}
    if counts == {1}:
        return ""
    if len(counts) == 1:
        return f" (moyennes de {entier(counts.pop())} graines)"
    return " (moyennes sur les graines de chaque essai)"


def _bounds(interval: Interval) -> str:
    return f"{pourcent(interval.low)} – {pourcent(interval.high)}"


def _split_rows(result: RunResult) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            SPLITS[split].capitalize(),
            entier(result.first.evaluations[split].count),
            decimal(mean_loss(result, split), 3),
            pourcent(result.accuracy(split)),
            _bounds(accuracy_interval(result, split)),
            pourcent(1 - result.accuracy(split)),
        )
        for split in splits_of(result)
    )


def _run_row(result: RunResult) -> tuple[str, ...]:
    present = splits_of(result)
    interval = _bounds(accuracy_interval(result, "test")) if "test" in present else ABSENT
    return (
        result.spec.title,
        *_accuracies(result),
        interval,
        *(decimal(mean_loss(result, s), 3) if s in present else ABSENT for s in SPLITS),
    )


def _accuracies(result: RunResult) -> tuple[str, ...]:
    present = splits_of(result)
    return tuple(pourcent(result.accuracy(s)) if s in present else ABSENT for s in SPLITS)


def _evaluation_alt(result: RunResult) -> str:
    values = (
        f"{pourcent(result.accuracy(split))} en {SPLITS[split]}" for split in splits_of(result)
    )
    return f"Exactitude de « {result.spec.title} » : {liste(values)}."


def _evaluation_data(results: Sequence[RunResult]) -> Data:
    rows: list[tuple[Cell, ...]] = []
    for result in results:
        for split in splits_of(result):
            interval = accuracy_interval(result, split)
            for seed in result.seeds:
                score = seed.evaluations[split]
                numbers = (score.count, score.loss, score.accuracy, interval.low, interval.high)
                rows.append((result.spec.name, seed.seed, split, *numbers))
    names = ("run", "seed", "split", "count", "loss", "accuracy", "mean_low", "mean_high")
    return Data(names, tuple(rows))


def _class_row(score: ClassScore) -> tuple[str, ...]:
    numbers = (score.recall, score.precision, score.f1)
    return (score.name, entier(score.count), *(pourcent(number) for number in numbers))


def _average(scores: Sequence[ClassScore]) -> ClassScore:
    count = len(scores)
    return ClassScore(
        "Moyenne des classes",
        sum(score.count for score in scores),
        sum(score.recall for score in scores) / count,
        sum(score.precision for score in scores) / count,
        sum(score.f1 for score in scores) / count,
    )


def _classes_alt(result: RunResult, scores: Sequence[ClassScore]) -> str:
    values = liste(f"{score.name} {pourcent(score.recall)}" for score in scores)
    return f"Rappel par classe de « {result.spec.title} » : {values}."


def _comparison_row(result: RunResult) -> tuple[str, ...]:
    gap = accuracy_gap(result)
    epochs = sum(seed.epochs for seed in result.seeds) / len(result.seeds)
    return (
        result.spec.title,
        entier(result.params),
        entier(epochs),
        *_accuracies(result),
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
    "train": {"marker": "D", "color": theme.COLOURS[0], "markerfacecolor": "white"},
    "validation": {"marker": "s", "color": theme.COLOURS[1], "markerfacecolor": "white"},
    "test": {"marker": "o", "color": "black"},
}


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
        style: dict[str, Any] = {"linestyle": "none", "markersize": 6, "zorder": 3} | _DOTS[split]
        ax.plot([result.accuracy(split)], [row], label=SPLITS[split], **style)
