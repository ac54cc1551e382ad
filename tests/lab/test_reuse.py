"""A lab that takes models and runs from another has them as if they were written in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.lab.loading import check_lab, load_lab
from reportgen.lab.types import Lab
from reportgen.trajectory import make_trajectory

FIRST = """\
title: Premier
datasets:
  chiffres: {source: mnist, classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]}
models:
  base: {title: réseau de base, layers: [Flatten, {Dense: {units: 10, activation: softmax}}]}
  large: {from: base, edit: [{insert_before: Dense, layers: [{Dense: {units: 32}}]}]}
  python: {builder: models.py:make}
training: {optimizer: SGD, batch_size: 16, epochs: 3, seed: 5}
runs:
  court: {title: court, model: large, dataset: chiffres, training: {epochs: 2}}
  code: {model: python, dataset: chiffres}
"""
SECOND = """\
title: Second
reuse: {REUSE}
datasets:
  images: {source: cifar10, classes: [a, b, c, d, e, f, g, h, i, j]}
models:
  profond: {from: base, edit: [{insert_after: Flatten, layers: [{Dense: {units: 8}}]}]}
training: {optimizer: adam, batch_size: 128, epochs: 7}
runs:
  essai: {model: profond, dataset: images}
"""


def write(root: Path, slug: str, definition: str) -> Path:
    folder = root / slug
    (folder / "sections").mkdir(parents=True, exist_ok=True)
    (folder / "lab.yaml").write_text(definition, encoding="utf-8")
    (folder / "sections" / "01.md").write_text("# Section\n", encoding="utf-8")
    (folder / "models.py").write_text("def make(shape): ...\n", encoding="utf-8")
    return folder


def load(root: Path, reuse: str) -> Lab:
    write(root, "premier", FIRST)
    return load_lab(write(root, "second", SECOND.replace("REUSE", reuse)))


def problems(root: Path, reuse: str) -> list[str]:
    write(root, "premier", FIRST)
    _, found = check_lab(write(root, "second", SECOND.replace("REUSE", reuse)))
    return [str(problem) for problem in found]


def test_a_model_is_there_with_its_title_and_can_be_derived_from(tmp_path: Path) -> None:
    lab = load(tmp_path, "premier: [base]")
    assert lab.models["base"].title == "réseau de base"
    assert [layer.name for layer in lab.models["profond"].layers] == ["Flatten", "Dense", "Dense"]
    assert list(lab.runs) == ["essai"]


def test_a_run_brings_its_model_its_data_and_the_settings_of_its_lab(tmp_path: Path) -> None:
    lab = load(tmp_path, "premier: [court, base]")
    run = lab.runs["court"]
    assert (run.model.name, run.dataset.name, run.epochs) == ("large", "chiffres", 2)
    assert (run.training.optimizer.name, run.training.batch_size, run.seeds) == ("SGD", 16, (5,))
    assert set(lab.models) == {"base", "large", "profond"}


def test_a_mistake_in_the_text_of_the_other_lab_does_not_reach_this_one(tmp_path: Path) -> None:
    folder = write(tmp_path, "premier", FIRST)
    (folder / "sections" / "01.md").write_text("# Section\n{{ runs.absent }}\n", encoding="utf-8")
    assert check_lab(folder)[1]
    second = write(tmp_path, "second", SECOND.replace("REUSE", "premier: [base]"))
    assert "base" in load_lab(second).models


def test_what_is_reused_is_the_same_training(tmp_path: Path) -> None:
    second = load(tmp_path, "premier: {emprunt: court, base: base}")
    first = load_lab(tmp_path / "premier")
    keys = [
        make_trajectory(lab.runs[name], 5, "d", lab.folder).key
        for lab, name in ((first, "court"), (second, "emprunt"))
    ]
    assert keys[0] == keys[1]


def test_the_definitions_it_rests_on_are_known(tmp_path: Path) -> None:
    write(tmp_path, "premier", FIRST)
    write(tmp_path, "second", SECOND.replace("REUSE", "premier: [base]"))
    third = "title: Troisième\nreuse: {second: [essai]}\n"
    lab = load_lab(write(tmp_path, "troisieme", third))
    assert {path.parent.name for path in lab.reused} == {"premier", "second"}
    assert lab.runs["essai"].model.name == "profond"


def test_labs_are_looked_for_in_the_roots_too(tmp_path: Path) -> None:
    write(tmp_path / "livrés", "premier", FIRST)
    folder = write(tmp_path / "ici", "second", SECOND.replace("REUSE", "premier: [base]"))
    assert check_lab(folder)[0] is None
    assert "base" in load_lab(folder, [tmp_path / "livrés"]).models


@pytest.mark.parametrize(
    ("reuse", "message"),
    [
        ("absent: [base]", "TP inconnu « absent »"),
        ("premier: [basse]", "ni modèle ni entraînement « basse »"),
        ("premier: [basse]", "« base »"),
        ("premier: [code, base]", "écrit en Python"),
        ("premier: {profond: large}", "« profond » existe ici et dans « premier »"),
        ("second: [base]", "se reprennent l’un l’autre"),
        ("premier: base", "« premier » : attendu : une liste de noms"),
        ("premier: {base: 3}", "« premier » : attendu : une liste de noms"),
    ],
)
def test_what_cannot_be_reused_is_told(tmp_path: Path, reuse: str, message: str) -> None:
    found = problems(tmp_path, reuse)
    assert any(message in problem for problem in found), found


def test_a_lab_with_mistakes_lends_nothing(tmp_path: Path) -> None:
    write(tmp_path, "premier", FIRST.replace("units: 32", "unites: 32"))
    folder = write(tmp_path, "second", SECOND.replace("REUSE", "premier: [base]"))
    _, found = check_lab(folder)
    assert any("reportgen check premier" in str(problem) for problem in found)
