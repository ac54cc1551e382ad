"""The values of a comparison: what a document states, and what other trainings make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportgen.document.types import Built

Kind = Literal["same", "numbers", "moved", "changed", "gone"]
"""What became of a statement: word for word the same, other numbers, numbers outside the 95 %
interval that it prints, another claim, nothing at all."""


@dataclass(frozen=True)
class Heading:
    """Where a statement is printed: a question, or the text of a section between questions."""

    number: str
    id: str
    title: str


@dataclass(frozen=True)
class Statement:
    """A printed sentence that results decide, in plain text.

    ``claim`` is the sentence without its numbers. ``place`` tells which expression or branch of
    the passage wrote it, the same whatever the results; ``remark`` whether a computed remark did.
    """

    text: str
    claim: str
    place: str
    remark: bool


@dataclass(frozen=True)
class Passage:
    """The statements of one stretch of prose, in reading order."""

    heading: Heading
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a statement with other trainings; ``text`` is None when it is gone."""

    kind: Kind
    text: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the same is claimed, if with other numbers."""
        return self.kind in ("same", "numbers", "moved")


@dataclass(frozen=True)
class Finding:
    """A statement of the document and what became of it in every replica, in their order."""

    heading: Heading
    text: str
    outcomes: tuple[Outcome, ...]

    @property
    def holding(self) -> int:
        """In how many replicas the claim holds."""
        return sum(outcome.holds for outcome in self.outcomes)

    @property
    def holds(self) -> bool:
        """Whether the claim holds in all replicas."""
        return self.holding == len(self.outcomes)


@dataclass(frozen=True)
class Novelty:
    """A sentence that only replicas state; ``replicas`` are their positions, from 0."""

    heading: Heading
    text: str
    replicas: tuple[int, ...]


@dataclass(frozen=True)
class Replica:
    """The trainings that a document is told again with.

    ``seeds`` are the new ones; none when the lab's own are read in another store.
    """

    seeds: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drift:
    """What a document states and what holds of it, in reading order."""

    slug: str
    profile: str
    document: Built
    replicas: tuple[Replica, ...]
    findings: tuple[Finding, ...]
    novelties: tuple[Novelty, ...]

    @property
    def holding(self) -> int:
        """How many statements hold in all replicas."""
        return sum(finding.holds for finding in self.findings)
