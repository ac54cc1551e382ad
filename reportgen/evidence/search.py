"""The search for the smallest network of a family: how often each one reaches the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.analysis.populations import (
    Distribution,
    Success,
    by_size,
    distribution,
    smallest,
    success,
)
from reportgen.analysis.sentences.populations import level, threshold_of
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Column, Data, Figure, Group, Table
from reportgen.evidence.trained import find_family
from reportgen.french.numbers import decimal, entier, pourcent
from reportgen.results import PopulationResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


@dataclass(frozen=True)
class Tried:
    """A member of the family, how often it succeeds and how its losses spread."""

    result: PopulationResult
    success: Success
    losses: Distribution


def recherche(ctx: EvidenceContext, famille: str) -> Group:
    """Return the members of a family from the smallest: a table and a figure of success rates.

    EvidenceError when the family has no threshold.
    """
    results = by_size(find_family(ctx, famille))
    limit = threshold_of(results[0])
    tried = [Tried(r, success(r, limit), distribution(r.finals)) for r in results]
    first = smallest(results, limit)
    figure = _figure(ctx.lab.families[famille].title, tried, limit, first)
    table = _table(ctx.lab.families[famille].title, tried, limit, first)
    return Group(id="", caption=table.caption, alt=table.alt, elements=(table, figure))


def _figure(
    title: str, tried: Sequence[Tried], limit: float, first: PopulationResult | None
) -> Figure:
    height = 26.0 + 5.4 * len(tried)
    return Figure(
        id="",
        caption=f"Part des initialisations qui finissent à une perte de test d’au plus "
        f"{level(limit)} ({title}), du plus petit réseau au plus grand ; trait : intervalle de "
        f"Wilson à 95 %{' ; losange : le premier qui y parvient' if first else ''}",
        alt=_alt(tried, limit, first),
        data=_data(tried),
        svg=theme.draw_svg(theme.WIDTH, height, lambda canvas: _draw(canvas, tried, first)),
        width=theme.WIDTH,
        height=height,
    )


def _alt(tried: Sequence[Tried], limit: float, first: PopulationResult | None) -> str:
    able = [t for t in tried if t.success.successes]
    told = " ; ".join(f"« {t.result.spec.title} » {pourcent(t.success.rate)}" for t in able)
    found = f" Le plus petit est « {first.spec.title} »." if first else ""
    return (
        f"{entier(len(able))} des {entier(len(tried))} définitions atteignent {level(limit)} au "
        f"moins une fois{f' : {told}' if told else ''}.{found}"
    )


def _data(tried: Sequence[Tried]) -> Data:
    return Data(
        (
            "population",
            "neurons",
            "params",
            "successes",
            "count",
            "share",
            "share_low",
            "share_high",
            "min",
            "median",
            "diverged",
        ),
        tuple(
            (
                t.result.spec.title,
                t.result.spec.neurons,
                t.result.spec.parameters,
                t.success.successes,
                t.success.count,
                t.success.rate,
                t.success.interval.low,
                t.success.interval.high,
                t.losses.best if np.isfinite(t.losses.best) else None,
                t.losses.median if np.isfinite(t.losses.median) else None,
                t.losses.diverged,
            )
            for t in tried
        ),
    )


def _table(
    title: str, tried: Sequence[Tried], limit: float, first: PopulationResult | None
) -> Table:
    return Table(
        id="",
        caption=f"Recherche du plus petit réseau ({title}) : d’abord le moins de neurones cachés, "
        "puis le moins de poids ; en gras, le premier qui atteint le seuil",
        alt=_alt(tried, limit, first),
        data=_data(tried),
        columns=(
            Column("Réseau"),
            Column("Neurones", "right"),
            Column("Poids", "right"),
            Column(f"Perte ≤ {level(limit)}", "right"),
            Column("Intervalle à 95 %", "right"),
            Column("Meilleure", "decimal"),
            Column("Médiane", "decimal"),
        ),
        rows=tuple(_row(t, bold=t.result is first) for t in tried),
    )


def _row(tried: Tried, *, bold: bool) -> tuple[str, ...]:
    spec, found = tried.result.spec, tried.success
    return (
        f"**{spec.title}**" if bold else spec.title,
        entier(spec.neurons),
        entier(spec.parameters),
        pourcent(found.rate),
        f"{pourcent(found.interval.low)} – {pourcent(found.interval.high)}",
        _loss(tried.losses.best),
        _loss(tried.losses.median),
    )


def _loss(value: float) -> str:
    return decimal(value, 4) if np.isfinite(value) else "–"


def _draw(canvas: Canvas, tried: Sequence[Tried], first: PopulationResult | None) -> None:
    ax = canvas.subplots()
    for row, t in enumerate(tried):
        colour = theme.colour(1) if t.result is first else theme.colour(0)
        low, high = 100 * t.success.interval.low, 100 * t.success.interval.high
        ax.plot([low, high], [row, row], color=colour, linewidth=1.4)
        marker = "D" if t.result is first else "o"
        ax.plot([100 * t.success.rate], [row], marker, color=colour)
    ax.set_yticks(range(len(tried)), [t.result.spec.title for t in tried])
    ax.set_ylim(len(tried) - 0.5, -0.5)
    ax.set_xlim(left=-1)
    ax.set_xlabel("Initialisations qui atteignent le seuil (%)")
    theme.write_french_numbers(ax.xaxis)
