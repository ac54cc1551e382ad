"""The measures as two Markdown tables, in French: a row a question, a column a tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from documents.measure import Cost, Measure
from documents.page import Share
from documents.tools import COMPARED
from reportgen.french.numbers import decimal, entier, pourcent

Measures = Mapping[str, Measure]
"""By titles of tools."""

_MAKERS = {"pandoc": "pandoc + WeasyPrint", "nbconvert": "nbconvert (webpdf)"}
"""What makes a tool's PDF, where its title does not say."""


def make_tables(pictures: int, measures: Measures) -> str:
    """Return the table of the pages and that of the PDFs, for a content of so many pictures."""
    return f"{_pages(pictures, measures)}\n\n{_papers(measures)}"


def _pages(pictures: int, measures: Measures) -> str:
    rows: dict[str, Callable[[Measure], str]] = {
        "durée (rapport à reportgen)": lambda m: _cost(m.html),
        "fichiers à garder ensemble": lambda m: entier(m.files),
        "taille": lambda m: _size(m.size),
        "requêtes au réseau à l’ouverture": lambda m: entier(m.requests),
        "langue déclarée": lambda m: m.page.language or "non",
        "figures décrites, notebook de reportgen": lambda m: _described(m.page.pictures, pictures),
        "figures décrites, notebook tapé": lambda m: _described(m.typed.pictures, pictures),
        "espaces insécables, notebook de reportgen": lambda m: _percent(m.page.spaces),
        "espaces insécables, notebook tapé": lambda m: _percent(m.typed.spaces),
    }
    return _table("page HTML", [tool.title for tool in COMPARED], rows, measures)


def _papers(measures: Measures) -> str:
    rows: dict[str, Callable[[Measure], str]] = {
        "durée (rapport à reportgen)": lambda m: _cost(m.pdf),
        "taille": lambda m: _size(m.paper_size),
        "pages": lambda m: entier(m.paper.pages),
        "balisé (StructTreeRoot)": lambda m: "oui" if m.paper.tagged else "non",
        "langue déclarée (Lang)": lambda m: m.paper.language or "non",
        "titre (Title)": lambda m: "oui" if m.paper.title else "non",
        "figures et formules décrites (Alt)": lambda m: _share(m.paper.figures),
        "tableaux bien formés, à titres (TH)": lambda m: _share(m.paper.tables),
        "titres balisés (H1 à H6)": lambda m: entier(m.paper.headings),
        "signets": lambda m: entier(m.paper.bookmarks),
        "commandes LaTeX laissées dans le texte": lambda m: entier(m.paper.latex),
        "norme déclarée": lambda m: m.paper.standard or "aucune",
    }
    heads = [_MAKERS.get(tool.title, tool.title) for tool in COMPARED]
    return _table("PDF", heads, rows, measures)


def _table(
    title: str,
    heads: list[str],
    rows: Mapping[str, Callable[[Measure], str]],
    measures: Measures,
) -> str:
    lines = [[title, *heads], ["---", *["---:"] * len(heads)]]
    for name, cell in rows.items():
        lines.append([name, *(cell(measures[tool.title]) for tool in COMPARED)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cost(cost: Cost) -> str:
    return f"{decimal(cost.seconds, 1)} s ({decimal(cost.ratio, 2)})"


def _size(count: int) -> str:
    return f"{decimal(count / 1e6, 2)} Mo"


def _described(found: Share, pictures: int) -> str:
    """Return « 9 sur 11 », out of the pictures of the content: one that is not shown is missed."""
    return f"{found.good} sur {max(found.all, pictures)}"


def _share(found: Share) -> str:
    return f"{found.good} sur {found.all}" if found.all else "aucune balise"


def _percent(found: Share) -> str:
    return pourcent(found.good / found.all) if found.all else "–"
