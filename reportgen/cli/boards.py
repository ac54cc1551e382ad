"""The command that shows the trainings of a lab in TensorBoard, while they go on or afterwards."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.session import current_session
from reportgen.errors import ReportgenError
from reportgen.project import locate

if TYPE_CHECKING:  # TensorBoard must not be paid for by ``reportgen --help``
    from reportgen.tensorboard.logs import Update


@click.command()
@options.LAB
@options.PROFILE
@options.PORT
@options.LOGDIR
@options.SERVE
@options.QUIET
@options.VERBOSE
def tensorboard(
    lab: str, profile: str | None, port: int | None, logdir: Path | None, serve: bool
) -> None:
    """Montrer les apprentissages d’un TP dans TensorBoard.

    Suit aussi ceux qui sont en cours dans un autre terminal.
    """
    from reportgen import pipeline
    from reportgen.cli.progress import show_progress
    from reportgen.reporting import SilentReporter
    from reportgen.tensorboard import server

    server.require()
    project = locate()
    with show_progress(current_session().verbosity) as reporter:
        made = pipeline.write_logs(project, lab, profile, logdir, reporter)
        reporter.stage(_summary(made, lab))
    click.echo(min(os.path.relpath(made.folder), str(made.folder), key=len))
    if serve:
        address = server.start(made.folder, port)
        click.echo(f"TensorBoard : {address} (Ctrl-C pour arrêter)")
        silent = SilentReporter()
        follow(lambda: pipeline.write_logs(project, lab, profile, logdir, silent), server.PERIOD)
        click.echo("\nTensorBoard est arrêté.", err=True)


def follow(
    update: Callable[[], object], period: float, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Call *update* every *period* seconds until Ctrl-C.

    The definition may be wrong while its author is typing, so an expected error stops nothing:
    it is said once, and again only after another one or a success.
    """
    said = ""
    while True:
        try:
            sleep(period)
            said = _attempt(update, said)
        except KeyboardInterrupt:
            return


def _attempt(update: Callable[[], object], said: str) -> str:
    """Update and return the error that was met, "" for none; say it unless it was just *said*."""
    try:
        update()
    except ReportgenError as error:
        if str(error) != said:
            click.echo(f"Attention : {error}", err=True)
        return str(error)
    return ""


def _summary(made: Update, lab: str) -> str:
    from reportgen.french.numbers import pluriel

    if not made.logs:
        return f"Aucune époque enregistrée pour l’instant. Pour entraîner : reportgen build {lab}"
    logs = pluriel(len(made.logs), "journal", "journaux")
    if not made.written and not made.removed:
        return f"{logs} : rien n’a changé."
    changes = []
    if made.written:
        changes.append(pluriel(made.written, "fichier écrit", "fichiers écrits"))
    if made.removed:
        changes.append(pluriel(made.removed, "fichier supprimé", "fichiers supprimés"))
    return f"{logs} : {', '.join(changes)}."
