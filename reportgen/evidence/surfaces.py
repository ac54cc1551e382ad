"""The points of a Playground task and the surfaces that networks draw through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from reportgen.analysis.boundaries import data_of
from reportgen.analysis.sentences.surfaces import sides
from reportgen.analysis.smoothness import level_length
from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.fields import DPI, draw_field, draw_points, frame
from reportgen.evidence.trained import find_population, of_first
from reportgen.french.numbers import decimal, entier, pluriel
from reportgen.french.typed import typed
from reportgen.playground.data import Examples, Floats
from reportgen.playground.settings import Task
from reportgen.playground.surfaces import Surfaces, compute_surfaces
from reportgen.results import PopulationResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

PointRow = tuple[str, float, float, int]
"""Split, coordinates and label of a point."""

_ROW = 5
"""Surfaces side by side at most."""
_MOST = 20
_DECISION, _NEURON = 78.0, 14.0
"""Height of a figure for the decision, and for each neuron of its widest layer, in millimetres."""

_FIELDS = {"xor": "xor", "circle": "cercle", "gauss": "deux nuages", "spiral": "spirale"}


def nuage(ctx: EvidenceContext, population: str) -> Figure:
    """Return the points of a population's task, those to learn beside those to judge by."""
    task = find_population(ctx, population).spec.task
    rows = (*_point_rows("train", data_of(task).train), *_point_rows("test", data_of(task).test))
    return Figure(
        id="",
        caption=f"Points de la tâche « {task_title(task)} » : disques à l’apprentissage, losanges "
        "au test ; bleus et pleins pour\u00a0+1, orange et creux pour\u00a0−1",
        alt=f"Deux nuages de points dans le plan. {_counts(rows)}",
        data=Data(("split", "x", "y", "label_sign"), rows),
        svg=theme.draw_svg(theme.WIDTH, 84.0, lambda canvas: _draw_points(canvas, task)),
        width=theme.WIDTH,
        height=84.0,
    )


def _point_rows(split: str, part: Examples) -> tuple[PointRow, ...]:
    pairs = zip(part.points.tolist(), part.labels.tolist(), strict=True)
    return tuple((split, x, y, int(label)) for (x, y), label in pairs)


def task_title(task: Task) -> str:
    """Return « xor, bruit 35 »."""
    return f"{_FIELDS[task.dataset]}, bruit {typed(task.noise)}"


def _counts(rows: Sequence[PointRow]) -> str:
    told = []
    for split, name in (("train", "À l’apprentissage"), ("test", "Au test")):
        labels = [row[3] for row in rows if row[0] == split]
        told.append(f"{name}, {labels.count(1)} points de classe +1 et {labels.count(-1)} de −1.")
    return " ".join(told)


def _draw_points(canvas: Canvas, task: Task) -> None:
    axes = canvas.subplots(1, 2)
    data = data_of(task)
    for ax, part, marker, name in (
        (axes[0], data.train, "o", "Apprentissage"),
        (axes[1], data.test, "D", "Test"),
    ):
        draw_points(ax, part, marker, 13)
        frame(ax)
        ax.set_title(name)


def surface(ctx: EvidenceContext, population: str, essai: str | int = "meilleur") -> Figure:
    """Return what every neuron of one network answers over the plane, and the decision.

    ``essai`` is a number of resets, "meilleur" (lowest final test loss) or "median".
    """
    result = find_population(ctx, population)
    k = _chosen(result, essai)
    found = _surfaces(result, k)
    height = max(_DECISION, _NEURON * _widest(found))
    reset = result.population.resets[k]
    return Figure(
        id="",
        caption=f"Réponses de « {result.spec.title} » dans le plan, réinitialisation "
        f"{entier(reset)} (perte de test {_loss(result, k)}) : neurones cachés couche par couche, "
        "puis décision avec les points d’apprentissage (disques) et de test (losanges), pleins "
        "pour\u00a0+1 et creux pour\u00a0−1 ; échelle de\u00a0−1 (orange) à\u00a0+1 (bleu), "
        "coupée au-delà",
        alt=_surface_alt(result, k, found),
        data=_surface_data(found),
        svg=theme.draw_svg(
            theme.WIDTH, height, lambda canvas: _draw_network(canvas, result, found), DPI
        ),
        width=theme.WIDTH,
        height=height,
    )


def _widest(found: Surfaces) -> int:
    return max([len(layer) for layer in found.neurons[:-1]] or [1])


