"""The version of students: what it holds, what it refuses, and that it serves as the whole lab."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from reportgen.errors import UsageError
from reportgen.exporting import export_lab
from reportgen.handout.files import Data, data_files
from reportgen.handout.writing import handout_files, write_handout
from reportgen.lab.loading import load_lab
from reportgen.lab.statement import statement_version
from reportgen.pipeline import BuildRequest, build
from reportgen.project import Project, locate
from reportgen.reporting import SilentReporter
from tests.project_lab import Bench, make_bench

SHOWN = """

{{ architecture("montre") }}

![un schéma](schema.png)
"""
RUN = "runs:\n  montre: {title: celui de l’énoncé, model: derive, dataset: points}"
MODEL = """\
models:
  derive:
    title: réseau dérivé
    from: large
    edit: [{set: Conv2D, to: {filters: 3, name: conv}}]"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Make a lab whose statement shows a picture, and a run of a model with a secret ancestor."""
    bench = make_bench(tmp_path)
    bench.edit("lab.yaml", "models:", MODEL)
    bench.edit("lab.yaml", "runs:", RUN)
    bench.edit("sections/01-mesures.md", "images.\n", f"images.{SHOWN}")
    for name in ("schema.png", "secret.png"):
        Image.new("L", (4, 4)).save(bench.folder / name)
    return bench


def files_of(bench: Bench) -> Mapping[str, bytes]:
    return handout_files(bench.folder, bench.project.lab_roots)


def given(bench: Bench, root: Path) -> Path:
    """Write the version of students in the folder of labs of another project."""
    folder, _ = write_handout("tp_points", files_of(bench), root / "labs")
    return folder


def project_of(root: Path) -> Project:
    project = locate(root)
    labs = (root / "labs",)
    return replace(project, lab_roots=labs, build=root / "build", data=root / "data")


def test_it_holds_the_statement_its_data_its_pictures_and_nothing_else(bench: Bench) -> None:
    assert set(files_of(bench)) == {
        "lab.yaml",
        "points.npz",
        "schema.png",
        "sections/01-mesures.md",
    }


def test_what_an_editor_left_beside_the_sections_is_not_given(bench: Bench) -> None:
    before = files_of(bench)
    sections = bench.folder / "sections"
    (sections / ".01-mesures.md").write_text("# Brouillon\n\nLa réponse.\n", encoding="utf-8")
    (sections / ".#01-mesures.md").symlink_to("auteur@machine.1234")
    (sections / "._01-mesures.md").write_bytes(b"\x00\x05\x16\x07")
    assert files_of(bench) == before


def test_of_a_folder_of_images_only_the_images_are_given(tmp_path: Path) -> None:
    names = ("train/haut/1.png", "test/bas/2.JPG", "corrige.md", "train/.DS_Store", ".cache/3.png")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = dict(data_files(Data("formes", tmp_path, "images")))
    assert sorted(found) == ["images/test/bas/2.JPG", "images/train/haut/1.png"]


def test_its_definition_has_what_the_statement_shows_without_ancestors(
    bench: Bench, tmp_path: Path
) -> None:
    whole = load_lab(bench.folder)
    lab = load_lab(given(bench, tmp_path / "eleve"))
    assert list(lab.models) == ["derive"]
    assert list(lab.runs) == ["montre"]
    assert lab.runs["montre"].model == replace(whole.models["derive"], parent=None)
    assert lab.runs["montre"].training == whole.runs["montre"].training
    assert lab.profiles == whole.profiles
    assert [q.id for q in lab.questions] == [q.id for q in whole.questions]
    assert all(question.solution is None for question in lab.questions)


def test_it_is_the_same_statement(bench: Bench, tmp_path: Path) -> None:
    after = "- 2 : la valeur est mesurée sur le test\n:::\n\nUne précision."
    bench.edit("sections/01-mesures.md", "- 2 : la valeur est mesurée sur le test\n:::", after)
    lab = load_lab(given(bench, tmp_path / "eleve"))
    assert lab.questions[0].statement.source.endswith("Une précision.")
    assert statement_version(lab) == statement_version(load_lab(bench.folder))


def test_names_of_models_and_runs_of_answers_are_nowhere(bench: Bench) -> None:
    definition = files_of(bench)["lab.yaml"].decode()
    assert "large" not in definition
    assert "petit" not in definition


def test_what_another_lab_lends_is_written_in_full(bench: Bench, tmp_path: Path) -> None:
    other = bench.folder.parent / "tp_autre"
    (other / "sections").mkdir(parents=True)
    (other / "sections" / "01.md").write_text("# Texte\n\n{{ runs.montre.params }}\n")
    (other / "lab.yaml").write_text("title: Autre\nreuse:\n  tp_points: [montre, petit]\n")
    files = handout_files(other, bench.project.lab_roots)
    folder, _ = write_handout("tp_autre", files, tmp_path / "eleve")
    lab = load_lab(folder, ())
    assert lab.runs["montre"].model.layers == load_lab(other).runs["montre"].model.layers
    assert lab.reused == ()
    assert list(lab.runs) == ["montre"]
    assert lab.datasets["points"].path == Path("donnees/points/points.npz")
    assert (folder / "donnees/points/points.npz").is_file()


