"""Composes a lab into the document of one reader; it renders no medium and writes no file.

Two passes: all prose is evaluated first, in reading order, so that every element and question
has its number; then prose becomes HTML, where references forward and backward are known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reportgen.document.markdown import formula_labels, to_html, to_inline_html
from reportgen.document.marks import (
    Evaluated,
    Evaluator,
    fill_marks,
    fill_source_marks,
    number_formulas,
    tag_formulas,
)
from reportgen.document.numbering import Numbering
from reportgen.document.pictures import (
    embed_images,
    embed_source_images,
    require_alternative,
)
from reportgen.document.source import typeset_markdown
from reportgen.document.types import (
    Answer,
    Document,
    Kind,
    Meta,
    NumberedQuestion,
    NumberedSection,
    Passage,
    Placed,
    SchemeRow,
)
from reportgen.document.untrusted import (
    read_untrusted,
    require_modest,
    require_readable,
    sanitised,
)
from reportgen.errors import ReportgenError
from reportgen.evidence.elements import Element
from reportgen.french.typography import typeset_text
from reportgen.lab.problems import displayed
from reportgen.lab.types import Lab, Prose, Question, Section, Solution
from reportgen.submission.content import formula_mistake

_Later = Callable[[], Passage]
"""A passage whose numbers are given and whose HTML is made once all numbers are."""


def without_solutions(lab: Lab) -> Lab:
    """Return the lab as a student may see it: no question has a solution."""
    return replace(lab, sections=tuple(_without_solutions(section) for section in lab.sections))


def compose(
    lab: Lab, kind: Kind, evaluate: Evaluator, meta: Meta, *, keep_going: bool = False
) -> Document:
    """Compose the document of one kind.

    A sujet is composed from a lab without solutions: no answer reaches ``evaluate``. An
    expression that fails raises, unless ``keep_going``: then its passage holds the message
    in a box and ``Document.errors`` the error.
    """
    visible = without_solutions(lab) if kind == "sujet" else lab
    return _Composer(visible, evaluate, keep_going).document(kind, meta)


def _without_solutions(section: Section) -> Section:
    blocks = tuple(
        replace(block, solution=None) if isinstance(block, Question) else block
        for block in section.blocks
    )
    return replace(section, blocks=blocks)


@dataclass
class _Composer:
    """The work on one document: what is numbered and what failed so far."""

    lab: Lab
    evaluate: Evaluator
    keep_going: bool
    numbering: Numbering = field(default_factory=Numbering)
    errors: list[ReportgenError] = field(default_factory=list)

    def document(self, kind: Kind, meta: Meta) -> Document:
        later = [
            self._section(index if section.number is None else section.number, section)
            for index, section in enumerate(self.lab.sections, start=1)
        ]
        sections = tuple(finish() for finish in later)
        return Document(
            kind=kind,
            slug=self.lab.slug,
            title=typeset_text(self.lab.title),
            course=typeset_text(self.lab.course),
            abstract=to_html(self.lab.abstract),
            authors=self.lab.authors,
            sections=sections,
            elements=tuple(self.numbering.placed),
            meta=meta,
            errors=tuple(self.errors),
            work=self.lab.work,
            abstract_source=typeset_markdown(self.lab.abstract),
        )

    def _section(self, number: int, section: Section) -> Callable[[], NumberedSection]:
        later: list[Callable[[], Passage | NumberedQuestion]] = []
        asked = 0
        for index, block in enumerate(section.blocks):
            if isinstance(block, Question):
                asked += 1
                later.append(self._question(f"{number}.{asked}", block))
            else:
                later.append(self._passage(block, f"s{section.id}-{index}", heading=2))
        return lambda: NumberedSection(
            anchor=f"section-{number or section.id}",
            number=number,
            title=to_inline_html(section.title),
            blocks=tuple(finish() for finish in later),
            title_source=typeset_markdown(section.title),
        )

    def _question(self, number: str, question: Question) -> Callable[[], NumberedQuestion]:
        anchor = self.numbering.add_question(question.id, number)
        statement = self._passage(question.statement, f"q{number}", heading=3)
        answer = self._answer(number, question.solution) if question.solution else None
        return lambda: NumberedQuestion(
            anchor=anchor,
            number=number,
            title=to_inline_html(question.title or ""),
            points=question.points,
            kind=question.kind,
            statement=statement(),
            answer=answer() if answer else None,
            title_source=typeset_markdown(question.title or ""),
        )

    def _answer(self, number: str, solution: Solution) -> Callable[[], Answer]:
        passage = self._passage(solution.answer, f"r{number}", heading=3)
        rows = [
            (criterion.points, self._passage(criterion.text, f"b{number}-{index}", heading=3))
            for index, criterion in enumerate(solution.scheme)
        ]
        return lambda: Answer(
            passage(), tuple(_scheme_row(points, text()) for points, text in rows)
        )

    def _passage(self, prose: Prose, scope: str, *, heading: int) -> _Later:
        try:
            evaluated = self.evaluate(prose)
            placed = tuple(self._place(element) for element in evaluated.elements)
            for label in formula_labels(evaluated.source):
                self.numbering.add_formula(label)
        except ReportgenError as error:
            boxed = self._box(_located(prose, error))
            return lambda: boxed
        return lambda: self._finish(prose, evaluated, placed, _Place(scope, heading))

    def _place(self, element: Element) -> tuple[Placed, ...]:
        require_alternative(element)
        return self.numbering.add_element(element)

    def _finish(
        self,
        prose: Prose,
        evaluated: Evaluated,
        placed: tuple[tuple[Placed, ...], ...],
        place: _Place,
    ) -> Passage:
        try:
            html = to_html(evaluated.source, scope=place.scope, heading=place.heading)
            foreign = self._is_of_students(prose)
            html = _harmless(html, evaluated.source) if foreign else html
            links = tuple(self.numbering.resolve(name) for name in evaluated.references)
            filled = fill_marks(number_formulas(html, self.numbering.formulas), placed, links)
            if foreign:
                return Passage(embed_images(filled, prose.place.file.parent, read_untrusted))
            html = embed_images(filled, self.lab.folder)
            return Passage(html, source=self._source(evaluated, placed, place))
        except ReportgenError as error:
            return self._box(_located(prose, error))

    def _is_of_students(self, prose: Prose) -> bool:
        """Tell whether students wrote a passage: it is not trusted, its pictures lie beside it."""
        sections = self.lab.folder / "sections"
        return self.lab.work is not None and not prose.place.file.is_relative_to(sections)

    def _source(
        self, evaluated: Evaluated, placed: tuple[tuple[Placed, ...], ...], place: _Place
    ) -> str:
        words = tuple(self.numbering.words(name) for name in evaluated.references)
        source = tag_formulas(evaluated.source, self.numbering.formulas)
        text = typeset_markdown(source, heading=place.heading)
        return embed_source_images(fill_source_marks(text, placed, words), self.lab.folder)

    def _box(self, error: ReportgenError) -> Passage:
        if not self.keep_going:
            raise error
        self.errors.append(error)
        return Passage("", str(error))


def _harmless(html: str, source: str) -> str:
    """Return the HTML of what students wrote without what could harm; RenderError tells of it."""
    require_modest(html, source)
    clean = sanitised(html)
    require_readable(clean, formula_mistake)
    return clean


@dataclass(frozen=True)
class _Place:
    """Where a passage stands in the page: its footnotes' prefix and its heading level."""

    scope: str
    heading: int


def _located(prose: Prose, error: ReportgenError) -> ReportgenError:
    """Return the error with the place of its prose, unless it names a line already."""
    file = displayed(prose.place.file)
    if str(error).startswith(f"{file}:"):
        return error
    located = type(error)(f"{file}:{prose.place.line} : {error}")
    located.__cause__ = error
    return located


def _scheme_row(points: float, passage: Passage) -> SchemeRow:
    return SchemeRow(points, _unwrap(passage), passage.source.strip() or passage.error)


def _unwrap(passage: Passage) -> str:
    """Return the HTML of a one-paragraph passage without its paragraph."""
    html = passage.html.strip() or f"<em>{passage.error}</em>"
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if "<p>" not in inner else html
