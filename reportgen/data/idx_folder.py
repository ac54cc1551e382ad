"""Read a folder of MNIST-like IDX files: train and t10k, images and labels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.data.catalogue import known_dataset
from reportgen.data.content import check_content, make_split
from reportgen.data.idx import read_idx
from reportgen.data.types import Content

_STEMS: Mapping[str, tuple[str, ...]] = {
    "x_train": ("train-images-idx3-ubyte", "train-images.idx3-ubyte"),
    "y_train": ("train-labels-idx1-ubyte", "train-labels.idx1-ubyte"),
    "x_test": ("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"),
    "y_test": ("t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"),
}


def find_idx_files(folder: Path) -> dict[str, Path] | None:
    """Return the four files by role (``x_train``…), or None when one is missing."""
    found: dict[str, Path] = {}
    for role, stems in _STEMS.items():
        paths = (folder / f"{stem}{end}" for stem in stems for end in (".gz", ""))
        path = next((p for p in paths if p.is_file()), None)
        if path is None:
            return None
        found[role] = path
    return found


def read_idx_content(folder: Path, name: str) -> Content:
    """Return the content of a folder that :func:`find_idx_files` accepts; DataError if damaged."""
    files = find_idx_files(folder) or {}
    arrays = {role: read_idx(path) for role, path in files.items()}
    train = make_split(arrays["x_train"], arrays["y_train"], str(files["x_train"]))
    test = make_split(arrays["x_test"], arrays["y_test"], str(files["x_test"]))
    return check_content(Content(train, test, known_dataset(name).classes), str(folder))
