"""The losses of a few networks of a population along their epochs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.marks import look, marked, width
from reportgen.evidence.trained import find_population, of_first
from reportgen.french.numbers import decimal, entier, pluriel
from reportgen.results import PopulationResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

_HEIGHT = 78.0


def descentes(ctx: EvidenceContext, population: str, n: int = 5) -> Figure:
    """Return train and test losses of the networks after the first ``n`` resets."""
    result = find_population(ctx, population)
    count = min(n, len(result.finals)) if type(n) is int else 0
    if not 1 <= count <= len(theme.COLOURS):
        most = len(theme.COLOURS)
        raise EvidenceError(f"descentes : n={n!r} ; attendu : un entier de 1 à {most}.")
    limit = " ; tirets : seuil" if result.spec.threshold else ""
    return Figure(
        id="",
        caption=f"Perte {of_first(count)} de « {result.spec.title} » au fil des époques{limit}",
        alt=_alt(result, count),
        data=_data(result, count),
        svg=theme.draw_svg(theme.WIDTH, _HEIGHT, lambda canvas: _draw(canvas, result, count)),
        width=theme.WIDTH,
        height=_HEIGHT,
    )


def _alt(result: PopulationResult, count: int) -> str:
    resets, last = result.population.resets, result.population.epochs[-1]
    told = [
        f"n° {resets[k]}, {_loss(result.learnt[k])} à l’apprentissage et "
        f"{_loss(result.finals[k])} au test"
        for k in range(count)
    ]
    return f"Pertes après {pluriel(last, 'époque', 'époques')} : {' ; '.join(told)}."


def _loss(value: float) -> str:
    return decimal(value, 4) if np.isfinite(value) else "divergente"


def _data(result: PopulationResult, count: int) -> Data:
    found = result.population
    rows = tuple(
        (found.resets[k], epoch, *map(_cell, (found.train[k, i], found.test[k, i])))
        for k in range(count)
        for i, epoch in enumerate(found.epochs)
    )
    return Data(("reset", "epoch", "train", "test"), rows)


def _cell(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _draw(canvas: Canvas, result: PopulationResult, count: int) -> None:
    axes = canvas.subplots(1, 2, sharey=True)
    found = result.population
    parts = (("Apprentissage", found.train), ("Test", found.test))
    for ax, (name, losses) in zip(axes, parts, strict=True):
        for k in range(count):
            style = look(k) | {"linewidth": width(k, count)}
            style["markevery"] = marked(k, count, len(found.epochs), len(found.epochs))
            ax.plot(found.epochs, losses[k], label=f"n° {entier(found.resets[k])}", **style)
        ax.set_title(name)
        ax.set_xlabel("Époque")
        theme.use_whole_numbers(ax.xaxis)
    if result.spec.threshold:
        axes[1].axhline(result.spec.threshold, color="black", linewidth=0.9, linestyle="--")
    axes[0].set_ylabel("Perte")
    theme.write_french_numbers(axes[0].yaxis)
    canvas.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=count)
