"""The confusion matrix of a run on its test images, as a heatmap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from reportgen.analysis.classes import Counts, confusions
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.lookup import class_names, find_run, note_for, together
from reportgen.evidence.predictions import confusion_counts
from reportgen.french.numbers import decimal, entier, liste, pluriel, pourcent
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_ANNOTATED = 20
"""Classes beyond which numbers in cells could not be read."""


_UPRIGHT = 12
"""Classes beyond which the matrix takes a landscape page."""


@dataclass(frozen=True)
class Matrix:
    """Confusion counts and the names of the classes; ``shares`` asks for rows that add up to 1."""

    counts: Counts
    names: tuple[str, ...]
    shares: bool

    @property
    def values(self) -> npt.NDArray[np.float64]:
        """What the cells show; a class without test images gives a row of zeros."""
        if not self.shares:
            return self.counts.astype(np.float64)
        totals = np.maximum(self.counts.sum(axis=1, keepdims=True), 1)
        return np.asarray(self.counts / totals, dtype=np.float64)

    @property
    def texts(self) -> npt.NDArray[np.str_]:
        """The numbers as printed in the cells."""
        write = decimal if self.shares else entier
        return np.array([[write(float(value)) for value in row] for row in self.values])


def confusion(ctx: EvidenceContext, run: str, normalise: bool = False) -> Figure:
    """Return the confusion matrix of a run on test: counts, or shares of each true class."""
    result = find_run(ctx, run)
    matrix = Matrix(confusion_counts(result), class_names(ctx, result), normalise)
    width, height = _size(matrix)
    unit = "part de chaque classe vraie" if normalise else "nombre d’images"
    unit += together(result)
    return Figure(
        id="",
        caption=f"Matrice de confusion de « {result.spec.title} » sur le test ({unit})",
        alt=_alt(matrix, result),
        data=_data(matrix),
        note=note_for([result]),
        svg=theme.draw_svg(width, height, lambda figure: _draw(figure, matrix)),
        width=width,
        height=height,
    )


def _size(matrix: Matrix) -> tuple[float, float]:
    count = len(matrix.names)
    label = 1.7 * min(14, max(len(name) for name in matrix.names))
    if count > _ANNOTATED:
        return theme.WIDTH, 140.0
    below = 12.0 if _fits(matrix.names) else 12.0 + 0.6 * label
    if count > _UPRIGHT:
        return theme.LANDSCAPE, min(132.0, 6.0 * count + below)
    return min(theme.WIDTH, 13.0 * count + 12 + label), 5.2 * count + below


def _alt(matrix: Matrix, result: RunResult) -> str:
    counts = matrix.counts
    total, right = int(counts.sum()), int(np.trace(counts))
    rows = np.maximum(counts.sum(axis=1), 1)
    recalls = liste(
        f"{name} {pourcent(counts[i, i] / rows[i])}" for i, name in enumerate(matrix.names)
    )
    each = "réponse" if len(result.seeds) > 1 else "image"
    start = (
        f"Matrice de confusion de « {result.spec.title} »{together(result)} sur "
        f"{pluriel(total, each, each + 's')} de test, "
        f"dont {entier(right)} bien classées. Bien classées par classe : {recalls}."
    )
    return f"{start} {_most_frequent(matrix)}"


def _most_frequent(matrix: Matrix) -> str:
    found = confusions(matrix.counts)
    if not found:
        return "Aucune confusion."
    top, tied = found[0], sum(one.count == found[0].count for one in found[1:])
    times = pluriel(top.count, "image", "images")
    names = f"« {matrix.names[top.true]} » pris pour « {matrix.names[top.answer]} »"
    others = f", ex æquo avec {pluriel(tied, 'autre', 'autres')}" if tied else ""
    return f"Confusion la plus fréquente : {names}, {times}{others}."


def _data(matrix: Matrix) -> Data:
    rows = [
        (true, given, int(matrix.counts[i, j]), float(matrix.values[i, j]))
        for i, true in enumerate(matrix.names)
        for j, given in enumerate(matrix.names)
    ]
    return Data(("true", "predicted", "count", "shown"), tuple(rows))


def _draw(figure: Canvas, matrix: Matrix) -> None:
    import pandas as pd
    import seaborn

    ax = figure.subplots()
    annotated = len(matrix.names) <= _ANNOTATED
    seaborn.heatmap(
        pd.DataFrame(matrix.values, index=list(matrix.names), columns=list(matrix.names)),
        ax=ax,
        cmap="Blues",
        vmin=0,
        annot=matrix.texts if annotated else False,
        fmt="",
        annot_kws={"fontsize": theme.TEXT},
        cbar=not annotated,
        rasterized=not annotated,  # thousands of outlines would make a heavy page
        linewidths=0.4,
        linecolor="white",
        xticklabels=True,
        yticklabels=True,
    )
    ax.set(xlabel="Classe prédite", ylabel="Classe vraie")
    ax.tick_params(length=0)
    _ink(ax)
    if not _fits(matrix.names):
        # Slanted names are read more easily than upright ones, and take less height.
        slanted: dict[str, Any] = {"rotation": 35, "ha": "right", "rotation_mode": "anchor"}
        ax.set_xticks(ax.get_xticks(), matrix.names, **slanted)
    ax.tick_params(axis="y", rotation=0)


def _ink(ax: Axes) -> None:
    """Write the number of every cell in the ink that contrasts most with the cell's colour."""
    if not ax.texts:
        return
    cells = ax.collections[0]
    cells.update_scalarmappable()
    for text, colour in zip(ax.texts, np.asarray(cells.get_facecolor()), strict=True):
        red, green, blue, _ = map(float, colour)
        text.set_color(theme.ink((red, green, blue)))


def _fits(names: tuple[str, ...]) -> bool:
    """Whether the class names can stand side by side under the columns."""
    return max(len(name) for name in names) <= 7 and len(names) <= 10
