"""The command that takes a lab out of reportgen: to a platform, or to students."""

from __future__ import annotations

import os
from pathlib import Path

import click

from reportgen.cli import options
from reportgen.cli.session import current_session
from reportgen.errors import ReportgenError
from reportgen.project import locate


@click.command()
@options.LAB
@options.PLATFORM
@options.PROFILE
@options.EXPORT_FOLDER
@options.QUIET
@options.VERBOSE
def export(lab: str, platform: str, profile: str | None, output: Path | None) -> None:
    """Exporter un TP : étudiants, Moodle, nbgrader.

    Pour les étudiants, c’est le TP sans ses réponses.

    N’entraîne que ce qui manque. Ce que les étudiants voient ne contient rien du corrigé.
    """
    from reportgen.cli.progress import show_progress
    from reportgen.exporting import PLATFORMS, export_lab

    chosen = next(known for known in PLATFORMS if known == platform)
    with show_progress(current_session().verbosity) as reporter:
        done = export_lab(locate(), lab, profile, chosen, output, reporter)
    for path in done.files:
        click.echo(os.path.relpath(path))
    if done.problems:
        listed = "\n".join(f"  - {problem}" for problem in done.problems)
        raise ReportgenError(f"l’export est fait, mais incomplet :\n{listed}")
