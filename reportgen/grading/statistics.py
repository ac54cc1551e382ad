"""What a class did, question by question. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from reportgen.grading.marks import Marked
from reportgen.grading.types import Verdict


@dataclass(frozen=True)
class QuestionStatistics:
    """One question over the reports that could be read; shares are 0–1, None without any.

    ``mean`` is that of the ``decided`` reports, whose criteria all have points; ``conform`` is
    the share of those that had something to verify, ``verified`` of them.
    """

    question: str
    number: str
    title: str
    points: float
    mean: float | None
    decided: int
    answered: float
    conform: float | None
    verified: int


def statistics(reports: Sequence[Marked]) -> tuple[QuestionStatistics, ...]:
    """Return the statistics of every question, in order."""
    if not reports:
        return ()
    return tuple(
        _of_question(verdict, index, reports)
        for index, verdict in enumerate(reports[0].graded.verdicts)
    )


def _of_question(first: Verdict, index: int, reports: Sequence[Marked]) -> QuestionStatistics:
    verdicts = [report.graded.verdicts[index] for report in reports]
    marks = [report.marks[index] for report in reports]
    decided = [mark.points for mark in marks if not mark.undecided]
    verified = [v.outcome for v in verdicts if v.outcome is not None]
    answered = [v.status in ("répondue", "trop court") for v in verdicts]
    return QuestionStatistics(
        question=first.question,
        number=first.number,
        title=first.title,
        points=first.points,
        mean=fmean(decided) if decided else None,
        decided=len(decided),
        answered=fmean(answered),
        conform=verified.count("conforme") / len(verified) if verified else None,
        verified=len(verified),
    )
