"""A project of its own for every test, and a way to type commands in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportgen.cli.main import cli

Typed = Callable[..., Result]

TINY_LAB = """\
title: Petit TP
course: Cours
abstract: Résumé.
datasets:
  chiffres: {source: mnist, classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]}
models:
  dense: {layers: [Flatten, {Dense: {units: 10, activation: softmax}}]}
runs:
  brut: {model: dense, dataset: chiffres}
training: {optimizer: adam, loss: sparse_categorical_crossentropy, batch_size: 64, epochs: 2}
profiles:
  rapide: {train: 100, test: 50}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty folder the current one, with an empty data folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTGEN_BUILD", raising=False)
    monkeypatch.setenv("REPORTGEN_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def type_command(project: Path) -> Typed:
    """Run ``reportgen`` with these arguments in the project."""
    return lambda *words, **options: CliRunner().invoke(
        cli, words, prog_name="reportgen", **options
    )


def write_lab(project: Path, slug: str, definition: str = TINY_LAB, text: str = "") -> Path:
    """Write a lab of one section into the project."""
    folder = project / "labs" / slug
    (folder / "sections").mkdir(parents=True)
    (folder / "lab.yaml").write_text(definition, encoding="utf-8")
    (folder / "sections" / "01-texte.md").write_text(f"# Section\n\n{text}\n", encoding="utf-8")
    return folder
