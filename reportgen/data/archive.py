"""Walk through a tar or zip archive without unpacking it, and refuse what is not safe.

Members are handed out one at a time, in memory; nothing is ever written under a name that an
archive chose. Refused: paths that leave the archive, links and devices, too many members, too
many bytes, and bytes out of all proportion to the archive's own size.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, cast

from reportgen.errors import DataError

MAX_MEMBERS = 200_000
MAX_TOTAL_BYTES = 4 * 2**30
MAX_FILE_BYTES = 512 * 2**20
MAX_RATIO = 200
"""Unpacked bytes per packed byte; images and MNIST-like arrays stay far below."""

_FREE_BYTES = 64 * 2**20
"""Under this total the ratio does not matter: a bomb needs size."""


_CHUNK = 2**16

_DAMAGE = (tarfile.TarError, zipfile.BadZipFile, OSError, EOFError, zlib.error, lzma.LZMAError)


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
    announced: int = 0
    flowed: int = 0
    packed: int = field(init=False)

    def __post_init__(self) -> None:
        self.packed = max(1, self.path.stat().st_size)

    def count(self, name: str, size: int) -> None:
        """Count a file by the size that the archive says it has."""
        self.members += 1
        self.announced += size
        if self.members > MAX_MEMBERS:
            self._refuse(f"plus de {MAX_MEMBERS} fichiers")
        if size > MAX_FILE_BYTES:
            self._refuse(f"« {name} » dépasse {MAX_FILE_BYTES // 2**20} Mio")
        self._check(self.announced)

    def flow(self, size: int) -> None:
        """Count bytes that really came out."""
        self.flowed += size
        self._check(self.flowed)

    def _check(self, total: int) -> None:
        if total > MAX_TOTAL_BYTES:
            self._refuse(f"plus de {MAX_TOTAL_BYTES // 2**30} Gio une fois décompressée")
        if total > max(_FREE_BYTES, MAX_RATIO * self.packed):
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
        yield from (_iterate_zip if zipfile.is_zipfile(path) else _iterate_tar)(path, wanted)
    except _DAMAGE as error:
        raise DataError(
            f"{path} : archive illisible ou tronquée ({error}). Téléchargez-la de nouveau."
        ) from error
    except (RuntimeError, NotImplementedError, ValueError, OverflowError) as error:
        raise DataError(f"{path} : archive non prise en charge ({error}).") from error


class _Watched:
    """What a tar is read through: counts the unpacked bytes, remembers the last block."""

    def __init__(self, stream: IO[bytes], meter: _Meter) -> None:
        self._stream, self._meter = stream, meter
        self.tail = b""

    def read(self, size: int) -> bytes:
        """Return at most *size* bytes; DataError when the archive gave too many in all."""
        raw = self._stream.read(size)
        self._meter.flow(len(raw))
        self.tail = (self.tail + raw)[-tarfile.BLOCKSIZE :]
        return raw

    def finish(self) -> None:
        """Read what is left; DataError when the archive stops before its end mark.

        tarfile takes an archive cut between two files for a complete one.
        """
        while self.read(_CHUNK):
            pass
        if self.tail != bytes(tarfile.BLOCKSIZE):
            raise EOFError("fin de l’archive absente")


def _iterate_tar(path: Path, wanted: Callable[[str], bool]) -> Iterator[Member]:
    meter = _Meter(path)
    with _open_packed(path) as stream:
        watched = _Watched(stream, meter)
        with tarfile.open(fileobj=cast("IO[bytes]", watched), mode="r|") as archive:
            for info in archive:
                _check_tar_member(info, path, meter)
                if info.isreg() and wanted(info.name):
                    yield Member(info.name, _read_tar_member(archive, info, path))
        watched.finish()


def _check_tar_member(info: tarfile.TarInfo, path: Path, meter: _Meter) -> None:
    check_name(info.name, path)
    meter.count(info.name, info.size)
    if not info.isdir() and (not info.isreg() or info.issparse()):
        raise DataError(
            f"{path} : archive refusée (« {info.name} » est un lien ou un périphérique)."
        )


def _open_packed(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        magic = file.read(6)
    openers = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\0", lzma.open))
    opener = next((opener for mark, opener in openers if magic.startswith(mark)), open)
    return cast("IO[bytes]", opener(path, "rb"))


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
    nameless = not name  # zipfile cuts a name at its first null
    if nameless or name.startswith(("/", "\\")) or ".." in parts or drive or "\0" in name:
        raise DataError(
            f"{path} : archive refusée (« {name} » sort du dossier de l’archive). "
            "Elle est abîmée ou malveillante."
        )
