"""The runs of a document side by side: what its elements say of each, gathered in one table.

Nothing is computed but means over seeds; a document shows no run that its elements do not hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from statistics import fmean
from typing import Any

from reportgen.document.curves import Curve, curves_of
from reportgen.document.types import Document
from reportgen.document.wording import cell, headline, sentence
from reportgen.evidence.elements import Data
from reportgen.french import numbers

_SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Measure:
    """A column of the comparison: its French title and how its values are written.

    ``kind`` is « share » (of 1), « count » or « seconds ».
    """

    name: str
    title: str
    kind: str

    def text(self, value: float | None) -> str:
        """Return a value as a cell shows it."""
        return "–" if value is None else _FORMATS[self.kind](value)


_FORMATS: Mapping[str, Callable[[float], str]] = {
    "share": numbers.pourcent,
    "count": numbers.entier,
    "seconds": numbers.secondes,
}

MEASURES = (
    Measure("params", "Poids", "count"),
    Measure("epochs", "Époques", "count"),
    Measure("train", "Exactitude d’apprentissage", "share"),
    Measure("validation", "Exactitude de validation", "share"),
    Measure("test", "Exactitude de test", "share"),
    Measure("seconds_per_epoch", "Durée d’une époque", "seconds"),
)


@dataclass
class Compared:
    """What a document holds of one run: values by measure, curves by metric and split."""

    title: str
    values: dict[str, float] = field(default_factory=dict)
    curves: dict[tuple[str, str], Curve] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """The runs of a document in the order of its elements, and the measures that they have."""

    runs: tuple[Compared, ...]
    measures: tuple[Measure, ...]

    @property
    def told(self) -> tuple[Compared, ...]:
        """The runs of which a table tells more than curves do; all runs where it does of none."""
        return tuple(run for run in self.runs if run.values.keys() - {"epochs"}) or self.runs

    @property
    def reading(self) -> dict[str, Any]:
        """The comparison as JSON values, for the page to show two runs of it."""
        metrics = dict.fromkeys(metric for run in self.runs for metric, _ in run.curves)
        return {
            "metrics": [[m, sentence(cell(m, "metric")), _kind(m)] for m in metrics],
            "measures": [[m.name, m.title, m.kind] for m in self.measures],
            "runs": [_run_reading(run) for run in self.runs],
        }


def compare(document: Document) -> Comparison | None:
    """Return the runs that have curves or accuracies in the document; None when fewer than two."""
    runs: dict[str, Compared] = {}
    titles = {facts.name: facts.title for facts in document.meta.runs}
    for data in (p.element.data for p in document.elements if p.element.data is not None):
        _gather(data, lambda name: runs.setdefault(name, Compared(titles.get(name, name))))
    kept = tuple(run for run in runs.values() if run.curves or set(run.values) & set(_SPLITS))
    measures = tuple(m for m in MEASURES if any(m.name in run.values for run in kept))
    return Comparison(kept, measures) if len(kept) > 1 else None


def _gather(data: Data, run: Callable[[str], Compared]) -> None:
    """Add what the data say of runs; what was said first stays."""
    for curve in curves_of(data):
        run(curve.run).curves.setdefault((curve.metric, curve.split), curve)
        run(curve.run).values.setdefault("epochs", len(curve.values))
    for name, measure, value in (*_evaluations(data), *_totals(data)):
        run(name).values.setdefault(measure, value)


def _evaluations(data: Data) -> Iterator[tuple[str, str, float]]:
    """Yield mean accuracies over seeds, of data that have a row a run, seed and split."""
    if not set(data.columns) >= {"run", "seed", "split", "accuracy"}:
        return
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for cells in _rows(data):
        found[cells["run"], cells["split"]].append(cells["accuracy"])
    for (name, split), values in found.items():
        yield name, split, fmean(values)


def _totals(data: Data) -> Iterator[tuple[str, str, float]]:
    """Yield the measures of data that have one row a run."""
    rows = list(_rows(data)) if "run" in data.columns else []
    if len({cells["run"] for cells in rows}) < len(rows):
        return
    # Only beside their gap are columns called like splits known to be accuracies.
    names = {m.name for m in MEASURES} - (set() if "gap" in data.columns else set(_SPLITS))
    for cells in rows:
        for name, value in cells.items():
            if name in names and isinstance(value, int | float):
                yield cells["run"], name, value


def _rows(data: Data) -> Iterator[dict[str, Any]]:
    return (dict(zip(data.columns, row, strict=True)) for row in data.rows)


def _kind(metric: str) -> str:
    """Return how the last value of a curve is written: accuracies as those of the measures."""
    return "share" if "accuracy" in metric else "plain"


def _run_reading(run: Compared) -> dict[str, Any]:
    curves: dict[str, dict[str, list[float | None]]] = defaultdict(dict)
    for (metric, split), curve in run.curves.items():
        curves[metric][split] = [_json(value) for value in curve.values]
    values = {name: _json(value) for name, value in run.values.items()}
    return {"title": headline(run.title), "values": values, "curves": curves}


def _json(value: float) -> float | None:
    """Return a value as JSON can say it: what is no number becomes null."""
    return float(f"{value:.6g}") if isfinite(value) else None
