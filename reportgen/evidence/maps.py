"""What convolutions see: activation maps of one image, and the kernels of a layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.analysis.network import layer_names
from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.lookup import dataset_of, find_layer, find_run, note_for
from reportgen.evidence.pictures import picture_of_test, place_image
from reportgen.evidence.predictions import predictions
from reportgen.evidence.probes import ActivationsProbe, KernelsProbe, array_name
from reportgen.evidence.tiles import open_sheet, place_picture, write_above, write_before
from reportgen.french.numbers import decimal, dimensions, en_lettres, entier, liste, pluriel
from reportgen.results import FloatArray, RunResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

TILE = 14.2
"""Side of a map with its margin, in millimetres."""
ROW = TILE + 0.6
"""Height of a row of maps, in millimetres."""
HEAD = 5.0
"""Height of the titles above maps, in millimetres."""
_HALF = 0.5
"""Half the space between maps side by side, in millimetres."""
_SIDE = TILE - 2 * _HALF
_MANY = 32
"""Kernels of which more are set smaller: all of them are to be seen at once, not one by one."""

_NUMBER = 4.3
"""Height of the numbers above kernels, in millimetres."""

LABEL = 27.0
"""Width of the texts before rows of maps, in millimetres."""

COLOURS = "magma"
"""Colours of activations, from none to the strongest."""


@dataclass(frozen=True)
class LayerMaps:
    """Output of one layer for one image: ``maps`` is (height, width, channels)."""

    name: str
    maps: FloatArray

    @property
    def summed(self) -> FloatArray:
        """Sum of the positive parts over the channels, divided by its maximum, (h, w)."""
        total = np.maximum(self.maps, 0).sum(axis=-1)
        return np.asarray(total / (total.max() or 1.0), dtype=np.float32)

    @property
    def silent(self) -> int:
        """Number of channels that are nowhere above zero."""
        return int((self.maps.max(axis=(0, 1)) <= 0).sum())


def activations(
    ctx: EvidenceContext,
    run: str,
    layers: Sequence[int | str] | None = None,
    image: int = 0,
    channels: int = 8,
) -> Figure:
    """Return activation maps of a test image: by layer, the sum of channels, then the first ones.

    ``layers``: positions or names; by default every convolution.
    """
    result = find_run(ctx, run)
    dataset = dataset_of(ctx, result)
    picture = picture_of_test(dataset, image)
    found = _layer_maps(ctx, result, layers, image)
    true = dataset.classes[dataset.test.y[image]]
    given = dataset.classes[predictions(result)[image]]
    shown = min(channels, max(layer.maps.shape[-1] for layer in found))
    width, height = LABEL + TILE * (shown + 1), ROW * (len(found) + 1) + HEAD
    text = f"{true}, classée {given}"
    return Figure(
        id="",
        caption=f"Cartes d’activation de « {result.spec.title} » pour l’image de test "
        f"n° {entier(image)} ({text}) : somme des canaux, puis {which_channels(found, shown)} ; "
        "noir : réponse nulle, clair : la plus forte",
        alt=f"Image de test n° {entier(image)} ({text}). {' '.join(map(_maps_alt, found))}",
        data=_maps_data(found),
        note=note_for([result]),
        png=theme.draw_png(width, height, lambda figure: _draw(figure, picture, found, shown)),
        width=width,
        height=height,
    )


def which_channels(layers: Sequence[LayerMaps], shown: int) -> str:
    """Say which channels are shown of each layer: all, or the first ones."""
    counts = [layer.maps.shape[-1] for layer in layers]
    of_each = " de chaque couche" if len(layers) > 1 else ""
    if shown < min(counts):
        return f"{_the_first(shown)}{of_each}"
    if shown >= max(counts):
        return f"tous les canaux{of_each}" if max(counts) > 1 else f"l’unique canal{of_each}"
    return f"{_the_first(shown)}{of_each}, ou tous quand elle en a moins"


def _the_first(count: int) -> str:
    return "le premier canal" if count == 1 else f"les {en_lettres(count)} premiers canaux"


def filtres(ctx: EvidenceContext, run: str, layer: int | str = 0) -> Figure:
    """Return the kernels of a convolution; an integer counts the convolutions, from 0."""
    result = find_run(ctx, run)
    number = _convolution(result, layer)
    name = layer_names(result)[number]
    kernel = np.asarray(ctx.probe(run, KernelsProbe(number))["kernel"], dtype=np.float32)
    if kernel.ndim != 4:
        msg = f"les noyaux de la couche « {name} » ne se montrent pas : forme {kernel.shape}."
        raise EvidenceError(msg)
    columns, tile = _kernel_grid(kernel.shape[-1])
    width, height = tile * columns, (tile + _NUMBER) * -(-kernel.shape[-1] // columns)
    size = dimensions(kernel.shape[:3])
    return Figure(
        id="",
        caption=f"Noyaux de la couche « {name} » de « {result.spec.title} » ({_reading(kernel)}) ; "
        "chacun porte le numéro du canal qu’il donne",
        alt=f"{pluriel(kernel.shape[-1], 'noyau', 'noyaux')} {size} ; poids de "
        f"{decimal(kernel.min())} à {decimal(kernel.max())}, moyenne {decimal(kernel.mean())}.",
        data=_kernel_data(kernel),
        note=note_for([result]),
        png=theme.draw_png(
            width, height, lambda figure: _draw_kernels(figure, kernel, columns, tile)
        ),
        width=width,
        height=height,
    )


def _layer_maps(
    ctx: EvidenceContext, result: RunResult, layers: Sequence[int | str] | None, image: int
) -> list[LayerMaps]:
    wanted = convolutions(result) if layers is None else [find_layer(result, la) for la in layers]
    names = layer_names(result)
    flat = [names[i] for i in wanted if len(result.summary.layers[i].output_shape) != 3]
    if flat or not wanted:
        msg = f"pas de carte à montrer : {liste(flat) or 'ce réseau'} ne donne pas d’images."
        raise EvidenceError(msg)
    arrays = ctx.probe(result.spec.name, ActivationsProbe(tuple(wanted), (image,)))
    return [
        LayerMaps(names[i], np.asarray(arrays[array_name(i)][0], dtype=np.float32)) for i in wanted
    ]


def convolutions(result: RunResult) -> list[int]:
    """Return the positions of the layers that convolve images, in order."""
    rows = enumerate(result.summary.layers)
    return [i for i, row in rows if "Conv" in row.class_name and len(row.output_shape) == 3]


def _convolution(result: RunResult, layer: int | str) -> int:
    if isinstance(layer, str):
        return find_layer(result, layer)
    found = convolutions(result)
    if not -len(found) <= layer < len(found):
        count = pluriel(len(found), "convolution", "convolutions")
        msg = f"convolution {layer} demandée ; le réseau a {count}, numérotées depuis 0."
        raise EvidenceError(msg)
    return found[layer]


def _maps_alt(layer: LayerMaps) -> str:
    height, width, channels = layer.maps.shape
    row, column = np.unravel_index(int(layer.summed.argmax()), (height, width))
    silent = f"{entier(layer.silent)} sans réponse" if layer.silent else "tous répondent"
    return (
        f"Couche « {layer.name} » : {pluriel(channels, 'canal', 'canaux')} de "
        f"{dimensions((height, width))}, {silent} ; réponse la plus forte à la ligne "
        f"{entier(row + 1)}, colonne {entier(column + 1)}."
    )


def _maps_data(layers: Sequence[LayerMaps]) -> Data:
    rows = [
        (layer.name, channel, float(m.mean()), float(m.max()), float((m > 0).mean()))
        for layer in layers
        for channel in range(layer.maps.shape[-1])
        for m in [layer.maps[..., channel]]
    ]
    return Data(("layer", "channel", "mean", "max", "share_positive"), tuple(rows))


def _kernel_data(kernel: FloatArray) -> Data:
    rows = [(*map(int, index), float(value)) for index, value in np.ndenumerate(kernel)]
    return Data(("row", "column", "input_channel", "filter", "weight"), tuple(rows))


def _draw(figure: Canvas, picture: FloatArray, layers: Sequence[LayerMaps], shown: int) -> None:
    ax = open_sheet(figure)
    place_image(ax, picture, *place(0, 0))
    write_before(ax, "Image", *place(0, 0))
    titles = ["somme", *(f"canal {channel + 1}" for channel in range(shown))]
    for column, title in enumerate(titles):
        write_above(ax, title, *place(1, column, HEAD))
    for row, layer in enumerate(layers, start=1):
        write_before(ax, f"{layer.name}\n{dimensions(layer.maps.shape)}", *place(row, 0, HEAD))
        place_picture(ax, layer.summed, *place(row, 0, HEAD), cmap=COLOURS, vmin=0, vmax=1)
        top = max(float(layer.maps.max()), 1e-12)
        for channel in range(min(shown, layer.maps.shape[-1])):
            found, where = layer.maps[..., channel], place(row, channel + 1, HEAD)
            place_picture(ax, found, *where, cmap=COLOURS, vmin=0, vmax=top)


def place(row: int, column: int, above: float = 0.0) -> tuple[float, float, float]:
    """Return the left, the top and the side of a map; ``above`` is the height of titles."""
    return LABEL + TILE * column, above + ROW * row, _SIDE


def _reading(kernel: FloatArray) -> str:
    """Return how to read the colours of :func:`_draw_kernels`."""
    if kernel.shape[2] == 3:
        return "gris moyen : poids nul ; une couleur par canal d’entrée"
    mean = "" if kernel.shape[2] == 1 else ", moyenne des canaux d’entrée"
    return f"rouge : poids positif, bleu : négatif, blanc : nul{mean}"


def _kernel_grid(count: int) -> tuple[int, float]:
    """Return the number of kernels a row and the side of each, in millimetres, with its margin."""
    return (16, 9.2) if count > _MANY else (min(8, count), TILE)


def _draw_kernels(figure: Canvas, kernel: FloatArray, columns: int, tile: float) -> None:
    colour = kernel.shape[2] == 3
    shown = kernel if colour else kernel.mean(axis=2)
    limit = float(np.abs(shown).max()) or 1.0
    ax = open_sheet(figure)
    for number in range(kernel.shape[-1]):
        row, column = divmod(number, columns)
        top = (tile + _NUMBER) * row + _NUMBER
        where = (tile * column + _HALF, top + _HALF, tile - 2 * _HALF)
        write_above(ax, entier(number + 1), *where)
        if colour:
            place_picture(ax, 0.5 + shown[..., number] / (2 * limit), *where)
        else:
            diverging: dict[str, Any] = {"cmap": "RdBu_r", "vmin": -limit, "vmax": limit}
            place_picture(ax, shown[..., number], *where, **diverging)
