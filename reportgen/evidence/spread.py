"""How the networks of populations scatter: their final losses, the length of their level lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.analysis.populations import Distribution, distribution
from reportgen.analysis.samples import Floats
from reportgen.analysis.smoothness import level_lengths
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Cell, Column, Data, Figure, Group, Table
from reportgen.evidence.labels import short_title
from reportgen.evidence.marks import marks
from reportgen.evidence.trained import find_populations, titles
from reportgen.french.numbers import decimal, entier
from reportgen.results import PopulationResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_COLOURS = tuple(colour for colour in theme.COLOURS if colour != "#000000")
"""Colours of points: boxes are black."""

_JITTER = 0.28
"""Half the width of the strip in which points are spread out, between two rows 1 apart."""


@dataclass(frozen=True)
class Quantity:
    """What is measured of every network: a word for captions, an axis, and its decimals."""

    word: str
    axis: str
    digits: int
    values: Callable[[PopulationResult], Floats]


LOSS = Quantity("Perte de test finale", "Perte de test finale", 4, lambda result: result.finals)
LENGTH = Quantity(
    "Longueur moyenne des lignes de niveau, en côtés du carré,",
    "Longueur moyenne des lignes de niveau (côtés du carré)",
    2,
    level_lengths,
)


@dataclass(frozen=True)
class Sample:
    """A population and what was measured of its networks, NaN for those that diverged.

    ``number`` is that of its colour.
    """

    result: PopulationResult
    values: Floats
    number: int

    @property
    def summary(self) -> Distribution:
        """Minimum, quartiles and maximum."""
        return distribution(self.values)


def dispersion(ctx: EvidenceContext, *populations: str) -> Group:
    """Return how final test losses scatter over the first weights: a figure and a table."""
    return _scatter(ctx, LOSS, find_populations(ctx, populations))


def lissage(ctx: EvidenceContext, *populations: str) -> Group:
    """Return how long the level lines of decision surfaces are: a figure and a table.

    The measure is that of :mod:`reportgen.analysis.smoothness`.
    """
    return _scatter(ctx, LENGTH, find_populations(ctx, populations))


def _scatter(
    ctx: EvidenceContext, quantity: Quantity, results: Sequence[PopulationResult]
) -> Group:
    numbers = marks((result.spec.name for result in results), ctx.lab.populations)
    samples = [Sample(r, quantity.values(r), numbers[r.spec.name]) for r in results]
    figure, table = _figure(quantity, samples), _table(quantity, samples)
    return Group(id="", caption=figure.caption, alt=figure.alt, elements=(figure, table))


def _figure(quantity: Quantity, samples: Sequence[Sample]) -> Figure:
    height = 24.0 + 11.0 * len(samples)
    limit = " ; tirets : seuil" if quantity is LOSS and _thresholds(samples) else ""
    return Figure(
        id="",
        caption=f"{quantity.word} de {titles([s.result for s in samples])}, un point par "
        f"initialisation ; boîte : quartiles et médiane{limit}",
        alt=_alt(quantity, samples),
        data=_each(samples),
        svg=theme.draw_svg(theme.WIDTH, height, lambda canvas: _draw(canvas, quantity, samples)),
        width=theme.WIDTH,
        height=height,
    )


def _alt(quantity: Quantity, samples: Sequence[Sample]) -> str:
    told = [
        f"« {s.result.spec.title} » : de {_number(quantity, s.summary.best)} à "
        f"{_number(quantity, s.summary.worst)}, médiane {_number(quantity, s.summary.median)}"
        for s in samples
    ]
    return f"{quantity.axis}. {' ; '.join(told)}."


def _number(quantity: Quantity, value: float) -> str:
    return decimal(value, quantity.digits) if np.isfinite(value) else "–"


def _each(samples: Sequence[Sample]) -> Data:
    rows = tuple(
        (s.result.spec.title, reset, _cell(value))
        for s in samples
        for reset, value in zip(s.result.population.resets, s.values.tolist(), strict=True)
    )
    return Data(("population", "reset", "value"), rows)


def _cell(value: float) -> Cell:
    return value if np.isfinite(value) else None


def _table(quantity: Quantity, samples: Sequence[Sample]) -> Table:
    return Table(
        id="",
        caption=f"{quantity.word} sur les initialisations de {titles([s.result for s in samples])}",
        alt=_alt(quantity, samples),
        data=Data(
            ("population", "count", "min", "low_quartile", "median", "high_quartile", "max",
             "diverged"),
            tuple(_raw(sample) for sample in samples),
        ),
        columns=(
            Column("Population"),
            Column("Réseaux", "right"),
            Column("Minimum", "decimal"),
            Column("Premier quartile", "decimal"),
            Column("Médiane", "decimal"),
            Column("Troisième quartile", "decimal"),
            Column("Maximum", "decimal"),
            Column("Divergents", "right"),
        ),
        rows=tuple(_row(quantity, sample) for sample in samples),
    )  # fmt: skip


def _raw(sample: Sample) -> tuple[Cell, ...]:
    s = sample.summary
    numbers = (s.best, s.low, s.median, s.high, s.worst)
    return (sample.result.spec.title, s.count, *map(_cell, numbers), s.diverged)


def _row(quantity: Quantity, sample: Sample) -> tuple[str, ...]:
    s = sample.summary
    numbers = (s.best, s.low, s.median, s.high, s.worst)
    shown = (_number(quantity, value) for value in numbers)
    return (sample.result.spec.title, entier(s.count), *shown, entier(s.diverged))


def _draw(canvas: Canvas, quantity: Quantity, samples: Sequence[Sample]) -> None:
    ax = canvas.subplots()
    for row, sample in enumerate(samples):
        _draw_sample(ax, row, sample)
    if quantity is LOSS:
        for threshold in _thresholds(samples):
            ax.axvline(threshold, color="black", linewidth=0.9, linestyle="--")
    ax.set_yticks(range(len(samples)), [short_title(s.result.spec.title) for s in samples])
    ax.set_ylim(len(samples) - 0.4, -0.6)
    ax.grid(visible=False, axis="y")
    ax.set_xlabel(quantity.axis)
    theme.write_french_numbers(ax.xaxis)


def _draw_sample(ax: Axes, row: int, sample: Sample) -> None:
    values = sample.values[np.isfinite(sample.values)]
    if not values.size:
        return
    colour = _COLOURS[sample.number % len(_COLOURS)]
    places = row + _JITTER * np.sin(2.399963 * np.arange(len(values)))  # golden angle: no clumps
    ax.scatter(values, places, s=6, color=colour, alpha=0.55, linewidths=0, rasterized=True)
    ax.boxplot(
        values,
        positions=[row],
        orientation="horizontal",
        widths=0.62,
        showfliers=False,
        whis=(0, 100),
        boxprops={"linewidth": 0.8},
        whiskerprops={"linewidth": 0.8},
        capprops={"linewidth": 0.8},
        medianprops={"color": "black", "linewidth": 1.8},
        manage_ticks=False,
    )


def _thresholds(samples: Sequence[Sample]) -> list[float]:
    given = {sample.result.spec.threshold for sample in samples}
    return sorted(threshold for threshold in given if threshold is not None)
