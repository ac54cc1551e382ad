"""French sentences and what they claim: the words and names that stay when numbers go. Pure."""

from __future__ import annotations

import re

SPACES = "[ \u00a0\u202f]"

_BOUNDARY = re.compile(
    "(?<=[.!?…])((?:\ue020\\d+\ue021|[\ue022\u00a0»)])*)[ \n]+"
    "(?=(?:\ue020\\d+\ue021|\ue022)*[A-ZÀ-ÖØ-Þ«(])"
)
_QUOTED = re.compile("(«[^»]*»)")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"(?<![\w.,])(−?)\d+(?:{SPACES}\d{{3}}(?!\d))*(?:,\d+)?"
            rf"(?:{SPACES}×{SPACES}10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)?"
        ),
        r"\1#",
    ),
    (re.compile(r"\s+"), " "),
    (re.compile(r"\bd’(?=une\b)"), "de "),
    (re.compile(r"(?i)\b(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf)\b"), "#"),
    (re.compile("#(?:er|re|e)\\b"), "#e"),
    (re.compile("moins de (?=#)"), ""),
    (re.compile("p < #"), "p = #"),
    (re.compile("entre −?# et −?#"), "entre # et #"),
    (re.compile(r"# (?:h|min|s|ms|µs)(?: # (?:min|s))?\b"), "# s"),
    (re.compile(r"\bsont\b"), "est"),
    (re.compile(r"\b(\w{2,})s\b"), r"\1"),
)
"""What a number may change of a sentence without changing what it claims: its digits or letters,
« moins de », the unit of a duration, a plural. A sign is a claim, but for the bounds of an
interval."""


def claim(sentence: str) -> str:
    """Return a sentence without its numbers; names in guillemets keep theirs.

    >>> claim("Le gain, de 2,1 points, va au réseau « 5 × 5 » (p < 0,001).")
    'Le gain, de # point, va au réseau « 5 × 5 » (p = #).'
    """
    pieces = _QUOTED.split(sentence)
    pieces[::2] = map(_without_numbers, pieces[::2])
    return "".join(pieces)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph; marks of :mod:`reportgen.drift.marking` may stand in it.

    >>> split_sentences("Il gagne 1,5 point. Est-ce assez ? Non.")
    ['Il gagne 1,5 point.', 'Est-ce assez ?', 'Non.']
    """
    sentences, start = [], 0
    for boundary in _BOUNDARY.finditer(text):
        sentences.append(text[start : boundary.end(1)])
        start = boundary.end()
    return [*sentences, text[start:]]


def _without_numbers(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
