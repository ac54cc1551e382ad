"""The marks of a report: what its teacher decided, question by question. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from reportgen.french.typed import typed
from reportgen.grading.decisions import Decided, Decisions
from reportgen.grading.types import Graded, Verdict


@dataclass(frozen=True)
class Mark:
    """The mark of one question: ``undecided`` are the points of criteria still to be judged.

    ``criteria`` are the points decided, in the order of the scheme, None where there are none.
    """

    points: float
    undecided: float
    criteria: tuple[float | None, ...]
    comment: str = ""


@dataclass(frozen=True)
class Marked:
    """A report with its marks, in the order of its verdicts."""

    graded: Graded
    marks: tuple[Mark, ...]

    @property
    def points(self) -> float:
        """The points decided so far."""
        return round(sum(mark.points for mark in self.marks), 6)

    @property
    def undecided(self) -> float:
        """The points of what is still to be judged."""
        return round(sum(mark.undecided for mark in self.marks), 6)

    @property
    def most(self) -> float:
        """The points of all questions."""
        return round(sum(verdict.points for verdict in self.graded.verdicts), 6)


def mark(graded: Graded, decisions: Decisions) -> Marked:
    """Return a report with the marks that decisions give it."""
    empty = Decided(())
    found = (_mark(v, decisions.questions.get(v.question, empty)) for v in graded.verdicts)
    return Marked(graded, tuple(found))


def out_of_range(marked: Marked) -> Iterator[str]:
    """Yield the questions whose decided points pass their bounds, as French sentences."""
    for verdict, given in zip(marked.graded.verdicts, marked.marks, strict=True):
        wrong = given.points > verdict.points or any(
            p is not None and p < 0 for p in given.criteria
        )
        if wrong:
            shown = f"{typed(given.points)} sur {typed(verdict.points)}"
            yield f"question {verdict.number} : {shown}, à vérifier"


def _mark(verdict: Verdict, decided: Decided) -> Mark:
    pairs = list(zip_longest(verdict.proposals, decided.points[: len(verdict.proposals)]))
    points = [given for _, given in pairs if given is not None]
    undecided = [p.most for p, given in pairs if given is None]
    criteria = tuple(given for _, given in pairs)
    return Mark(round(sum(points), 6), sum(undecided), criteria, decided.comment)
