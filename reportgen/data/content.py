"""Make, check and digest the content of a source. Pure: arrays in, values out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.data.types import Content, Pixels, Split
from reportgen.errors import DataError

SPLIT_SEED = 20_240
"""Seed of the splits and orders that a source does not fix itself; part of what a digest means."""

TEST_SHARE = 0.2
"""Share of the examples set apart for test when a source has no test split."""

_BLOCK = 1024


def make_split(x: npt.NDArray[Any], y: npt.NDArray[Any], where: str) -> Split:
    """Check one split and bring it to the contract of :class:`Split`.

    Images without a channel axis (n, h, w) get one; labels (n,) or (n, 1) become int64.
    DataError, naming *where*, when shapes, dtypes or values do not fit.
    """
    labels = _labels(np.asarray(y), where)
    pixels = _pixels(np.asarray(x), where)
    if len(pixels) != len(labels):
        raise DataError(
            f"{where} : {len(pixels)} exemples mais {len(labels)} étiquettes ; "
            "il faut autant d’étiquettes que d’exemples."
        )
    if not len(labels):
        raise DataError(f"{where} : aucun exemple.")
    return Split(pixels, labels)


def _labels(y: npt.NDArray[Any], where: str) -> npt.NDArray[np.int64]:
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.ndim != 1 or y.dtype.kind not in "iu":
        raise DataError(
            f"{where} : étiquettes de forme {y.shape} et de type {y.dtype} ; "
            "attendu : des numéros de classe entiers, de forme (n,)."
        )
    if y.size and (int(y.min()) < 0 or int(y.max()) >= 10_000):
        raise DataError(
            f"{where} : étiquettes de {y.min()} à {y.max()} ; attendu : de 0 à 9999 au plus."
        )
    return y.astype(np.int64)


def _pixels(x: npt.NDArray[Any], where: str) -> Pixels:
    if x.ndim < 2 or x.dtype.kind not in "uif" or 0 in x.shape[1:]:
        raise DataError(
            f"{where} : données de forme {x.shape} et de type {x.dtype} ; attendu : des "
            "nombres, de forme (n, hauteur, largeur), (n, hauteur, largeur, canaux) ou (n, d)."
        )
    if x.dtype.kind == "f" and not all(np.isfinite(part).all() for part in blocks(x)):
        raise DataError(f"{where} : les données contiennent des valeurs infinies ou NaN.")
    return x[..., np.newaxis] if x.ndim == 3 else x


def check_content(content: Content, where: str) -> Content:
    """Return *content* when its splits agree; DataError otherwise."""
    shape = content.train.x.shape[1:]
    for name, split in content.splits.items():
        if split.x.shape[1:] != shape or split.x.dtype != content.train.x.dtype:
            raise DataError(
                f"{where} : la partie « {name} » a des exemples {split.x.shape[1:]} de type "
                f"{split.x.dtype}, la partie « train » {shape} de type {content.train.x.dtype}."
            )
        if int(split.y.max()) >= len(content.classes):
            raise DataError(
                f"{where} : étiquette {split.y.max()} dans « {name} », mais "
                f"{len(content.classes)} classes seulement (numérotées à partir de 0)."
            )
    return content


def split_at_random(whole: Split, classes: Sequence[str], where: str) -> Content:
    """Set one fifth of every class apart for test, always the same; the order is mixed."""
    order = mixed_order(whole.count)
    labels = whole.y[order]
    in_test = np.zeros(whole.count, dtype=bool)
    for number in range(len(classes)):
        members = np.flatnonzero(labels == number)
        in_test[members[: round(TEST_SHARE * len(members))]] = True
    if not in_test.any():
        raise DataError(
            f"{where} : {whole.count} exemples ne suffisent pas à en mettre un cinquième de "
            "côté pour le test ; ajoutez des exemples ou fournissez une partie « test »."
        )
    train, test = order[~in_test], order[in_test]
    return Content(
        Split(whole.x[train], whole.y[train]), Split(whole.x[test], whole.y[test]), tuple(classes)
    )


def mix(split: Split) -> Split:
    """Return the split in the fixed mixed order: files sorted by class would not do.

    The last images of a split must look like the others, for they may become validation.
    """
    order = mixed_order(split.count)
    return Split(split.x[order], split.y[order])


def mixed_order(count: int) -> npt.NDArray[np.int64]:
    """Return a fixed permutation of ``range(count)``."""
    return random_order(count, SPLIT_SEED)


def random_order(count: int, *seed: int) -> npt.NDArray[np.int64]:
    """Return a permutation that depends on *seed* only, the same with every NumPy version."""
    draws = np.random.Generator(np.random.PCG64(seed)).random(count)
    return np.argsort(draws, kind="stable").astype(np.int64)


def blocks(x: npt.NDArray[Any]) -> Iterator[npt.NDArray[Any]]:
    """Cut an array along its first axis into parts that fit in memory."""
    for start in range(0, len(x), _BLOCK):
        yield x[start : start + _BLOCK]


def digest_content(content: Content) -> str:
    """Return the sha256 (hex) of dtypes, shapes and values of all splits.

    Canonical: little-endian, C order; the same on every machine and for every file format.
    """
    total = hashlib.sha256()
    for name, split in sorted(content.splits.items()):
        for part, array in (("x", split.x), ("y", split.y)):
            dtype = array.dtype.newbyteorder("<")
            total.update(f"{name}.{part} {dtype.str} {array.shape}\n".encode())
            for block in blocks(array):
                total.update(np.ascontiguousarray(block, dtype=dtype).data)
    return total.hexdigest()


def value_range(content: Content) -> tuple[float, float]:
    """Return the least and the greatest value over all splits."""
    lows = [float(part.min()) for s in content.splits.values() for part in blocks(s.x)]
    highs = [float(part.max()) for s in content.splits.values() for part in blocks(s.x)]
    return min(lows), max(highs)
