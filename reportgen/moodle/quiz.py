"""The values of a question bank; how they are written is :mod:`reportgen.moodle.xml`'s affair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["description", "essay", "numerical", "cloze"]


@dataclass(frozen=True)
class File:
    """A picture that a text shows as ``@@PLUGINFILE@@/name``."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Page:
    """HTML as Moodle keeps it: formulas as its MathJax filter reads them, pictures beside."""

    html: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Blank:
    """A number to type. ``label`` says which, in French, and names no run or model.

    ``tolerance`` is what may be missing on either side; ``points`` are its share of a criterion.
    """

    label: str
    value: float
    tolerance: float = 0.0
    points: float = 1.0


@dataclass(frozen=True)
class Item:
    """A question of the bank; ``name`` is plain text and ``identifier`` unique in the bank.

    ``blanks`` are those of a numerical (one) or cloze question (several). ``grader`` and
    ``template`` are those of an essay: what the teacher reads while grading, what students find
    in the editor. ``attachments`` is how many files they may add.
    """

    kind: Kind
    name: str
    identifier: str
    text: Page
    points: float = 0.0
    blanks: tuple[Blank, ...] = ()
    grader: Page = Page()
    template: str = ""
    attachments: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bank:
    """A category of questions, in the order of the lab."""

    category: str
    identifier: str
    items: tuple[Item, ...]
