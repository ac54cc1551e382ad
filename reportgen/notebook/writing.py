"""A document as a notebook: what is given, then each statement with its answer or room for one.

A sujet has no answer to show (see :mod:`reportgen.document.compose`): it gets cells to fill, which
depend on the kind of question alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.document.source import typeset_markdown
from reportgen.document.types import (
    Answer,
    Document,
    NumberedQuestion,
    NumberedSection,
    Passage,
    Placed,
)
from reportgen.document.wording import KIND_TITLES, number, points
from reportgen.evidence.elements import Column
from reportgen.notebook.cells import Cell, Notebook, cell_id
from reportgen.notebook.elements import pipe_table
from reportgen.notebook.pieces import (
    Piece,
    Program,
    Runner,
    Text,
    answer_pieces,
    passage_markdown,
)

PROGRAMMED = ("code", "mesure", "figure")
"""The kinds of questions that are answered by a program too."""

TO_WRITE = "*Votre réponse.*"
TO_MEASURE = "**Observation.** *Votre réponse.*\n\n**Interprétation.** *Votre réponse.*"
TO_PROGRAM = "# Votre programme.\n"
_HOW = "Répondez sous chaque énoncé. Les cellules s’exécutent de haut en bas."
_HOW_SOLVED = (
    "Les cellules s’exécutent de haut en bas. Les figures et les tableaux montrent les résultats "
    "déjà mesurés ; les programmes les remesurent."
)
_SCHEME = (Column("Points", "right"), Column("Critère"))


@dataclass(frozen=True)
class Given:
    """The programs that come before the first question; "" for none."""

    imports: str = ""
    data: str = ""


def write_notebook(document: Document, given: Given) -> Notebook:
    """Return a sujet or a corrigé as a notebook."""
    return _Writer(document, document, given).notebook()


def write_assignment(sujet: Document, corrige: Document, given: Given) -> Notebook:
    """Return a sujet whose cells hold the answers of the corrigé: nbgrader will empty them.

    An answer is one text, and one program where the kind of question asks for one, so that what
    students get has the cells of the sujet.
    """
    return _Writer(sujet, corrige, given).notebook()


@dataclass
class _Writer:
    """Writes the text of ``document`` and the answers of ``solved``, which may be the same."""

    document: Document
    solved: Document
    given: Given
    runner: Runner = field(default_factory=Runner)

    def notebook(self) -> Notebook:
        cells = [Cell("titre", "markdown", self._head()), *self._given()]
        for section in self.document.sections:
            cells += self._section(section)
        title = f"{KIND_TITLES[self.document.kind]} – {self.document.title}"
        return Notebook(title, tuple(cells), self.document.authors)

    @property
    def _regroup(self) -> bool:
        return self.document is not self.solved

    def _head(self) -> str:
        document = self.document
        solved = document.kind != "sujet"
        facts = [document.course, KIND_TITLES[document.kind], points(document.points)]
        notes = [
            *(f"{f.title} : {f.origin.text}." for f in document.meta.stand_ins),
            *document.meta.warnings,
            *([document.meta.profile_note] if solved else []),
        ]
        parts = [
            f"# {document.title}",
            " · ".join(filter(None, [*facts, *document.authors])),
            document.abstract_source,
            *(f"> {typeset_markdown(note)}" for note in notes if note),
            typeset_markdown(_HOW_SOLVED if solved else _HOW),
        ]
        return "\n\n".join(filter(None, parts))

    def _given(self) -> Iterator[Cell]:
        for name, program in (("bibliotheques", self.given.imports), ("donnees", self.given.data)):
            if program:
                self.runner.accepts(program)
                yield Cell(name, "code", program, "given")

    def _section(self, section: NumberedSection) -> Iterator[Cell]:
        number_ = f"{section.number}. " if section.number else ""
        heading = f"## {number_}{section.title_source}"
        yield Cell(cell_id(section.anchor), "markdown", heading)
        for index, block in enumerate(section.blocks):
            if isinstance(block, NumberedQuestion):
                yield from self._question(block)
            elif text := self._passage(block):
                yield Cell(cell_id(section.anchor, "texte", index), "markdown", text)

    def _passage(self, passage: Passage) -> str:
        if passage.error:
            return f"> **Passage en échec.** {passage.error}"
        return passage_markdown(passage.source, _placed(self.document))

    def _question(self, question: NumberedQuestion) -> Iterator[Cell]:
        name = question.anchor.removeprefix("question-")
        statement = f"{_heading(question)}\n\n{self._passage(question.statement)}"
        yield Cell(cell_id(name, "enonce"), "markdown", statement, "given")
        solved = next(q for q in self.solved.questions if q.anchor == question.anchor)
        if solved.answer is None:
            yield from _empty_cells(name, question)
        else:
            yield from self._answer(name, question, solved.answer)

    def _answer(self, name: str, question: NumberedQuestion, answer: Answer) -> Iterator[Cell]:
        programmed = question.kind in PROGRAMMED
        runner = self.runner if programmed or not self._regroup else None
        if answer.passage.error:
            pieces: Sequence[Piece] = (Text(self._passage(answer.passage)),)
        else:
            pieces = answer_pieces(answer.passage.source, _placed(self.solved), runner)
        pieces = _with_scheme(pieces, answer)
        if self._regroup:
            pieces = _regrouped(pieces, programmed)
        yield from _answer_cells(name, pieces, question.points)


def _placed(document: Document) -> Mapping[str, Placed]:
    return {placed.anchor: placed for placed in document.elements}


def _heading(question: NumberedQuestion) -> str:
    """Return « ### Question 2.1 – Le titre (3 points) »."""
    title = f" – {question.title_source}" if question.title_source else ""
    return f"### Question {question.number}{title} ({points(question.points)})"


