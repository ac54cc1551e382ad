"""The walls that stand outside of the answers: where labs, templates and results come from."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.errors import DefinitionError, UsageError
from reportgen.french.typography import typeset_text
from reportgen.pipeline import BuildRequest, build, load_folder
from reportgen.project import locate
from reportgen.reporting import SilentReporter
from tests.submission.bench import Work


def test_lab_of_the_working_folder_does_not_stand_for_that_of_the_project(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "ailleurs"
    shutil.copytree(work.bench.folder, here / "tp_points")
    monkeypatch.chdir(here)
    work.bench.edit("lab.yaml", "title: Reconnaître", "title: Le bon")
    assert load_folder(work.bench.project, work.folder).title == "Le bon le haut du bas"


def test_folder_named_like_a_lab_is_not_a_lab_of_the_project(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tp_autre").mkdir()
    shutil.copy(work.bench.folder / "lab.yaml", tmp_path / "tp_autre")
    monkeypatch.chdir(tmp_path)
    work.edit("rendu.yaml", "lab: tp_points", "lab: tp_autre")
    with pytest.raises(UsageError, match="TP inconnu"):
        load_folder(work.bench.project, work.folder)


@pytest.mark.parametrize("planted", ["labs", "templates"])
def test_what_is_trusted_may_not_lie_in_the_students_folder(work: Work, planted: str) -> None:
    (work.folder / planted).mkdir()
    project = replace(locate(work.folder), build=work.bench.project.build)
    with pytest.raises(DefinitionError, match="dossier du cours"):
        build(project, BuildRequest(str(work.folder), formats=("html",)), SilentReporter())


def test_results_may_not_lie_in_the_students_folder(work: Work) -> None:
    project = replace(work.bench.project, build=work.folder / "build")
    with pytest.raises(DefinitionError, match="dossier du cours"):
        build(project, BuildRequest(str(work.folder), formats=("html",)), SilentReporter())


def test_stamp_in_the_students_folder_is_not_believed(work: Work) -> None:
    work.build()
    assert not (work.made / ".construction.json").exists()
    assert work.build().up_to_date


def test_report_inside_the_folder_of_its_lab_is_not_trusted_either(work: Work) -> None:
    inside = work.bench.folder / "rendus"
    shutil.copytree(work.folder, inside)
    moved = replace(work, folder=inside)
    moved.answer("![a](../points.npz)")
    assert "attendu un fichier du dossier du rendu" in moved.build().problems[0]


def test_address_is_found_in_a_text_of_one_word() -> None:
    assert typeset_text("a" * 100_000 + " !") == "a" * 100_000 + "\u202f!"
