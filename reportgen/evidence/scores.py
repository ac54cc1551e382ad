"""How well runs do, as tables: loss and accuracy by split, scores by class."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis.statistics import Interval, wilson
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Cell, Column, Data, Table
from reportgen.evidence.lookup import (
    SPLITS,
    class_names,
    find_run,
    find_runs,
    note_for,
    titles,
    together,
)
from reportgen.evidence.predictions import ClassRates, class_rates, confusion_counts
from reportgen.french.numbers import decimal, en_lettres, entier, liste, pourcent
from reportgen.lab.types import SplitName
from reportgen.results import RunResult

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
        caption=f"Évaluation de {titles(results)}{seeds_text(results)}",
        alt=" ".join(accuracies_alt(result) for result in results),
        data=evaluation_data(results),
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
    *(Column(f"Exactitude {split}", "decimal") for split in ("appr.", "val.", "test")),
    Column("Intervalle à 95 % (test)", "center"),
    *(Column(f"Perte {split}", "decimal") for split in ("appr.", "val.", "test")),
)


def classes(ctx: EvidenceContext, run: str) -> Table:
    """Return recall, precision and F1 of every class on the test images, over all seeds."""
    result = find_run(ctx, run)
    scores = class_rates(confusion_counts(result), class_names(ctx, result), len(result.seeds))
    return Table(
        id="",
        caption=(
            f"Rappel, précision et score F1 par classe de « {result.spec.title} » "
            f"(test{together(result)})"
        ),
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


def seeds_text(results: Sequence[RunResult]) -> str:
    """Return what a caption says when numbers are means over seeds, else ``""``."""
    counts = {len(result.seeds) for result in results}
    if counts == {1}:
        return ""
    if len(counts) == 1:
        return f" (moyennes de {en_lettres(counts.pop())} graines)"
    return " (moyennes sur les graines de chaque essai)"


def bounds(interval: Interval) -> str:
    """Return the ends of an interval of rates, ready to print in a cell."""
    return f"{pourcent(interval.low)} – {pourcent(interval.high)}"


def _split_rows(result: RunResult) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            SPLITS[split].capitalize(),
            entier(result.first.evaluations[split].count),
            decimal(mean_loss(result, split), 3),
            pourcent(result.accuracy(split)),
            bounds(accuracy_interval(result, split)),
            pourcent(1 - result.accuracy(split)),
        )
        for split in splits_of(result)
    )


def _run_row(result: RunResult) -> tuple[str, ...]:
    present = splits_of(result)
    interval = bounds(accuracy_interval(result, "test")) if "test" in present else ABSENT
    return (
        result.spec.title,
        *accuracy_cells(result),
        interval,
        *(decimal(mean_loss(result, s), 3) if s in present else ABSENT for s in SPLITS),
    )


def accuracy_cells(result: RunResult) -> tuple[str, ...]:
    """Return the accuracies on train, validation and test, ready to print."""
    present = splits_of(result)
    return tuple(pourcent(result.accuracy(s)) if s in present else ABSENT for s in SPLITS)


def accuracies_alt(result: RunResult) -> str:
    """Return the accuracies of a run as a sentence."""
    values = (
        f"{pourcent(result.accuracy(split))} en {SPLITS[split]}" for split in splits_of(result)
    )
    return f"Exactitude de « {result.spec.title} » : {liste(values)}."


def evaluation_data(results: Sequence[RunResult]) -> Data:
    """Return count, loss and accuracy by run, seed and split, with the interval of the mean."""
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


def _class_row(score: ClassRates) -> tuple[str, ...]:
    numbers = (score.recall, score.precision, score.f1)
    return (score.name, entier(score.count), *(pourcent(number) for number in numbers))


def _average(scores: Sequence[ClassRates]) -> ClassRates:
    count = len(scores)
    return ClassRates(
        "Moyenne des classes",
        sum(score.count for score in scores),
        sum(score.recall for score in scores) / count,
        sum(score.precision for score in scores) / count,
        sum(score.f1 for score in scores) / count,
    )


def _classes_alt(result: RunResult, scores: Sequence[ClassRates]) -> str:
    values = liste(f"{score.name} {pourcent(score.recall)}" for score in scores)
    return f"Rappel par classe de « {result.spec.title} » : {values}."
