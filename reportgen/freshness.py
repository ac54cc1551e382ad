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
from reportgen.lab.types import DatasetSpec, Lab, ValidationSpec
from reportgen.libraries import DOCUMENT, EVIDENCE, versions_of
from reportgen.project import Project

STAMP = ".construction.json"
_PACKAGE = Path(__file__).resolve().parent
_IGNORED = {"__pycache__", "remise"}


@dataclass(frozen=True)
class Stamp:
    """The stamp in a report folder, for one lab of a project and one request."""

    folder: Path
    project: Project
    request: str

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
        write_text(self.folder / STAMP, json.dumps(stamps, ensure_ascii=False, indent=1))

    def _data_digest(self, specs: Iterable[DatasetSpec], lab_folder: Path) -> str:
        from reportgen.data.loading import fingerprint

        found = [fingerprint(spec, self.project.data, lab_folder=lab_folder) for spec in specs]
        return hashlib.sha256("\n".join(found).encode()).hexdigest()

    def _read(self) -> dict[str, Any]:
        try:
            value = json.loads((self.folder / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}


def inputs_digest(lab_folder: Path, project: Project, lock: Path | None = None) -> str:
    """Return a digest of the definition, the templates, this program and its libraries."""
    digest = hashlib.sha256(__version__.encode())
    digest.update(os.environ.get("SOURCE_DATE_EPOCH", "").encode())
    tools = {**trajectory.versions(), **versions_of(EVIDENCE + DOCUMENT), "locale": french.LOCALE}
    digest.update(json.dumps(tools, sort_keys=True).encode())
    digest.update(lock.read_bytes() if lock is not None and lock.is_file() else b"")
    for root in (lab_folder, *project.template_roots, _PACKAGE):
        for path in _files(root):
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
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
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file() and not _IGNORED & set(path.parts) and "_shipped" not in path.parts
    )


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
