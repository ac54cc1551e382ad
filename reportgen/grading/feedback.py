"""What goes back to students: a document with their marks, and what was verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from reportgen.document import html, pdf
from reportgen.document.markdown import to_html, to_inline_html
from reportgen.document.rendering import render
from reportgen.document.types import Document, Meta, NumberedQuestion, NumberedSection, Passage
from reportgen.document.untrusted import sanitised
from reportgen.grading.marks import Mark, Marked
from reportgen.grading.types import Verdict
from reportgen.lab.types import Lab, Question, Work

Format = Literal["html", "pdf"]
_TEMPLATE = "feedback.html.j2"
_STYLES = ("feedback.css", "code.css")
SCREEN = replace(html.SCREEN, template=_TEMPLATE, styles=("screen.css", *_STYLES), scripts=())
PRINT = replace(pdf.PRINT, template=_TEMPLATE, styles=("print.css", *_STYLES))


@dataclass(frozen=True)
class Row:
    """One criterion as it is shown: ``points`` None is still to be judged."""

    html: str
    points: float | None
    most: float


@dataclass(frozen=True)
class Feedback:
    """What the page shows of one question."""

    verdict: Verdict
    mark: Mark
    rows: tuple[Row, ...]
    comment: str


def make_document(report: Marked, lab: Lab, generated: date, version: str) -> Document:
    """Return the document of one report; its marks are in :func:`feedback_of`."""
    graded = report.graded
    verdicts = {verdict.question: verdict for verdict in graded.verdicts}
    sections = []
    for rank, section in enumerate(lab.sections, 1):
        asked = [b for b in section.blocks if isinstance(b, Question) and b.id in verdicts]
        if asked:
            number = rank if section.number is None else section.number
            blocks = tuple(_numbered(verdicts[question.id]) for question in asked)
            title = to_inline_html(section.title)
            sections.append(NumberedSection(f"section-{rank}", number, title, blocks))
    return Document(
        kind="retour",
        slug=lab.slug,
        title=lab.title,
        course=lab.course,
        abstract="",
        authors=graded.authors,
        sections=tuple(sections),
        elements=(),
        meta=Meta(profile="", generated=generated, version=version),
        work=Work(lab.slug, "", graded.group),
    )


def feedback_of(report: Marked) -> dict[str, Feedback]:
    """Return what the page shows of each question, by its number."""
    pairs = zip(report.graded.verdicts, report.marks, strict=True)
    return {
        verdict.number: Feedback(
            verdict, mark, tuple(_rows(verdict, mark)), sanitised(to_html(mark.comment))
        )
        for verdict, mark in pairs
    }


def render_feedback(
    report: Marked, document: Document, formats: Sequence[Format], templates: Sequence[Path]
) -> dict[Format, bytes]:
    """Return the pages by format; RenderError when the PDF cannot be made."""
    values = {"report": report, "feedback": feedback_of(report)}
    made: dict[Format, bytes] = {}
    if "html" in formats:
        made["html"] = render(document, SCREEN, templates, **values).encode()
    if "pdf" in formats:
        made["pdf"] = pdf.write_pdf(render(document, PRINT, templates, **values))
    return made


def _numbered(verdict: Verdict) -> NumberedQuestion:
    return NumberedQuestion(
        anchor=f"question-{verdict.question}",
        number=verdict.number,
        title=to_inline_html(verdict.title),
        points=verdict.points,
        kind=verdict.kind,
        statement=Passage(""),
        answer=None,
    )


def _rows(verdict: Verdict, mark: Mark) -> Iterator[Row]:
    for proposal, points in zip(verdict.proposals, mark.criteria, strict=True):
        yield Row(to_inline_html(proposal.text), points, proposal.most)
