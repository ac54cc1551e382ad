"""The measured values of a lab's runs as a Markdown table, for the terminal and for ``docs/``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import stdev

from reportgen.french.numbers import date, decimal, entier, liste, pluriel, pourcent, secondes
from reportgen.lab.types import SplitName
from reportgen.results import Machine, RunResult, telling_machine

_HEADER = (
    "apprentissage",
    "poids",
    "époques",
    "exactitude appr.",
    "validation",
    "test",
    "perte test",
    "s/époque",
)

_SPLITS: Mapping[SplitName, str] = {
    "train": "apprentissage",
    "validation": "validation",
    "test": "test",
}


def measures_table(results: Iterable[RunResult]) -> str:
    """Return one row a run: weights, epochs, accuracies (mean ± deviation over seeds), speed."""
    rows = [_HEADER, ("---", *["---:"] * (len(_HEADER) - 1)), *map(_row, results)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def measures_note(results: Sequence[RunResult]) -> str:
    """Return the French sentences that say on what data, seeds and machine it was measured."""
    if not results:
        return "Aucun résultat : lancez d’abord « reportgen build ».\n"
    first = results[0]
    counts = liste(
        [f"{entier(first.counts[s])} ({name})" for s, name in _SPLITS.items() if s in first.counts]
    )
    seeds = liste([str(seed.seed) for seed in first.seeds])
    day = date(first.trained_at[:10])
    return (
        f"Données : {first.origin.text} ; images : {counts}. Graines : {seeds}. "
        f"Machine : {_machine(telling_machine(results))}. Mesuré le {day}.\n"
    )


def _machine(machine: Machine) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
    place = machine.accelerator or f"{machine.processor}, {pluriel(machine.cores, 'cœur', 'cœurs')}"
    return f"{place} ; {versions} (moteur {machine.backend})"


def _row(result: RunResult) -> tuple[str, ...]:
    epochs = sorted({seed.epochs for seed in result.seeds})
    return (
        result.spec.title,
        entier(result.params),
        liste([str(n) for n in epochs]),
        _accuracy(result, "train"),
        _accuracy(result, "validation"),
        _accuracy(result, "test"),
        decimal(sum(s.evaluations["test"].loss for s in result.seeds) / len(result.seeds), 3),
        secondes(result.seconds_per_epoch, 2),
    )


def _accuracy(result: RunResult, split: SplitName) -> str:
    values = [s.evaluations[split].accuracy for s in result.seeds if split in s.evaluations]
    if not values:
        return "—"
    mean = pourcent(sum(values) / len(values), 1)
    return mean if len(values) < 2 else f"{mean} ± {decimal(100 * stdev(values), 1)}"
