"""How heavy figures and documents may be before a reader would wait; it changes none of them."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.document.types import Document
from reportgen.evidence.elements import Figure
from reportgen.french.numbers import kilooctets

FIGURE_BUDGET = 250_000
"""Bytes of one figure: curves take 60,000, pictures of 25 photographs 150,000."""

DOCUMENT_BUDGET = 3_000_000
"""Bytes of one HTML page or PDF: what a mail takes, and a phone opens at once."""


def heavy_figures(document: Document) -> tuple[str, ...]:
    """Return a French sentence for every figure beyond its budget."""
    found = []
    for placed in document.elements:
        if isinstance(placed.element, Figure) and (size := _size(placed.element)) > FIGURE_BUDGET:
            cause = "moins d’images" if placed.element.png else "moins de points"
            found.append(
                f"la {placed.label.lower()} pèse {kilooctets(size)}, plus que les "
                f"{kilooctets(FIGURE_BUDGET)} d’une figure : montrez {cause}."
            )
    return tuple(found)


def heavy_files(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return a French sentence for every document, by its file name, beyond its budget."""
    return tuple(
        f"{name} pèse {kilooctets(len(content))}, plus que les {kilooctets(DOCUMENT_BUDGET)} d’un "
        "document : allégez ses figures ou partagez le TP en deux."
        for name, content in files.items()
        if name.endswith((".html", ".pdf")) and len(content) > DOCUMENT_BUDGET
    )


def _size(figure: Figure) -> int:
    return len(figure.png or b"") or len((figure.svg or "").encode())
