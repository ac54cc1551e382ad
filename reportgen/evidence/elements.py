"""Evidence: the typed elements that documents show. Values only; nothing is computed here.

An element carries everything that a renderer needs (HTML, PDF, later notebook): a French
caption, an alternative text made from its data, and the data themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Cell = str | int | float | None
Align = Literal["left", "right", "center", "decimal"]


@dataclass(frozen=True)
class Data:
    """The data behind an element: saved as CSV beside the report. Cells are raw values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Element:
    """Base of all evidence.

    ``id`` is unique in a document ("" lets the composer choose one); ``caption`` is one French
    line of inline Markdown without number or final full stop; ``alt`` is plain text, never
    empty; ``note`` is a short warning printed under the caption ("données de remplacement…").
    """

    id: str
    caption: str
    alt: str
    data: Data | None = None
    note: str = ""


@dataclass(frozen=True)
class Column:
    """A table column; ``header`` is plain text."""

    header: str
    align: Align = "left"


@dataclass(frozen=True)
class Table(Element):
    """A table whose cells are French text ready to print (inline Markdown allowed).

    ``footer`` rows (totals) are printed after the body; ``header_column`` marks the first
    column as row headers.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    footer: tuple[tuple[str, ...], ...] = ()
    header_column: bool = True


@dataclass(frozen=True)
class Figure(Element):
    """A picture. ``width`` and ``height`` in millimetres at print size.

    ``svg`` for drawings (UTF-8 text, ids unique through the element's content), else ``png``.
    """

    svg: str | None = None
    png: bytes | None = None
    width: float = 160.0
    height: float = 100.0


@dataclass(frozen=True)
class Code(Element):
    """A listing; ``language`` is a Pygments lexer name."""

    text: str = ""
    language: str = "python"


@dataclass(frozen=True)
class Remark(Element):
    """A computed remark: French sentences (Markdown inline), true for the results given."""

    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group(Element):
    """Several elements that belong together, shown one after the other."""

    elements: tuple[Element, ...] = field(default_factory=tuple)


def flatten(elements: Sequence[Element]) -> tuple[Element, ...]:
    """Return the elements with groups replaced by their members, recursively."""
    flat: list[Element] = []
    for element in elements:
        flat += flatten(element.elements) if isinstance(element, Group) else [element]
    return tuple(flat)
