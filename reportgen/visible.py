"""Which characters readers see where they are written; what others become in a message."""

from __future__ import annotations

import re

FORBIDDEN = re.compile(
    r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]"
)
"""Characters that no text may hold: controls, and halves of a character."""
HIDDEN = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff]"
)
"""Characters that hide text, turn its direction, or mean something to documents."""
PILE = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9}")
"""Accents upon accents, which cover the lines around them."""


def is_visible(text: str) -> bool:
    """Tell whether a text holds only characters that readers see where they are written."""
    return not any(pattern.search(text) for pattern in (FORBIDDEN, HIDDEN, PILE))


def is_visible_line(text: str) -> bool:
    """Tell whether a text is visible and of one line, whatever ends lines: "" is."""
    return is_visible(text) and text.splitlines() in ([], [text])


def visible(text: str) -> str:
    """Return a text for a terminal or a table: each character that is not visible is « � »."""
    for pattern in (FORBIDDEN, HIDDEN, PILE):
        text = pattern.sub("\ufffd", text)
    return text.replace("\r", "\ufffd").replace("\x85", "\ufffd")


def visible_line(text: str) -> str:
    """Return a visible text of one line, its spaces and line ends as single spaces."""
    return visible(" ".join(text.split()))
