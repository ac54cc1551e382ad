"""nbgrader itself takes assignments: it empties them, and finds that a solved one runs.

Those of the shipped labs are composed without results: what nbgrader does with their cells does
not depend on what was measured.

Skipped where ``nbgrader`` is not a command; it is installed in an environment of its own, since
it brings JupyterLab.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from reportgen.document.compose import compose
from reportgen.exporting import CONFIGURATION, export_lab, nbgrader_files
from reportgen.lab.loading import load_lab
from reportgen.notebook.writing import TO_WRITE
from reportgen.pipeline import load
from reportgen.project import locate
from reportgen.reporting import SilentReporter
from tests.document.sample import META
from tests.project_lab import make_bench
from tests.secrecy.test_labs import LABS, typed

NBGRADER = shutil.which("nbgrader")
pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(NBGRADER is None, reason="nbgrader n’est pas installé"),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cours")
    bench = make_bench(root)
    bench.edit("sections/01-mesures.md", "Elle vaut", '{{ code("petit") }}\n\nElle vaut')
    folder = root / "course"
    export_lab(bench.project, "tp_points", None, "nbgrader", folder, SilentReporter())
    kernel = root / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernel / "kernel.json").write_text(
        json.dumps({"argv": command, "display_name": "Python 3", "language": "python"})
    )
    return folder


def nbgrader(course: Path, *words: str) -> str:
    """Return what a command of nbgrader says; it must not fail."""
    assert NBGRADER is not None
    done = subprocess.run(
        [NBGRADER, *words],
        cwd=course,
        env={**os.environ, "JUPYTER_PATH": str(course.parent / "jupyter")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_the_assignment_of_students_is_generated(course: Path) -> None:
    nbgrader(course, "generate_assignment", "tp_points")
    released = course / "release" / "tp_points"
    assert (released / "points.npz").is_file()
    cells = {c["id"]: c for c in nbformat.read(released / "tp_points.ipynb", 4)["cells"]}
    assert cells["exactitude-reponse"]["source"] == "*Votre réponse.*"
    assert cells["exactitude-reponse"]["metadata"]["nbgrader"]["points"] == 2
    assert cells["exactitude-programme"]["source"].endswith("raise NotImplementedError()")
    assert "Barème" not in (released / "tp_points.ipynb").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the assignments of all shipped labs, as one course; nothing is trained."""
    folder = tmp_path_factory.mktemp("livres") / "course"
    project = locate(folder.parent)
    for lab in LABS:
        material = load(project, lab, None, SilentReporter())
        sujet, corrige = (compose(material.lab, k, typed, META) for k in ("sujet", "corrige"))
        for name, content in nbgrader_files(material, sujet, corrige).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    assert (folder / CONFIGURATION).is_file()
    return folder


@pytest.mark.parametrize("slug", [lab.name for lab in LABS])
def test_the_assignment_of_every_shipped_lab_is_generated(shipped: Path, slug: str) -> None:
    nbgrader(shipped, "generate_assignment", slug)
    cells = nbformat.read(shipped / "release" / slug / f"{slug}.ipynb", 4)["cells"]
    graded = [c for c in cells if c["metadata"].get("nbgrader", {}).get("grade")]
    assert [cell["source"] for cell in graded] == [TO_WRITE] * len(graded)
    points = sum(cell["metadata"]["nbgrader"]["points"] for cell in graded)
    assert points == sum(question.points for question in load_lab(LABS[0].parent / slug).questions)


def test_the_solved_assignment_is_valid(course: Path) -> None:
    path = "source/tp_points/tp_points.ipynb"
    assert "Success" in nbgrader(course, "validate", path)


def test_an_error_in_a_program_of_an_answer_is_told(course: Path) -> None:
    """Without the configuration that is exported, nbgrader looks at graded cells only."""
    path = course / "source" / "tp_points" / "tp_points.ipynb"
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, 4)
    program = next(c for c in notebook["cells"] if c["id"] == "exactitude-programme")
    program["source"] += "\nraise ValueError('une faute')"
    try:
        nbformat.write(notebook, path)
        assert "une faute" in nbgrader(course, "validate", "source/tp_points/tp_points.ipynb")
    finally:
        path.write_text(before, encoding="utf-8")
