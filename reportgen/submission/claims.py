"""The measured values that students typed, each held against their results. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log, prod
from typing import Any

from jinja2 import nodes

from reportgen.data.types import Described
from reportgen.french.reading import TypedNumber, read_numbers
from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.types import Call, Lab, Place, Prose, RunSpec
from reportgen.submission.known import Detail, Known, KnownValues, meanings

_YEARS = range(1900, 2101)
_BIG = 1000
"""A whole number as large counts something: weights, images."""
_FINE = Decimal("0.01")
"""Two decimals typed say that something was measured; 0,5 or 1,5 is a setting or a ratio."""
_SPOKEN: Mapping[Detail, re.Pattern[str]] = {
    "epoch": re.compile(
        r"époque|epoch|courbe|pass|début|départ|premi|derni|descen|baiss|mont|augment|diminu",
        re.IGNORECASE,
    ),
    "class": re.compile(r"class|rappel|recall|précision|precision|confu|F1", re.IGNORECASE),
}
_LEARNING_RATE = 0.001
"""What Keras' Adam starts from, for who does not write it."""


@dataclass(frozen=True)
class Claim:
    """A number that looks measured; ``found`` is the result that it rounds, if any does."""

    number: TypedNumber
    place: Place
    found: Known | None
    nearest: Known | None


def claims_of(prose: Prose, results: KnownValues, given: KnownValues) -> tuple[Claim, ...]:
    """Return the numbers of some prose that look measured and that the lab does not give."""
    claims, details = [], _details(prose.source)
    ends = [index for index, character in enumerate(prose.source) if character == "\n"]
    for number in read_numbers(prose.source):
        found = results.match(number, details)
        if found is None and (not looks_measured(number) or given.match(number)):
            continue
        nearest = None if found else results.nearest(number, details)
        claims.append(Claim(number, _place(prose, number, ends), found, nearest))
    return tuple(claims)


def _details(text: str) -> list[Detail]:
    """Return the kinds of details that an answer speaks of.

    There are so many of them that a wrong number would often round one by chance.
    """
    return [detail for detail, words in _SPOKEN.items() if words.search(text)]


def _place(prose: Prose, number: TypedNumber, ends: Sequence[int]) -> Place:
    """Return the file, line and column of a number of some prose; ``ends`` are its line ends."""
    line = bisect_left(ends, number.start)
    column = number.start - (ends[line - 1] + 1 if line else 0) + 1
    offset = prose.place.column - 1 if line == 0 else 0
    return Place(prose.place.file, prose.place.line + line, column + offset)


def looks_measured(number: TypedNumber) -> bool:
    """Tell whether a number states a measure: percent, time, two decimals, or a large count."""
    if number.unit in ("%", "‰", "points", "s"):
        return True
    reading = number.readings[0]
    if number.unit or reading.value < 0:
        return False
    if reading.step > _FINE:
        return any(r.value >= _BIG and int(r.value) not in _YEARS for r in number.readings)
    return True


def given_values(
    lab: Lab, texts: Iterable[Prose] = (), data: Iterable[Described] = ()
) -> KnownValues:
    """Return what needs no measure: settings of runs, numbers of statements, sizes of *data*."""
    found = [known for run in lab.runs.values() for value in _settings(run) for known in _as(value)]
    found += _as(_LEARNING_RATE)
    for dataset in lab.datasets.values():
        count = len(dataset.classes)
        found += [*_as(count), *_as(1 / count), *_as(1 - 1 / count), _given(log(count), "loss")]
    found += [_given(size, "count") for described in data for size in _sizes(described)]
    return KnownValues([*found, *_stated(texts)])


def _sizes(data: Described) -> Iterator[float]:
    """Yield how many images there are, before and after what a profile takes, and their sides."""
    yield from (*data.full_counts.values(), *data.counts.values())
    yield from (*data.shape, prod(data.shape), data.minimum, data.maximum)


def _settings(run: RunSpec) -> Iterator[float]:
    yield from (run.epochs, run.training.batch_size, *run.seeds)
    yield from _numbers([dict(run.training.optimizer.config), _configs(run.preprocess)])
    yield from _numbers(_configs(run.model.layers))
    validation = run.dataset.validation
    yield from _numbers([run.dataset.train, run.dataset.test])
    yield from _numbers([] if validation is None else [validation.fraction, validation.count])


def _configs(calls: Sequence[Call]) -> list[dict[str, Any]]:
    return [dict(call.config) for call in calls]


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _numbers(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def _as(value: float) -> list[Known]:
    """Return a setting as all that a typed number may mean."""
    return [_given(value, "share"), _given(value, "loss"), _given(value, "count")]


def _given(value: float, sort: Any) -> Known:
    return Known(value, sort, "donné")


def _stated(texts: Iterable[Prose]) -> Iterator[Known]:
    for prose in texts:
        for number in (*read_numbers(prose.source), *_in_donne(prose)):
            for reading in number.readings:
                for sort, meant in meanings(reading, number.unit):
                    yield _given(float(meant.value), sort)


def _in_donne(prose: Prose) -> Iterator[TypedNumber]:
    """Yield the numbers that a statement gives by ``donne("…")``."""
    parsed = parse_prose(prose)
    if isinstance(parsed, Parsed):
        for call in parsed.all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "donne":
                texts = [arg.value for arg in call.args if isinstance(arg, nodes.Const)]
                yield from (n for text in texts for n in read_numbers(str(text)))
