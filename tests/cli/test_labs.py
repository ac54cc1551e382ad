"""``list``, ``check``, ``new lab``, ``schema``."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from reportgen.lab.loading import load_lab
from reportgen.lab.source import read_yaml
from tests.cli.conftest import TINY_LAB, Typed, write_lab

LABS = Path(__file__).parents[2] / "labs"


def test_list_gives_title_questions_and_runs(type_command: Typed, project: Path) -> None:
    write_lab(project, "petit")
    lines = type_command("list").stdout.replace("\u00a0", " ").splitlines()
    petit = next(line for line in lines if line.startswith("petit"))
    assert petit.split("  ")[-1] == "1 entraînement"
    assert "Petit TP" in petit
    assert "0 question" in petit


def test_list_shows_the_labs_of_the_product_everywhere(type_command: Typed) -> None:
    slugs = [line.split()[0] for line in type_command("list").stdout.splitlines()]
    assert slugs == sorted(folder.name for folder in LABS.iterdir() if folder.is_dir())
    assert "tp_cifar" in slugs


def test_list_goes_on_after_a_broken_lab(type_command: Typed, project: Path) -> None:
    write_lab(project, "abime", "title: [")
    result = type_command("list")
    assert result.exit_code == 0
    assert "définition à corriger : reportgen check abime" in result.stdout
    assert "tp_fashion" in result.stdout


def test_check_accepts_the_labs_of_the_product(type_command: Typed) -> None:
    result = type_command("check", "tp_cifar", "tp_fashion")
    assert result.output == "tp_cifar : aucun problème.\ntp_fashion : aucun problème.\n"


def test_check_takes_a_folder(type_command: Typed, project: Path) -> None:
    folder = write_lab(project, "petit")
    assert type_command("check", str(folder)).exit_code == 0


def test_check_tells_the_problems_of_all_labs(type_command: Typed, project: Path) -> None:
    write_lab(project, "un", TINY_LAB.replace("batch_size: 64", "batch_size: beaucoup"))
    write_lab(project, "deux", TINY_LAB.replace("model: dense", "model: danse"))
    result = type_command("check", "un", "tp_fashion", "deux")
    assert result.exit_code == 3
    assert result.stdout == "tp_fashion : aucun problème.\n"
    assert "batch_size" in result.stderr
    assert "danse" in result.stderr


def test_new_lab_writes_a_lab_without_problem(type_command: Typed, project: Path) -> None:
    result = type_command("new", "lab", "tp_essai", "--title", 'Essai : « a » # "b"')
    assert result.exit_code == 0
    assert "Ensuite : reportgen build tp_essai" in result.stdout
    lab = load_lab(project / "labs" / "tp_essai")
    assert lab.title == 'Essai : « a » # "b"'
    assert len(lab.questions) >= 3


def test_a_new_lab_without_the_word_lab_is_told_what_to_type(
    type_command: Typed, project: Path
) -> None:
    result = type_command("new", "tp_essai")
    assert result.exit_code == 2
    assert "tapez : reportgen new lab tp_essai" in result.stderr
    assert list(project.iterdir()) == []


def test_new_lab_takes_its_title_from_its_name(type_command: Typed, project: Path) -> None:
    type_command("new", "lab", "mon_premier_tp")
    assert load_lab(project / "labs" / "mon_premier_tp").title == "Mon premier tp"


def test_new_lab_never_touches_an_existing_one(type_command: Typed, project: Path) -> None:
    folder = write_lab(project, "petit")
    result = type_command("new", "lab", "petit")
    assert result.exit_code == 2
    assert result.stderr.startswith("Erreur : un TP « petit » existe déjà")
    assert (folder / "lab.yaml").read_text(encoding="utf-8") == TINY_LAB


def test_new_lab_never_hides_one_of_the_product(type_command: Typed, project: Path) -> None:
    assert type_command("new", "lab", "tp_cifar").exit_code == 2
    assert not (project / "labs").exists()


@pytest.mark.parametrize("slug", ["../dehors", "Majuscule", "été", "a b", "-x", ""])
def test_new_lab_refuses_a_name_unfit_for_a_folder(
    type_command: Typed, project: Path, slug: str
) -> None:
    result = type_command("new", "lab", "--", slug)
    assert result.exit_code == 2
    assert "nom de TP refusé" in result.stderr
    assert list(project.iterdir()) == []


def test_schema_accepts_the_labs_of_the_product(type_command: Typed) -> None:
    schema = json.loads(type_command("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    for definition in sorted(LABS.glob("*/lab.yaml")):
        source, _ = read_yaml(definition)
        assert source is not None
        jsonschema.validate(json.loads(json.dumps(source.data)), schema)
