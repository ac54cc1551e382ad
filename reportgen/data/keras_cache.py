"""Read the files that Keras has already downloaded, without Keras and without trusting them."""

from __future__ import annotations

import os
from pathlib import Path

from reportgen.data.cifar_batches import TARBALL_FOLDER, read_cifar_folder, read_cifar_tar
from reportgen.data.idx_folder import find_idx_files, read_idx_content
from reportgen.data.npz import read_npz_content
from reportgen.data.types import Content


def keras_datasets() -> Path:
    """Return Keras' dataset folder; the variable KERAS_HOME moves it."""
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else Path.home() / ".keras") / "datasets"


def find_in_keras_cache(name: str) -> Path | None:
    """Return the file or folder of a named dataset in Keras' cache, or None."""
    return next((path for path in _candidates(name) if _is_complete(name, path)), None)


def read_from_keras_cache(name: str, path: Path) -> Content:
    """Return the content of what :func:`find_in_keras_cache` found; DataError if damaged."""
    if name == "mnist":
        return read_npz_content(path, tuple(str(digit) for digit in range(10)))
    if name == "fashion_mnist":
        return read_idx_content(path, name)
    return read_cifar_folder(path) if path.is_dir() else read_cifar_tar(path)


def _candidates(name: str) -> tuple[Path, ...]:
    root = keras_datasets()
    if name == "mnist":
        return (root / "mnist.npz",)
    if name == "fashion_mnist":
        return (root / "fashion-mnist",)
    return (
        root / "cifar-10-batches-py-target" / TARBALL_FOLDER,
        root / TARBALL_FOLDER,
        root / "cifar-10-batches-py-target_archive",
        root / "cifar-10-batches-py.tar.gz",
    )


def _is_complete(name: str, path: Path) -> bool:
    if name == "fashion_mnist":
        return find_idx_files(path) is not None
    if name == "cifar10" and path.is_dir():
        return (
            all((path / f"data_batch_{i}").is_file() for i in range(1, 6))
            and (path / "test_batch").is_file()
        )
    return path.is_file()
