"""The files that the version of students needs beside its texts: data, pictures, programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from reportgen.builders import builder_files
from reportgen.data.images import is_picture
from reportgen.document.markdown import to_html
from reportgen.errors import UsageError
from reportgen.lab.shown import Shown, visible_prose
from reportgen.lab.types import DatasetSpec, Lab

_SOURCE = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"')
MOVED = "donnees"
"""The folder of the data that do not lie in that of the lab."""


@dataclass(frozen=True)
class Data:
    """Where the data of a dataset are, and the path that students find them under."""

    dataset: str
    source: Path
    path: str


def data_of(lab: Lab) -> tuple[Data, ...]:
    """Return the data that are given with the lab: its own files, and those named in full.

    What lies in the folder of imported data stays there: students import it as their teacher did.
    """
    found = (_data(lab, dataset) for dataset in lab.datasets.values())
    return tuple(data for data in found if data is not None)


def _data(lab: Lab, dataset: DatasetSpec) -> Data | None:
    if dataset.path is None or not (lab.folder / dataset.path).exists():
        return None
    source = (lab.folder / dataset.path).resolve()
    if source.is_relative_to(lab.folder.resolve()) and not dataset.path.is_absolute():
        return Data(dataset.name, source, source.relative_to(lab.folder.resolve()).as_posix())
    return Data(dataset.name, source, f"{MOVED}/{dataset.name}/{source.name}")


def data_files(data: Data) -> Iterator[tuple[str, bytes]]:
    """Yield the files of some data, by the paths that students find them under.

    Of a folder these are its pictures: what else lies there is read by nobody, and might tell.
    """
    if data.source.is_file():
        yield data.path, data.source.read_bytes()
        return
    for file in sorted(path for path in data.source.rglob("*") if path.is_file()):
        name = file.relative_to(data.source).as_posix()
        if is_picture(name):
            yield f"{data.path}/{name}", file.read_bytes()


def pictures(lab: Lab) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures that the sujet shows."""
    names = {
        unquote(unescape(source))
        for prose in visible_prose(lab)
        for source in _SOURCE.findall(to_html(prose.source))
    }
    for name in sorted(names):
        yield name, (lab.folder / name).read_bytes()


def programs(lab: Lab, shown: Shown) -> Iterator[tuple[str, bytes]]:
    """Yield the Python files of the models shown; UsageError if one makes another model too."""
    given: set[Path] = set()
    for name in shown.models:
        builder = lab.models[name].builder
        if builder is not None:
            given |= builder_files(lab.folder, builder.file, builder.function)
    for name in lab.models.keys() - shown.models:
        builder = lab.models[name].builder
        if builder is not None and builder.file in given:
            raise UsageError(
                f"{builder.file} construit « {name} », que seules les réponses montrent, et un "
                "modèle que l’énoncé montre : mettez-les dans deux fichiers."
            )
    yield from ((file.as_posix(), (lab.folder / file).read_bytes()) for file in sorted(given))
