"""Test examples in the plane, from their pixels or from what a layer makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.analysis.separation import (
    NEIGHBOURS,
    by_class,
    convex_hull,
    ellipse_overlap,
    gaussian,
    hull_overlap,
)
from reportgen.evidence import theme
from reportgen.evidence.clouds import METHODS, Cloud, FloatMatrix, Method, find_source, make_cloud
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.lookup import stand_in_note, unknown
from reportgen.french.numbers import decimal, entier, liste, pluriel, pourcent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_HEIGHT = 88.0
_RADIUS = 2.0
"""Radius of an ellipse in standard deviations: 86 % of a Gaussian lies within."""


@dataclass(frozen=True)
class Outlines:
    """What is drawn around each class."""

    hulls: bool
    ellipses: bool

    @property
    def text(self) -> str:
        """What the caption adds."""
        drawn = ["les enveloppes convexes (traits pleins)"] if self.hulls else []
        drawn += ["les ellipses à deux écarts types (tirets)"] * self.ellipses
        return f", avec {liste(drawn)} des classes" if drawn else ""


def projection(
    ctx: EvidenceContext,
    source: str,
    method: Method = "pca",
    layer: int | str | None = None,
    n: int = 1000,
    enveloppes: bool = False,
    ellipses: bool = False,
) -> Figure:
    """Return the first ``n`` test examples in the plane, coloured by class.

    ``source`` is a run or a dataset; with ``layer`` (of a run), its outputs are projected,
    otherwise the pixels. ``enveloppes`` draws the convex hull of each class, ``ellipses`` its
    Gaussian.
    """
    if method not in METHODS:
        raise unknown("méthode de projection inconnue", method, METHODS)
    found = find_source(ctx, source, layer, n)
    cloud, outlines = make_cloud(ctx, found, method), Outlines(enveloppes, ellipses)
    name, count = METHODS[method], len(cloud.points)
    images = pluriel(count, "image", "images")
    title = f"Projection par {name} de {images} de test, {found.text}"
    return Figure(
        id="",
        caption=f"{title}{outlines.text}",
        alt=_alt(cloud, title, outlines),
        data=Data(("index", "class", "x", "y"), _rows(cloud)),
        note=stand_in_note([found.origin]),
        svg=theme.draw_svg(
            theme.WIDTH, _HEIGHT, lambda figure: _draw(figure, cloud, method, outlines)
        ),
        width=theme.WIDTH,
        height=_HEIGHT,
    )


def _rows(cloud: Cloud) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (i, cloud.classes[label], float(x), float(y))
        for i, (label, (x, y)) in enumerate(zip(cloud.labels, cloud.points, strict=True))
    )


def _alt(cloud: Cloud, start: str, outlines: Outlines) -> str:
    values = liste(f"{cloud.classes[i]} {pourcent(s, 0)}" for i, s in _hits(cloud).items())
    told = [
        f"{start}. Part des {entier(NEIGHBOURS)} plus proches voisins qui sont de la même classe : "
        f"{pourcent(cloud.hit, 0)} en moyenne ; par classe : {values}."
    ]
    if outlines.hulls:
        share = pourcent(hull_overlap(cloud.points, cloud.labels), 0)
        told.append(f"{share} des images sont dans l’enveloppe d’une autre classe que la leur.")
    if outlines.ellipses and len(_hits(cloud)) > 1:
        overlap = decimal(ellipse_overlap(cloud.points, cloud.labels))
        told.append(f"Recouvrement moyen de deux ellipses : {overlap} (0 : disjointes).")
    return " ".join(told)


def _hits(cloud: Cloud) -> Mapping[int, float]:
    present = sorted(set(cloud.labels.tolist()))
    return {i: float(cloud.hits[cloud.labels == i].mean()) for i in present}


def _draw(figure: Canvas, cloud: Cloud, method: Method, outlines: Outlines) -> None:
    ax = figure.subplots()
    size = 16 if len(cloud.points) <= 500 else 9
    for i, points in by_class(cloud.points, cloud.labels).items():
        colour = theme.CLASS_COLOURS[i % len(theme.CLASS_COLOURS)]
        marker = theme.MARKERS[i % len(theme.MARKERS)]
        x, y = points.T
        ax.scatter(x, y, s=size, c=colour, marker=marker, linewidths=0, alpha=0.75,
                   label=cloud.classes[i], rasterized=True, zorder=0.9)  # fmt: skip
        _outline(ax, points, colour, outlines)
    ax.set_aspect("equal", adjustable="datalim")
    if method == "pca":
        first, second = (f" ({pourcent(share)} de la variance)" for share in cloud.variance)
        ax.set(xlabel=f"Première composante{first}", ylabel=f"Deuxième composante{second}")
        theme.write_french_numbers(ax.xaxis)
        theme.write_french_numbers(ax.yaxis)
    else:
        # Neither axes nor distances of t-SNE have a unit.
        ax.set_axis_off()
    figure.legend(loc="outside right center", markerscale=1.8)


def _outline(ax: Axes, points: FloatMatrix, colour: str, outlines: Outlines) -> None:
    if outlines.hulls:
        ax.fill(*convex_hull(points).corners.T, facecolor="none", edgecolor=colour, linewidth=0.9)
    if outlines.ellipses:
        ax.plot(*_ellipse(points).T, color=colour, linewidth=1.3, linestyle="--")


def _ellipse(points: FloatMatrix) -> FloatMatrix:
    """Return points of the ellipse at 2 standard deviations of the Gaussian of a class, (90, 2)."""
    found = gaussian(points)
    turns = np.linspace(0, 2 * np.pi, 90)
    circle = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    root = np.linalg.cholesky(found.covariance)
    return np.asarray(found.mean + _RADIUS * circle @ root.T)
