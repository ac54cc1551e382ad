"""The commands about lab definitions: list, check, new lab, schema. None imports TensorFlow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from reportgen.cli import options
from reportgen.cli.columns import align
from reportgen.errors import DefinitionError
from reportgen.project import find_lab, locate


@click.command("list")
def list_labs() -> None:
    """Donner la liste des TP."""
    project = locate()
    folders, roots = project.lab_folders(), project.lab_roots
    for line in align([_lab_cells(slug, folder, roots) for slug, folder in folders.items()]):
        click.echo(line)
    if not folders:
        click.echo("Aucun TP ici. Pour en écrire un : reportgen new lab mon_tp")


def _lab_cells(slug: str, folder: Path, roots: Sequence[Path]) -> list[str]:
    from reportgen.french.numbers import pluriel
    from reportgen.lab.loading import load_lab

    try:
        lab = load_lab(folder, roots)
    except DefinitionError:
        return [slug, f"définition à corriger : reportgen check {slug}", "", ""]
    questions = pluriel(len(lab.questions), "question", "questions")
    runs = pluriel(len(lab.runs), "entraînement", "entraînements")
    return [slug, lab.title, questions, runs]


@click.command()
@options.LABS
def check(labs: tuple[str, ...]) -> None:
    """Vérifier la définition d’un TP, sans rien entraîner."""
    from reportgen.lab.loading import load_lab

    project, problems = locate(), []
    for name in labs:
        try:
            load_lab(find_lab(project, name), project.lab_roots)
        except DefinitionError as error:
            problems.append(str(error))
        else:
            click.echo(f"{name} : aucun problème.")
    if problems:
        raise DefinitionError("\n\n".join(problems))


@click.group()
def new() -> None:
    """Commencer un TP : new lab NOM."""


@new.command("lab")
@click.argument("slug", metavar="NOM")
@options.TITLE
def new_lab(slug: str, title: str | None) -> None:
    """Écrire un petit TP complet, à modifier ensuite."""
    from reportgen.scaffold import create_lab

    folder = create_lab(locate(), slug, title)
    click.echo(f"TP créé : {folder}")
    click.echo(f"Ensuite : reportgen build {slug}")


@click.command()
def schema() -> None:
    """Donner le schéma de lab.yaml aux éditeurs."""
    from reportgen.lab.schema import lab_schema

    click.echo(json.dumps(lab_schema(), ensure_ascii=False, indent=2))
