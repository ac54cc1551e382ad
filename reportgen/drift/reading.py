"""Reads the statements of a document: its prose evaluated without figures, and cut in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from reportgen.document.markdown import to_html, to_inline_html
from reportgen.document.marks import Evaluated, Evaluator
from reportgen.drift.claims import claim, split_sentences
from reportgen.drift.marking import MARK
from reportgen.drift.types import Heading, Passage, Statement
from reportgen.evidence.elements import Remark
from reportgen.french.typography import typeset_text
from reportgen.lab.types import Lab, Prose, Question, Section

_ELEMENT = re.compile("\ue000(\\d+)\ue001")
_REFERENCE = re.compile("\ue002(\\d+)\ue003")
_INLINE = frozenset(
    {"a", "b", "code", "del", "em", "i", "rg-formula", "span", "strong", "sub", "sup"}
)


def read_passages(lab: Lab, evaluate: Evaluator) -> tuple[Passage, ...]:
    """Return what a lab states, one passage for each of its prose, with or without statements.

    ``evaluate`` leaves the marks of :mod:`reportgen.drift.marking`; its errors pass through.
    """
    return tuple(
        Passage(heading, statements(evaluate(prose))) for heading, prose in _prose(lab.sections)
    )


def statements(evaluated: Evaluated) -> tuple[Statement, ...]:
    """Return the sentences that results decide: those of remarks, and those with a mark."""
    found: list[Statement] = []
    open_marks: list[str] = []
    for block in _text_blocks(to_html(evaluated.source)):
        pieces = _ELEMENT.split(block)
        for index, piece in enumerate(pieces):
            if index % 2:
                element = evaluated.elements[int(piece)]
                place = open_marks[0] if open_marks else ""
                found += _remarked(element, place) if isinstance(element, Remark) else ()
            else:
                found += _written(_with_references(piece, evaluated), open_marks)
    return tuple(found)


def _prose(sections: tuple[Section, ...]) -> Iterator[tuple[Heading, Prose]]:
    """Yield all prose in reading order, numbered as documents number it."""
    for number, section in enumerate(sections, start=1):
        asked = 0
        for block in section.blocks:
            if isinstance(block, Question):
                asked += 1
                heading = Heading(f"{number}.{asked}", block.id, _plain(block.title or ""))
                yield from ((heading, prose) for prose in _of_question(block))
            else:
                yield Heading(str(number), section.id, _plain(section.title)), block


def _of_question(question: Question) -> Iterator[Prose]:
    yield question.statement
    if question.solution is not None:
        yield question.solution.answer
        yield from (criterion.text for criterion in question.solution.scheme)


def _remarked(remark: Remark, place: str) -> Iterator[Statement]:
    for sentence in map(_plain, remark.sentences):
        yield Statement(sentence, claim(sentence), place, remark=True)


def _written(text: str, open_marks: list[str]) -> Iterator[Statement]:
    for sentence in split_sentences(text):
        place = _place(sentence, open_marks)
        if place is not None:
            shown = typeset_text(" ".join(re.split("[ \n\t]+", MARK.sub("", sentence))).strip())
            yield Statement(shown, claim(shown), place, remark=False)


def _place(sentence: str, open_marks: list[str]) -> str | None:
    """Return the outermost mark that holds text of the sentence; *open_marks* follows it."""
    place, position = None, 0
    for mark in MARK.finditer(sentence):
        place = place or _holder(sentence[position : mark.start()], open_marks)
        position = mark.end()
        if mark[1]:
            open_marks.append(mark[1])
        else:
            open_marks.pop()
    return place or _holder(sentence[position:], open_marks)


def _holder(text: str, open_marks: list[str]) -> str | None:
    return open_marks[0] if open_marks and any(map(str.isalnum, text)) else None


def _with_references(text: str, evaluated: Evaluated) -> str:
    """Name the element where a document would print its label and number."""
    return _REFERENCE.sub(lambda match: f"[{evaluated.references[int(match[1])]}]", text)


def _plain(inline: str) -> str:
    """Return one line of Markdown as typeset plain text."""
    return "".join(_text_blocks(to_inline_html(inline)))


def _text_blocks(html: str) -> list[str]:
    """Return the text of each paragraph, cell, item or title that has any."""
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    return [block for block in parser.blocks if block.strip()]


class _Blocks(HTMLParser):
    """Cuts the text of a page where a tag that is not inline opens or closes."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Cut the text, unless the tag is inline."""
        if tag not in _INLINE:
            self.blocks.append(" " if tag == "br" else "")

    def handle_endtag(self, tag: str) -> None:
        """Cut the text, unless the tag is inline."""
        self.handle_starttag(tag, [])

    def handle_data(self, data: str) -> None:
        """Add to the text of the block."""
        self.blocks[-1] += data
