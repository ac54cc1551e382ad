"""The values of a composed document: everything a renderer needs, for one reader.

Prose is HTML without a medium: formulas stand as ``<rg-formula>`` and evidence as
``<rg-element>``, which each renderer replaces. What is named ``source`` says the same in Markdown,
for notebooks. Nothing here is computed or rendered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reportgen.data.types import Origin
from reportgen.errors import ReportgenError
from reportgen.evidence.elements import Element
from reportgen.lab.types import QuestionKind, SplitName, Work
from reportgen.results import Machine

Built = Literal["sujet", "corrige", "rendu"]
"""What a build makes: for students, for teachers, what students hand in."""

Kind = Literal[Built, "retour"]
"""Also what teachers give back."""


@dataclass(frozen=True)
class DatasetFacts:
    """A dataset as the cover and the colophon name it; ``counts`` by split, as used."""

    title: str
    origin: Origin
    counts: Mapping[SplitName, int] = field(default_factory=dict)


@dataclass(frozen=True)
class RunFacts:
    """How a run was measured: one entry a seed in ``seeds``, ``epochs`` and ``keys``.

    ``seconds`` is the wall time of all trainings of the run; ``trained_at`` an ISO date;
    ``name`` what the data of elements call it.
    """

    title: str
    seeds: tuple[int, ...]
    epochs: tuple[int, ...]
    seconds: float
    trained_at: str
    keys: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Meta:
    """The facts about how a document was made, for its cover, footers and colophon.

    ``profile`` is the French title of the profile and ``profile_note`` one sentence on what
    it means; ``warnings`` are French sentences shown on the cover.
    """

    profile: str
    generated: date
    version: str
    profile_note: str = ""
    machine: Machine | None = None
    datasets: tuple[DatasetFacts, ...] = ()
    runs: tuple[RunFacts, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[tuple[DatasetFacts, ...], ...]:
        """The datasets by the images that they are made of, in order."""
        found: dict[Origin, list[DatasetFacts]] = {}
        for facts in self.datasets:
            found.setdefault(facts.origin, []).append(facts)
        return tuple(map(tuple, found.values()))

    @property
    def stand_ins(self) -> tuple[DatasetFacts, ...]:
        """One dataset of each source whose images replace those of the lab."""
        return tuple(facts[0] for facts in self.sources if facts[0].origin.stand_in)


@dataclass(frozen=True)
class Placed:
    """An element in its place: ``label`` is « Figure 3 » (empty for a remark)."""

    anchor: str
    label: str
    element: Element


@dataclass(frozen=True)
class Passage:
    """A stretch of prose as HTML with marks; ``error`` says why it could not be made.

    ``source`` is the same as typeset Markdown: formulas between dollars, evidence as
    ``<rg-element>`` on lines of its own, pictures as data: URIs. It is "" where students wrote:
    what they write becomes pages only.
    """

    html: str
    error: str = ""
    source: str = ""


@dataclass(frozen=True)
class SchemeRow:
    """One line of a marking scheme."""

    points: float
    html: str
    source: str = ""


@dataclass(frozen=True)
class Answer:
    """What a corrigé adds to a question."""

    passage: Passage
    scheme: tuple[SchemeRow, ...]


@dataclass(frozen=True)
class NumberedQuestion:
    """A question in its place; ``number`` is « 2.1 », ``title`` inline HTML or empty."""

    anchor: str
    number: str
    title: str
    points: float
    kind: QuestionKind
    statement: Passage
    answer: Answer | None
    title_source: str = ""


@dataclass(frozen=True)
class NumberedSection:
    """A section in its place; ``title`` is inline HTML, ``number`` 0 when it is not numbered."""

    anchor: str
    number: int
    title: str
    blocks: tuple[Passage | NumberedQuestion, ...]
    title_source: str = ""

    @property
    def questions(self) -> tuple[NumberedQuestion, ...]:
        """The questions of the section, in order."""
        return tuple(block for block in self.blocks if isinstance(block, NumberedQuestion))


@dataclass(frozen=True)
class Document:
    """A document of one kind. ``title`` and ``course`` are plain text, ``abstract`` is HTML.

    ``errors`` are those that boxed passages show, in reading order. ``work`` says whose report
    it is, for a rendu.
    """

    kind: Kind
    slug: str
    title: str
    course: str
    abstract: str
    authors: tuple[str, ...]
    sections: tuple[NumberedSection, ...]
    elements: tuple[Placed, ...]
    meta: Meta
    errors: tuple[ReportgenError, ...] = ()
    work: Work | None = None
    abstract_source: str = ""

    @property
    def questions(self) -> tuple[NumberedQuestion, ...]:
        """All questions in reading order."""
        return tuple(q for section in self.sections for q in section.questions)

    @property
    def points(self) -> float:
        """The points of all questions together."""
        return sum(question.points for question in self.questions)
