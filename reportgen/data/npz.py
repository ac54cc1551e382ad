"""Read datasets from ``.npz`` files: headers first, so that a hostile file costs nothing."""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.data.content import check_content, make_split, split_at_random
from reportgen.data.types import Content, Split
from reportgen.errors import DataError

MAX_BYTES = 4 * 2**30
"""Largest total size of the arrays of a file, in bytes."""

_DAMAGE = (OSError, ValueError, EOFError, KeyError, zlib.error, zipfile.BadZipFile)
_ROLES = ("x_train", "y_train", "x_test", "y_test", "x_validation", "y_validation", "x", "y")

Header = tuple[tuple[int, ...], np.dtype[Any]]


def read_npz_content(path: Path, classes: Sequence[str] = ()) -> Content:
    """Return the content of an ``.npz`` with x_train, y_train, x_test, y_test, or x and y.

    With x and y, one fifth of every class becomes test. Class names are numbers when
    *classes* is empty. DataError when the file does not hold that.
    """
    headers = read_headers(path)
    if {"x_train", "y_train", "x_test", "y_test"} <= set(headers):
        splits = _load(path, headers)
        train, test = _split(splits, "_train", path), _split(splits, "_test", path)
        validation = _split(splits, "_validation", path) if "x_validation" in splits else None
        names = _class_names(classes, max(int(train.y.max()), int(test.y.max())))
        return check_content(Content(train, test, names, validation), str(path))
    if {"x", "y"} <= set(headers):
        whole = _split(_load(path, headers), "", path)
        names = _class_names(classes, int(whole.y.max()))
        return check_content(split_at_random(whole, names, str(path)), str(path))
    raise DataError(
        f"{path} : tableaux trouvés : {', '.join(sorted(headers)) or 'aucun'} ; attendu : "
        "x_train, y_train, x_test et y_test, ou bien x et y."
    )


def read_headers(path: Path) -> dict[str, Header]:
    """Return shape and dtype of every array of a dataset without reading the arrays."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [i.filename for i in archive.infolist() if i.filename.endswith(".npy")]
            roles = [name for name in names if name.removesuffix(".npy") in _ROLES]
            return {name.removesuffix(".npy"): _read_header(archive, name) for name in roles}
    except FileNotFoundError as error:
        raise DataError(f"{path} : ce fichier n’existe pas.") from error
    except (*_DAMAGE, RuntimeError, NotImplementedError) as error:
        raise DataError(f"{path} : fichier .npz illisible ou abîmé ({error}).") from error


def _read_header(archive: zipfile.ZipFile, name: str) -> Header:
    with archive.open(name) as file:
        version = np.lib.format.read_magic(file)
        if version == (1, 0):
            shape, _, dtype = np.lib.format.read_array_header_1_0(file)
        else:
            shape, _, dtype = np.lib.format.read_array_header_2_0(file)
    return shape, dtype


def _load(path: Path, headers: Mapping[str, Header]) -> dict[str, npt.NDArray[Any]]:
    total = 0
    for role, (shape, dtype) in headers.items():
        if dtype.hasobject:
            raise DataError(
                f"{path} : le tableau « {role} » contient des objets Python ; enregistrez des "
                "nombres (np.savez sans dtype=object)."
            )
        total += math.prod(shape) * dtype.itemsize
    if total > MAX_BYTES:
        raise DataError(f"{path} : {total / 2**30:.1f} Gio de données, 4 Gio au plus.")
    try:
        with np.load(path, allow_pickle=False) as file:
            return {role: file[role] for role in headers}
    except _DAMAGE as error:
        raise DataError(f"{path} : fichier .npz illisible ou abîmé ({error}).") from error


def _split(arrays: Mapping[str, npt.NDArray[Any]], suffix: str, path: Path) -> Split:
    if f"y{suffix}" not in arrays:
        raise DataError(f"{path} : le tableau « y{suffix} » manque.")
    where = f"{path} (x{suffix}, y{suffix})"
    return make_split(arrays[f"x{suffix}"], arrays[f"y{suffix}"], where)


def _class_names(classes: Sequence[str], last: int) -> tuple[str, ...]:
    return tuple(classes) or tuple(str(number) for number in range(last + 1))
