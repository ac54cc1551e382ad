"""Turns a document into the HTML of a medium with Jinja templates; it writes no file.

Screen and print share their partial templates; what differs between them is a :class:`Medium`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup, escape

from reportgen.document.compiled import COMPILED
from reportgen.document.decimals import aligned, aligned_rows
from reportgen.document.formulas import FORMULA
from reportgen.document.highlight import highlight
from reportgen.document.markdown import to_inline_html
from reportgen.document.screen_text import keep_whole
from reportgen.document.styles import face_of_formulas, script, style_sheet
from reportgen.document.theme import read_theme
from reportgen.document.types import Document, Placed
from reportgen.document.untrusted import legible, sanitised_inline
from reportgen.document.values import PageValues
from reportgen.document.wording import FORMATS
from reportgen.errors import RenderError
from reportgen.evidence.elements import Code, Element, Figure, Remark, Table

_ELEMENT = re.compile(r'<rg-element data-anchor="([^"]*)"></rg-element>')
_REACHABLE = ("<pre><code", '<pre tabindex="0" role="group" aria-label="Programme"><code')
"""Listings that a screen scrolls, which a keyboard must be able to do."""

_INLINE = r'<rg-formula data-block="0">(?:(?!</rg-formula>).)*</rg-formula>'
_CLOSED = f"{_INLINE}(?:[,.)…]+|[\u00a0\u202f][;:!?»])"
_PUNCTUATED = {
    "print": re.compile(_CLOSED, re.DOTALL),
    "screen": re.compile(f"[’(«]\u00a0?(?:{_CLOSED}|{_INLINE})|{_CLOSED}", re.DOTALL),
}
"""A formula and the signs that no line should begin with or, where browsers break, end with."""

_PARTIALS: dict[type[Element], str] = {
    Table: "table",
    Figure: "figure",
    Code: "code",
    Remark: "remark",
}


_JSON = {"ensure_ascii": False, "separators": (",", ":")}


@dataclass(frozen=True)
class Medium:
    """Where a document is shown: its page template, styles, scripts, and how things look there.

    ``formula`` makes HTML of LaTeX, ``picture`` the URI of a figure's picture.
    """

    name: Literal["screen", "print"]
    template: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    formula: Callable[..., str]
    picture: Callable[[Figure], str]


def render(document: Document, medium: Medium, templates: Sequence[Path], **values: Any) -> str:
    """Return a whole HTML page; templates and styles are looked for in ``templates``, in order.

    ``values`` are what the template shows beside the document. RenderError when a template is
    missing or wrong.
    """
    try:
        return _Renderer(document, medium, templates).page(values)
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
        self._theme = read_theme(templates)
        self._placed = {placed.anchor: placed for placed in document.elements}
        self._environment = Environment(
            loader=FileSystemLoader([str(root) for root in templates]),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=COMPILED,
        )
        self._environment.policies["json.dumps_kwargs"] = _JSON
        self._environment.filters.update(FORMATS)
        self._environment.filters.update(prose=self._prose, inline=self._inline, whole=self._whole)
        self._environment.globals.update(
            document=document,
            medium=medium.name,
            meta=document.meta,
            highlight=lambda text, language: Markup(highlight(text, language)),
            aligned=aligned,
            aligned_rows=aligned_rows,
            picture=medium.picture,
            values=PageValues(document),
            theme=self._theme,
        )

    def page(self, values: Mapping[str, Any]) -> str:
        own = self._theme.style(screen=self._medium.name == "screen")
        face = face_of_formulas(tuple(self._templates)) if self._medium.name == "screen" else ""
        style = Markup(f"{face}{style_sheet(self._medium.styles, self._templates)}\n{own}")
        scripts = Markup(script(self._medium.scripts, self._templates))
        html = self._render(self._medium.template, style=style, script=scripts, **values)
        return html if "<math" in html else html.replace(face, "", 1)

    def _prose(self, html: str) -> Markup:
        """Replace formulas and elements in the HTML of a passage."""
        html = self._whole(Markup(html))
        html = _ELEMENT.sub(lambda match: self._element(self._placed[match[1]]), html)
        if self._medium.name == "screen":
            html = html.replace(*_REACHABLE)
        return Markup(self._formulas(html))

    def _inline(self, source: str) -> Markup:
        """Render one line of Markdown: a caption, a cell, a sentence."""
        html = to_inline_html(source)
        if self._document.work is not None:
            html = legible(sanitised_inline(html))
        return Markup(self._formulas(self._whole(Markup(html))))

    def _whole(self, text: str) -> Markup:
        """Keep words whole on screen; what finishes the pages for print does it there."""
        html = escape(text)
        return Markup(keep_whole(html)) if self._medium.name == "screen" else html

    def _formulas(self, html: str) -> str:
        html = _PUNCTUATED[self._medium.name].sub(r'<span class="whole">\g<0></span>', html)
        return FORMULA.sub(
            lambda match: self._medium.formula(unescape(match[2]), block=match[1] == "1"), html
        )

    def _element(self, placed: Placed) -> str:
        partial = _PARTIALS[type(placed.element)]
        return self._render(f"partials/{partial}.html.j2", placed=placed, element=placed.element)

    def _render(self, name: str, **values: Any) -> str:
        return self._environment.get_template(name).render(**values)
