"""Read every whole number of an answer: shapes, printed output and Keras' summaries included.

Where :func:`reportgen.french.reading.read_numbers` leaves out code and shapes, which hold no
measure, a count of weights stands there as often as not.
"""

from __future__ import annotations

import re

MAX_DIGITS = 15

_SPACES = " \u00a0\u202f"
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SPACED = re.compile(rf"[1-9][0-9]{{0,2}}(?:[{_SPACES}][0-9]{{3}}(?![0-9]))+(?![.,][0-9])")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_SPACE = re.compile(f"[{_SPACES}]")


def whole_numbers(text: str) -> frozenset[int]:
    """Return the whole numbers of a text; 335,210 is one, as Keras writes it, and 0,10 is none.

    Digits of a name are not: ``conv2d_10``, ``CIFAR-10``. What a space parts may be one number or
    several, and counts as all of them.
    """
    found = (*_TOKEN.finditer(text), *_SPACED.finditer(text))
    values = (_value(match[0]) for match in found if not _in_name(text, match.start()))
    return frozenset(value for value in values if value is not None)


def _in_name(text: str, start: int) -> bool:
    """Tell whether digits belong to a name; the x of 28x28 is a sign."""
    before = text[start - 1 : start]
    if before == "-":
        return text[start - 2 : start - 1].isalpha()
    return before == "_" or (before.isalpha() and before not in "xX")


def _value(token: str) -> int | None:
    digits = _SPACE.sub("", token)
    if _GROUPED.fullmatch(digits):
        digits = re.sub("[.,]", "", digits)
    return int(digits) if digits.isdecimal() and len(digits) <= MAX_DIGITS else None
