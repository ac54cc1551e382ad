"""Find where a dataset can be had on this machine, in a fixed order. Reads on demand only.

For a known name: what the user imported, Keras' cache, the system's package, and last the
stand-in. The download that may come between is :mod:`reportgen.data.download`'s.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from reportgen.data.catalogue import known_dataset
from reportgen.data.idx_folder import find_idx_files, read_idx_content
from reportgen.data.keras_cache import find_in_keras_cache, read_from_keras_cache
from reportgen.data.npz import read_npz_content
from reportgen.data.shelf import Slot, Source
from reportgen.data.types import Content
from reportgen.errors import DataError
from reportgen.lab.types import DatasetSpec

SYSTEM_DATASETS = Path("/usr/share/datasets")

_SYSTEM_FOLDERS = {"fashion_mnist": "fashion-mnist", "mnist": "mnist"}


@dataclass(frozen=True)
class Found:
    """A source, the slot that keeps a copy of it, and how to read it."""

    slot: Slot
    source: Source
    read: Callable[[], Content]


def find_known(name: str) -> Found | None:
    """Return the real dataset of a known name that lies on this machine, or None."""
    return _in_keras_cache(name) or _in_system_package(name)


def find_stand_in(name: str) -> Found:
    """Return what replaces a known dataset that cannot be had."""
    from reportgen.data.standins import STAND_INS

    stand_in = STAND_INS[name]
    source = Source("stand-in", f"stand-in:{name}:{stand_in.version}", stand_in.text, True)
    return Found(Slot("prepared", name), source, stand_in.make)


def find_by_path(spec: DatasetSpec, roots: Iterable[Path]) -> Found:
    """Return a "folder" or "npz" source; its path may be relative to one of *roots*."""
    path = _locate(spec, list(roots))
    if spec.source == "npz":
        source = Source("npz", _stamp([path]), f"fichier {path.name}")
        return Found(_slot(spec, path), source, lambda: read_npz_content(path, spec.classes))
    source = Source("folder", _stamp_folder(path), f"dossier d’images « {path.name} »")
    return Found(_slot(spec, path), source, lambda: _read_folder(spec, path))


def _read_folder(spec: DatasetSpec, path: Path) -> Content:
    from reportgen.data.class_folders import Layout, iterate_folder, read_class_folders

    layout = Layout(classes=spec.classes, image_size=spec.image_size)
    return read_class_folders(iterate_folder(path), layout, str(path))


def _in_keras_cache(name: str) -> Found | None:
    path = find_in_keras_cache(name)
    if path is None:
        return None
    title = known_dataset(name).title
    source = Source("keras", f"keras:{_stamp_any(path)}", f"{title} (copie téléchargée par Keras)")
    return Found(Slot("prepared", name), source, lambda: read_from_keras_cache(name, path))


def _in_system_package(name: str) -> Found | None:
    if name not in _SYSTEM_FOLDERS:
        return None
    folder = SYSTEM_DATASETS / _SYSTEM_FOLDERS[name]
    files = find_idx_files(folder)
    if files is None:
        return None
    text = f"{known_dataset(name).title} (paquet installé sur le système)"
    source = Source("system", f"system:{_stamp(files.values())}", text)
    return Found(Slot("prepared", name), source, lambda: read_idx_content(folder, name))


def _locate(spec: DatasetSpec, roots: list[Path]) -> Path:
    if spec.path is None:
        raise DataError(f"jeu « {spec.name} » : la source « {spec.source} » demande un « path ».")
    candidates = [root / spec.path for root in roots]
    wanted = Path.is_file if spec.source == "npz" else Path.is_dir
    for candidate in candidates:
        if wanted(candidate):
            return candidate.resolve()
    kind = "fichier .npz" if spec.source == "npz" else "dossier d’images"
    tried = ", ".join(str(candidate) for candidate in dict.fromkeys(candidates))
    raise DataError(f"jeu « {spec.name} » : {kind} introuvable ; cherché : {tried}.")


def _slot(spec: DatasetSpec, path: Path) -> Slot:
    """Return one slot for each way to read a path."""
    how = json.dumps([str(path), spec.image_size, spec.classes])
    return Slot("prepared", f"{spec.source}-{hashlib.sha256(how.encode()).hexdigest()[:16]}")


def _stamp_any(path: Path) -> str:
    return _stamp_folder(path) if path.is_dir() else _stamp([path])


def _stamp_folder(folder: Path) -> str:
    return _stamp(sorted(path for path in folder.rglob("*") if path.is_file()))


def _stamp(paths: Iterable[Path]) -> str:
    """Return a hash of names, sizes and modification times."""
    total = hashlib.sha256()
    for path in paths:
        stat = path.stat()
        total.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return total.hexdigest()
