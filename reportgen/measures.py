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
    days = sorted({result.trained_at[:10] for result in results})
    when = f"le {date(days[0])}" if len(days) == 1 else f"du {date(days[0])} au {date(days[-1])}"
    machine = _machine(telling_machine(results))
    return f"{_conditions(results)}. Machine : {machine}. Mesuré {when}.\n"


def _conditions(results: Sequence[RunResult]) -> str:
    """Return on what data and seeds, once for all runs that share them."""
    titles: dict[tuple[str, str, str], list[str]] = {}
    for result in results:
        seeds = liste([str(seed.seed) for seed in result.seeds])
        shared = (result.origin.text, _images(result), seeds)
        titles.setdefault(shared, []).append(f"« {result.spec.title} »")
    if len(titles) == 1:
        ((data, images, seeds),) = titles
        return f"Données : {data} ; images : {images}. Graines : {seeds}"
    said = (
        f"{liste(named)} : {data} ; images : {images} ; graines : {seeds}"
        for (data, images, seeds), named in titles.items()
    )
    return f"Données de {'. De '.join(said)}"


def _images(result: RunResult) -> str:
    counts = result.counts
    return liste([f"{entier(counts[s])} ({name})" for s, name in _SPLITS.items() if s in counts])


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
