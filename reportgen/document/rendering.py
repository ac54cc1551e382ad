"""Turns a document into the HTML of a medium with Jinja templates; it writes no file.

Screen and print share their partial templates; what differs between them is a :class:`Medium`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from reportgen.document.decimals import aligned_rows
from reportgen.document.highlight import highlight
from reportgen.document.markdown import to_inline_html
from reportgen.document.pictures import figure_uri, printed_figure_uri
from reportgen.document.styles import style_sheet
from reportgen.document.types import Document, Placed
from reportgen.document.wording import FORMATS
from reportgen.errors import RenderError
from reportgen.evidence.elements import Code, Element, Figure, Remark, Table

_FORMULA = re.compile(r'<rg-formula data-block="([01])">(.*?)</rg-formula>', re.DOTALL)
_ELEMENT = re.compile(r'<rg-element data-anchor="([^"]*)"></rg-element>')
_PARTIALS: dict[type[Element], str] = {
    Table: "table",
    Figure: "figure",
    Code: "code",
    Remark: "remark",
}


@dataclass(frozen=True)
class Medium:
    """Where a document is shown: its page template, its style sheets and how formulas look."""

    name: Literal["screen", "print"]
    template: str
    styles: tuple[str, ...]
    formula: Callable[..., str]


def render(document: Document, medium: Medium, templates: Sequence[Path]) -> str:
    """Return a whole HTML page; templates and styles are looked for in ``templates``, in order.

    RenderError when a template is missing or wrong.
    """
    try:
        return _Renderer(document, medium, templates).page()
    except TemplateError as exc:
        raise RenderError(
            f"gabarit {medium.template} : {exc}. Vérifiez le dossier templates/."
        ) from exc


class _Renderer:
    """One rendering: a document, a medium and the templates bound together."""

    def __init__(self, document: Document, medium: Medium, templates: Sequence[Path]) -> None:
        self._document = document
        self._medium = medium
        self._templates = templates
        self._placed = {placed.anchor: placed for placed in document.elements}
        self._environment = Environment(
            loader=FileSystemLoader([str(root) for root in templates]),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(FORMATS)
        self._environment.filters.update(prose=self._prose, inline=self._inline)
        self._environment.globals.update(
            document=document,
            medium=medium.name,
            meta=document.meta,
            highlight=lambda text, language: Markup(highlight(text, language)),
            picture=printed_figure_uri if medium.name == "print" else figure_uri,
            aligned_rows=aligned_rows,
        )

    def page(self) -> str:
        style = Markup(style_sheet(self._medium.styles, self._templates))
        return self._render(self._medium.template, style=style)

    def _prose(self, html: str) -> Markup:
        """Replace formulas and elements in the HTML of a passage."""
        html = _ELEMENT.sub(lambda match: self._element(self._placed[match[1]]), html)
        return Markup(self._formulas(html))

    def _inline(self, source: str) -> Markup:
        """Render one line of Markdown: a caption, a cell, a sentence."""
        return Markup(self._formulas(to_inline_html(source)))

    def _formulas(self, html: str) -> str:
        return _FORMULA.sub(
            lambda match: self._medium.formula(unescape(match[2]), block=match[1] == "1"), html
        )

    def _element(self, placed: Placed) -> str:
        partial = _PARTIALS[type(placed.element)]
        return self._render(f"partials/{partial}.html.j2", placed=placed, element=placed.element)

    def _render(self, name: str, **values: Any) -> str:
        return self._environment.get_template(name).render(**values)
