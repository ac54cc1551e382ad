"""The command that shows a lab while it is written."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.project import find_lab, locate

if TYPE_CHECKING:
    from reportgen.document.types import Built


@click.command()
@options.LAB
@options.DOCUMENT
@options.PROFILE
@options.PREVIEW_PORT
@options.TRAIN
@options.OPEN
@options.QUIET
@options.VERBOSE
def preview(
    lab: str,
    documents: tuple[Built, ...],
    profile: str | None,
    port: int,
    train: bool,
    open_after: bool,
) -> None:
    """Montrer un TP pendant qu’on l’écrit.

    La page se recharge à chaque enregistrement. Les entraînements qui manquent se font à côté,
    et leurs courbes se voient grandir.
    """
    from reportgen.pipeline import for_work
    from reportgen.preview.board import Board
    from reportgen.preview.server import PreviewServer
    from reportgen.preview.work import Work, make_request

    project, board = locate(), Board()
    folder = find_lab(project, lab)
    request = for_work(project, folder, make_request(lab, documents, profile))
    server = PreviewServer(board, project.template_roots, port)
    Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"Aperçu : {server.address} (Ctrl-C pour arrêter)")
    if open_after:
        click.launch(server.address)
    try:
        Work(project, folder, request, board, train).follow()
    except KeyboardInterrupt:
        click.echo("\nL’aperçu est arrêté. Les époques terminées sont conservées.", err=True)
    finally:
        server.server_close()
