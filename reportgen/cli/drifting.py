"""The command that says which statements of a document rest on luck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.session import Verbosity, current_session
from reportgen.project import locate

if TYPE_CHECKING:
    from reportgen.document.types import Built


@click.command()
@options.LAB
@options.PROFILE
@options.SEEDS
@options.AGAINST
@options.STATEMENTS
@options.JSON
@options.QUIET
@options.VERBOSE
def drift(
    lab: str,
    profile: str | None,
    seeds: tuple[int, ...],
    against: Path | None,
    document: Built,
    record: Path | None,
) -> None:
    """Dire quelles phrases d’un document changent avec la graine.

    Refait les entraînements avec d’autres graines, ou lit un autre magasin, et donne les phrases
    qui n’affirment plus la même chose. Ni les documents ni les résultats du TP n’en changent.
    """
    from reportgen.cli.drifts import describe_drift
    from reportgen.cli.progress import show_progress
    from reportgen.drift.flow import DriftRequest, find_drift
    from reportgen.drift.record import to_json
    from reportgen.files import write_text

    verbosity = current_session().verbosity
    with show_progress(verbosity) as reporter:
        request = DriftRequest(lab, profile, seeds, against, document)
        found = find_drift(locate(), request, reporter)
    if record is not None:
        write_text(record, to_json(found))
    click.echo("\n".join(describe_drift(found, verbose=verbosity is Verbosity.VERBOSE)))
