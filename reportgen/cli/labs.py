"""The commands about lab definitions: list, check, new lab, schema. None imports TensorFlow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from reportgen.cli import options
from reportgen.cli.columns import align
from reportgen.cli.session import current_session
from reportgen.errors import DefinitionError, ReportgenError
from reportgen.project import Project, find_lab, locate


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
@options.LABS_OR_WORKS
@options.QUIET
@options.VERBOSE
def check(names: tuple[str, ...]) -> None:
    """Vérifier un TP ou un compte rendu, sans rien entraîner."""
    from reportgen.lab.loading import load_lab
    from reportgen.submission.types import DEFINITION as WORK

    project, problems, doubts = locate(), [], 0
    for name in names:
        try:
            folder = find_lab(project, name)
            if (folder / WORK).is_file():
                doubts += _check_work(project, name, folder)
                continue
            load_lab(folder, project.lab_roots)
        except DefinitionError as error:
            problems.append(str(error))
        else:
            click.echo(f"{name} : aucun problème.")
    if problems:
        raise DefinitionError("\n\n".join(problems))
    if doubts:
        from reportgen.french.numbers import pluriel

        raise ReportgenError(f"{pluriel(doubts, 'point', 'points')} à vérifier (voir ci-dessus).")


def _check_work(project: Project, name: str, folder: Path) -> int:
    """Say what is seen of a report of students; return how many points are to be looked at."""
    from reportgen.cli.grades import describe_check, problem_count
    from reportgen.cli.progress import show_progress
    from reportgen.grading.checking import check_work

    with show_progress(current_session().verbosity) as reporter:
        checked = check_work(project, folder, reporter)
    click.echo("\n".join(describe_check(name, checked)))
    count = problem_count(checked)
    if not count:
        click.echo("\nRien à corriger." if checked.examined.runs else "\nRien d’autre à signaler.")
    return count


class _NewGroup(click.Group):
    """A group whose one command is easily forgotten."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say how to name a new lab when its name stands in the place of the command."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"pour commencer un TP, tapez : reportgen new lab {args[0]}")
        return super().resolve_command(ctx, args)


@click.group(cls=_NewGroup)
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
