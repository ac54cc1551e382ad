"""Gives elements their numbers and anchors, and references their words; it renders nothing.

Figures, tables and programs count through the whole document, each kind by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from html import escape

from reportgen.document.types import Placed
from reportgen.errors import EvidenceError
from reportgen.evidence.elements import Code, Element, Figure, Group, Table, flatten

NBSP = "\u00a0"

_NOUNS: Mapping[type[Element], str] = {Figure: "Figure", Table: "Tableau", Code: "Programme"}


@dataclass(frozen=True)
class Target:
    """What a reference may point to: ``words`` is « figure 4 », « question 3.2 »."""

    anchor: str
    words: str


@dataclass
class Numbering:
    """The numbers given so far while a document is composed, and the targets by id.

    ``formulas`` are the numbers of formulas by label.
    """

    placed: list[Placed] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)
    formulas: dict[str, int] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def add_question(self, identifier: str, number: str) -> str:
        """Register a question and return its anchor."""
        anchor = f"question-{identifier}"
        self._register(identifier, Target(anchor, f"question{NBSP}{number}"))
        return anchor

    def add_element(self, element: Element) -> tuple[Placed, ...]:
        """Place an element (each member of a group) and return it with its number."""
        placed = tuple(self._place(member) for member in flatten([element]))
        # A group may share its id with a member, which then is what it refers to.
        shared = any(member.element.id == element.id for member in placed)
        if isinstance(element, Group) and element.id and placed and not shared:
            self._register(element.id, _target(placed[0]))
        self.placed += placed
        return placed

    def add_formula(self, label: str) -> None:
        """Register a formula that has a label."""
        self.formulas[label] = len(self.formulas) + 1
        words = f"équation{NBSP}({self.formulas[label]})"
        self._register(label, Target(formula_anchor(label), words))

    def resolve(self, identifier: str) -> str:
        """Return a link to a question or element as HTML; EvidenceError for an unknown id."""
        target = self._target(identifier)
        return f'<a class="ref" href="#{escape(target.anchor)}">{escape(target.words)}</a>'

    def words(self, identifier: str) -> str:
        """Return what a question or element is called: « figure 4 »; EvidenceError as above."""
        return self._target(identifier).words

    def _target(self, identifier: str) -> Target:
        if identifier not in self.targets:
            raise EvidenceError(_unknown(identifier, self.targets))
        return self.targets[identifier]

    def _place(self, element: Element) -> Placed:
        noun = _NOUNS.get(type(element), "")
        self._counts[noun] += 1
        number = self._counts[noun]
        label = f"{noun}{NBSP}{number}" if noun else ""
        anchor = f"{noun.lower() or 'constat'}-{number}"
        placed = Placed(anchor, label, element)
        if element.id:
            self._register(element.id, _target(placed))
        return placed

    def _register(self, identifier: str, target: Target) -> None:
        if identifier in self.targets:
            raise EvidenceError(
                f"l’identifiant « {identifier} » sert deux fois "
                f"({self.targets[identifier].words} et {target.words}) : changez l’un des deux."
            )
        self.targets[identifier] = target


def formula_anchor(label: str) -> str:
    """Return the anchor of a formula with a label."""
    return f"formule-{label}"


def _target(placed: Placed) -> Target:
    words = placed.label[:1].lower() + placed.label[1:]
    return Target(placed.anchor, words or "le constat")


def _unknown(identifier: str, known: Iterable[str]) -> str:
    near = get_close_matches(identifier, list(known), n=1)
    hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
    return (
        f'ref("{identifier}") : ni question ni élément de ce document ne porte '
        f"cet identifiant.{hint}"
    )
