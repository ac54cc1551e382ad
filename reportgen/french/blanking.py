"""Blank out what holds digits but no measured number in Markdown; lengths and lines stay.

Code, formulas, expressions, addresses, dates, times of day, references to questions or figures,
sizes such as 3 × 3. Everything here takes a time proportional to the text: a pattern that has
begun to match always ends by matching, so that nothing is read twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

BLANK = "\ue01f"
"""What replaces each character: neither a digit, a letter nor a space."""

_SP = "[ \u00a0\u202f]"
_SIZE = f"[0-9]{{1,6}}(?:{_SP}[0-9]{{3}}(?![0-9])){{0,2}}"
_FENCE = re.compile(r"[ \t>]{0,12}(`{3,}|~{3,})")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_RUN = re.compile(r"`+|\$+|\\.")
_MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre"
    "|décembre|decembre"
)
_REFERRED = (
    "questions?|figures?|fig\\.|tableaux?|tables?|sections?|parties?|exercices?|annexes?|pages?"
    "|programmes?|équations?|chapitres?|étapes?|version|python|keras|tensorflow|graines?|seeds?"
)
_OTHERS = re.compile(
    rf"""
      (?:https?://|www\.)[^\s]*                                   # addresses
    | \]\([^)\s]*                                                 # targets of links
    | \[\^?[0-9]{{1,3}}\]                                         # notes
    | (?m:^[ \t>]{{0,12}}\#{{1,6}}[ \t]+)[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*\.?(?=[ \t])   # titles
    | (?m:^[ \t>]{{0,12}})[0-9]{{1,3}}[.)](?=[ \t])               # items
    | \b[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:T[0-9:.]{{1,15}})?     # 2026-11-21
    | \b[0-9]{{1,2}}/[0-9]{{1,2}}/(?:[0-9]{{4}}|[0-9]{{2}})\b     # 21/11/2026
    | \b[0-9]{{1,2}}(?:er)?{_SP}(?:{_MONTHS})\b(?:{_SP}[0-9]{{4}}\b)?
    | \b[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?\b                 # 14:05
    | \b[0-9]{{1,2}}{_SP}?h{_SP}?[0-9]{{2}}\b(?!{_SP}?min)        # 14 h 05
    | \b(?:{_REFERRED}){_SP}(?:n°{_SP}?)?[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{0,4}}(?![0-9]|,[0-9])
    | \({_SP}?[0-9]{{1,6}}(?:,{_SP}[0-9]{{1,6}}){{1,5}},?{_SP}?\)  # (28, 28, 1)
    | \b{_SIZE}(?:{_SP}?[×x*]{_SP}?(?!10[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹^*]){_SIZE}\b)+(?![,.][0-9])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def blank(text: str, *, formulas: bool = False) -> str:
    """Return *text* with every such part replaced, character for character, line ends kept.

    With *formulas*, those are read too, and TeX's thin spaces are spaces.
    """
    text = _without_fences(text)
    text = _without_expressions(text)
    text = _without_pairs(_plain_formulas(text) if formulas else text)
    return _OTHERS.sub(lambda match: _blanks(match[0]), text)


def _without_fences(text: str) -> str:
    """Blank fenced code; a fence that nobody closes runs to the end."""
    open_mark, lines = "", []
    for line in text.split("\n"):
        match = _FENCE.match(line)
        inside = bool(open_mark)
        if match and not open_mark:
            open_mark = match[1]
        elif match and match[1].startswith(open_mark) and not line[match.end() :].strip("`~ \t\r"):
            open_mark = ""
        lines.append(BLANK * len(line) if inside or match else line)
    return "\n".join(lines)


def _without_expressions(text: str) -> str:
    for opening, closing in (("{{", "}}"), ("{%", "%}"), ("{#", "#}")):
        text = "".join(_between(text, opening, closing))
    return text


def _between(text: str, opening: str, closing: str) -> Iterator[str]:
    position = 0
    while (start := text.find(opening, position)) >= 0:
        yield text[position:start]
        end = text.find(closing, start)
        position = len(text) if end < 0 else end + len(closing)
        yield _blanks(text[start:position])
    yield text[position:]


def _plain_formulas(text: str) -> str:
    """Return the text with TeX's spaces, commas and dollars as plain ones, as long as before."""
    for tex, plain in (("{,}", ","), ("\\,", "\u202f"), ("\\%", "%"), ("\\;", " "), ("$", "")):
        text = text.replace(tex, plain)
    return text


def _without_pairs(text: str) -> str:
    """Blank code spans and formulas: marks of one length that meet in one paragraph."""
    pieces, position = [], 0
    for end in (*(match.start() for match in _PARAGRAPH_END.finditer(text)), len(text)):
        pieces.append(_paragraph(text[position:end]))
        position = end
    return "".join(pieces)


def _paragraph(text: str) -> str:
    runs = [match for match in _RUN.finditer(text) if match[0][0] != "\\"]
    places: dict[str, list[int]] = defaultdict(list)
    for match in reversed(runs):
        places[match[0]].append(match.start())
    pieces, position = [], 0
    for match in runs:
        partners = places[match[0]]
        while partners and partners[-1] <= match.start():
            partners.pop()
        if match.start() >= position and partners:
            pieces.append(text[position : match.start()])
            end = partners[-1] + len(match[0])
            pieces.append(_blanks(text[match.start() : end]))
            position = end
    return "".join([*pieces, text[position:]])


def _blanks(text: str) -> str:
    return "".join("\n" if character == "\n" else BLANK for character in text)
