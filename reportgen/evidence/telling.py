"""Sentences as an element: what a function finds, told below or instead of its table."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.evidence.elements import Remark
from reportgen.french.typography import typeset_text


def make_remark(caption: str, sentences: Iterable[str], note: str = "") -> Remark:
    """Return whole sentences, typeset, as a remark; they are its alternative text too."""
    told = tuple(map(typeset_text, sentences))
    return Remark(id="", caption=caption, alt=" ".join(told), note=note, sentences=told)
