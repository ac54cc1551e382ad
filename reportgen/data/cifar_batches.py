"""Read the original CIFAR-10 batches, python (pickle) and binary, without executing them."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.data.archive import iterate_archive
from reportgen.data.catalogue import KNOWN
from reportgen.data.content import check_content, make_split
from reportgen.data.types import Content, Split
from reportgen.errors import DataError

TARBALL_FOLDER = "cifar-10-batches-py"

_SHAPE = (3, 32, 32)
_PIXELS = 3 * 32 * 32
_ROW = 1 + _PIXELS
_TRAIN = tuple(f"data_batch_{i}" for i in range(1, 6))
_TEST = "test_batch"


def _to_bytes(text: str, encoding: str) -> bytes:
    """Stand in for ``_codecs.encode``, by which old pickle protocols say bytes."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(encoding)
    return text.encode("latin1")


# What an array of bytes is pickled with; all of it is harmless.
_ALLOWED: Mapping[tuple[str, str], Callable[..., Any]] = {
    ("numpy", "dtype"): np.dtype,
    ("numpy", "ndarray"): np.ndarray,
    ("_codecs", "encode"): _to_bytes,
}
_RECONSTRUCT = {
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
}


class _ArrayUnpickler(pickle.Unpickler):
    """Unpickles dictionaries, lists, text, numbers and NumPy arrays: nothing that can act."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _RECONSTRUCT:
            return np.zeros(0).__reduce__()[0]
        if (module, name) in _ALLOWED:
            return _ALLOWED[module, name]
        msg = f"{module}.{name}"
        raise pickle.UnpicklingError(msg)


def parse_python_batch(raw: bytes, where: str) -> Split:
    """Return the images of one pickled batch; DataError if damaged or if it holds code."""
    try:
        value = _ArrayUnpickler(io.BytesIO(raw), encoding="bytes").load()
        data, labels = value[b"data"], np.asarray(value[b"labels"])
    except Exception as error:  # a hostile pickle may raise anything
        raise DataError(
            f"{where} : ce n’est pas un lot CIFAR-10 lisible et sûr ({error})."
        ) from error
    if not isinstance(data, np.ndarray) or data.dtype != np.uint8 or data.shape[1:] != (_PIXELS,):
        raise DataError(f"{where} : lot CIFAR-10 inattendu ; attendu : des octets (n, {_PIXELS}).")
    return make_split(_channels_last(data), labels, where)


def parse_binary_batch(raw: bytes, where: str) -> Split:
    """Return the images of one binary batch: rows of one label byte and 3,072 pixel bytes."""
    if not raw or len(raw) % _ROW:
        raise DataError(
            f"{where} : {len(raw)} octets ne font pas un nombre entier d’images de {_ROW} octets."
        )
    rows = np.frombuffer(raw, dtype=np.uint8).reshape(-1, _ROW)
    return make_split(_channels_last(rows[:, 1:]), rows[:, 0], where)


def read_cifar_folder(folder: Path) -> Content:
    """Return the content of an unpacked tarball; DataError when a batch is missing or damaged."""
    raws = {path.name: path.read_bytes() for path in folder.iterdir() if is_batch(path.name)}
    return _content(raws, str(folder))


def read_cifar_tar(path: Path) -> Content:
    """Return the content of the original tarball, read without unpacking it on disk."""
    raws = {m.name.rpartition("/")[2]: m.raw for m in iterate_archive(path, is_batch)}
    return _content(raws, str(path))


def is_batch(name: str) -> bool:
    """Say whether a file name is that of an original batch, python or binary."""
    return name.rpartition("/")[2].removesuffix(".bin") in (*_TRAIN, _TEST)


def _content(raws: Mapping[str, bytes], where: str) -> Content:
    train = [_parse(raws, name, where) for name in _TRAIN]
    whole = Split(np.concatenate([s.x for s in train]), np.concatenate([s.y for s in train]))
    content = Content(whole, _parse(raws, _TEST, where), KNOWN["cifar10"].classes)
    return check_content(content, where)


def _parse(raws: Mapping[str, bytes], name: str, where: str) -> Split:
    if name in raws:
        return parse_python_batch(raws[name], f"{where} ({name})")
    if f"{name}.bin" in raws:
        return parse_binary_batch(raws[f"{name}.bin"], f"{where} ({name}.bin)")
    raise DataError(f"{where} : le lot « {name} » de CIFAR-10 manque ; archive incomplète.")


def _channels_last(rows: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(rows.reshape(-1, *_SHAPE).transpose(0, 2, 3, 1))
