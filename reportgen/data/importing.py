"""Bring a known dataset into the data folder from what the user has, list and verify it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.data.archive import iterate_archive
from reportgen.data.catalogue import KNOWN, KnownDataset, known_dataset
from reportgen.data.cifar_batches import TARBALL_FOLDER, is_batch, read_cifar_folder, read_cifar_tar
from reportgen.data.class_folders import Layout, Progress, iterate_folder, read_class_folders
from reportgen.data.idx_folder import find_idx_files, read_idx_content
from reportgen.data.images import is_picture
from reportgen.data.loading import find_imported
from reportgen.data.npz import read_npz_content
from reportgen.data.shelf import Record, Slot, Source, find, keep, recompute_digest
from reportgen.data.sources import find_known, find_stand_in
from reportgen.data.types import Content, Origin
from reportgen.errors import DataError

_BATCH_FOLDERS = (TARBALL_FOLDER, "cifar-10-batches-bin")


@dataclass(frozen=True)
class Imported:
    """What an import brought."""

    name: str
    title: str
    origin: Origin
    counts: dict[str, int]
    shape: tuple[int, ...]
    replaced: bool


@dataclass(frozen=True)
class DatasetStatus:
    """A known dataset on this machine: what a build would use now.

    ``origin`` is None when nothing was prepared yet; ``text`` is French and always there.
    """

    name: str
    title: str
    text: str
    stand_in: bool
    imported: bool
    origin: Origin | None
    counts: dict[str, int]


@dataclass(frozen=True)
class Verified:
    """The digest of a dataset computed anew, against the one recorded when it was written."""

    name: str
    recorded: str
    computed: str

    @property
    def intact(self) -> bool:
        """Whether not one byte changed."""
        return self.recorded == self.computed


def import_dataset(
    name: str, path: Path, data_folder: Path, progress: Progress = lambda count: None
) -> Imported:
    """Copy a known dataset from *path* into the data folder, replacing an earlier import.

    Accepts a folder or an archive (.tar.gz, .tgz, .tar, .zip) of class folders, a folder of
    IDX files, an .npz, and the original CIFAR-10 archives or folders. DataError when it is
    none of these, damaged or unsafe; the earlier import is then untouched.
    """
    known = known_dataset(name)
    content = _checked(_read(known, path, progress), known, path)
    slot = Slot("imported", name)
    replaced = slot.path(data_folder).exists()
    text = f"{known.title} (importé de {path.name})"
    record = keep(data_folder, slot, content, Source("imported", path.name, text))
    return Imported(name, known.title, record.origin, dict(record.counts), record.shape, replaced)


def list_datasets(data_folder: Path) -> tuple[DatasetStatus, ...]:
    """Return for every known dataset what a build would use now; reads and writes no image."""
    return tuple(_status(known, data_folder) for known in KNOWN.values())


def verify_dataset(name: str, data_folder: Path) -> Verified:
    """Compute the digest of a dataset anew from its bytes; DataError when there is none here."""
    known_dataset(name)
    record = find_imported(name, data_folder) or find(data_folder, Slot("prepared", name))
    if record is None:
        raise DataError(
            f"« {name} » n’est pas dans {data_folder} : rien à vérifier. Pour l’importer : "
            f"reportgen data import {name} FICHIER_OU_DOSSIER."
        )
    try:
        return Verified(name, record.kept_digest, recompute_digest(data_folder, record))
    except (OSError, ValueError) as error:
        raise DataError(f"« {name} » : fichiers abîmés dans {data_folder} ({error}).") from error


def _read(known: KnownDataset, path: Path, progress: Progress) -> Content:
    if not path.exists():
        raise DataError(f"{path} : ce fichier ou dossier n’existe pas.")
    if path.is_dir():
        return _read_folder(known, path, progress)
    if path.suffix.lower() == ".npz":
        return read_npz_content(path, known.classes)
    if known.name == "cifar10" and _holds_batches(path):
        return read_cifar_tar(path)
    files = iterate_archive(path, is_picture)
    return read_class_folders(files, _layout(known), str(path), progress)


def _holds_batches(path: Path) -> bool:
    """Say whether the first file of interest in an archive is an original CIFAR-10 batch."""
    members = iterate_archive(path, lambda name: is_batch(name) or is_picture(name))
    first = next(members, None)
    return first is not None and is_batch(first.name)


def _read_folder(known: KnownDataset, path: Path, progress: Progress) -> Content:
    if find_idx_files(path):
        return read_idx_content(path, known.name)
    if known.name == "cifar10":
        for folder in (path, *(path / name for name in _BATCH_FOLDERS)):
            if any((folder / f"test_batch{end}").is_file() for end in ("", ".bin")):
                return read_cifar_folder(folder)
    return read_class_folders(iterate_folder(path), _layout(known), str(path), progress)


def _layout(known: KnownDataset) -> Layout:
    return Layout(names=known.folders, classes=known.classes)


def _checked(content: Content, known: KnownDataset, path: Path) -> Content:
    shape = content.train.x.shape[1:]
    if shape != known.shape or content.train.x.dtype.name != "uint8":
        raise DataError(
            f"{path} : images de forme {shape} et de type {content.train.x.dtype} ; "
            f"{known.title} demande {known.shape} et uint8."
        )
    return content


def _status(known: KnownDataset, data_folder: Path) -> DatasetStatus:
    record, text, stand_in = _current(known.name, data_folder)
    return DatasetStatus(
        name=known.name,
        title=known.title,
        text=text,
        stand_in=stand_in,
        imported=record is not None and record.source.name == "imported",
        origin=record.origin if record else None,
        counts=dict(record.counts) if record else {},
    )


def _current(name: str, data_folder: Path) -> tuple[Record | None, str, bool]:
    try:
        imported = find_imported(name, data_folder)
    except DataError:
        return None, "import abîmé ; à refaire avec reportgen data import", False
    if imported:
        return imported, imported.source.text, False
    found = find_known(name) or find_stand_in(name)
    record = find(data_folder, found.slot)
    current = record if record and record.source == found.source else None
    return current, found.source.text, found.source.stand_in
