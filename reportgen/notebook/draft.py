"""The notebook in which students try things before they write their report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.document.source import typeset_markdown
from reportgen.lab.types import QuestionKind
from reportgen.notebook.cells import Cell, Notebook, cell_id
from reportgen.notebook.writing import PROGRAMMED, TO_PROGRAM, Given

_NOTES = "*Vos notes.*"
_HEAD = """\
# {title}

Ce notebook est un brouillon : essayez-y vos programmes et notez ce que vous observez.

> **Le compte rendu s’écrit dans `{answers}`**, que lit `reportgen build` ; vos réseaux se décrivent
> dans `{definition}`. Rien de ce qui est écrit ici ne paraît dans le document."""


@dataclass(frozen=True)
class Asked:
    """A question as students read it, in Markdown; ``section`` is the title it comes below."""

    identifier: str
    section: str
    heading: str
    statement: str
    kind: QuestionKind


def draft_notebook(
    title: str, files: tuple[str, str], questions: Iterable[Asked], given: Given
) -> Notebook:
    """Return the draft of a report; ``files`` are the definition and the answers of it."""
    definition, answers = files
    head = _HEAD.format(title=title, answers=answers, definition=definition)
    cells = [Cell("titre", "markdown", typeset_markdown(head))]
    cells += _given(given)
    section = ""
    for question in questions:
        if question.section != section:
            section = question.section
            name = cell_id(question.identifier, "section")
            cells.append(Cell(name, "markdown", f"## {typeset_markdown(section)}"))
        cells += _cells(question)
    return Notebook(title, tuple(cells))


def _given(given: Given) -> Iterator[Cell]:
    for name, program in (("bibliotheques", given.imports), ("donnees", given.data)):
        if program:
            yield Cell(name, "code", program)


def _cells(question: Asked) -> Iterator[Cell]:
    text = typeset_markdown(f"{question.heading}\n\n{question.statement}", heading=3)
    quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    name = question.identifier
    yield Cell(cell_id(name, "enonce"), "markdown", quoted)
    if question.kind in PROGRAMMED:
        yield Cell(cell_id(name, "programme"), "code", TO_PROGRAM)
    yield Cell(cell_id(name, "notes"), "markdown", _NOTES)
