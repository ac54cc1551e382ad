"""What students and teachers type on a folder: check, grade, preview, build; all in one process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.submission.arena import Arena
    from tests.submission.attack import Attack
    from tests.submission.bench import Work


def _build(work: Work, *_: object) -> str:
    return "\n".join(work.build().problems)


def _check(work: Work, *_: object) -> str:
    from reportgen.cli.grades import describe_check
    from reportgen.grading.checking import check_work
    from reportgen.reporting import SilentReporter

    # Without a store of its own, a machine has nothing but what was handed in.
    project = replace(work.bench.project, build=work.bench.project.root / "ailleurs")
    checked = check_work(project, work.folder, SilentReporter())
    return "\n".join(describe_check("mon_tp", checked))


def _grade(work: Work, arena: Arena, attack: Attack) -> str:
    from reportgen.cli.grades import describe_class
    from reportgen.grading.flow import GradeRequest, grade
    from reportgen.reporting import SilentReporter

    folders = tuple(arena.class_folders)
    request = GradeRequest("tp_points", folders, output=arena.corrections, formats=attack.formats)
    report = grade(work.bench.project, request, SilentReporter())
    told = [*describe_class(report), *report.problems]
    told += [text for one in report.results.marked for text in one.graded.remarks]
    return "\n".join(told)


def _preview(work: Work, *_: object) -> str:
    from reportgen.pipeline import for_work
    from reportgen.preview.board import Board
    from reportgen.preview.watching import seen
    from reportgen.preview.work import Work as Preview
    from reportgen.preview.work import make_request
    from reportgen.project import find_lab

    project, board = work.bench.project, Board()
    find_lab(project, str(work.folder))
    seen([work.folder])
    request = for_work(project, work.folder, make_request(str(work.folder), (), None))
    Preview(project, work.folder, request, board, train=False).refresh()
    return board.problem


Command = Callable[["Work", "Arena", "Attack"], str]
COMMANDS: Mapping[str, Command] = {
    "checked": _check,
    "graded": _grade,
    "shown": _preview,
    "said": _build,
}
"""What is done with a folder, by what an outcome calls it; each returns what it said."""
