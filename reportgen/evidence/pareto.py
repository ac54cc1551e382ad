"""Many runs weighed: accuracy against what it costs, with the Pareto front."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from reportgen.analysis.ranking import Candidate, Ranking, rank, trade_off
from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.crowds import Bar, set_limits, side_by_side
from reportgen.evidence.elements import Column, Data, Figure, Group, Table
from reportgen.evidence.labels import label_points
from reportgen.evidence.lookup import find_runs, note_for, titles
from reportgen.evidence.placing import Point, Segment
from reportgen.evidence.scores import ABSENT, accuracy_interval, bounds, seeds_text
from reportgen.french.numbers import duree, entier, liste, points, pourcent, secondes
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

Price = Literal["poids", "duree"]

_PRICES: Mapping[Price, Callable[[Candidate], float]] = {
    "poids": lambda found: found.params,
    "duree": lambda found: found.seconds,
}
_AXES: Mapping[Price, str] = {
    "poids": "Nombre de poids",
    "duree": "Durée de l’apprentissage (s)",
}
_NAMES: Mapping[Price, str] = {"poids": "poids", "duree": "durée"}
_WHAT: Mapping[Price, str] = {
    "poids": "le nombre de poids",
    "duree": "la durée de l’apprentissage",
}

_LOGARITHMIC = 5.0
"""Ratio of prices beyond which a linear axis would crowd the cheap runs together."""


@dataclass(frozen=True)
class Weighed:
    """Runs and how they rank; candidates refer to runs by ``position``."""

    results: tuple[RunResult, ...]
    ranking: Ranking

    @property
    def fronts(self) -> Mapping[Price, tuple[Candidate, ...]]:
        """The Pareto front of accuracy against each price, cheapest first."""
        return {p: trade_off(self.ranking.candidates, cost) for p, cost in _PRICES.items()}


def pareto(ctx: EvidenceContext, *runs: str, prix: Price = "poids") -> Group:
    """Return accuracy against a price ("poids" or "duree"): a figure with its front, a table.

    EvidenceError for fewer than two runs.
    """
    results = find_runs(ctx, runs)
    if len(results) < 2:
        msg = 'pareto : indiquez au moins deux entraînements, par exemple pareto("a", "b").'
        raise EvidenceError(msg)
    if prix not in _PRICES:
        raise EvidenceError(f'pareto : prix="{prix}" ; attendu : "poids" ou "duree".')
    found = Weighed(results, rank(results))
    note = _note(found)
    figure, table = _figure(found, prix, note), _table(found, note)
    return Group(id="", caption=figure.caption, alt=figure.alt, note=note, elements=(figure, table))


def _note(found: Weighed) -> str:
    other = "" if found.ranking.comparable else "Essais évalués sur des images de test différentes"
    return " ; ".join(text for text in (note_for(found.results), other) if text)


def _figure(found: Weighed, price: Price, note: str) -> Figure:
    height = 78.0 + 3.5 * max(0, len(found.results) - 5)
    return Figure(
        id="",
        caption=(
            f"Exactitude de test selon {_WHAT[price]}{seeds_text(found.results)} ; trait "
            "vertical : intervalle à 95 % ; ligne : front de Pareto (les essais que nul autre "
            f"n’égale à moindre prix ni ne dépasse au même prix){_equal(found, price)}"
        ),
        alt=_alt(found, price),
        data=_data(found),
        note=note,
        svg=theme.draw_svg(theme.WIDTH, height, lambda canvas: _draw(canvas, found, price)),
        width=theme.WIDTH,
        height=height,
    )


def _alt(found: Weighed, price: Price) -> str:
    shown = liste(
        f"« {c.title} » {pourcent(c.accuracy)} pour {_amount(c, price)}"
        for c in found.ranking.candidates
    )
    front = liste(f"« {c.title} »" for c in found.fronts[price])
    return f"Exactitude de test selon {_WHAT[price]} : {shown}. Front de Pareto : {front}."


def _equal(found: Weighed, price: Price) -> str:
    """Return what the caption says of runs of one price, which are drawn apart."""
    prices = [_PRICES[price](c) for c in found.ranking.candidates]
    return " ; à prix égal, essais côte à côte" if len(set(prices)) < len(prices) else ""


def _amount(candidate: Candidate, price: Price) -> str:
    return f"{entier(candidate.params)} poids" if price == "poids" else duree(candidate.seconds)


def _table(found: Weighed, note: str) -> Table:
    rows = tuple(_row(found, candidate) for candidate in found.ranking.candidates)
    return Table(
        id="",
        caption=(
            f"Exactitude et prix de {titles(found.results)}{seeds_text(found.results)}, par "
            "exactitude décroissante ; dernière colonne : le prix, poids ou durée totale, pour "
            "lequel l’essai est sur le front de Pareto"
        ),
        alt=_alt(found, "poids"),
        data=_data(found),
        note=note,
        columns=_COLUMNS,
        rows=rows,
    )


_COLUMNS = (
    Column("Essai"),
    Column("Exactitude test", "decimal"),
    Column("Intervalle à 95 %", "center"),
    Column("Écart appr.\u00a0−\u00a0test", "decimal"),
    Column("Poids", "right"),
    Column("Durée d’une époque", "decimal"),
    Column("Durée totale", "right"),
    Column("Sur le front", "center"),
)


def _row(found: Weighed, candidate: Candidate) -> tuple[str, ...]:
    result = found.results[candidate.position]
    return (
        candidate.title,
        pourcent(candidate.accuracy),
        bounds(accuracy_interval(result, "test")),
        ABSENT if candidate.gap is None else points(candidate.gap),
        entier(candidate.params),
        secondes(candidate.seconds_per_epoch),
        duree(candidate.seconds),
        liste(_prices_won(found, candidate)) or "non",
    )


def _prices_won(found: Weighed, candidate: Candidate) -> list[str]:
    """Return the prices against which a candidate is on the front."""
    return [_NAMES[price] for price, front in found.fronts.items() if candidate in front]


def _data(found: Weighed) -> Data:
    rows = []
    for c in found.ranking.candidates:
        result = found.results[c.position]
        bounds_ = accuracy_interval(result, "test")
        prices = (c.gap, c.params, c.seconds_per_epoch, c.seconds)
        on = (int(c in front) for front in found.fronts.values())
        rows.append((result.spec.name, c.accuracy, bounds_.low, bounds_.high, *prices, *on))
    names = ("run", "test", "test_low", "test_high", "gap", "params", "seconds_per_epoch")
    return Data((*names, "seconds", "front_params", "front_seconds"), tuple(rows))


def _draw(figure: Canvas, found: Weighed, price: Price) -> None:
    ax = figure.subplots()
    candidates = found.ranking.candidates
    ax.set(xlabel=_AXES[price], ylabel="Exactitude de test")
    theme.write_french_numbers(ax.yaxis)
    bars = _bars(found, price)
    _scale(ax, bars)
    spots = [(x, c.accuracy) for x, c in zip(side_by_side(ax, bars), candidates, strict=True)]
    for candidate, (x, _), (_, low, high) in zip(candidates, spots, bars, strict=True):
        _draw_candidate(ax, candidate, (x, low, high), candidate in found.fronts[price])
    steps = [spots[candidates.index(candidate)] for candidate in found.fronts[price]]
    _draw_front(ax, steps)
    avoid = _along([*steps, (ax.get_xlim()[1], steps[-1][1])])
    for (x, _), (_, low, high) in zip(spots, bars, strict=True):
        avoid.append(((x, low), (x, high)))
    label_points(ax, spots, [c.title for c in candidates], avoid)


def _bars(found: Weighed, price: Price) -> list[Bar]:
    """Return the interval of each candidate, at its price."""
    intervals = [
        accuracy_interval(found.results[c.position], "test") for c in found.ranking.candidates
    ]
    prices = [_PRICES[price](c) for c in found.ranking.candidates]
    return [(x, i.low, i.high) for x, i in zip(prices, intervals, strict=True)]


def _draw_candidate(ax: Axes, candidate: Candidate, bar: Bar, on_front: bool) -> None:
    colour = theme.COLOURS[0] if on_front else theme.GREY
    x, low, high = bar
    ax.plot([x, x], [low, high], color=colour, linewidth=0.9, zorder=2)
    style: dict[str, Any] = {"markerfacecolor": colour if on_front else "white", "zorder": 3}
    ax.plot([x], [candidate.accuracy], marker="o", color=colour, markersize=5.5, **style)


def _scale(ax: Axes, bars: Sequence[Bar]) -> None:
    """Leave room for texts on both sides, and choose the scale of the prices."""
    prices = [x for x, _, _ in bars]
    low, high = min(prices), max(prices)
    logarithmic = low > 0 and high / low >= _LOGARITHMIC
    if logarithmic:
        ax.set_xscale("log")
    set_limits(ax, bars, 0.18, 0.18)
    if logarithmic:
        theme.write_logarithmic(ax.xaxis)
    else:
        ax.set_xlim(left=max(0.0, ax.get_xlim()[0]))
        theme.write_french_numbers(ax.xaxis)


def _draw_front(ax: Axes, steps: Sequence[Point]) -> None:
    limits = ax.get_xlim(), ax.get_ylim()
    xs, ys = zip(*steps, strict=True)
    ax.plot(
        (*xs, limits[0][1]), (*ys, ys[-1]),
        drawstyle="steps-post", color=theme.COLOURS[0], linewidth=1.0, alpha=0.6, zorder=1,
    )  # fmt: skip
    ax.set(xlim=limits[0], ylim=limits[1])


def _along(steps: Sequence[Point]) -> list[Segment]:
    """Return the level and upright lines of the front, for texts to avoid."""
    found: list[Segment] = []
    for (x, y), (next_x, next_y) in pairwise(steps):
        found += [((x, y), (next_x, y)), ((next_x, y), (next_x, next_y))]
    return found
