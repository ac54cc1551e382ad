"""Find the marks of expressions and formulas that lack their other half: readers would see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.lab.problems import Problem
from reportgen.lab.prose import Parsed, literal_text

_CLOSING = re.compile(r"\}\}|%\}")
_OPENINGS = {"}}": "{{", "%}": "{%"}
_LATEX = re.compile(r"\\[A-Za-z]+|[\^_]\{")
_PARAGRAPH = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.DOTALL)
_DOLLAR = re.compile(r"(?<!\\)\$")


def leftover_problems(parsed: Parsed) -> Iterator[Problem]:
    """Yield a problem for each « }} » that closes nothing, and each formula left open."""
    for text, line in literal_text(parsed):
        for match in _CLOSING.finditer(text):
            place = parsed.place(line + text.count("\n", 0, match.start()), match[0])
            opening = _OPENINGS[match[0]]
            yield Problem(place, f"« {match[0]} » sans « {opening} »", f"ouvrir par « {opening} »")
        for paragraph in _PARAGRAPH.finditer(text):
            yield from _open_formulas(parsed, paragraph, line)


def _open_formulas(parsed: Parsed, paragraph: re.Match[str], line: int) -> Iterator[Problem]:
    """Yield the first dollar of a paragraph that holds LaTeX although it has no formula there."""
    dollar = _DOLLAR.search(paragraph[0])
    if dollar and _LATEX.search(paragraph[0]):
        before = paragraph.string.count("\n", 0, paragraph.start() + dollar.start())
        place = parsed.place(line + before, "$")
        yield Problem(place, "formule jamais fermée", "ajouter le « $ » qui manque")
