"""The values of grading: what is expected, what was found, what is proposed. Nothing computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportgen.grading.copies import Print
from reportgen.grading.ranges import Target
from reportgen.lab.types import QuestionKind
from reportgen.submission.outcome import Status

Outcome = Literal["conforme", "écart", "non vérifiable"]


@dataclass(frozen=True)
class Place:
    """What one part of ``:attendu:`` asks for, or why its values are not known.

    ``criterion`` is the rank, from 0, of the criterion that it decides.
    """

    criterion: int
    targets: tuple[Target, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing that was verified: a French sentence, and what it says of the answer."""

    outcome: Outcome
    text: str


@dataclass(frozen=True)
class Proposal:
    """One criterion: at most ``most`` points; ``points`` None is to be judged by the teacher."""

    most: float
    text: str
    points: float | None
    reason: str


@dataclass(frozen=True)
class Verdict:
    """One question of one report. ``outcome`` is None when there was nothing to verify."""

    question: str
    number: str
    title: str
    kind: QuestionKind
    points: float
    status: Status
    outcome: Outcome | None
    facts: tuple[Fact, ...]
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class Graded:
    """One report that could be read.

    ``name`` is that of its files; ``remarks`` are French sentences about the report as a whole;
    ``prints`` are what is kept of the answers, by question, to find near-copies.
    """

    name: str
    folder: Path
    authors: tuple[str, ...]
    group: str
    verdicts: tuple[Verdict, ...]
    remarks: tuple[str, ...]
    prints: Mapping[str, Print]


@dataclass(frozen=True)
class Unreadable:
    """One report that could not be read, and why."""

    name: str
    folder: Path
    error: str

    @property
    def line(self) -> str:
        """The reason on one line."""
        return " ; ".join(" ".join(line.split()) for line in self.error.splitlines())


Result = Graded | Unreadable
