"""Export a lab: Moodle's question bank, nbgrader's assignment, the lab without its answers.

For the platforms of a course, what is missing is trained first, as ``build`` does; students are
given definitions and texts, for which nothing is measured. Files that are already there and that
an export does not write are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from reportgen.document.types import Document
from reportgen.errors import UsageError
from reportgen.expected import expected_blanks
from reportgen.files import write_bytes
from reportgen.given import given_to_students
from reportgen.handout.writing import handout_files, write_handout
from reportgen.material import Material
from reportgen.moodle.writing import write_bank
from reportgen.moodle.xml import bank_xml
from reportgen.notebook.file import notebook_bytes
from reportgen.notebook.writing import write_assignment
from reportgen.pipeline import (
    BuildRequest,
    compose,
    load,
    plan_material,
    read_results,
    require_answers,
    train,
)
from reportgen.project import Project, find_lab
from reportgen.reporting import Reporter
from reportgen.submission.types import is_submission

Platform = Literal["moodle", "nbgrader", "etudiants"]
PLATFORMS: tuple[Platform, ...] = ("moodle", "nbgrader", "etudiants")

CONFIGURATION = "nbgrader_config.py"
_CONFIGURATION = """\
import os

c = get_config()
c.CourseDirectory.course_id = "{slug}"
c.ClearSolutions.code_stub = {{"python": "# Votre programme.\\nraise NotImplementedError()"}}
c.ClearSolutions.text_stub = "*Votre réponse.*"
# Sans cela, nbgrader arrête après 30 secondes une cellule qui entraîne un réseau.
c.Execute.timeout = 3600
# Sans cela, « nbgrader validate » tait les erreurs des cellules qui ne sont pas notées.
c.Validator.validate_all = True
# Le journal de TensorFlow, que « nbgrader validate » prendrait pour une erreur.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
"""


@dataclass(frozen=True)
class Exported:
    """What was written, files or a folder of them, and French messages of what failed."""

    files: tuple[Path, ...]
    problems: tuple[str, ...]


def export_lab(
    project: Project,
    lab: str,
    profile: str | None,
    platform: Platform,
    output: Path | None,
    reporter: Reporter,
) -> Exported:
    """Write the export of a lab; ``output`` None is its folder among the exports of the project.

    UsageError for the report of students, a lab without its answers, or the profile of an export
    that measures nothing; then the errors of the stages of a build.
    """
    folder = find_lab(project, lab)
    if is_submission(folder):
        msg = f"{lab} est un compte rendu : on exporte le TP auquel il répond."
        raise UsageError(msg)
    if platform == "etudiants":
        return _export_handout(project, folder, profile, output)
    material = load(project, folder, profile, reporter)
    require_answers(material.lab)
    plan = plan_material(material)
    _, problems = train(plan, material, True, reporter)
    material = replace(material, runs=read_results(plan, material))
    sujet, corrige = compose(material, BuildRequest(lab, profile=profile), reporter)
    files = _WRITERS[platform](material, sujet, corrige)
    target = output or project.exports / folder.name
    written = tuple(_write(target, files))
    problems += [str(error) for document in (sujet, corrige) for error in document.errors]
    return Exported(written, tuple(dict.fromkeys(problems)))


def _export_handout(
    project: Project, folder: Path, profile: str | None, output: Path | None
) -> Exported:
    if profile is not None:
        msg = "--profile ne sert pas ici : la version des étudiants garde tous les profils du TP."
        raise UsageError(msg)
    files = handout_files(folder, project.lab_roots)
    target = output or project.exports / folder.name
    return Exported(write_handout(folder.name, files, target), ())


def _write(target: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files by their paths relative to *target*; a teacher's configuration stays his."""
    kept = {CONFIGURATION} if (target / CONFIGURATION).exists() else set()
    written = [target / name for name in files if name not in kept]
    for path in written:
        write_bytes(path, files[str(path.relative_to(target))])
    return written


def moodle_files(material: Material, sujet: Document, corrige: Document) -> dict[str, bytes]:
    """Return the question bank of a lab."""
    slug = material.lab.slug
    bank = write_bank(sujet, corrige, expected_blanks(material), slug)
    return {f"{slug}-moodle.xml": bank_xml(bank)}


def nbgrader_files(material: Material, sujet: Document, corrige: Document) -> dict[str, bytes]:
    """Return the solved assignment, which nbgrader empties, and the data that it reads."""
    slug = material.lab.slug
    notebook = write_assignment(sujet, corrige, given_to_students(material))
    files = {f"source/{slug}/{slug}.ipynb": notebook_bytes(notebook)}
    for dataset in material.lab.datasets.values():
        if dataset.source == "npz" and dataset.path is not None:
            path = material.lab.folder / dataset.path
            files |= {f"source/{slug}/{path.name}": path.read_bytes()} if path.is_file() else {}
    return files | {CONFIGURATION: _CONFIGURATION.format(slug=slug).encode()}


_WRITERS: Mapping[Platform, Callable[[Material, Document, Document], dict[str, bytes]]] = {
    "moodle": moodle_files,
    "nbgrader": nbgrader_files,
}
