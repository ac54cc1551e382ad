"""Markdown to HTML without a medium; it evaluates no expression and renders no formula.

CommonMark with tables, formulas, footnotes, definition lists and coloured boxes
(``:::{note}``, ``:::{remarque}``, ``:::{attention}``, ``:::{rappel}``); raw HTML is text.
Formulas come out as ``<rg-formula>`` for the renderer of each medium; one with a label,
``$$ … $$ (eq-perte)``, in a paragraph that says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from reportgen.document.highlight import highlight
from reportgen.french.typography import typeset_html
from reportgen.lab.expressions import FORMULA_LABEL

BOXES = {
    "note": "Note",
    "remarque": "Remarque",
    "attention": "Attention",
    "rappel": "Rappel",
    "observation": "Observation",
    "interpretation": "Interprétation",
}
"""The titles of the blocks ``:::{name}``; the last two are the parts of a student’s answer."""

_BOX = re.compile(rf"^\s*\{{({'|'.join(BOXES)})\}}\s*(.*)$")


def to_html(source: str, *, scope: str = "", heading: int = 2) -> str:
    """Return Markdown as typeset HTML.

    ``scope`` keeps the anchors of footnotes apart between passages of one page; ``heading``
    is the level of a ``#`` title in the page (1–6, deeper ones stop at 6).
    """
    env = {"docId": scope, "heading": heading}
    return typeset_html(_parser().render(source, env))


@lru_cache(maxsize=4_000)
def to_inline_html(source: str) -> str:
    """Return one line of Markdown (a title, a caption, a cell) as typeset inline HTML.

    Tables say the same words many times, and both documents of a lab the same titles.
    """
    return typeset_html(_parser().renderInline(source, {"docId": "", "heading": 2}))


def formula_labels(source: str) -> tuple[str, ...]:
    """Return the labels of the formulas of some Markdown, in order."""
    if not FORMULA_LABEL.search(source):  # parsing twice costs, and most passages have none
        return ()
    return tuple(t.info for t in _parser().parse(source) if t.type == "math_block_label" and t.info)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "xhtmlOut": False, "highlight": highlight}
    ).enable("table")
    dollarmath_plugin(parser, label_normalizer=_label, double_inline=True)
    footnote_plugin(parser)
    deflist_plugin(parser)
    container_plugin(parser, "box", validate=_is_box)
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def _label(written: str) -> str:
    """Return a label as written; "" for one that could be no anchor: it names nothing."""
    return written if FORMULA_LABEL.fullmatch(f"$$({written})") else ""


def _is_box(params: str, *_: Any) -> bool:
    return _BOX.match(params) is not None


def _formula(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    token = tokens[index]
    block = token.type != "math_inline"
    # On a phone a long one scrolls, which a keyboard must be able to do.
    rest = f' data-label="{token.info}"' if token.info else ' tabindex="0"'
    mark = f'<rg-formula data-block="{int(block)}">{escapeHtml(token.content.strip())}</rg-formula>'
    alone = token.type in ("math_block", "math_block_label")
    return f'<p class="formula"{rest}>{mark}</p>\n' if alone else mark


def _box_open(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    match = _BOX.match(tokens[index].info)
    assert match is not None  # _is_box let it through
    name, title = match[1], match[2] or BOXES[match[1]]
    heading = f'<p class="box-title">{to_inline_html(title)}</p>'
    return f'<div class="box box-{name}" role="note">\n{heading}\n'


def _box_close(*_: Any) -> str:
    return "</div>\n"


def _heading(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    token.tag = f"h{min(6, int(token.tag[1]) - 1 + env['heading'])}"
    rendered: str = self.renderToken(tokens, index, options, env)
    return rendered


def _table_open(*_: Any) -> str:
    # A table wider than the page scrolls in its own box, which keyboards must reach.
    return '<div class="scroll" tabindex="0" role="group" aria-label="Tableau">\n<table>\n'


def _table_close(*_: Any) -> str:
    return "</table>\n</div>\n"


def _header_cell(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    content, end = tokens[index + 1], tokens[index + 2]
    if content.content.strip():
        tokens[index].attrSet("scope", "col")
    else:  # the corner of a table heads nothing
        tokens[index].tag = end.tag = "td"
    rendered: str = self.renderToken(tokens, index, options, env)
    return rendered


_RULES = {
    "math_inline": _formula,
    "math_inline_double": _formula,
    "math_block": _formula,
    "math_block_label": _formula,
    "container_box_open": _box_open,
    "container_box_close": _box_close,
    "heading_open": _heading,
    "heading_close": _heading,
    "table_open": _table_open,
    "table_close": _table_close,
    "th_open": _header_cell,
}
