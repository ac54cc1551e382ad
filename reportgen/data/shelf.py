"""Keep arrays under the data folder, so that a dataset is opened without being read.

::

    arrays/<digest>/x_train.npy …   uncompressed, opened by memory mapping
    imported/cifar10.json           what the user imported
    prepared/….json                 copies made from a cache, a package, a folder, a drawing

A record (``.json``) is the commit point: it is replaced in one step after the arrays it names
are complete. Nothing here knows where content comes from.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
import numpy.typing as npt

from reportgen.data.content import digest_content, value_range
from reportgen.data.types import Content, Origin, Split
from reportgen.errors import DataError, StoreError, disk_reason
from reportgen.files import write_text, write_with

RECORD_VERSION = 1
_A_DAY = 86_400.0

Stamp = tuple[int, int]
"""Size in bytes and modification time in ns of a file."""


@dataclass(frozen=True)
class Slot:
    """The name of a place on the shelf."""

    kind: Literal["imported", "prepared"]
    name: str

    def path(self, data_folder: Path) -> Path:
        """Return the file of the record."""
        return data_folder / self.kind / f"{self.name}.json"


@dataclass(frozen=True)
class Source:
    """Where content comes from; ``signature`` changes when it would be another content."""

    name: str
    signature: str
    text: str
    stand_in: bool = False


@dataclass(frozen=True)
class Record:
    """What is kept of a dataset. ``files`` are the stamps of its arrays when last digested.

    ``digest`` is that of the arrays as they are, ``kept_digest`` as they were written.
    """

    source: Source
    digest: str
    kept_digest: str
    arrays: str
    files: Mapping[str, Stamp]
    classes: tuple[str, ...]
    counts: Mapping[str, int]
    shape: tuple[int, ...]
    dtype: str
    minimum: float
    maximum: float

    @property
    def origin(self) -> Origin:
        """Return what documents say of the dataset."""
        return Origin(self.source.name, self.digest, self.source.stand_in, self.source.text)


def keep(data_folder: Path, slot: Slot, content: Content, source: Source) -> Record:
    """Write *content* and its record in one step; DataError when the disk refuses.

    What the slot held before is there until the new content is complete, then removed.
    """
    with disk_errors(data_folder):
        before = _read_record(slot.path(data_folder))
        record = _write_arrays(data_folder, content, source)
        _write_record(slot.path(data_folder), record)
        if before and before.arrays != record.arrays:
            _drop_unused(data_folder, before.arrays)
    return record


def find(data_folder: Path, slot: Slot) -> Record | None:
    """Return the record of a slot, its digest up to date; None when missing or damaged."""
    record = _read_record(slot.path(data_folder))
    if record is None:
        return None
    try:
        return _refreshed(data_folder, slot, record)
    except (OSError, ValueError):
        return None


def open_content(data_folder: Path, record: Record) -> Content:
    """Return the memory-mapped arrays of a record; OSError or ValueError when damaged."""
    folder = data_folder / "arrays" / record.arrays
    splits = {
        name: Split(_mapped(folder / f"x_{name}.npy"), np.load(folder / f"y_{name}.npy"))
        for name in record.counts
    }
    return Content(splits["train"], splits["test"], record.classes, splits.get("validation"))


def recompute_digest(data_folder: Path, record: Record) -> str:
    """Return the digest of the arrays as they are on the disk now; OSError or ValueError."""
    return digest_content(open_content(data_folder, record))


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn a refusal of the disk into a French DataError; what was written before stays."""
    try:
        yield
    except (OSError, StoreError) as error:
        cause = error.__cause__ if isinstance(error, StoreError) else error
        reason = disk_reason(cause) if isinstance(cause, OSError) else str(error)
        raise DataError(
            f"écriture impossible dans le dossier de données {folder} ({reason}). Rien n’a été "
            "laissé à moitié écrit ; libérez de la place ou corrigez les droits, ou choisissez "
            "un autre dossier avec la variable REPORTGEN_DATA, puis relancez la même commande."
        ) from error


def _mapped(path: Path) -> Any:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _write_arrays(data_folder: Path, content: Content, source: Source) -> Record:
    digest = digest_content(content)
    minimum, maximum = value_range(content)
    folder = data_folder / "arrays" / digest[:24]
    _publish_arrays(folder, content)
    return Record(
        source=source,
        digest=digest,
        kept_digest=digest,
        arrays=folder.name,
        files=_stamps(folder),
        classes=content.classes,
        counts={name: split.count for name, split in content.splits.items()},
        shape=tuple(content.train.x.shape[1:]),
        dtype=content.train.x.dtype.name,
        minimum=minimum,
        maximum=maximum,
    )


def _publish_arrays(folder: Path, content: Content) -> None:
    """Write beside, then rename; a folder of that digest is replaced, for it may be damaged."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder.parent)
    temporary = Path(tempfile.mkdtemp(prefix=".tmp-", dir=folder.parent))
    try:
        for name, split in content.splits.items():
            for part, array in (("x", split.x), ("y", split.y)):
                write_with(temporary / f"{part}_{name}.npy", partial(_save, array))
        if not _holds_the_same(folder, temporary):
            shutil.rmtree(folder, ignore_errors=True)
            temporary.chmod(0o755)
            _rename(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what an import that was killed left: no import takes a day."""
    for leftover in folder.glob(".tmp-*"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _A_DAY:
                shutil.rmtree(leftover, ignore_errors=True)


def _holds_the_same(folder: Path, other: Path) -> bool:
    """Return whether *folder* has every file of *other*: another process may be reading them."""
    names = [path.name for path in other.iterdir()]
    return len(filecmp.cmpfiles(folder, other, names, shallow=False)[0]) == len(names)


def _rename(temporary: Path, folder: Path) -> None:
    try:
        temporary.replace(folder)
    except OSError as error:
        # Another process has just put the same content there: as good as ours.
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise


def _save(array: npt.NDArray[Any], file: IO[bytes]) -> None:
    np.save(file, array, allow_pickle=False)


def _stamps(folder: Path) -> dict[str, Stamp]:
    stats = {path.name: path.stat() for path in sorted(folder.iterdir())}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}


def _refreshed(data_folder: Path, slot: Slot, record: Record) -> Record:
    """Digest the arrays again when their files were touched; usually a stat is enough."""
    stamps = _stamps(data_folder / "arrays" / record.arrays)
    if stamps == dict(record.files):
        return record
    fresh = replace(record, digest=recompute_digest(data_folder, record), files=stamps)
    # A read-only data folder only costs the digest again next time.
    with contextlib.suppress(StoreError):
        _write_record(slot.path(data_folder), fresh)
    return fresh


def _write_record(path: Path, record: Record) -> None:
    text = json.dumps({"version": RECORD_VERSION} | asdict(record), ensure_ascii=False, indent=1)
    write_text(path, text + "\n")


def _read_record(path: Path) -> Record | None:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw.pop("version") != RECORD_VERSION:
            return None
        raw["source"] = Source(**raw["source"])
        if not raw["arrays"].isalnum():  # a folder name, never a path
            return None
        raw["files"] = {name: (int(a), int(b)) for name, (a, b) in raw["files"].items()}
        raw["classes"], raw["shape"] = tuple(raw["classes"]), tuple(raw["shape"])
        return Record(**raw)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _drop_unused(data_folder: Path, arrays: str) -> None:
    """Remove arrays that no record names any more."""
    records = (_read_record(path) for path in data_folder.glob("*/*.json"))
    if all(record is None or record.arrays != arrays for record in records):
        shutil.rmtree(data_folder / "arrays" / arrays, ignore_errors=True)
