"""Source code to HTML with Pygments' classes; the colours are the style sheet's."""

from __future__ import annotations

from html import escape

from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound


def highlight(text: str, language: str, _attributes: str = "") -> str:
    """Return code as spans; plain escaped text when the language is unknown."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False) if language else None
    except ClassNotFound:
        lexer = None
    if lexer is None:
        return escape(text, quote=False)
    rendered: str = pygments_highlight(text, lexer, HtmlFormatter(nowrap=True))
    return rendered
