"""The learning curves among the data of a document; it draws nothing and finds no place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from statistics import fmean
from typing import Any

from reportgen.document.wording import cell
from reportgen.evidence.elements import Data

_COLUMNS = {"run", "seed", "metric", "split", "epoch", "value"}


@dataclass(frozen=True)
class Curve:
    """One metric of one run on one split, epoch 1 first: the mean of ``seeds`` trainings.

    It is as long as the shortest training.
    """

    run: str
    metric: str
    split: str
    seeds: int
    values: tuple[float, ...]


def curves_of(data: Data) -> tuple[Curve, ...]:
    """Return the curves that the data hold in their order; none when they are something else."""
    if set(data.columns) != _COLUMNS:
        return ()
    trainings: dict[tuple[str, str, str], dict[Any, list[float]]] = defaultdict(dict)
    for row in data.rows:
        cells: dict[str, Any] = dict(zip(data.columns, row, strict=True))
        curve = trainings[cells["run"], cells["metric"], cells["split"]]
        curve.setdefault(cells["seed"], []).append(float(cells["value"]))
    return tuple(_curve(key, seeds.values()) for key, seeds in trainings.items())


def by_epoch(curves: Sequence[Curve], titles: Mapping[str, str]) -> Data:
    """Return curves as a table to read: a row an epoch, a column a curve."""
    named = len({curve.run for curve in curves}) > 1
    heads = (_head(curve, titles if named else None) for curve in curves)
    rows = enumerate(zip_longest(*(curve.values for curve in curves)), start=1)
    return Data(("epoch", *heads), tuple((epoch, *values) for epoch, values in rows))


def _head(curve: Curve, titles: Mapping[str, str] | None) -> str:
    words = f"{cell(curve.metric, 'metric')}, {cell(curve.split, 'split')}"
    return words if titles is None else f"{titles.get(curve.run, curve.run)} : {words}"


def _curve(key: tuple[str, str, str], trainings: Iterable[list[float]]) -> Curve:
    together = list(zip(*trainings, strict=False))
    return Curve(*key, seeds=len(together[0]), values=tuple(fmean(values) for values in together))
