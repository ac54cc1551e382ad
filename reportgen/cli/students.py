"""The commands of students: start a report."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from reportgen.cli import options
from reportgen.cli.questions import ask
from reportgen.cli.session import current_session
from reportgen.project import find_lab, locate


@click.command()
@options.LAB
@click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path))
@options.AUTHORS
@options.PAIR
@options.GROUP
@options.DATE
@options.QUIET
@options.VERBOSE
def start(
    lab: str,
    folder: Path,
    authors: tuple[str, ...],
    pair: bool | None,
    group: str | None,
    day: datetime | None,
) -> None:
    """Commencer un compte rendu : la trame des réponses."""
    from reportgen import pipeline
    from reportgen.cli.progress import show_progress
    from reportgen.outline import Authors, write_outline

    project = locate()
    found = find_lab(project, lab)
    names = authors or _ask_names(pair)
    if group is None:
        group = ask("Groupe", "") if not authors else ""
    with show_progress(current_session().verbosity) as reporter:
        material = pipeline.load(project, found, None, reporter)
        write_outline(material, folder, Authors(names, group, _day(day)))
    click.echo(f"Trame écrite dans {folder} : remplissez reponses.md.")
    click.echo(f"Ensuite : reportgen build {folder}")


def _day(given: datetime | None) -> date:
    from reportgen.meta import today

    return today() if given is None else given.date()


def _ask_names(pair: bool | None) -> tuple[str, ...]:
    """Ask for one name, or two; without --solo or --binome the second may be left out."""
    first: str = ask("Votre nom")
    if pair is False:
        return (first,)
    question = "Le nom de votre binôme"
    if pair is None:
        question += " (rien si vous êtes seul)"
    second: str = ask(question, None if pair else "")
    return (first, second) if second.strip() else (first,)
