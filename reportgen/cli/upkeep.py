"""The commands that look after the installation and the build folder: clean, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli import options
from reportgen.cli.sizes import removed_line
from reportgen.errors import UsageError
from reportgen.project import locate


@click.command()
@options.OPTIONAL_LAB
@options.STORE
@options.YES
def clean(lab: str | None, store: bool, yes: bool) -> None:
    """Supprimer les documents d’un TP, ou de tous."""
    from reportgen import cleaning

    if lab and store:
        msg = "les entraînements sont communs à tous les TP : --store ne va pas avec un nom de TP."
        raise UsageError(msg)
    project = locate()
    if store and not (yes or _confirm(project.store)):
        click.echo("Rien n’a été supprimé.")
        return
    removed = cleaning.remove_reports(project, lab)
    if store:
        removed += cleaning.remove_store(project)
    click.echo(removed_line(removed))


def _confirm(store: Path) -> bool:
    from reportgen.cli.questions import agrees

    return agrees(f"Supprimer tous les entraînements de {store} ? Les refaire prendra du temps")


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Vérifier l’installation, dire quoi taper."""
    from reportgen.doctor import diagnose

    essential = True
    for finding in diagnose(locate()):
        click.echo(f"{'✓' if finding.fine else '✗'} {finding.text}")
        if finding.advice:
            click.echo(f"    {finding.advice}")
        essential &= finding.fine or not finding.essential
    context.exit(0 if essential else 1)
