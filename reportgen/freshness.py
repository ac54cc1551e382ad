"""Know in a blink that nothing changed since the last build, without loading the lab.

A stamp beside the reports holds a digest of everything the documents depend on (definition,
prose, templates, this program, datasets by their cheap fingerprint) and the size and time of
each file written. Deleting ``.construction.json`` forces a new build and loses nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reportgen import __version__, french, trajectory
from reportgen.files import write_text
from reportgen.intake import read_file
from reportgen.lab.types import DatasetSpec, Lab, ValidationSpec
from reportgen.libraries import DOCUMENT, EVIDENCE, versions_of
from reportgen.project import Project
from reportgen.submission.types import DEFINITION, MADE
from reportgen.walking import entries_below

STAMP = ".construction.json"
_PACKAGE = Path(__file__).resolve().parent
_READ = {".yaml", ".md", ".png", ".jpg", ".jpeg", ".gif", ".webp"}
_MOST, _LARGEST = 10_000, 10_000_000
"""Files and folders of students that are looked at, and bytes of one that is."""
_DATA = 1_000_000
"""Bytes beyond which a file of a teacher is data: nothing that is typed is so large."""
IGNORED = {"__pycache__", "_shipped", MADE}
"""Folders that documents do not depend on, in a lab, its templates or the program."""


@dataclass(frozen=True)
class Stamp:
    """The stamp of a report folder, for one lab of a project and one request.

    ``home`` is the folder that holds it.
    """

    folder: Path
    project: Project
    request: str
    home: Path

    def fresh_files(self, inputs: str) -> tuple[Path, ...] | None:
        """Return the files of the last build if it would give the same again, else None."""
        known = self._read().get(self.request)
        if not isinstance(known, dict) or known.get("inputs") != inputs:
            return None
        datasets = _datasets(known.get("datasets", []))
        if known.get("data") != self._data_digest(datasets, Path(known.get("lab", ""))):
            return None
        sources = known.get("sources", {})
        if any(_content(Path(path)) != content for path, content in sources.items()):
            return None
        files = {self.folder / name: seen for name, seen in known.get("files", {}).items()}
        return tuple(files) if all(_seen(p) == seen for p, seen in files.items()) else None

    def write(
        self,
        inputs: str,
        lab: Lab,
        files: Iterable[Path],
        *,
        data: bool = True,
    ) -> None:
        """Remember this build of a lab; without *data* its datasets were not looked at."""
        specs = list(lab.datasets.values()) if data else []
        record = {
            "inputs": inputs,
            "datasets": [asdict(s) | {"path": s.path and str(s.path)} for s in specs],
            "lab": str(lab.folder),
            "data": self._data_digest(specs, lab.folder),
            "sources": {str(path): _content(path) for path in lab.reused},
            "files": {os.path.relpath(path, self.folder): _seen(path) for path in files},
        }
        stamps = self._read() | {self.request: record}
        write_text(self.home / STAMP, json.dumps(stamps, ensure_ascii=False, indent=1))

    def _data_digest(self, specs: Iterable[DatasetSpec], lab_folder: Path) -> str:
        from reportgen.data.loading import fingerprint

        found = [fingerprint(spec, self.project.data, lab_folder=lab_folder) for spec in specs]
        return hashlib.sha256("\n".join(found).encode()).hexdigest()

    def _read(self) -> dict[str, Any]:
        try:
            value = json.loads((self.home / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}


def stamp_folder(project: Project, lab_folder: Path, output: Path) -> Path:
    """Return where the stamp of a lab is: beside its reports.

    That of students' work is in the build folder: it would be believed in theirs.
    """
    if not (lab_folder / DEFINITION).is_file():
        return output
    return project.build / "rendus" / hashlib.sha256(str(lab_folder).encode()).hexdigest()[:16]


def inputs_digest(lab_folder: Path, project: Project, lock: Path | None = None) -> str:
    """Return a digest of the definition, the templates, this program and its libraries."""
    digest = hashlib.sha256(__version__.encode())
    digest.update(os.environ.get("SOURCE_DATE_EPOCH", "").encode())
    tools = {**trajectory.versions(), **versions_of(EVIDENCE + DOCUMENT), "locale": french.LOCALE}
    digest.update(json.dumps(tools, sort_keys=True).encode())
    digest.update(lock.read_bytes() if lock is not None and lock.is_file() else b"")
    students = (lab_folder / DEFINITION).is_file()
    for root in (lab_folder, *project.template_roots, _PACKAGE):
        theirs = students and root == lab_folder
        for path in _read_of_students(root) if theirs else _files(root):
            digest.update(os.fsencode(path.relative_to(root)) + b"\0")
            content = _of_students(path, root) if theirs else _of_teacher(path)
            digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _datasets(records: Iterable[Mapping[str, Any]]) -> list[DatasetSpec]:
    return [_dataset(dict(record)) for record in records]


def _dataset(record: dict[str, Any]) -> DatasetSpec:
    for name in ("classes", "image_size"):
        record[name] = record[name] and tuple(record[name])
    record["path"] = record["path"] and Path(record["path"])
    record["validation"] = record["validation"] and ValidationSpec(**record["validation"])
    return DatasetSpec(**record)


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and counts(path, root))


def _read_of_students(folder: Path) -> list[Path]:
    """Return what a report may read of a folder of students, at any depth; no link is followed.

    Their folder may hold anything: what no report reads is not looked at either.
    """
    found = entries_below(folder, _MOST)
    named = (path for path in found if path.suffix.lower() in _READ and not path.is_symlink())
    return sorted(path for path in named if counts(path, folder))


def counts(path: Path, root: Path) -> bool:
    """Tell whether documents may depend on a file below *root*, wherever *root* itself lies."""
    return not IGNORED & set(path.relative_to(root).parts)


def _of_teacher(path: Path) -> bytes:
    """Return the content of a file, or what changes with that of data: reading 200 MB takes 0.5 s.

    Time and number of the file too, as for git: one put in its place may have the same size.
    """
    status = path.stat()
    if status.st_size <= _DATA:
        return path.read_bytes()
    return repr((status.st_size, status.st_mtime_ns, status.st_ino)).encode()


def _of_students(path: Path, folder: Path) -> bytes:
    """Return the content of one of their files; nothing of one that no report could read."""
    try:
        return read_file(path, _LARGEST, folder)
    except OSError:
        return b""


def _content(path: Path) -> str | None:
    """Return the digest of a file, None when it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _seen(path: Path) -> list[int] | None:
    """Return size and time of a file, None when it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]
