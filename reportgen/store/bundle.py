"""A bundle: files of the store in one zip archive, with the digest of each, to carry elsewhere.

Reading one takes nothing on trust: only names that a store may have, only as many bytes as the
disk can hold, each file as its digest says, each training under the key of its definition.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.errors import StoreError, disk_reason
from reportgen.files import TEMPORARY_PREFIX, disk_errors, write_saved
from reportgen.store.entries import Entry
from reportgen.store.locking import locked
from reportgen.store.records import DAMAGE, dump_json
from reportgen.store.store import Store

MANIFEST = "manifest.json"
_MOST_FILES = 100_000
_LARGEST_MANIFEST = 50_000_000
_CHUNK = 1 << 20
_KEY = "[0-9a-f]{32}"
_NAME = re.compile(
    rf"trajectories/{_KEY}/(spec|summary|history)\.json"
    rf"|trajectories/{_KEY}/(epoch-\d{{4,9}}\.npz|outputs-\d{{4,9}}\.npz|model-\d{{4,9}}\.keras)"
    rf"|elements/{_KEY}\.json|probes/{_KEY}\.npz"
)


def write_bundle(path: Path, store: Store, files: Iterable[Path]) -> None:
    """Write a bundle of these files of the store, replacing *path* in one step."""
    names = {file.relative_to(store.folder).as_posix(): file for file in sorted(files)}
    digests = {name: _digest(file) for name, file in names.items()}

    def save(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, dump_json(digests))
            for name, file in names.items():
                archive.write(file, name)

    write_saved(path, save)


def read_bundle(path: Path, store: Store) -> tuple[int, int]:
    """Put what a bundle holds into the store; return how many trainings came, how many were kept.

    A training that the store already has, with as many epochs, is kept as it is. StoreError,
    with nothing added, when the file is no bundle or is damaged.
    """
    with disk_errors(store.folder):
        store.folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=store.folder) as folder:
            try:
                _unpack(path, Path(folder))
            except DAMAGE as error:
                reason = disk_reason(error) if isinstance(error, OSError) else str(error)
                msg = f"{path} n’est pas un lot de reportgen, ou il est endommagé : {reason}."
                raise StoreError(msg) from error
            came = Store(Path(folder))
            adopted = [_adopt(entry, store) for entry in _sound_entries(came, path)]
            _adopt_caches(came, store)
    return sum(adopted), len(adopted) - sum(adopted)


def _unpack(path: Path, folder: Path) -> None:
    """Write the files of a bundle under *folder*; ValueError and such when anything is wrong."""
    with zipfile.ZipFile(path) as archive:
        digests = _manifest(archive)
        room = shutil.disk_usage(folder).free
        if sum(archive.getinfo(name).file_size for name in digests) > room:
            msg = f"disque plein : {path} ne tient pas sur le disque du magasin."
            raise StoreError(msg)
        for name, digest in digests.items():
            _unpack_one(archive, name, digest, folder / name)


def _manifest(archive: zipfile.ZipFile) -> Mapping[str, str]:
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise ValueError("manifeste trop long")
    digests = json.loads(archive.read(MANIFEST))
    if not isinstance(digests, dict) or len(digests) > _MOST_FILES:
        raise ValueError("manifeste incorrect")
    strange = [name for name in digests if not _NAME.fullmatch(name)]
    if strange:
        raise ValueError(f"fichier inattendu : {strange[0]!r}")
    return digests


def _unpack_one(archive: zipfile.ZipFile, name: str, digest: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with archive.open(name) as source, target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            found.update(chunk)
            file.write(chunk)
    if found.hexdigest() != digest:
        raise ValueError(f"{name} n’est pas ce que dit le manifeste")


def _sound_entries(came: Store, path: Path) -> Iterator[Entry]:
    for entry in came.entries():
        if entry.spec() is None or entry.history() is None or entry.damaged():
            msg = f"{path} : l’entraînement {entry.key} est incomplet ou endommagé."
            raise StoreError(msg)
        yield entry


def _adopt(entry: Entry, store: Store) -> bool:
    """Move a training into the store unless that one has it already, as far or further."""
    own = store.entry(entry.key)
    with locked(own, lambda: None):
        known, new = own.history(), entry.history()
        if known is not None and new is not None and known.epochs >= new.epochs:
            return False
        for file in sorted(own.folder.glob("*.npz")) + sorted(own.folder.glob("*.keras")):
            file.unlink()
        # The history last: it makes the others count.
        files = sorted(entry.folder.iterdir(), key=lambda f: (f.name == "history.json", f.name))
        for file in files:
            file.replace(own.folder / file.name)
    return True


def _adopt_caches(came: Store, store: Store) -> None:
    for kind in ("elements", "probes"):
        for file in (came.folder / kind).glob("*"):
            target = store.folder / kind / file.name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                file.replace(target)


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
