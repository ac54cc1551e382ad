"""The commands that hold the work of students against results: the teacher's ``grade``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.session import current_session
from reportgen.errors import ReportgenError
from reportgen.project import locate

if TYPE_CHECKING:
    from reportgen.grading.feedback import Format


@click.command()
@options.LAB
@options.WORKS
@options.PROFILE
@options.FEEDBACK_FORMAT
@options.CORRECTIONS
@options.QUIET
@options.VERBOSE
def grade(
    lab: str,
    works: tuple[Path, ...],
    profile: str | None,
    formats: tuple[Format, ...],
    output: Path | None,
) -> None:
    """Corriger les comptes rendus d’une classe.

    Vérifie ce qui se calcule, propose des points, laisse décider. Vos décisions, dans un fichier
    par rendu, ne sont jamais écrasées. Rien n’est entraîné, rien n’est exécuté.
    """
    from reportgen.cli.grades import describe_class
    from reportgen.cli.progress import show_progress
    from reportgen.grading.flow import GradeRequest
    from reportgen.grading.flow import grade as grade_class

    request = GradeRequest(lab, works, profile, output, formats)
    with show_progress(current_session().verbosity) as reporter:
        report = grade_class(locate(), request, reporter)
    click.echo("\n".join(describe_class(report)))
    if report.problems:
        listed = "\n".join(f"  - {problem}" for problem in report.problems)
        raise ReportgenError(f"la correction est faite, mais :\n{listed}")
