"""Read and check the IDX format of MNIST (``*-ubyte``, plain or gzipped). Bytes only."""

from __future__ import annotations

import gzip
import math
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reportgen.errors import DataError

MAX_BYTES = 4 * 2**30
"""Largest array accepted, in bytes."""

_UNSIGNED_BYTE = 0x08
_MAX_AXES = 4


def parse_idx(raw: bytes, where: str) -> npt.NDArray[np.uint8]:
    """Return the array of an IDX file of unsigned bytes; DataError, naming *where*, if damaged.

    Format: two zero bytes, type code, number of axes, one big-endian 32-bit size per axis,
    then exactly that many values in C order.
    """
    if len(raw) < 4 or raw[:2] != b"\0\0":
        raise DataError(f"{where} : ce n’est pas un fichier IDX (en-tête inconnu).")
    kind, axes = raw[2], raw[3]
    if kind != _UNSIGNED_BYTE or not 1 <= axes <= _MAX_AXES:
        raise DataError(
            f"{where} : fichier IDX de type {kind:#04x} à {axes} axes ; attendu : des octets "
            f"non signés (0x08) de 1 à {_MAX_AXES} axes."
        )
    start = 4 + 4 * axes
    shape = tuple(int.from_bytes(raw[i : i + 4], "big") for i in range(4, start, 4))
    expected = math.prod(shape)
    if len(raw) - start != expected:
        raise DataError(
            f"{where} : {max(0, len(raw) - start)} octets de données, mais l’en-tête en annonce "
            f"{expected} (forme {shape}) ; fichier tronqué ou abîmé."
        )
    return np.frombuffer(raw, dtype=np.uint8, offset=start).reshape(shape)


def read_idx(path: Path) -> npt.NDArray[np.uint8]:
    """Return the array of an IDX file, gzipped or not; DataError when it cannot be read."""
    try:
        with path.open("rb") as file:
            zipped = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if zipped else path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} : lecture impossible ({error}) ; fichier tronqué ?") from error
    if len(raw) > MAX_BYTES:
        raise DataError(f"{path} : plus de 4 Gio une fois décompressé ; fichier refusé.")
    return parse_idx(raw, str(path))
