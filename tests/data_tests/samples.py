"""Small files and specifications that the data tests share."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from reportgen.lab.types import DatasetSpec, ValidationSpec


def spec(
    source: str,
    path: Path | None = None,
    *,
    validation: ValidationSpec | None = None,
    classes: tuple[str, ...] = (),
    image_size: tuple[int, int] | None = None,
    train: int | None = None,
    test: int | None = None,
) -> DatasetSpec:
    return DatasetSpec(
        "jeu", "Jeu", source, path, classes, validation, image_size, train=train, test=test
    )


def png(value: int, size: tuple[int, int] = (4, 4), mode: str = "RGB") -> bytes:
    """Return a PNG of one colour; *size* is (width, height)."""
    buffer = io.BytesIO()
    colour = value if mode == "L" else (value, value, value)
    Image.new(mode, size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def write_class_folders(root: Path, splits: tuple[str, ...], per_class: int = 5) -> Path:
    """Write <split>/<class>/*.png of classes "a" (dark) and "b" (light)."""
    for split in splits:
        for label, name in enumerate("ab"):
            folder = root / split / name
            folder.mkdir(parents=True)
            for index in range(per_class):
                (folder / f"{index}.png").write_bytes(png(100 * label + index))
    return root


def tar_of(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, raw in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return path


def idx_bytes(array: npt.NDArray[np.uint8]) -> bytes:
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()


def write_idx_folder(folder: Path, train: int = 40, test: int = 20) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for stem, count in (("train", train), ("t10k", test)):
        pixels = np.arange(count * 784, dtype=np.uint32).astype(np.uint8).reshape(count, 28, 28)
        labels = (np.arange(count) % 10).astype(np.uint8)
        images = folder / f"{stem}-images-idx3-ubyte.gz"
        images.write_bytes(gzip.compress(idx_bytes(pixels)))
        (folder / f"{stem}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx_bytes(labels)))
    return folder


def mnist_like_npz(path: Path, count: int = 100) -> Path:
    x = np.arange(count * 784, dtype=np.uint32).astype(np.uint8).reshape(count, 28, 28)
    np.savez(path, x=x, y=(np.arange(count) % 10).astype(np.uint8))
    return path


def leftovers(folder: Path) -> list[str]:
    """Return the temporary files and folders that a failed write left behind."""
    return [str(path) for path in folder.rglob("*") if path.name.startswith((".tmp", ".report"))]
