"""How far a question was answered: pure, from what is written."""

from __future__ import annotations

import re
from typing import Literal

from reportgen.lab.types import Question
from reportgen.submission.types import Reply

Status = Literal["vide", "gabarit inchangé", "trop court", "répondue"]

MIN_WORDS = 6
"""Fewer words than this, without element, program or number, say nothing yet."""

_ELEMENT = re.compile(r"\{\{|```|\$|!\[|^[ \t]*\|", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"\d")
_MARKS = re.compile(r"^[ \t]*:{3,}.*$", re.MULTILINE)


def status(question: Question, reply: Reply | None) -> Status:
    """Return how far *question* was answered.

    « gabarit inchangé »: nothing but the outline's own words, its quoted statement for instance.
    A number alone answers a question that asks for one.
    """
    if reply is None:
        return "vide"
    text = _MARKS.sub("", reply.text).strip()
    if not text:
        return "gabarit inchangé" if reply.outline else "vide"
    if _same(text, question.statement.source):
        return "gabarit inchangé"
    asks_number = question.kind in ("exact", "mesure") and _NUMBER.search(text)
    if _ELEMENT.search(text) or asks_number or len(_WORD.findall(text)) >= MIN_WORDS:
        return "répondue"
    return "trop court"


def is_answered(question: Question, reply: Reply | None) -> bool:
    """Tell whether there is something to read."""
    return status(question, reply) in ("répondue", "trop court")


def _same(text: str, statement: str) -> bool:
    def words(source: str) -> list[str]:
        return re.findall(r"\w+", source.lower())

    return words(text) == words(statement)
