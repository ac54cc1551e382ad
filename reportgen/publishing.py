"""From documents to files: pages, PDFs, notebooks and the data beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import RenderError
from reportgen.files import TEMPORARY_PREFIX, disk_errors, refresh_bytes, remove_file
from reportgen.reporting import Reporter

if TYPE_CHECKING:  # a build where nothing changed must not pay for importing these
    from concurrent.futures import Future

    from reportgen.document.press import PrintRoom
    from reportgen.document.types import Document
    from reportgen.material import Material

TITLES: Mapping[str, str] = {
    "sujet": "sujet",
    "corrige": "corrigé",
    "rendu": "compte rendu",
}
"""What progress messages call the documents."""
FILES: Mapping[str, str] = {"sujet": "sujet", "corrige": "corrige", "rendu": "compte-rendu"}
"""The names of their files, without suffix."""


@contextmanager
def print_room(
    material: Material, documents: Sequence[str], formats: Collection[str], variant: str
) -> Iterator[PrintRoom]:
    """Give what will print the PDFs of some documents, getting ready meanwhile.

    A report of students is printed in this process: nothing done with their folder starts
    another one, so that what it does can be watched (``tests/submission/guard.py``).
    """
    from reportgen.document.pdf import PRINT
    from reportgen.document.press import PrintRoom

    apart = len(documents) if "pdf" in formats and material.lab.work is None else 0
    medium = replace(PRINT, formula=drawing_once(material)) if apart else PRINT
    roots = material.project.template_roots
    with closing(PrintRoom(roots, variant, presses=apart, medium=medium)) as room:
        yield room


def drawing_once(material: Material) -> Callable[..., str]:
    """Return what draws a formula, kept in the store: a lab has a hundred, half a second's work."""
    from reportgen.document import formulas
    from reportgen.libraries import versions_of

    code = sha256(Path(formulas.__file__).read_bytes()).hexdigest()
    versions = {"code": code, **versions_of(formulas.LIBRARIES)}

    def formula(tex: str, *, block: bool) -> str:
        parameters = {"formula": tex, "block": block, "versions": versions}
        made = material.record(parameters, lambda: {"html": formulas.drawn(tex, block=block)})
        return str(made["html"])

    return formula


def render(
    documents: Iterable[Document],
    material: Material,
    formats: Collection[str],
    reporter: Reporter,
    room: PrintRoom,
) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of the documents by name, and why a PDF could not be made.

    Without Pango there is no PDF, but the HTML and the data are still worth having.
    """
    from reportgen.document.compiled import COMPILED
    from reportgen.document.datafiles import data_files
    from reportgen.document.html import render_html
    from reportgen.document.weight import heavy_figures, heavy_files

    COMPILED.shared = material.lab.work is None  # students' work is kept to its folder
    templates = material.project.template_roots
    files: dict[str, bytes] = {}
    printing: dict[str, Future[bytes]] = {}
    for document in documents:
        name = FILES[document.kind]
        reporter.stage(f"Mise en page du {TITLES[document.kind]}")
        if "pdf" in formats:  # first, for it is long and made beside the rest
            printing[f"{name}.pdf"] = room.print(document)
        files |= data_files(document)
        if "html" in formats:
            files[f"{name}.html"] = render_html(document, templates).encode()
        if "ipynb" in formats:
            files[f"{name}.ipynb"] = _notebook(document, material)
    heavy = [warning for document in documents for warning in heavy_figures(document)]
    problems = _collect(printing, files)
    for warning in dict.fromkeys([*heavy, *heavy_files(files)]):
        reporter.warn(warning)
    return files, problems


def _collect(printing: Mapping[str, Future[bytes]], files: dict[str, bytes]) -> list[str]:
    """Add to the files the PDFs being made; return why one could not be."""
    problems = []
    for name, made in printing.items():
        try:
            files[name] = made.result()
        except RenderError as error:
            problems.append(str(error))
    return problems


def _notebook(document: Document, material: Material) -> bytes:
    from reportgen.given import given_to_students, given_to_teachers
    from reportgen.notebook.file import notebook_bytes
    from reportgen.notebook.writing import write_notebook

    given = given_to_students if document.kind == "sujet" else given_to_teachers
    return notebook_bytes(write_notebook(document, given(material)))


def hand_in(material: Material) -> dict[str, bytes]:
    """Return the file of results that goes with a report of students; nothing for a lab."""
    if material.lab.work is None:
        return {}
    from reportgen.submission.measured import RESULTS, measured_record

    return {RESULTS: measured_record(material.lab.work, material.profile, material.runs)}


def publish(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files by their paths relative to *folder*, each whole or not at all, if they change.

    Only then are the data of elements that no longer exist removed from the folders written; a
    folder that somebody put there stays.
    """
    written = tuple(folder / name for name in files)
    for path, content in zip(written, files.values(), strict=True):
        refresh_bytes(path, content)
    for data_folder in {path.parent for path in written} - {folder}:
        with disk_errors(data_folder):
            there = set(data_folder.iterdir())
        for path in there - set(written):
            if not path.name.startswith(TEMPORARY_PREFIX):  # another build may be writing it
                remove_file(path)
    return written
