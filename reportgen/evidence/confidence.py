"""How sure networks are of their right answers and of their wrong ones: a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from reportgen.analysis.evaluation import SURE
from reportgen.analysis.softmax import SLICES, Softmax, shares
from reportgen.evidence import theme
from reportgen.evidence.elements import Cell, Data, Figure
from reportgen.evidence.lookup import note_for, titles
from reportgen.french.numbers import liste, pluriel, pourcent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_PER_ROW = 3


def draw_confidence(found: Sequence[Softmax]) -> Figure:
    """Return a panel a run: how its largest probabilities spread, answers right and wrong."""
    results = [seen.result for seen in found]
    rows = -(-len(found) // _PER_ROW)
    width = min(theme.WIDTH, 30.0 + 65.0 * min(len(found), _PER_ROW))
    height = 54.0 * rows + 5.0
    return Figure(
        id="",
        caption=f"Plus grande probabilité annoncée par {titles(results)} sur le test, "
        "images bien classées et images mal classées",
        alt=" ".join(map(_confidence_alt, found)),
        data=_slices_data(found),
        note=note_for(results),
        svg=theme.draw_svg(width, height, lambda canvas: _draw(canvas, found, rows)),
        width=width,
        height=height,
    )


def _confidence_alt(seen: Softmax) -> str:
    parts = [
        f"{pourcent(float((seen.confidence[chosen] >= SURE).mean()))} des "
        f"{pluriel(int(chosen.sum()), f'image {kind} classée', f'images {kind} classées')}"
        for kind, chosen in _kinds(seen)
        if chosen.any()
    ]
    return (
        f"« {seen.result.spec.title} » annonce une probabilité d’au moins {pourcent(SURE, 0)} "
        f"pour {liste(parts)}."
    )


def _kinds(seen: Softmax) -> tuple[tuple[str, npt.NDArray[np.bool_]], ...]:
    return (("bien", seen.right), ("mal", ~seen.right))


def _slices_data(found: Sequence[Softmax]) -> Data:
    rows: list[tuple[Cell, ...]] = []
    for seen in found:
        right, wrong = (shares(seen, chosen) for _, chosen in _kinds(seen))
        for number in range(SLICES):
            ends = (number / SLICES, (number + 1) / SLICES)
            parts = (float(right[number]), float(wrong[number]))
            rows.append((seen.result.spec.name, *ends, *parts))
    return Data(("run", "low", "high", "share_of_right", "share_of_wrong"), tuple(rows))


def _draw(figure: Canvas, found: Sequence[Softmax], rows: int) -> None:
    from matplotlib.patches import Patch

    columns = min(len(found), _PER_ROW)
    axes = figure.subplots(rows, columns, sharey=True, squeeze=False).ravel()
    for ax, seen in zip(axes, found, strict=False):
        _draw_shares(ax, seen)
        if len(found) > 1:  # of one run, the caption has the name
            ax.set_title(fill(seen.result.spec.title, 32))
    for ax in axes[len(found) :]:
        ax.set_visible(False)
    axes[0].set_ylabel("Part des images (%)")
    handles = [Patch(label=f"{kind} classées", **look) for kind, look in _BARS.items()]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))


_BARS: Mapping[str, dict[str, Any]] = {
    "bien": {"color": theme.COLOURS[0]},
    "mal": {"facecolor": "white", "edgecolor": theme.COLOURS[1], "linewidth": 1.2},
}
"""Full bars and hollow ones, told apart without colour too."""


def _draw_shares(ax: Axes, seen: Softmax) -> None:
    width = 0.4 / SLICES
    left = (np.arange(SLICES) + 0.5) / SLICES
    for number, (kind, chosen) in enumerate(_kinds(seen)):
        heights = 100 * shares(seen, chosen)
        drawn = heights > 0  # the outline of nothing would be a line
        ax.bar(
            (left + (number - 0.5) * width)[drawn],
            heights[drawn],
            width=width,
            **_BARS[kind],
        )
    ax.set(xlabel="Probabilité annoncée", xlim=(0, 1), ylim=(0, 100))
    ax.set_xticks([0, 0.5, 1], ["0", "0,5", "1"])
    first, *_, last = ax.get_xticklabels()
    first.set_horizontalalignment("left")  # the 1 of a panel stands clear of the 0 of the next
    last.set_horizontalalignment("right")
