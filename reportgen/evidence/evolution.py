"""How the activation maps of one layer change along the epochs that a run kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.analysis.network import layer_names
from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.lookup import dataset_of, find_layer, find_run, note_for
from reportgen.evidence.maps import (
    COLOURS,
    HEAD,
    LABEL,
    ROW,
    TILE,
    LayerMaps,
    convolutions,
    place,
    which_channels,
)
from reportgen.evidence.pictures import picture_of_test, place_image
from reportgen.evidence.probes import ActivationsProbe, array_name
from reportgen.evidence.tiles import open_sheet, place_picture, write_above, write_before
from reportgen.french.numbers import decimal, entier, liste, pluriel
from reportgen.results import FloatArray, RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas


@dataclass(frozen=True)
class Moment:
    """The maps of a layer for one image, with the weights after ``epoch`` (from 1)."""

    epoch: int
    layer: LayerMaps

    @property
    def summed(self) -> FloatArray:
        """Sum of the positive parts over the channels, (height, width), not rescaled."""
        total: FloatArray = np.maximum(self.layer.maps, 0).sum(axis=-1)
        return total

    def likeness(self, other: Moment) -> float:
        """Return the cosine of the angle between all maps of both, −1 to 1; 0 for silent ones."""
        one, two = self.layer.maps.ravel(), other.layer.maps.ravel()
        norms = float(np.linalg.norm(one) * np.linalg.norm(two))
        return float(one @ two) / norms if norms else 0.0


def evolution(
    ctx: EvidenceContext,
    run: str,
    image: int = 0,
    layer: int | str | None = None,
    epochs: Sequence[int] | None = None,
    channels: int = 6,
) -> Figure:
    """Return the maps of a layer for a test image, a row an epoch, one colour scale for all.

    ``layer``: position or name, by default the first convolution. ``epochs``: among those whose
    model the run keeps (``checkpoints``, and the evaluated one), by default all of them.
    EvidenceError for an epoch that is not kept or a layer without maps.
    """
    result = find_run(ctx, run)
    number = _layer(result, layer)
    picture = picture_of_test(dataset_of(ctx, result), image)
    moments = [_moment(ctx, result, number, image, e) for e in _epochs(result, epochs)]
    shown = min(channels, moments[0].layer.maps.shape[-1])
    width, height = LABEL + TILE * (shown + 2), ROW * len(moments) + HEAD
    name, channels_shown = moments[0].layer.name, which_channels([moments[0].layer], shown)
    return Figure(
        id="",
        caption=f"Cartes de la couche « {name} » de « {result.spec.title} » au fil des époques, "
        f"image de test n° {entier(image)} : somme des canaux, puis {channels_shown}, mêmes "
        "couleurs à toutes les époques ; sous l’époque, ressemblance (cosinus) avec les dernières",
        alt=f"Couche « {name} », image de test n° {entier(image)}. "
        + " ".join(_alt(moment, moments[-1]) for moment in moments),
        data=_data(moments),
        note=note_for([result]),
        png=theme.draw_png(width, height, lambda figure: _draw(figure, picture, moments, shown)),
        width=width,
        height=height,
    )


def kept_epochs(result: RunResult) -> tuple[int, ...]:
    """Return the epochs whose model a run keeps for its first seed, in order."""
    checkpoints = {e for e in result.spec.checkpoints if e <= result.first.epochs}
    return tuple(sorted(checkpoints | {result.first.weights_epoch}))


def _epochs(result: RunResult, wanted: Sequence[int] | None) -> tuple[int, ...]:
    kept = kept_epochs(result)
    if wanted is None:
        return kept
    lost = [epoch for epoch in wanted if epoch not in kept]
    if lost or not wanted:
        asked = f"époque {liste(lost)} non gardée" if lost else "aucune époque demandée"
        msg = (
            f"evolution : {asked} par « {result.spec.name} », qui garde {liste(kept)} ; "
            f"complétez « checkpoints: » dans ses réglages, par exemple « [{_some(lost, kept)}] »."
        )
        raise EvidenceError(msg)
    return tuple(sorted(set(wanted)))


def _some(lost: Sequence[int], kept: Sequence[int]) -> str:
    return ", ".join(map(str, sorted({*lost, *kept})))


def _layer(result: RunResult, layer: int | str | None) -> int:
    known = convolutions(result)
    number = find_layer(result, layer) if layer is not None else next(iter(known), None)
    if number is None or len(result.summary.layers[number].output_shape) != 3:
        name = "ce réseau" if number is None else f"« {layer_names(result)[number]} »"
        raise EvidenceError(f"evolution : {name} ne donne pas d’images, il n’y a rien à montrer.")
    return number


def _moment(ctx: EvidenceContext, result: RunResult, layer: int, image: int, epoch: int) -> Moment:
    arrays = ctx.probe(result.spec.name, ActivationsProbe((layer,), (image,), epoch=epoch))
    maps = np.asarray(arrays[array_name(layer)][0], dtype=np.float32)
    return Moment(epoch, LayerMaps(layer_names(result)[layer], maps))


def _alt(moment: Moment, last: Moment) -> str:
    silent = moment.layer.silent
    return (
        f"Époque {entier(moment.epoch)} : somme maximale {decimal(float(moment.summed.max()))}, "
        f"{pluriel(silent, 'canal', 'canaux')} sans réponse, ressemblance "
        f"{decimal(moment.likeness(last))} avec l’époque {entier(last.epoch)}."
    )


def _data(moments: Sequence[Moment]) -> Data:
    rows = [
        (
            *(moment.epoch, moment.likeness(moments[-1]), channel),
            *(float(m.mean()), float(m.max()), float((m > 0).mean())),
        )
        for moment in moments
        for channel in range(moment.layer.maps.shape[-1])
        for m in [moment.layer.maps[..., channel]]
    ]
    return Data(("epoch", "likeness", "channel", "mean", "max", "share_positive"), tuple(rows))


def _draw(figure: Canvas, picture: FloatArray, moments: Sequence[Moment], shown: int) -> None:
    ax = open_sheet(figure)
    titles = ["image", "somme", *(f"canal {channel + 1}" for channel in range(shown))]
    for column, title in enumerate(titles):
        write_above(ax, title, *place(0, column, HEAD))
    place_image(ax, picture, *place(0, 0, HEAD))
    total = _top([moment.summed for moment in moments])
    top = _top([moment.layer.maps[..., :shown] for moment in moments])
    for row, moment in enumerate(moments):
        likeness = decimal(moment.likeness(moments[-1]))
        write_before(ax, f"époque {entier(moment.epoch)}\n{likeness}", *place(row, 0, HEAD))
        _place_map(ax, moment.summed, total, row, 1)
        for channel in range(shown):
            _place_map(ax, moment.layer.maps[..., channel], top, row, channel + 2)


def _place_map(ax: Axes, found: FloatArray, top: float, row: int, column: int) -> None:
    place_picture(ax, found, *place(row, column, HEAD), cmap=COLOURS, vmin=0, vmax=top)


def _top(maps: Sequence[FloatArray]) -> float:
    """Return the end of the colour scale that all maps share."""
    return max(1e-12, *(float(m.max()) for m in maps))