def _chosen(result: PopulationResult, wanted: str | int) -> int:
    """Return the place of the network asked for; EvidenceError when there is none."""
    finals, resets = result.finals, result.population.resets
    if wanted in ("meilleur", "median") and not np.isfinite(finals).any():
        raise EvidenceError(f"« {result.spec.title} » : tous les apprentissages divergent.")
    if wanted == "meilleur":
        return int(np.nanargmin(finals))
    if wanted == "median":
        return int(np.nanargmin(np.abs(finals - np.nanmedian(finals))))
    if wanted in resets:
        return resets.index(int(wanted))
    expected = f"de 0 à {resets[-1]}, « meilleur » ou « median »"
    raise EvidenceError(f"surface : essai={wanted!r} ; attendu : un nombre {expected}.")


def _surfaces(result: PopulationResult, k: int) -> Surfaces:
    spec = result.spec
    return compute_surfaces(result.population.network(k), spec.network, spec.task.features)


def _loss(result: PopulationResult, k: int) -> str:
    final = float(result.finals[k])
    return decimal(final, 4) if np.isfinite(final) else "divergente"


def _surface_alt(result: PopulationResult, k: int, found: Surfaces) -> str:
    hidden = pluriel(result.spec.neurons, "neurone caché", "neurones cachés")
    share = float((found.decision >= 0).mean())
    return (
        f"Réseau de {hidden}, perte de test {_loss(result, k)}. Le réseau donne la classe +1 à "
        f"{decimal(100 * share, 0)} % du carré de −6 à 6 ; ses lignes de niveau mesurent en "
        f"moyenne {sides(level_length(found.decision))}."
    )


def _surface_data(found: Surfaces) -> Data:
    """Return the decision on a coarse grid: one point in nine."""
    points = range(4, len(found.axis), 9)
    rows = tuple(
        (float(found.axis[j]), float(found.axis[i]), float(found.decision[i, j]))
        for i in points
        for j in points
    )
    return Data(("x", "y", "value"), rows)


def _draw_network(canvas: Canvas, result: PopulationResult, found: Surfaces) -> None:
    canvas.set_layout_engine("compressed")  # the squares stand side by side, without wide gaps
    hidden, widest = found.neurons[:-1], _widest(found)
    widths = [*[1.0] * len(hidden), max(widest, len(hidden) / 2)]
    grid = canvas.add_gridspec(widest, len(hidden) + 1, width_ratios=widths)
    for column, layer in enumerate(hidden):
        for row, neuron in enumerate(layer):
            ax = canvas.add_subplot(grid[row, column])
            draw_field(ax, neuron)
            if row == 0:
                ax.set_title(f"Couche {column + 1}")
    ax = canvas.add_subplot(grid[:, -1])
    picture = draw_field(ax, found.decision, border=True)
    _draw_data(ax, result)
    ax.set_title("Décision")
    canvas.colorbar(picture, ax=ax, shrink=0.8, ticks=[-1, 0, 1])


def _draw_data(ax: Axes, result: PopulationResult) -> None:
    data = data_of(result.spec.task)
    draw_points(ax, data.train, "o", 9)
    draw_points(ax, data.test, "D", 7)


def formes(ctx: EvidenceContext, population: str, n: int = 5) -> Figure:
    """Return the decisions of the networks after the first ``n`` resets, side by side."""
    result = find_population(ctx, population)
    count = min(n, len(result.finals)) if type(n) is int else 0
    if not 1 <= count <= _MOST:
        raise EvidenceError(f"formes : n={n!r} ; attendu : un entier de 1 à {_MOST}.")
    found = [_surfaces(result, k).decision for k in range(count)]
    lines = -(-count // _ROW)
    height = 37.0 * lines
    resets = result.population.resets
    losses = ", ".join(f"n° {resets[k]} : {_loss(result, k)}" for k in range(count))
    return Figure(
        id="",
        caption=(
            f"Décisions {of_first(count)} de « {result.spec.title} », "
            "avec leur perte de test finale ; points pleins pour\u00a0+1, creux pour\u00a0−1"
        ),
        alt=f"{pluriel(count, 'surface', 'surfaces')} de décision. Pertes de test : {losses}.",
        data=Data(
            ("reset", "test_loss", "level_length"),
            tuple(
                (resets[k], _number(float(result.finals[k])), _number(level_length(field)))
                for k, field in enumerate(found)
            ),
        ),
        svg=theme.draw_svg(
            theme.WIDTH, height, lambda canvas: _draw_forms(canvas, result, found), DPI
        ),
        width=theme.WIDTH,
        height=height,
    )


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _draw_forms(canvas: Canvas, result: PopulationResult, found: Sequence[Floats]) -> None:
    lines = -(-len(found) // _ROW)
    axes = canvas.subplots(lines, min(_ROW, len(found)), squeeze=False).ravel()
    for k, (ax, field) in enumerate(zip(axes, found, strict=False)):
        draw_field(ax, field, border=True)
        draw_points(ax, data_of(result.spec.task).train, "o", 3)
        ax.set_title(f"n° {result.population.resets[k]} : {_loss(result, k)}")
    for ax in axes[len(found) :]:
        ax.set_axis_off()
