"""HTML for Moodle: formulas for its MathJax filter, evidence without style sheets, files beside."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from reportgen.document.markdown import to_inline_html
from reportgen.document.types import Answer, Passage, Placed
from reportgen.document.wording import number, sentence
from reportgen.errors import RenderError
from reportgen.evidence.elements import Code, Figure, Remark, Table
from reportgen.french.typography import typeset_text
from reportgen.moodle.quiz import File, Page

_ELEMENT = re.compile(r'<rg-element data-anchor="([^"]*)"></rg-element>')
_FORMULA = re.compile(r'<rg-formula data-block="([01])">(.*?)</rg-formula>', re.DOTALL)
_DATA_URI = re.compile(r'src="data:image/([\w+.-]+);base64,([^"]*)"')
_SUFFIXES = {"jpeg": "jpg", "svg+xml": "svg"}
_PIXELS_PER_MM = 96 / 25.4


@dataclass
class Pages:
    """Turns passages of a document into pages; ``placed`` are its elements by anchor."""

    placed: Mapping[str, Placed]
    _files: dict[str, bytes] = field(default_factory=dict)

    def passage(self, passage: Passage) -> Page:
        """Return a passage; one that failed says why."""
        return self._page(passage.html or f"<p>{escape(passage.error)}</p>")

    def key(self, answer: Answer) -> Page:
        """Return an answer and its marking scheme, for the teacher who grades."""
        rows = "".join(
            f"<tr><td>{number(row.points)}</td><td>{row.html}</td></tr>" for row in answer.scheme
        )
        head = "<tr><th>Points</th><th>Critère</th></tr>"
        scheme = f"<h4>Barème</h4><table>{head}{rows}</table>" if rows else ""
        return self._page(answer.passage.html + scheme)

    def _page(self, html: str) -> Page:
        self._files = {}
        html = _ELEMENT.sub(lambda match: self._element(self.placed[match[1]]), html)
        html = _DATA_URI.sub(lambda m: f'src="{self._embedded(m)}"', html)
        files = tuple(File(name, content) for name, content in sorted(self._files.items()))
        return Page(_formulas(html), files)

    def _element(self, placed: Placed) -> str:
        element = placed.element
        if isinstance(element, Remark):
            return f"<p>{' '.join(to_inline_html(text) for text in element.sentences)}</p>"
        if isinstance(element, Table):
            return _table(element, _caption(placed))
        if isinstance(element, Code):
            return f"<p>{_caption(placed)}</p><pre>{escape(element.text)}</pre>"
        assert isinstance(element, Figure)  # groups are flattened when they are placed
        return self._figure(element, _caption(placed))

    def _figure(self, figure: Figure, caption: str) -> str:
        content = figure.svg.encode() if figure.svg is not None else figure.png
        if content is None:
            raise RenderError(f"la figure « {figure.caption} » n’a pas d’image.")
        source = self._keep(content, "svg" if figure.svg is not None else "png")
        width = round(figure.width * _PIXELS_PER_MM)
        alternative = escape(typeset_text(figure.alt))
        picture = f'<img src="{source}" alt="{alternative}" width="{width}">'
        return f"<p>{picture}</p><p>{caption}</p>"

    def _embedded(self, match: re.Match[str]) -> str:
        return self._keep(b64decode(match[2]), _SUFFIXES.get(match[1], match[1]))

    def _keep(self, content: bytes, suffix: str) -> str:
        """Keep a picture for the page, and return where the page finds it."""
        name = f"image-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
        self._files[name] = content
        return f"@@PLUGINFILE@@/{name}"


def plain_text(html: str) -> str:
    """Return one line of HTML as plain text, formulas as their LaTeX."""
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def _caption(placed: Placed) -> str:
    note = f" {to_inline_html(sentence(placed.element.note))}." if placed.element.note else ""
    return f"<strong>{placed.label}.</strong> {to_inline_html(placed.element.caption)}.{note}"


def _table(table: Table, caption: str) -> str:
    head = _row("th", (escape(column.header) for column in table.columns))
    body = "".join(_row("td", map(to_inline_html, row)) for row in table.rows)
    foot = "".join(_row("th", map(to_inline_html, row)) for row in table.footer)
    return f"<p>{caption}</p><table>{head}{body}{foot}</table>"


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


def _formulas(html: str) -> str:
    def formula(match: re.Match[str]) -> str:
        left, right = ("\\[", "\\]") if match[1] == "1" else ("\\(", "\\)")
        return f"{left}{match[2]}{right}"

    return _FORMULA.sub(formula, html)
