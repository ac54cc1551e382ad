"""The range of pixels, where they vary, and what each way of scaling makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reportgen.data.content import blocks
from reportgen.data.types import Dataset, Pixels
from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Column, Data, Figure, Group, Remark, Table
from reportgen.evidence.lookup import find_dataset, stand_in_note
from reportgen.evidence.telling import make_remark
from reportgen.french.numbers import decimal, entier, pluriel

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moments:
    """Least, greatest and mean value and standard deviation of each pixel over the train images.

    Arrays of the shape of an image; a pixel is one channel at one place.
    """

    low: Values
    high: Values
    mean: Values
    deviation: Values

    @property
    def constant(self) -> npt.NDArray[np.bool_]:
        """Whether a pixel has the same value in every image."""
        return np.asarray(self.low == self.high)


@dataclass(frozen=True)
class Scaled:
    """What one way of scaling makes of the train images: all pixels together.

    ``undefined`` pixels divide by zero and count in nothing else.
    """

    title: str
    low: float
    high: float
    mean: float
    deviation: float
    undefined: int = 0


def pixels(ctx: EvidenceContext, dataset: str) -> Group:
    """Return where the pixels vary, the range that each scaling gives them, and what follows.

    EvidenceError when the examples are no images.
    """
    found = find_dataset(ctx, dataset)
    if len(found.shape) != 3:
        raise EvidenceError(f"pixels : les exemples de « {dataset} » ne sont pas des images.")
    title = ctx.lab.datasets[dataset].title or dataset
    moments, note = moments_of(found.train.x), stand_in_note([found.origin])
    figure, table = _figure(moments, title, note), _table(moments, title, note)
    remark = _remark(found, moments, title, note)
    elements = (figure, table, remark)
    return Group(id="", caption=figure.caption, alt=figure.alt, note=note, elements=elements)


def moments_of(x: Pixels) -> Moments:
    """Return the moments of every pixel; nothing is said of images beyond these."""
    low, high = x.min(axis=0).astype(np.float64), x.max(axis=0).astype(np.float64)
    mean = sum(part.sum(axis=0, dtype=np.float64) for part in blocks(x)) / len(x)
    squares = (np.square(part - mean).sum(axis=0) for part in blocks(x))
    deviation = np.sqrt(sum(squares) / len(x))
    return Moments(low, high, np.asarray(mean), np.where(low == high, 0.0, deviation))


def scalings(moments: Moments) -> tuple[Scaled, ...]:
    """Return four ways of scaling: none, by the maximum, and both ways of standardising."""
    greatest = float(moments.high.max()) or 1.0
    every = np.ones_like(moments.constant)
    zero, one = np.zeros_like(moments.mean), np.ones_like(moments.mean)
    divided = one * greatest
    return (
        _scaled("pixels bruts", moments, zero, one, every),
        _scaled(f"divisés par {_value(greatest)}", moments, zero, divided, every),
        _scaled(
            "(x − moyenne) / écart type",
            moments,
            moments.mean,
            moments.deviation,
            ~moments.constant,
        ),
        _scaled(
            "(x − moyenne) / (écart type + 1)",
            moments,
            moments.mean,
            moments.deviation + 1,
            every,
        ),
    )


def _scaled(
    title: str, moments: Moments, shift: Values, scale: Values, kept: npt.NDArray[np.bool_]
) -> Scaled:
    """Return the range of (x − shift) / scale over the pixels *kept*, from the moments alone."""
    undefined = int((~kept).sum())
    if not kept.any():
        return Scaled(title, 0.0, 0.0, 0.0, 0.0, undefined)
    by = scale[kept]
    means = (moments.mean - shift)[kept] / by
    mean = float(means.mean())
    spread = np.square(moments.deviation[kept] / by) + np.square(means - mean)
    return Scaled(
        title,
        float(((moments.low - shift)[kept] / by).min()),
        float(((moments.high - shift)[kept] / by).max()),
        mean,
        float(np.sqrt(spread.mean())),
        undefined,
    )


def _table(moments: Moments, title: str, note: str) -> Table:
    found = scalings(moments)
    return Table(
        id="",
        caption=f"Valeurs des pixels de {title} selon la mise à l’échelle (apprentissage)",
        alt=" ".join(
            f"{seen.title} : de {_value(seen.low)} à {_value(seen.high)}." for seen in found
        ),
        data=Data(
            ("scaling", "min", "max", "mean", "deviation", "undefined"),
            tuple((s.title, s.low, s.high, s.mean, s.deviation, s.undefined) for s in found),
        ),
        note=note,
        columns=(
            Column("Mise à l’échelle"),
            *(Column(n, "decimal") for n in ("Minimum", "Maximum", "Moyenne", "Écart type")),
            Column("Pixels non définis", "right"),
        ),
        rows=tuple(
            (s.title, *map(_value, (s.low, s.high, s.mean, s.deviation)), entier(s.undefined))
            for s in found
        ),
    )


def _value(number: float) -> str:
    return decimal(number, 0 if number == round(number) else 2)


def _remark(dataset: Dataset, moments: Moments, title: str, note: str) -> Remark:
    return make_remark(f"Pixels de {title}", sentences(dataset, moments), note)


def sentences(dataset: Dataset, moments: Moments) -> tuple[str, ...]:
    """Return what the pixels that never vary, or hardly, mean for standardising."""
    constant, total = int(moments.constant.sum()), moments.constant.size
    images = entier(dataset.train.count)
    if not constant:
        start = f"Chacun des {entier(total)} pixels varie d’une image d’apprentissage à l’autre."
        return (start, _narrow(moments))
    start = (
        f"Sur {pluriel(total, 'pixel', 'pixels')}, {entier(constant)} "
        f"{'ont' if constant > 1 else 'a'} la même valeur dans les {images} images "
        "d’apprentissage : diviser par leur écart type serait diviser par zéro."
    )
    return (start, _surprise(dataset, moments), _narrow(moments))


def _surprise(dataset: Dataset, moments: Moments) -> str:
    """Say how many test images differ from the train ones where these never vary, and how far."""
    constant = moments.constant
    gaps = [np.abs(part - moments.mean)[:, constant].max(axis=1) for part in blocks(dataset.test.x)]
    farthest = np.concatenate(gaps)
    count = int((farthest > 0).sum())
    where = "l’un au moins de ces pixels"
    if not count:
        return f"Aucune image de test ne prend une autre valeur à {where}."
    verb = "prennent" if count > 1 else "prend"
    return (
        f"Or {pluriel(count, 'image', 'images')} de test sur {entier(dataset.test.count)} "
        f"{verb} une autre valeur à {where} : sans précaution, l’entrée y serait infinie ; avec "
        f"le « + 1 », elle y est centrée mais non réduite, et va jusqu’à "
        f"{_value(float(farthest.max()))} en valeur absolue."
    )


def _narrow(moments: Moments) -> str:
    """Say how far the pixels that hardly vary would be thrown, with and without the + 1."""
    _, _, plain, shifted = scalings(moments)
    if len(moments.mean[~moments.constant]) == 0:
        return "Aucun pixel ne varie."
    narrow = int((~moments.constant & (moments.deviation < 1)).sum())
    varying = (
        f"De plus, {entier(narrow)} pixels varient" if narrow > 1 else "De plus, un pixel varie"
    )
    return (
        f"{varying if narrow else 'Aucun pixel ne varie'} avec un écart type inférieur à 1 ; "
        "divisée par l’écart type seul, la plus grande valeur serait "
        f"{_value(plain.high)}, et elle est de {_value(shifted.high)} avec le « + 1 »."
    )


def _figure(moments: Moments, title: str, note: str) -> Figure:
    width, height = 150.0, 58.0
    constant = int(moments.constant.sum())
    return Figure(
        id="",
        caption=f"Moyenne et écart type de chaque pixel de {title} (apprentissage), "
        "et pixels qui ne varient jamais",
        alt=f"Moyenne des pixels : de {_value(float(moments.mean.min()))} à "
        f"{_value(float(moments.mean.max()))} ; écart type : au plus "
        f"{_value(float(moments.deviation.max()))} ; "
        f"{pluriel(constant, 'pixel constant', 'pixels constants')} sur "
        f"{entier(moments.constant.size)}.",
        data=_data(moments),
        note=note,
        svg=theme.draw_svg(width, height, lambda canvas: _draw(canvas, moments)),
        width=width,
        height=height,
    )


def _data(moments: Moments) -> Data:
    rows = tuple(
        (*place, float(moments.mean[place]), float(moments.deviation[place]))
        for place in np.ndindex(moments.mean.shape)
    )
    return Data(("row", "column", "channel", "mean", "deviation"), rows)


def _draw(figure: Canvas, moments: Moments) -> None:
    shown = (
        ("Moyenne", moments.mean.mean(axis=-1)),
        ("Écart type", moments.deviation.mean(axis=-1)),
        ("Pixels constants", moments.constant.all(axis=-1)),
    )
    for ax, (title, values) in zip(figure.subplots(1, 3), shown, strict=True):
        picture = ax.imshow(values, cmap="gray_r")
        ax.set(title=title, xticks=[], yticks=[])
        ax.grid(visible=False)
        theme.frame(ax)
        if values.dtype != np.bool_:
            bar = figure.colorbar(picture, ax=ax, shrink=0.75)
            theme.write_french_numbers(bar.ax.yaxis)
