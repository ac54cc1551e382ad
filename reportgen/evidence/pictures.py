"""Pictures of a dataset: its first images, and those that a run gets wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

from reportgen.analysis.classes import Counts, confusions
from reportgen.data.types import Dataset, Pixels, Split
from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Column, Data, Element, Figure, Group, Table
from reportgen.evidence.lookup import (
    OF_SPLITS,
    dataset_of,
    find_dataset,
    find_run,
    find_split,
    note_for,
    stand_in_note,
    together,
)
from reportgen.evidence.predictions import answers, confusion_counts, frequent_pairs
from reportgen.evidence.tiles import LINE, open_sheet, place_picture, write_above
from reportgen.french.numbers import en_lettres, entier, liste, ordinal, pluriel, pourcent
from reportgen.lab.types import SplitName
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_NAMED = 12
"""Columns beyond which pictures are too narrow for the names of their classes."""
_TILE = 16.5
"""Side of a picture with its margin, in millimetres, where the page is wide enough."""
_GAP = 0.9
"""Least space between pictures, or between a picture and the text under it, in millimetres."""

_ACROSS = 9
"""Most pictures side by side in a row of errors."""


@dataclass(frozen=True)
class Sheet:
    """Pictures with a text each, laid out in rows of ``columns``.

    ``places``: the cell of each, counted row after row; none when they follow each other.
    """

    pixels: Pixels
    texts: tuple[str, ...]
    columns: int
    places: tuple[int, ...] = ()

    @property
    def cells(self) -> Sequence[int]:
        """The cell of each picture."""
        return self.places or range(len(self.texts))

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.cells[-1] // self.columns + 1

    @property
    def lines(self) -> int:
        """Lines of text that the longest label takes."""
        return max(label.count("\n") + bool(label) for label in self.labels)

    @property
    def tile(self) -> float:
        """Side of a tile, in millimetres."""
        return min(_TILE, theme.WIDTH / self.columns)

    @property
    def labels(self) -> tuple[str, ...]:
        """The texts, broken into lines that fit under their tile."""
        if self.columns > _NAMED:
            return ("",) * len(self.texts)
        width = max(8, int(self.tile / 1.5))
        broken = ("\n".join("\n".join(wrap(li, width)) for li in t.split("\n")) for t in self.texts)
        return tuple(broken)

    @property
    def row(self) -> float:
        """Height of a row, in millimetres: the labels and their pictures."""
        return self.tile - 2 + 3.5 * self.lines if self.lines else self.tile

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return self.tile * self.columns, self.rows * self.row

    def place(self, number: int) -> tuple[float, float, float]:
        """Return the left, the top and the side of a picture, in millimetres."""
        row, column = divmod(number, self.columns)
        texts = LINE * self.lines + _GAP if self.lines else _GAP
        side = min(self.row - texts, self.tile - _GAP)
        left = column * self.tile + (self.tile - side) / 2
        return left, (row + 1) * self.row - side, side


def images(
    ctx: EvidenceContext,
    dataset: str,
    n: int = 25,
    split: SplitName = "train",
    columns: int = 5,
    par_classe: bool = False,
) -> Figure:
    """Return the first ``n`` images of a split with the names of their classes.

    With *par_classe* they are as many of each class as ``n`` allows, at least one, class after
    class: a file may be sorted. In more than 12 columns there is no room for the names: the
    alternative text has them.
    """
    found = find_dataset(ctx, dataset)
    part = find_split(found, split)
    each = max(1, _at_least_one("n", n) // len(found.classes)) if par_classe else 0
    chosen = _of_each(part, each) if each else list(range(min(_at_least_one("n", n), part.count)))
    names = tuple(found.classes[part.y[i]] for i in chosen)
    sheet = Sheet(part.x[chosen], names, min(_at_least_one("columns", columns), len(chosen)))
    first = _first(each or len(chosen))
    whose = f"{OF_SPLITS[split]}{' de chaque classe' if each else ''}"
    what = f"{first} {whose} de {ctx.lab.datasets[dataset].title}"
    rows = tuple((i, int(part.y[i]), name) for i, name in zip(chosen, names, strict=True))
    named = ", avec leur classe" if any(sheet.labels) and not each else ""
    return _figure(
        sheet,
        caption=f"{what}{named}",
        alt=f"{what}, dans l’ordre : {liste(names)}.",
        data=Data(("index", "label", "class"), rows),
        note=stand_in_note([found.origin]),
    )


def _first(count: int) -> str:
    return f"Les {en_lettres(count)} premières images" if count > 1 else "La première image"


def _of_each(part: Split, count: int) -> list[int]:
    """Return where the first images of each class are, class after class."""
    classes = sorted(set(map(int, part.y)))
    return [int(i) for label in classes for i in np.flatnonzero(part.y == label)[:count]]


def erreurs(ctx: EvidenceContext, run: str, pairs: int = 3, n: int = 25) -> Group:
    """Return the most frequent confusions on test: a table, and pictures of ``n`` of them."""
    result = find_run(ctx, run)
    dataset = dataset_of(ctx, result)
    counts = confusion_counts(result)
    found = frequent_pairs(counts, _at_least_one("pairs", pairs))
    table = _pairs_table(result, dataset, counts, found)
    elements: tuple[Element, ...] = (table,)
    if found:
        elements = (table, _errors_sheet(result, dataset, found, _at_least_one("n", n)))
    return Group(id="", caption=table.caption, alt=table.alt, note=table.note, elements=elements)


def displayable(pixels: Pixels) -> Pixels:
    """Return images that Matplotlib shows as they are: (n, h, w) or (n, h, w, 3).

    Values other than bytes are brought to 0–1 by their common range. EvidenceError when the
    examples are no images.
    """
    if pixels.ndim != 4 or pixels.shape[-1] not in (1, 3, 4):
        shape = tuple(pixels.shape[1:])
        msg = f"ces données de forme {shape} ne se montrent pas comme des images."
        raise EvidenceError(msg)
    shown = pixels if pixels.dtype == np.uint8 else _scaled(pixels)
    return shown[..., 0] if shown.shape[-1] == 1 else shown[..., :3]


def picture_of_test(dataset: Dataset, image: int) -> Pixels:
    """Return a test image as Matplotlib shows it; EvidenceError for a number beyond the split."""
    if not 0 <= image < dataset.test.count:
        msg = f"image {image} demandée ; le test en a {dataset.test.count}, numérotées depuis 0."
        raise EvidenceError(msg)
    picture: Pixels = displayable(dataset.test.x[image : image + 1])[0]
    return picture


def place_image(ax: Axes, picture: Pixels, left: float, top: float, side: float) -> None:
    """Draw one displayable image on a sheet; one channel is shades of grey."""
    top_value = 255 if picture.dtype == np.uint8 else 1
    place_picture(ax, picture, left, top, side, cmap="gray", vmin=0, vmax=top_value)


def _scaled(pixels: Pixels) -> Pixels:
    low, high = float(pixels.min()), float(pixels.max())
    return (pixels - low) / ((high - low) or 1.0)


def _at_least_one(name: str, value: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise EvidenceError(f"{name} : un entier d’au moins 1 est attendu, reçu : {value!r}.")
    return value


def _figure(sheet: Sheet, caption: str, alt: str, data: Data, note: str) -> Figure:
    pixels = displayable(sheet.pixels)
    width, height = sheet.size

    def draw(figure: Canvas) -> None:
        ax = open_sheet(figure)
        for cell, picture, label in zip(sheet.cells, pixels, sheet.labels, strict=True):
            place = sheet.place(cell)
            place_image(ax, picture, *place)
            write_above(ax, label, *place)

    png = theme.draw_png(width, height, draw)
    return Figure("", caption, alt, data, note, png=png, width=width, height=height)


def _pairs_table(
    result: RunResult, dataset: Dataset, counts: Counts, pairs: Sequence[tuple[int, int]]
) -> Table:
    names = dataset.classes
    totals = counts.sum(axis=1)
    cells = [(names[t], names[p], int(counts[t, p]), counts[t, p] / totals[t]) for t, p in pairs]
    said = liste(f"« {t} » pris pour « {p} » ({entier(count)})" for t, p, count, _ in cells)
    all_counts = [confusion.count for confusion in confusions(counts)]
    first = f"Les {en_lettres(len(pairs))} confusions les plus fréquentes"
    if len(pairs) < 2:
        first = "La confusion la plus fréquente" if pairs else "Aucune confusion"
    errors = pluriel(int(counts.sum() - np.trace(counts)), "erreur", "erreurs")
    where = f"sur le test ({errors} en tout{together(result)})"
    return Table(
        id="",
        caption=f"{first} de « {result.spec.title} » {where}{_others_tied(all_counts, len(pairs))}",
        alt=f"{first} de « {result.spec.title} » : {said or 'toutes les images sont justes'}.",
        data=Data(("true", "predicted", "count", "share_of_true"), tuple(cells)),
        note=note_for([result]),
        columns=(
            Column("Rang", "center"),
            Column("Classe vraie"),
            Column("Classe prédite"),
            Column("Images", "right"),
            Column("Part de la classe vraie", "decimal"),
        ),
        rows=tuple(
            (_rank(all_counts, count), true, given, entier(count), pourcent(share))
            for true, given, count, share in cells
        ),
    )


def _others_tied(descending: list[int], shown: int) -> str:
    """Say how many confusions left out are as frequent as the last of those shown, else ""."""
    tied = descending[shown:].count(descending[shown - 1]) if descending else 0
    if not tied:
        return ""
    others = "une autre est" if tied == 1 else f"{en_lettres(tied)} autres sont"
    return f" ; {others} ex æquo avec {'la dernière' if shown > 1 else 'elle'}"


def _rank(descending: list[int], count: int) -> str:
    """Return the rank of a count, the same for equal ones: « 2e ex æquo »."""
    tied = " ex æquo" if descending.count(count) > 1 else ""
    return f"{ordinal(descending.index(count) + 1)}{tied}"


def _errors_sheet(
    result: RunResult, dataset: Dataset, pairs: Sequence[tuple[int, int]], n: int
) -> Figure:
    chosen = _chosen_errors(dataset, result, pairs, n)
    names = dataset.classes
    rows = tuple((i, names[true], names[given]) for i, (true, given) in chosen)
    sheet = Sheet(
        dataset.test.x[[i for i, _ in chosen]],
        tuple(f"{true}\n→ {predicted}" for _, true, predicted in rows),
        *_layout([pair for _, pair in chosen]),
    )
    count = pluriel(len(chosen), "image", "images")
    said = liste(f"image {i} : {true}, prédite {predicted}" for i, true, predicted in rows)
    return _figure(
        sheet,
        caption=f"Exemples de ces confusions : {count} (classe vraie → classe prédite)",
        alt=f"Images de test que « {result.spec.title} » classe mal, {count} : {said}.",
        data=Data(("index", "true", "predicted"), rows),
        note=note_for([result]),
    )


def _layout(pairs: Sequence[tuple[int, int]]) -> tuple[int, tuple[int, ...]]:
    """Return the columns and cells of pictures: a row for each pair where one can hold it.

    Otherwise they follow each other, shared evenly among as few rows as legible.
    """
    sizes = [len(list(members)) for _, members in groupby(pairs)]
    columns = max(sizes)
    if columns <= _ACROSS:
        starts = (row * columns for row in range(len(sizes)))
        places = (range(start, start + size) for start, size in zip(starts, sizes, strict=True))
        return columns, tuple(chain.from_iterable(places))
    rows = -(-len(pairs) // _ACROSS)
    return -(-len(pairs) // rows), ()


def _chosen_errors(
    dataset: Dataset, result: RunResult, pairs: Sequence[tuple[int, int]], n: int
) -> tuple[tuple[int, tuple[int, int]], ...]:
    """Return ``n`` test images and their pairs, as many of each as of the next, pair after pair.

    An image belongs to a pair when at least one seed confuses it so.
    """
    given = answers(result)
    members = [np.flatnonzero((dataset.test.y == t) & (given == p).any(axis=0)) for t, p in pairs]
    turns = sorted(
        (turn, rank, int(index))
        for rank, indices in enumerate(members)
        for turn, index in enumerate(indices)
    )
    shown = sorted(turns[:n], key=lambda t: (t[1], t[0]))
    return tuple((index, pairs[rank]) for _, rank, index in shown)
