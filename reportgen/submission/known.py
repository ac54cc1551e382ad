"""The results of students as named values, and which of them a typed number may be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, islice
from statistics import fmean
from typing import Literal

from reportgen.french import numbers
from reportgen.french.reading import Reading, TypedNumber
from reportgen.submission.measured import Measured, Seed

Sort = Literal["share", "difference", "loss", "count", "epochs", "seconds"]
Detail = Literal["", "epoch", "class"]
DETAILS: tuple[Detail, ...] = ("epoch", "class")

OF_SPLITS = {"train": "d’apprentissage", "validation": "de validation", "test": "de test"}
_METRICS = {"accuracy": ("share", "exactitude"), "loss": ("loss", "perte")}
MOST = 100_000
"""Values of one report that are looked up: a file of results may hold more, none needs to."""
_MOST_CLASSES = 50
"""Classes up to which the cells of a confusion matrix are looked for in texts."""
_FARTHER = 5.0
"""How many times nearer a detail must be to be the value that was meant."""
_MOST_EQUAL = 40
"""Values on each side that are looked at: many results round to the same number."""
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Known:
    """A value and what it is: « exactitude de test de mon_essai »; shares are 0–1.

    ``run`` is the run that measured it, "" when several did or none. ``detail`` is set for one
    value among many: that of an epoch, or of a class.
    """

    value: float
    sort: Sort
    label: str
    run: str = ""
    detail: Detail = ""

    @property
    def shown(self) -> str:
        """The value as documents write it."""
        if self.sort == "share":
            return numbers.pourcent(self.value, 2)
        if self.sort == "difference":
            return numbers.points(self.value, 2)
        if self.sort == "loss":
            return numbers.decimal(self.value, 4)
        return numbers.duree(self.value) if self.sort == "seconds" else numbers.entier(self.value)

    def __str__(self) -> str:
        return f"{self.label} : {self.shown}"


class KnownValues:
    """Values that are looked up by what a number may be rounded from."""

    def __init__(self, values: Iterable[Known]) -> None:
        """Sort *values*, those that are not finite left out."""
        self._by_sort: dict[Sort, list[Known]] = {}
        for known in values:
            if known.value - known.value == 0:
                self._by_sort.setdefault(known.sort, []).append(known)
        for found in self._by_sort.values():
            found.sort(key=lambda known: known.value)
        self._major = {
            sort: [known for known in found if not known.detail]
            for sort, found in self._by_sort.items()
        }

    def __bool__(self) -> bool:
        return bool(self._by_sort)

    def match(self, number: TypedNumber, details: Collection[Detail] = DETAILS) -> Known | None:
        """Return a value that *number* rightly rounds, at its own precision, or None.

        Of the values of details, only those of these kinds count, and after all others.
        """
        for values in (self._major, self._by_sort):
            for reading in number.readings:
                for sort, meant in meanings(reading, number.unit):
                    for known in _around(values.get(sort, []), meant):
                        if known.detail in ("", *details):
                            return known
        return None

    def nearest(self, number: TypedNumber, details: Collection[Detail] = DETAILS) -> Known | None:
        """Return the value that *number* misses by least, relatively; details last."""
        found = [
            (_miss(known, float(meant.value)), known)
            for reading in number.readings
            for sort, meant in meanings(reading, number.unit)
            for values in (self._major, self._by_sort)
            for known in _beside(values.get(sort, []), float(meant.value))
            if known.detail in ("", *details)
        ]
        return min(found, key=lambda one: one[0])[1] if found else None


def _around(values: Sequence[Known], meant: Reading) -> Iterator[Known]:
    """Yield the values that a typed number rounds, a few at most on each side."""
    position = bisect_left(values, float(meant.value), key=lambda one: one.value)
    for step in (range(position - 1, -1, -1), range(position, len(values))):
        for index in islice(step, _MOST_EQUAL):
            if not meant.rounds(values[index].value):
                break
            yield values[index]


def _beside(values: Sequence[Known], value: float) -> Sequence[Known]:
    position = bisect_left(values, value, key=lambda one: one.value)
    return values[max(0, position - 1) : position + 1]


def _miss(known: Known, value: float) -> float:
    gap = abs(known.value - value) / (abs(known.value) or 1.0)
    return gap * _FARTHER if known.detail else gap


def meanings(reading: Reading, unit: str) -> Iterator[tuple[Sort, Reading]]:
    """Yield what a number may be, in the unit of results; a share may be typed in percent."""
    share = reading.scaled(_HUNDREDTH)
    if unit == "%":
        yield from (("share", share), ("difference", _positive(share)))
    elif unit == "‰":
        yield "share", reading.scaled(Decimal("0.001"))
    elif unit == "points":
        yield "difference", _positive(share)
    elif unit == "s":
        yield "seconds", reading
    elif unit in ("époques", "e"):
        yield "epochs", reading
    elif not unit:
        yield from _plain_meanings(reading)


def _plain_meanings(reading: Reading) -> Iterator[tuple[Sort, Reading]]:
    if 0 <= reading.value <= 1:
        yield "share", reading
    yield from (("loss", reading), ("difference", _positive(reading)))
    if reading.value == reading.value.to_integral_value():
        yield from (("count", reading), ("epochs", reading))
    if 1 < reading.value <= 100:
        yield "share", reading.scaled(_HUNDREDTH)


def _positive(reading: Reading) -> Reading:
    return Reading(abs(reading.value), reading.step)


def known_values(runs: Mapping[str, Measured], counted: Iterable[Known] = ()) -> KnownValues:
    """Return everything that runs measured, and what was counted of their networks."""
    found = (known for name, run in runs.items() for known in values_of(name, run))
    return KnownValues([*islice(found, MOST), *islice(counted, MOST), *_between_runs(runs)])


def values_of(name: str, run: Measured) -> Iterator[Known]:
    """Yield everything that one run measured."""
    for known in _of_run(name, run):
        yield replace(known, run=name)


def _of_run(name: str, run: Measured) -> Iterator[Known]:
    yield Known(run.params, "count", f"poids de {name}")
    for layer in run.layers:
        yield Known(layer.params, "count", f"poids de la couche {layer.name} de {name}")
    yield Known(run.epochs, "epochs", f"époques demandées de {name}")
    yield from _steps(name, run)
    for seed in run.seeds:
        yield from _of_seed(name if len(run.seeds) == 1 else f"{name}, graine {seed.seed}", seed)
    if len(run.seeds) > 1:
        yield from _means(name, run)


def _steps(name: str, run: Measured) -> Iterator[Known]:
    learnt = run.first.scores.get("train")
    if learnt is not None and run.batch_size:
        steps = -(-learnt.count // run.batch_size)
        yield Known(steps, "count", f"pas par époque de {name}")
        yield Known(steps * run.first.epochs, "count", f"mises à jour des poids de {name}")


def _of_seed(name: str, seed: Seed) -> Iterator[Known]:
    yield Known(seed.epochs, "epochs", f"époques faites de {name}")
    yield Known(seed.weights_epoch, "epochs", f"époque retenue de {name}")
    yield Known(seed.seconds, "seconds", f"durée de {name}")
    if seed.epochs:
        yield Known(seed.seconds / seed.epochs, "seconds", f"durée d’une époque de {name}")
    for split, score in seed.scores.items():
        of = OF_SPLITS.get(split, split)
        yield Known(score.accuracy, "share", f"exactitude {of} de {name}")
        yield Known(1 - score.accuracy, "share", f"taux d’erreur {of} de {name}")
        yield Known(score.loss, "loss", f"perte {of} de {name}")
        yield Known(score.count, "count", f"images {of} de {name}")
    yield from (replace(known, detail="epoch") for known in _of_history(name, seed))
    yield from (replace(known, detail="class") for known in _of_confusion(name, seed.confusion))
    for (one, first), (other, second) in combinations(seed.scores.items(), 2):
        label = f"écart d’exactitude entre {one} et {other} de {name}"
        yield Known(abs(first.accuracy - second.accuracy), "difference", label)


def _of_history(name: str, seed: Seed) -> Iterator[Known]:
    for metric, values in seed.history.items():
        sort, word = _METRICS.get(metric.removeprefix("val_"), ("loss", metric))
        of = OF_SPLITS["validation" if metric.startswith("val_") else "train"]
        for epoch, value in enumerate(values, 1):
            label = f"{word} {of} de {name} à l’époque {epoch}"
            yield Known(value, "share" if sort == "share" else "loss", label)
    learnt, held = seed.history.get("accuracy"), seed.history.get("val_accuracy")
    if learnt and held:
        label = f"écart entre apprentissage et validation de {name}"
        yield Known(abs(learnt[-1] - held[-1]), "difference", label)


def _of_confusion(name: str, matrix: list[list[int]]) -> Iterator[Known]:
    for number, row in enumerate(matrix):
        if sum(row) and number < len(row):
            yield Known(row[number] / sum(row), "share", f"rappel de la classe {number} de {name}")
            given = sum(other[number] for other in matrix if number < len(other))
            label = f"précision de la classe {number} de {name}"
            yield Known(row[number] / given if given else 0.0, "share", label)
        if len(matrix) <= _MOST_CLASSES:
            for count in row:
                yield Known(count, "count", f"matrice de confusion de {name}")


def _means(name: str, run: Measured) -> Iterator[Known]:
    for split in run.first.scores:
        scores = [seed.scores[split] for seed in run.seeds if split in seed.scores]
        of, accuracy = OF_SPLITS.get(split, split), fmean(score.accuracy for score in scores)
        yield Known(accuracy, "share", f"exactitude moyenne {of} de {name}")
        yield Known(1 - accuracy, "share", f"taux d’erreur moyen {of} de {name}")
        yield Known(fmean(s.loss for s in scores), "loss", f"perte moyenne {of} de {name}")
    yield Known(fmean(seed.seconds for seed in run.seeds), "seconds", f"durée moyenne de {name}")


def _between_runs(runs: Mapping[str, Measured]) -> Iterator[Known]:
    """Yield the differences of accuracy of two runs: a gain is typed more often than a score."""
    for (one, first), (other, second) in combinations(runs.items(), 2):
        for split, score in first.first.scores.items():
            if split in second.first.scores:
                gap = abs(score.accuracy - second.first.scores[split].accuracy)
                label = f"écart d’exactitude {OF_SPLITS.get(split, split)} entre {one} et {other}"
                yield Known(gap, "difference", label)
