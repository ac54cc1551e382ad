"""The commands that make documents, say what they would cost or what was measured."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.session import current_session
from reportgen.errors import ReportgenError
from reportgen.project import locate
from reportgen.visible import visible

if TYPE_CHECKING:  # the pipeline must not be paid for by ``reportgen --help``
    from reportgen.document.types import Built
    from reportgen.pipeline import BuildReport

DOCUMENT_SUFFIXES = (".html", ".pdf", ".ipynb")


@click.command()
@options.LAB
@options.DOCUMENT
@options.FORMAT
@options.PROFILE
@options.OUTPUT
@options.OPEN
@options.KEEP_GOING
@options.LOCK
@options.PDF_VARIANT
@options.QUIET
@options.VERBOSE
def build(
    lab: str,
    documents: tuple[Built, ...],
    formats: tuple[str, ...],
    profile: str | None,
    output: Path | None,
    open_after: bool,
    keep_going: bool,
    lock: Path | None,
    pdf_variant: str,
) -> None:
    """Faire le sujet et le corrigé d’un TP.

    N’entraîne que ce qui manque ; reprend un travail interrompu après sa dernière époque.
    """
    from reportgen import pipeline
    from reportgen.cli.progress import show_progress

    request = pipeline.BuildRequest(
        lab, documents, formats, profile, output, keep_going, lock, pdf_variant
    )
    with show_progress(current_session().verbosity) as reporter:
        report = pipeline.build(locate(), request, reporter)
        reporter.stage(_summary(report))
    files = [path for path in report.files if path.suffix in DOCUMENT_SUFFIXES]
    for path in files:
        click.echo(_shown(path))
    if open_after and files:
        click.launch(str(files[0]))
    _raise_problems(report.problems)


@click.command()
@options.LAB
@options.PROFILE
@options.EXPLAIN
@options.QUIET
@options.VERBOSE
def plan(lab: str, profile: str | None, explain: bool) -> None:
    """Dire ce qui serait entraîné, et pourquoi."""
    from reportgen import pipeline
    from reportgen.cli.plans import describe_plan
    from reportgen.cli.progress import show_progress

    with show_progress(current_session().verbosity) as reporter:
        made = pipeline.make_plan(locate(), lab, profile, reporter)
    click.echo("\n".join(describe_plan(made, explain=explain)))


@click.command()
@options.LAB
@options.PROFILE
@options.QUIET
@options.VERBOSE
def results(lab: str, profile: str | None) -> None:
    """Afficher les valeurs mesurées d’un TP (tableau Markdown)."""
    from reportgen import pipeline
    from reportgen.cli.progress import show_progress
    from reportgen.measures import measures_note, measures_table

    with show_progress(current_session().verbosity) as reporter:
        found = pipeline.read_measures(locate(), lab, profile, reporter)
    click.echo(f"{measures_table(found)}\n{measures_note(found)}", nl=False)


def _summary(report: BuildReport) -> str:
    if report.up_to_date:
        return "Rien n’a changé : les documents sont à jour."
    from reportgen.french.numbers import duree, pluriel

    trained = pluriel(report.trained, "entraînement", "entraînements")
    epochs = pluriel(report.epochs, "époque", "époques")
    return f"Fait en {duree(report.seconds)} : {trained}, {epochs}."


def _shown(path: Path) -> str:
    """Return the shorter of the absolute path and the one from the current folder."""
    return visible(min(os.path.relpath(path), str(path.absolute()), key=len))


def _raise_problems(problems: Iterable[str]) -> None:
    listed = [f"  - {problem}" for problem in problems]
    if listed:
        msg = "\n".join(["le document est fait, mais incomplet :", *listed])
        raise ReportgenError(msg)
