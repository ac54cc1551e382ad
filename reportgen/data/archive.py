"""Walk through a tar or zip archive without unpacking it, and refuse what is not safe.

Members are handed out one at a time, in memory; nothing is ever written under a name that an
archive chose. Refused: paths that leave the archive, links and devices, too many members, too
many bytes, and bytes out of all proportion to the archive's own size.
"""

from __future__ import annotations

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from reportgen.errors import DataError

MAX_MEMBERS = 200_000
MAX_TOTAL_BYTES = 4 * 2**30
MAX_FILE_BYTES = 512 * 2**20
MAX_RATIO = 200
"""Unpacked bytes per packed byte; images and MNIST-like arrays stay far below."""

_FREE_BYTES = 64 * 2**20
"""Under this total the ratio does not matter: a bomb needs size."""


@dataclass(frozen=True)
class Member:
    """One file of an archive; ``name`` uses forward slashes."""

    name: str
    raw: bytes


@dataclass
class _Meter:
    """Counts what an archive gives out and raises DataError when it is too much."""

    path: Path
    members: int = 0
    total: int = 0
    packed: int = field(init=False)

    def __post_init__(self) -> None:
        self.packed = max(1, self.path.stat().st_size)

    def count(self, name: str, size: int) -> None:
        self.members += 1
        self.total += size
        if self.members > MAX_MEMBERS:
            self._refuse(f"plus de {MAX_MEMBERS} fichiers")
        if size > MAX_FILE_BYTES:
            self._refuse(f"« {name} » dépasse {MAX_FILE_BYTES // 2**20} Mio")
        if self.total > MAX_TOTAL_BYTES:
            self._refuse(f"plus de {MAX_TOTAL_BYTES // 2**30} Gio une fois décompressée")
        if self.total > max(_FREE_BYTES, MAX_RATIO * self.packed):
            self._refuse(f"plus de {MAX_RATIO} fois sa taille une fois décompressée")

    def _refuse(self, reason: str) -> None:
        raise DataError(
            f"{self.path} : archive refusée ({reason}). Si elle est légitime, décompressez-la "
            "vous-même puis importez le dossier obtenu."
        )


def iterate_archive(path: Path, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """Yield the wanted files of a tar (any compression) or zip archive, in archive order.

    The whole archive is checked, wanted or not. DataError when it is unsafe or damaged.
    """
    try:
        if zipfile.is_zipfile(path):
            yield from _iterate_zip(path, wanted)
        else:
            yield from iterate_tar(path, wanted)
    except (tarfile.TarError, zipfile.BadZipFile, OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"{path} : archive illisible ou tronquée ({error}). Téléchargez-la de nouveau."
        ) from error
    except (RuntimeError, NotImplementedError, ValueError) as error:  # encrypted or odd zip
        raise DataError(f"{path} : archive non prise en charge ({error}).") from error


def iterate_tar(path: Path, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """Yield the wanted files of a tar; DataError when unsafe, TarError or OSError if damaged."""
    meter = _Meter(path)
    with tarfile.open(path, mode="r|*") as archive:
        for info in archive:
            check_name(info.name, path)
            meter.count(info.name, info.size)
            if info.isdir():
                continue
            if not info.isreg():
                raise DataError(
                    f"{path} : archive refusée (« {info.name} » est un lien ou un périphérique)."
                )
            if wanted(info.name):
                yield Member(info.name, _read_tar_member(archive, info, path))


def _read_tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, path: Path) -> bytes:
    file = archive.extractfile(info)
    raw = file.read(info.size + 1) if file else b""
    if len(raw) != info.size:
        raise DataError(f"{path} : archive tronquée dans « {info.name} ».")
    return raw


def _iterate_zip(path: Path, wanted: Callable[[str], bool]) -> Iterator[Member]:
    meter = _Meter(path)
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            check_name(info.filename, path)
            meter.count(info.filename, info.file_size)
            if stat.S_ISLNK(info.external_attr >> 16):
                raise DataError(f"{path} : archive refusée (« {info.filename} » est un lien).")
            if not info.is_dir() and wanted(info.filename):
                yield Member(info.filename, _read_zip_member(archive, info, path))


def _read_zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> bytes:
    # The size in the directory may lie: never read more than it said.
    with archive.open(info) as file:
        raw = file.read(info.file_size + 1)
    if len(raw) != info.file_size:
        raise DataError(f"{path} : taille annoncée fausse pour « {info.filename} ».")
    return raw


def check_name(name: str, path: Path) -> None:
    """Refuse, by DataError, a member name that leaves the archive's own folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    drive = bool(parts) and len(parts[0]) == 2 and parts[0][1] == ":"
    if name.startswith(("/", "\\")) or ".." in parts or drive or "\0" in name:
        raise DataError(
            f"{path} : archive refusée (« {name} » sort du dossier de l’archive). "
            "Elle est abîmée ou malveillante."
        )
