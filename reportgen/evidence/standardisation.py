"""One image centred and reduced channel by channel, and what becomes of a constant channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.data.preprocess import fit_preprocess
from reportgen.errors import EvidenceError
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Column, Data, Table
from reportgen.evidence.lookup import find_dataset, stand_in_note
from reportgen.french.numbers import decimal, entier, scientifique
from reportgen.lab.types import Call

Values = npt.NDArray[np.float64]

_STEP = Call("standardize", {"mode": "image"})
_CHANNELS = {1: ("gris",), 3: ("rouge", "vert", "bleu")}


@dataclass(frozen=True)
class Channel:
    """One channel of an image, before and after the step, and as the bare formula leaves it."""

    image: str
    name: str
    before: Values
    after: Values
    naive: Values

    @property
    def undefined(self) -> int:
        """Number of values that the bare formula does not define (0/0)."""
        return int((~np.isfinite(self.naive)).sum())


def standardisation(ctx: EvidenceContext, dataset: str, image: int = 0) -> Table:
    """Return mean and deviation of the channels of a train image, before and after.

    A second image is the first one with its first channel made constant. The last column
    compares ``standardize: image`` with the bare formula (x − mean) / deviation.
    """
    found = find_dataset(ctx, dataset)
    if found.train.x.ndim != 4 or not 0 <= image < found.train.count:
        msg = f"standardisation : « {dataset} » n’a pas d’image d’apprentissage n° {image}."
        raise EvidenceError(msg)
    title = f"image n° {entier(image)}"
    pixels = np.asarray(found.train.x[image], dtype=np.float64)
    constant = pixels.copy()
    constant[..., 0] = pixels[0, 0, 0]
    channels = [*_channels(title, pixels), _channels("la même, un canal constant", constant)[0]]
    return Table(
        id="",
        caption=f"Moyenne et écart type des canaux de l’{title} d’apprentissage, avant et après "
        "la préparation `standardize: image`, et ce que donne la formule sans précaution",
        alt=" ".join(map(_alt, channels)),
        data=_data(channels),
        note=stand_in_note([found.origin]),
        columns=_COLUMNS,
        rows=tuple(map(_row, channels)),
    )


def naive_standardise(x: Values) -> Values:
    """Return (x − mean) / deviation over the two first axes; not finite where nothing varies."""
    mean, deviation = x.mean(axis=(0, 1)), x.std(axis=(0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Values = (x - mean) / deviation
    return result


def _channels(image: str, pixels: Values) -> list[Channel]:
    batch = pixels[np.newaxis].astype(np.float32)
    after = fit_preprocess([_STEP], batch).apply_x(batch)[0].astype(np.float64)
    naive = naive_standardise(pixels)
    names = _CHANNELS.get(pixels.shape[-1]) or range(1, pixels.shape[-1] + 1)
    return [
        Channel(image, str(name), pixels[..., i], after[..., i], naive[..., i])
        for i, name in enumerate(names)
    ]


_COLUMNS = (
    Column("Image"),
    Column("Canal"),
    Column("Moyenne avant", "right"),
    Column("Écart type avant", "right"),
    Column("Moyenne après", "right"),
    Column("Écart type après", "right"),
    Column("Formule sans précaution"),
)


def _row(channel: Channel) -> tuple[str, ...]:
    return (
        channel.image,
        channel.name,
        decimal(channel.before.mean(), 1),
        decimal(channel.before.std(), 1),
        decimal(channel.after.mean()),
        decimal(channel.after.std()),
        _compared(channel),
    )


def _compared(channel: Channel) -> str:
    if channel.undefined:
        return f"0/0 : {entier(channel.undefined)} valeurs non définies"
    error = float(np.abs(channel.after - channel.naive).max())
    return f"mêmes valeurs à {scientifique(error, 1)} près" if error else "mêmes valeurs"


def _alt(channel: Channel) -> str:
    return (
        f"{channel.image.capitalize()}, canal {channel.name} : moyenne "
        f"{decimal(channel.before.mean(), 1)} puis {decimal(channel.after.mean())}, écart type "
        f"{decimal(channel.before.std(), 1)} puis {decimal(channel.after.std())} ; sans "
        f"précaution, {_compared(channel)}."
    )


def _data(channels: Sequence[Channel]) -> Data:
    names = ("mean_before", "deviation_before", "mean_after", "deviation_after", "undefined")
    rows = [
        (
            *(c.image, c.name, float(c.before.mean()), float(c.before.std())),
            *(float(c.after.mean()), float(c.after.std()), c.undefined),
        )
        for c in channels
    ]
    return Data(("image", "channel", *names), tuple(rows))
