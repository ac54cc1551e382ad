"""Take answers, marking schemes and expected values out of the Markdown of a section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.lab.directives import Directive, Lines, find_directives
from reportgen.lab.vocabulary import EXPECTED

_HIDDEN = ("reponse", "bareme")
_CLOSING = re.compile(r"\s*:{3,}\s*$")


def without_answers(text: str) -> str:
    """Return the text of a section file without what only its teacher may read.

    What is left is word for word what it was; one blank line stands for whatever went, so that
    nothing tells how long an answer is.
    """
    lines = Lines(tuple(text.split("\n")), 1)
    questions = [d for d in find_directives(lines) if d.name == "question"]
    options = {q.options[EXPECTED].line for q in questions if EXPECTED in q.options}
    hidden = {line for question in questions for line in _hidden_lines(question)}
    kept: list[str] = []
    gap = False
    for number, line in enumerate(lines.text, start=1):
        if number in options:
            continue
        if number in hidden:
            gap = True
        elif line.strip() or not gap:
            kept = [*_ended(kept), *_separator(line)] if gap else kept
            kept.append(line)
            gap = False
    return "\n".join(kept).rstrip("\n") + "\n"


def _hidden_lines(question: Directive) -> Iterator[int]:
    """Yield the file lines, from 1, of the answer and of the marking scheme."""
    for part in find_directives(question.body):
        if part.name in _HIDDEN:
            first, last = part.span
            yield from range(question.body.start + first, question.body.start + last)


def _ended(lines: list[str]) -> list[str]:
    """Return lines without the blank ones at their end."""
    filled = [number for number, line in enumerate(lines, start=1) if line.strip()]
    return lines[: filled[-1]] if filled else []


def _separator(line: str) -> list[str]:
    return [] if _CLOSING.match(line) else [""]
