"""Marks: how evaluated prose says where elements and links go; it chooses no number or word.

A mark is two private-use characters around a number, which Markdown lets pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reportgen.document.numbering import formula_anchor
from reportgen.document.types import Placed
from reportgen.errors import EvidenceError
from reportgen.evidence.elements import Element
from reportgen.lab.expressions import FORMULA_LABEL
from reportgen.lab.types import Prose

ELEMENT_MARK = "\ue000{}\ue001"
REFERENCE_MARK = "\ue002{}\ue003"

_ELEMENT = re.compile("\ue000(\\d+)\ue001")
_ALONE = re.compile("<p>((?:\\s*\ue000\\d+\ue001\\s*)+)</p>")
_LABELLED = re.compile('<p class="formula" data-label="([^"]*)">(.*?)</p>', re.DOTALL)
_REFERENCE = re.compile("\ue002(\\d+)\ue003")


@dataclass(frozen=True)
class Evaluated:
    """Markdown whose marks point, by number, into ``elements`` and ``references`` (ids)."""

    source: str
    elements: tuple[Element, ...] = ()
    references: tuple[str, ...] = ()


class Evaluator(Protocol):
    """The way to evaluate prose that a composer is given."""

    def __call__(self, prose: Prose) -> Evaluated:
        """Return the prose without expressions; ReportgenError names file and line."""


def fill_marks(html: str, placed: Sequence[Sequence[Placed]], links: Sequence[str]) -> str:
    """Return ``html`` with every mark replaced.

    The mark of element *n* gives one ``<rg-element>`` for each of ``placed[n]``. EvidenceError
    when an element does not stand in a paragraph of its own.
    """
    html = _REFERENCE.sub(lambda match: links[int(match[1])], html)
    html = _ALONE.sub(lambda match: _blocks(match[1], placed), html)
    if stray := _ELEMENT.search(html):
        caption = placed[int(stray[1])][0].element.caption
        raise EvidenceError(
            f"« {caption} » se trouve au milieu d’un paragraphe : laissez une ligne vide "
            "avant et après son expression."
        )
    return html


def fill_source_marks(source: str, placed: Sequence[Sequence[Placed]], words: Sequence[str]) -> str:
    """Return Markdown with every mark replaced: elements as in HTML, references by their words."""
    source = _REFERENCE.sub(lambda match: words[int(match[1])], source)
    return _ELEMENT.sub(lambda match: f"\n\n{_blocks(match[0], placed)}\n\n", source)


def number_formulas(html: str, numbers: Mapping[str, int]) -> str:
    """Return ``html`` with the number of every formula that has a label, in its paragraph."""

    def numbered(match: re.Match[str]) -> str:
        anchor, number = formula_anchor(match[1]), numbers[match[1]]
        end = f'<span class="formula-number">({number})</span></p>'
        # On a phone a long one scrolls, which a keyboard must be able to do.
        return f'<p class="formula numbered" id="{anchor}" tabindex="0">{match[2]}{end}'

    return _LABELLED.sub(numbered, html)


def tag_formulas(source: str, numbers: Mapping[str, int]) -> str:
    """Return Markdown whose labels of formulas have become tags of LaTeX."""
    return FORMULA_LABEL.sub(
        lambda m: f"\\tag{{{numbers[m[1]]}}}\n$$" if m[1] in numbers else m[0], source
    )


def _blocks(marks: str, placed: Sequence[Sequence[Placed]]) -> str:
    found = [p for match in _ELEMENT.finditer(marks) for p in placed[int(match[1])]]
    return "\n".join(f'<rg-element data-anchor="{p.anchor}"></rg-element>' for p in found)
