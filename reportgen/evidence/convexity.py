"""Is the loss of a run convex? Tried on many segments, with the counter-example if there is one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import Arrays, EvidenceContext
from reportgen.evidence.elements import Column, Data, Figure, Group, Table
from reportgen.evidence.lookup import find_run, note_for
from reportgen.evidence.probes import ConvexityProbe
from reportgen.evidence.telling import make_remark
from reportgen.french.numbers import decimal, entier, pluriel, scientifique
from reportgen.french.typed import typed
from reportgen.french.typography import typeset_text
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

Vector = npt.NDArray[np.float64]

_ROUNDING = 1e-12
"""Relative to the losses: what sums over hundreds of examples may lose in double precision."""


@dataclass(frozen=True)
class Trial:
    """One kind of trial: ``values`` are ≥ 0 where the loss is convex, but for ``slack`` of each."""

    title: str
    values: Vector
    slack: Vector

    @property
    def failures(self) -> int:
        """How many values are negative beyond rounding."""
        return int((self.values < -self.slack).sum())


@dataclass(frozen=True)
class Shape:
    """The trials of a loss, the losses along its most telling segment, and a curvature bound."""

    trials: tuple[Trial, ...]
    segment: Vector
    bound: float

    @property
    def failures(self) -> int:
        """Trials that convexity forbids."""
        return sum(trial.failures for trial in self.trials)


def convexite(ctx: EvidenceContext, run: str) -> Group:
    """Return a trial of the convexity of a run's loss: counts, a segment, and what follows.

    EvidenceError for a run of Keras, whose loss is not written out here.
    """
    result = find_run(ctx, run)
    if result.spec.training.engine != "numpy":
        msg = f"« {run} » est entraîné par Keras : il faut « engine: numpy »."
        raise EvidenceError(msg)
    probe = ConvexityProbe(min(ConvexityProbe.examples, result.counts["train"]))
    shape = read_shape(ctx.probe(run, probe))
    table = _table(result, shape, probe)
    caption = f"Constat sur la perte de « {result.spec.title} »"
    remark = make_remark(caption, shape_sentences(shape, _rate(result)), table.note)
    elements = (table, _figure(result, shape), remark)
    return Group("", table.caption, table.alt, note=table.note, elements=elements)


def read_shape(found: Arrays) -> Shape:
    """Return what the answer to a :class:`ConvexityProbe` says."""
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in found.items()}
    means = arrays["ends"].mean(axis=1)
    dips = means - arrays["middle"]
    slack = _ROUNDING * (1 + means)
    kinds = {0: "Milieux de segments tirés au hasard", 1: "Milieux, unités cachées permutées"}
    trials = [
        Trial(title, dips[chosen], slack[chosen])
        for kind, title in kinds.items()
        if (chosen := arrays["permuted"] == kind).any()
    ]
    rounding = _ROUNDING * (1 + arrays["level"]) / float(arrays["step"][0]) ** 2
    trials.append(Trial("Différences secondes", arrays["curvature"], rounding))
    return Shape(tuple(trials), arrays["segment"], float(arrays["bound"][0]))


def shape_sentences(shape: Shape, rate: float | None) -> list[str]:
    """Say what the trials show; ``rate`` is the learning rate of the run, when it is one number."""
    total = sum(len(trial.values) for trial in shape.trials)
    if not shape.failures:
        told = [
            f"Aucun des {entier(total)} essais ne contredit la convexité, à l’arrondi près : "
            "c’est un indice, pas une preuve, puisque l’on n’essaie qu’un nombre fini de points."
        ]
    else:
        told = [_counter_example(shape, total)]
    return told + _step_bound(shape.bound, rate)


def _counter_example(shape: Shape, total: int) -> str:
    start = (
        f"Des {entier(total)} essais, {entier(shape.failures)} contredisent la convexité"
        if shape.failures > 1
        else f"Un essai sur {entier(total)} contredit la convexité"
    )
    first, last = float(shape.segment[0]), float(shape.segment[-1])
    middle, mean = float(shape.segment[len(shape.segment) // 2]), (first + last) / 2
    if middle <= mean + _ROUNDING * (1 + mean):
        return (
            f"{start}, par une courbure négative : un seul suffit, cette perte n’est pas convexe."
        )
    return (
        f"{start}, et un seul suffit : au milieu du segment montré, la perte vaut "
        f"{decimal(middle, 3)}, plus que la moyenne de celles de ses extrémités, "
        f"{decimal(mean, 3)} ; cette perte n’est pas convexe."
    )


def _step_bound(bound: float, rate: float | None) -> list[str]:
    if math.isnan(bound):
        return []
    told = (
        f"Sur toutes les images d’apprentissage, la courbure de cette perte ne dépasse nulle part "
        f"Λ = {decimal(bound, 1)}, moitié de la plus grande valeur propre de XᵀX/N (biais compris) "
        f": un pas d’au plus {decimal(1 / bound, 4)} fait baisser la perte à chaque mise à jour "
        "calculée sur le jeu entier"
    )
    if rate is None:
        return [f"{told}."]
    if rate <= 1 / bound:
        return [f"{told}, et le pas de cet essai, {typed(rate)}, respecte cette borne."]
    return [
        f"{told}. Le pas de cet essai, {typed(rate)}, est plus grand : rien n’est plus garanti, "
        "ce qui ne veut pas dire qu’il échoue, car la borne est celle du pire endroit."
    ]


def _rate(result: RunResult) -> float | None:
    given = result.spec.training.optimizer.config.get("learning_rate", 0.01)
    return float(given) if isinstance(given, int | float) else None


def _table(result: RunResult, shape: Shape, probe: ConvexityProbe) -> Table:
    examples = pluriel(probe.examples, "exemple", "exemples")
    return Table(
        id="",
        caption=f"Essais de convexité de la perte de « {result.spec.title} » ({examples}) : "
        "moyenne des extrémités moins valeur au milieu, et courbure dans une direction ; "
        "une fonction convexe ne donne aucun nombre négatif",
        alt=_alt(shape),
        data=Data(
            ("trial", "count", "negative", "min", "max"),
            tuple((t.title, len(t.values), t.failures, *_range(t)) for t in shape.trials),
        ),
        note=note_for([result]),
        columns=(
            Column("Essai"),
            Column("Nombre", "right"),
            Column("Négatifs, à l’arrondi près", "right"),
            Column("Plus petit", "right"),
            Column("Plus grand", "right"),
        ),
        rows=tuple(
            (t.title, entier(len(t.values)), entier(t.failures), *map(scientifique, _range(t)))
            for t in shape.trials
        ),
    )


def _range(trial: Trial) -> tuple[float, float]:
    return float(trial.values.min()), float(trial.values.max())


def _alt(shape: Shape) -> str:
    told = "; ".join(
        f"{t.title.lower()} : {entier(t.failures)} négatifs sur {entier(len(t.values))}"
        for t in shape.trials
    )
    return typeset_text(f"Essais de convexité. {told}.".replace("; ", " ; "))


def _figure(result: RunResult, shape: Shape) -> Figure:
    first, last = float(shape.segment[0]), float(shape.segment[-1])
    middle = float(shape.segment[len(shape.segment) // 2])
    shares = np.linspace(0, 1, len(shape.segment))

    def draw(figure: Canvas) -> None:
        ax = figure.subplots()
        ax.plot(shares, shape.segment, color=theme.COLOURS[0], label="perte")
        ax.plot([0, 1], [first, last], color=theme.COLOURS[1], linestyle="--", label="corde")
        ax.set(xlabel="Position sur le segment", ylabel="Perte")
        theme.write_french_numbers(ax.xaxis)
        theme.write_french_numbers(ax.yaxis)
        figure.legend(loc="outside right center")

    title = f"Perte de « {result.spec.title} » le long d’un segment de l’espace des paramètres"
    return Figure(
        id="",
        caption=f"{title} : l’un de ceux dont le milieu est le plus haut par rapport à la corde",
        alt=f"{title}. Extrémités : {decimal(first, 3)} et {decimal(last, 3)} ; milieu : "
        f"{decimal(middle, 3)}, la corde y vaut {decimal((first + last) / 2, 3)}.",
        data=Data(
            ("position", "loss"),
            tuple(zip(map(float, shares), map(float, shape.segment), strict=True)),
        ),
        note=note_for([result]),
        svg=theme.draw_svg(theme.WIDTH, 60.0, draw),
        width=theme.WIDTH,
        height=60.0,
    )