def test_populations_are_those_of_the_statement(bench: Bench, tmp_path: Path) -> None:
    populations = """\
populations:
  secret: {dataset: xor, hidden: [2], seed: "0.5", regularizer: {L2: 0.001}}
  xor: {from: secret, hidden: [3], threshold: 0.2}
  petits: {from: secret, title: petits, grid: {hidden: [[1], [2]], activation: [relu, tanh]}}
"""
    bench.edit("lab.yaml", "profiles:", f"{populations}profiles:")
    shown = '\n\n{{ nuage("xor") }}\n\n{{ recherche("petits") }}\n'
    bench.edit("sections/01-mesures.md", "images.\n", f"images.{shown}")
    whole, lab = load_lab(bench.folder), load_lab(given(bench, tmp_path / "eleve"))
    assert list(lab.families) == ["petits"]
    assert set(lab.populations) == {"xor", *lab.families["petits"].members}
    assert lab.populations == {n: p for n, p in whole.populations.items() if n != "secret"}


def test_the_program_of_a_model_is_given_when_no_answer_shares_its_file(bench: Bench) -> None:
    bench.edit("lab.yaml", "models:", "models:\n  python: {builder: 'reseaux.py:un'}")
    bench.edit("sections/01-mesures.md", "images.\n", "images. {{ models.python.title }}\n")
    program = "import autres\ndef un(s): return autres.x\ndef deux(s): pass\n"
    (bench.folder / "reseaux.py").write_text(program)
    (bench.folder / "autres.py").write_text("x = 1\n")
    assert {"reseaux.py", "autres.py"} <= set(files_of(bench))
    bench.edit("lab.yaml", "models:", "models:\n  cache: {builder: 'reseaux.py:deux'}")
    with pytest.raises(UsageError, match="deux fichiers"):
        files_of(bench)


def test_the_archive_holds_the_folder_and_the_same_lab_gives_the_same_bytes(
    bench: Bench, tmp_path: Path
) -> None:
    packed = []
    for name in ("un", "deux"):
        folder, archive = write_handout("tp_points", files_of(bench), tmp_path / name)
        packed.append(archive.read_bytes())
        with zipfile.ZipFile(archive) as opened:
            content = {n: opened.read(n) for n in opened.namelist()}
        assert content == {
            f"tp_points/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
    assert packed[0] == packed[1]


def test_a_lab_with_its_answers_is_never_replaced(bench: Bench) -> None:
    before = (bench.folder / "lab.yaml").read_bytes()
    with pytest.raises(UsageError, match="un TP avec ses réponses"):
        write_handout("tp_points", files_of(bench), bench.folder.parent)
    assert (bench.folder / "lab.yaml").read_bytes() == before


def test_a_folder_that_holds_more_is_left_alone(bench: Bench, tmp_path: Path) -> None:
    folder, _ = write_handout("tp_points", files_of(bench), tmp_path / "eleve")
    write_handout("tp_points", files_of(bench), tmp_path / "eleve")
    (folder / "sections" / "02-ancienne.md").write_text("# Ancienne\n")
    with pytest.raises(UsageError, match=r"dont sections/02-ancienne\.md"):
        write_handout("tp_points", files_of(bench), tmp_path / "eleve")


def test_a_statement_that_could_not_be_read_again_is_refused(bench: Bench) -> None:
    bench.edit("sections/01-mesures.md", "images.\n", "images. {{ ref('exactitude') }}\n")
    files_of(bench)
    (bench.folder / "schema.png").unlink()
    with pytest.raises(Exception, match=r"schema\.png"):
        files_of(bench)


@pytest.mark.keras
def test_students_build_the_same_sujet_and_have_no_corrige(bench: Bench, tmp_path: Path) -> None:
    given(bench, tmp_path / "eleve")
    project = project_of(tmp_path / "eleve")
    request = BuildRequest("tp_points", formats=("html", "ipynb"))
    build(bench.project, request, SilentReporter())
    shutil.copytree(bench.project.store, project.store)
    made = build(project, request, SilentReporter())
    assert made.problems == ()
    assert made.trained == 0, "it is the same training"
    for path in made.files:
        teachers = bench.reports / path.relative_to(project.reports / "tp_points")
        assert path.read_bytes() == teachers.read_bytes()
    assert not list(project.reports.rglob("corrige*"))
    with pytest.raises(UsageError, match="version des étudiants"):
        build(project, replace(request, documents=("corrige",)), SilentReporter())


def test_it_cannot_be_exported_again(bench: Bench, tmp_path: Path) -> None:
    given(bench, tmp_path / "eleve")
    project = project_of(tmp_path / "eleve")
    for platform in ("etudiants", "moodle", "nbgrader"):
        with pytest.raises(UsageError, match="version des étudiants"):
            export_lab(project, "tp_points", None, platform, None, SilentReporter())  # type: ignore[arg-type]


def test_a_profile_is_refused_since_nothing_is_measured(bench: Bench) -> None:
    with pytest.raises(UsageError, match="--profile"):
        export_lab(bench.project, "tp_points", "rapide", "etudiants", None, SilentReporter())