def _empty_cells(name: str, question: NumberedQuestion) -> Iterator[Cell]:
    """Yield the cells in which a question is answered."""
    programmed = question.kind in PROGRAMMED
    text = TO_MEASURE if question.kind in ("mesure", "figure") else TO_WRITE
    yield Cell(cell_id(name, "reponse"), "markdown", text, "answer", question.points)
    if programmed:
        yield Cell(cell_id(name, "programme"), "code", TO_PROGRAM, "program")


def _answer_cells(name: str, pieces: Iterable[Piece], value: float) -> Iterator[Cell]:
    """Yield the cells of an answer; the first text carries the points of its question."""
    texts = programs = 0
    for piece in pieces:
        if isinstance(piece, Program):
            programs += 1
            rank = [programs] if programs > 1 else []
            yield Cell(cell_id(name, "programme", *rank), "code", piece.source, "program")
        else:
            texts += 1
            rank = [texts] if texts > 1 else []
            worth = value if texts == 1 else 0.0
            yield Cell(cell_id(name, "reponse", *rank), "markdown", piece.source, "answer", worth)


def _with_scheme(pieces: Sequence[Piece], answer: Answer) -> tuple[Piece, ...]:
    """Return the pieces with the marking scheme behind the last text; there is always a text."""
    rows = [(number(row.points), row.source) for row in answer.scheme]
    if not rows:
        return tuple(pieces) if _texts(pieces) else (Text("Voir le programme."), *pieces)
    scheme = f"**Barème**\n\n{pipe_table(_SCHEME, rows)}"
    if pieces and isinstance(pieces[-1], Text):
        return (*pieces[:-1], Text(f"{pieces[-1].source}\n\n{scheme}"))
    return (*pieces, Text(scheme))


def _regrouped(pieces: Sequence[Piece], programmed: bool) -> tuple[Piece, ...]:
    """Return one text and, where a program is asked for, one program."""
    text = Text("\n\n".join(piece.source for piece in _texts(pieces)))
    programs = [piece.source for piece in pieces if isinstance(piece, Program)]
    return (text, Program("\n\n\n".join(programs) or TO_PROGRAM)) if programmed else (text,)


def _texts(pieces: Iterable[Piece]) -> list[Text]:
    return [piece for piece in pieces if isinstance(piece, Text)]
