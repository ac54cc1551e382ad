"""The questions of a lab as a question bank: statements as students see them, the key apart.

A question whose criteria are decided by numbers becomes a question that Moodle grades; the
criteria that are left, an essay that the teacher grades with the key before him.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.document.types import Document, NumberedQuestion, NumberedSection
from reportgen.lab.types import QuestionKind
from reportgen.moodle.pages import Pages, plain_text
from reportgen.moodle.quiz import Bank, Blank, Item, Page

_TEMPLATES: Mapping[QuestionKind, str] = {
    "code": "<pre># Votre programme.</pre><p></p>",
    "mesure": "<p><strong>Observation.</strong></p><p></p>"
    "<p><strong>Interprétation.</strong></p><p></p>",
    "figure": "<p><strong>Observation.</strong></p><p></p>"
    "<p><strong>Interprétation.</strong></p><p></p>",
}
"""What students find in the editor, by the kind of question."""

_WITH_FILES = ("code", "figure")
"""The kinds of questions that may be answered by a file: a notebook, a picture."""


def write_bank(
    sujet: Document, corrige: Document, blanks: Mapping[str, Sequence[Blank]], identifier: str
) -> Bank:
    """Return the bank of a lab; ``blanks`` are the numbers to type, by question id."""
    writer = _Writer(_pages(sujet), _pages(corrige), blanks)
    items: list[Item] = []
    for shown, solved in zip(sujet.sections, corrige.sections, strict=True):
        items += writer.section(shown, solved)
    return Bank(sujet.title, identifier, tuple(items))


@dataclass
class _Writer:
    students: Pages
    teachers: Pages
    blanks: Mapping[str, Sequence[Blank]]

    def section(self, shown: NumberedSection, solved: NumberedSection) -> Iterator[Item]:
        title = plain_text(shown.title)
        for index, (block, whole) in enumerate(zip(shown.blocks, solved.blocks, strict=True)):
            if isinstance(block, NumberedQuestion):
                assert isinstance(whole, NumberedQuestion)
                yield from self.question(block, whole)
            elif block.html or block.error:
                head = f"{shown.number}. {title}" if shown.number else title
                text = self.students.passage(block)
                yield Item("description", head, f"{shown.anchor}-{index}", text)

    def question(self, shown: NumberedQuestion, solved: NumberedQuestion) -> Iterator[Item]:
        """Yield a question with blanks, an essay, or both."""
        name = shown.anchor.removeprefix("question-")
        blanks = tuple(self.blanks.get(name, ()))
        typed = round(sum(blank.points for blank in blanks), 6)
        left = round(shown.points - typed, 6)
        title = f"{shown.number} {plain_text(shown.title)}".strip()
        text = self.students.passage(shown.statement)
        tags = (shown.kind,)
        if blanks:
            kind, end = ("numerical", "valeur") if len(blanks) == 1 else ("cloze", "valeurs")
            heading = f"{title} ({end})" if left > 0 else title
            yield Item(kind, heading, f"{name}-{end}", text, typed, blanks, tags=tags)  # type: ignore[arg-type]
        if left > 0 or not blanks:
            yield Item(
                "essay",
                title,
                name,
                text,
                left,
                grader=self.teachers.key(solved.answer) if solved.answer else Page(),
                template=_TEMPLATES.get(shown.kind, ""),
                attachments=int(shown.kind in _WITH_FILES),
                tags=tags,
            )


def _pages(document: Document) -> Pages:
    return Pages({placed.anchor: placed for placed in document.elements})
