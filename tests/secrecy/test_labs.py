"""Nothing of a solution of any lab reaches students, in any form that reportgen gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from reportgen import outline
from reportgen.document.compose import compose
from reportgen.document.html import render_html
from reportgen.document.marks import Evaluated
from reportgen.document.pdf import render_pdf
from reportgen.document.types import Document, Kind
from reportgen.exporting import moodle_files, nbgrader_files
from reportgen.given import given_to_students
from reportgen.handout.writing import handout_files, write_handout
from reportgen.lab.expressions import restore, shield
from reportgen.lab.statement import statement_version
from reportgen.lab.types import Prose
from reportgen.material import Material
from reportgen.meta import make_meta
from reportgen.notebook.file import notebook_bytes
from reportgen.notebook.writing import Given, write_notebook
from reportgen.outline import _evaluator
from reportgen.pipeline import load, narrow
from reportgen.project import locate
from reportgen.reporting import SilentReporter
from tests.notebook.emptied import emptied
from tests.secrecy.marks import leaks, mark_lab

ROOT = Path(__file__).parents[2] / "labs"
LABS = sorted(path for path in ROOT.iterdir() if (path / "lab.yaml").is_file())
AUTHORS = outline.Authors(("Ada Martin",), "TD 2", date(2026, 11, 21))


@dataclass(frozen=True)
class Marked:
    """A lab with marks: its material, and its two documents."""

    marks: int
    material: Material
    sujet: Document
    corrige: Document


@pytest.fixture(scope="module", params=LABS, ids=lambda path: path.name)
def marked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Marked:
    root = tmp_path_factory.mktemp("marques")
    marks = mark_lab(request.param, root / "labs" / request.param.name)
    project = replace(locate(root), build=root / "build", data=root / "data")
    material = load(project, root / "labs" / request.param.name, None, SilentReporter())
    return Marked(marks, material, _document(material, "sujet"), _document(material, "corrige"))


def _document(material: Material, kind: Kind) -> Document:
    """Compose without results: of an answer only what was typed is there."""
    evaluate = _evaluator(material) if kind == "sujet" else typed
    return compose(material.lab, kind, evaluate, make_meta(narrow(material, (kind,))))


def typed(prose: Prose) -> Evaluated:
    text, kept = shield(prose.source)
    return Evaluated(restore(re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "…", text, flags=re.DOTALL), kept))


def given(marked: Marked) -> Mapping[str, bytes]:
    """Return all that students get, by what it is."""
    material, sujet = marked.material, marked.sujet
    notebook = write_notebook(sujet, given_to_students(material))
    (assignment,) = (
        content
        for name, content in nbgrader_files(material, sujet, marked.corrige).items()
        if name.endswith(".ipynb")
    )
    (bank,) = moodle_files(material, sujet, marked.corrige).values()
    return {
        "sujet.html": render_html(sujet, material.project.template_roots).encode(),
        "sujet.ipynb": notebook_bytes(notebook),
        "rendu.yaml": outline.definition_text(material, AUTHORS).encode(),
        "reponses.md": outline.answers_text(material).encode(),
        "mon_tp.ipynb": outline.draft_bytes(material),
        **handout_files(material.lab.folder, material.project.lab_roots),
        "nbgrader": emptied(assignment),
        "Moodle": shown_by_moodle(bank),
    }


def shown_by_moodle(bank: bytes) -> bytes:
    """Return a bank without what Moodle keeps for teachers and for grading."""
    root = ET.fromstring(bank)
    for question in root:
        for kept in ("graderinfo", "answer"):
            for element in question.findall(kept):
                question.remove(element)
    return re.sub(rb"\{\d+:NUMERICAL:[^}]*\}", b"", ET.tostring(root, encoding="utf-8"))


def test_students_get_no_mark(marked: Marked) -> None:
    assert {
        name: found for name, content in given(marked).items() if (found := leaks(content))
    } == {}


def test_the_version_for_students_is_the_same_lab_and_starts_the_same_report(
    marked: Marked, tmp_path: Path
) -> None:
    """What students start from does not depend on whether the answers are on their machine."""
    whole = marked.material
    files = handout_files(whole.lab.folder, whole.project.lab_roots)
    folder, archive = write_handout(whole.lab.slug, files, tmp_path)
    assert leaks(archive.read_bytes()) == []
    material = load(replace(whole.project, lab_roots=()), folder, None, SilentReporter())
    assert statement_version(material.lab) == statement_version(whole.lab)
    for written in (outline.answers_text, outline.draft_bytes):
        assert written(material) == written(whole)
    definitions = [outline.definition_text(one, AUTHORS) for one in (material, whole)]
    assert definitions[0] == definitions[1]


@pytest.mark.pdf
def test_the_printed_sujet_has_no_mark(marked: Marked) -> None:
    assert leaks(render_pdf(marked.sujet, marked.material.project.template_roots)) == []


def test_teachers_get_the_marks(marked: Marked) -> None:
    """The search finds marks where they are: in each answer and each scheme."""
    solutions = [q.solution for q in marked.material.lab.questions if q.solution is not None]
    expected = len(solutions) + sum(len(solution.scheme) for solution in solutions)
    notebook = notebook_bytes(write_notebook(marked.corrige, Given()))
    (bank,) = moodle_files(marked.material, marked.sujet, marked.corrige).values()
    for content in (notebook, bank):
        assert len(leaks(content)) >= expected
    assert marked.marks >= expected
