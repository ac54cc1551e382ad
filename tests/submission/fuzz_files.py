"""Files that are not text: pictures, arrays, archives, bundles; each byte is a character here."""

from __future__ import annotations

import gzip
import io
import pickle
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from reportgen.data.archive import iterate_archive
from reportgen.data.cifar_batches import parse_python_batch
from reportgen.data.class_folders import Layout, read_class_folders
from reportgen.data.idx import read_idx
from reportgen.data.images import is_picture
from reportgen.data.npz import read_npz_content
from reportgen.document.untrusted import read_untrusted
from reportgen.lock import Lock, read_lock, write_lock
from reportgen.store.bundle import read_bundle, write_bundle
from reportgen.store.store import Store
from tests.submission.fuzzing import Target

_BYTES = [*map(chr, (0, 1, 2, 127, 128, 255)), "\xff" * 4, "\0" * 4, "PK\3\4", "PK\5\6", "\x1f\x8b"]


def file_targets(root: Path) -> list[Target]:
    """Return the readers of files of other programs and machines, which work in *root*."""
    root.mkdir(parents=True)
    return [
        _target("image", root / "a.png", lambda path: read_untrusted(path.name, root), _pictures()),
        _target("npz", root / "a.npz", read_npz_content, [_arrays()]),
        _target("idx", root / "a.idx", read_idx, [_idx(), gzip.compress(_idx())]),
        _target("archive", root / "a.tar", _classes, [_tar(), _zip()]),
        _target("lot CIFAR", root / "a.bin", _batch, [_pickled()]),
        _target("lot", root / "a.zip", _bundle(root), [_bundled(root)]),
        _target("verrou", root / "a.lock", read_lock, [_locked(root)]),
    ]


def _target(
    name: str, path: Path, read: Callable[[Path], object], seeds: Iterable[bytes]
) -> Target:
    def run(text: str) -> None:
        path.write_bytes(text.encode("latin-1", "replace"))
        read(path)

    texts = [seed.decode("latin-1") for seed in seeds]
    return Target(name, run, _BYTES, texts, share=0.2)  # thousands of texts a minute


def _classes(path: Path) -> None:
    read_class_folders(iterate_archive(path, is_picture), Layout(), str(path), lambda _: None)


def _batch(path: Path) -> None:
    parse_python_batch(path.read_bytes(), path.name)


def _bundle(root: Path) -> Callable[[Path], object]:
    return lambda path: read_bundle(path, Store(root / "magasin"))


def _picture(kind: str, size: tuple[int, int] = (5, 4)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, kind)
    return content.getvalue()


def _pictures() -> list[bytes]:
    return [_picture(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")]


def _arrays() -> bytes:
    x, y = np.zeros((6, 4, 4, 1), np.uint8), np.array([0, 1, 0, 1, 0, 1])
    content = io.BytesIO()
    np.savez(content, x_train=x, y_train=y, x_test=x, y_test=y)
    return content.getvalue()


def _idx() -> bytes:
    return b"\0\0\x08\x03" + b"".join(n.to_bytes(4, "big") for n in (3, 2, 2)) + bytes(12)


def _members() -> dict[str, bytes]:
    classes = [f"{split}/{kind}" for split in ("train", "test") for kind in "ab"]
    return {f"{name}/{n}.png": _picture("PNG", (2, 2)) for name in classes for n in "12"}


def _tar() -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, raw in _members().items():
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return content.getvalue()


def _zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, raw in _members().items():
            archive.writestr(name, raw)
    return content.getvalue()


def _pickled() -> bytes:
    rows = np.zeros((1, 3072), np.uint8)
    return pickle.dumps({b"data": rows, b"labels": [3]}, protocol=2)


def _bundled(root: Path) -> bytes:
    """Return a bundle of one element that somebody's store keeps."""
    store = Store(root / "autre")
    element = store.folder / "elements" / f"{'0' * 32}.json"
    element.parent.mkdir(parents=True)
    element.write_text("{}")
    write_bundle(root / "autre.zip", store, [element])
    return (root / "autre.zip").read_bytes()


def _locked(root: Path) -> bytes:
    write_lock(root / "autre.lock", Lock("tp", "rapide", {}, {}, {}, {"essai#1": "0" * 32}))
    return (root / "autre.lock").read_bytes()
