"""Source code to HTML with Pygments' classes; the colours are the style sheet's."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from pygments import highlight as pygments_highlight
from pygments.filter import Filter
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Text
from pygments.util import ClassNotFound

_COLOURED = (
    Keyword,
    Operator.Word,
    String,
    Comment,
    Number,
    Name.Class,
    Name.Function,
    Name.Decorator,
    Name.Builtin,
)


def highlight(text: str, language: str, _attributes: str = "") -> str:
    """Return code as spans; plain escaped text when the language is unknown."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False) if language else None
    except ClassNotFound:
        lexer = None
    if lexer is None:
        return escape(text, quote=False)
    lexer.add_filter(_Coloured())
    rendered: str = pygments_highlight(text, lexer, HtmlFormatter(nowrap=True))
    return rendered


class _Coloured(Filter):  # type: ignore[misc]
    """Lets the kinds through that have a colour: five spans in six would change nothing."""

    def filter(self, lexer: Any, stream: Iterator[tuple[Any, str]]) -> Iterator[tuple[Any, str]]:
        """Yield the same text, whatever has no colour as plain text."""
        for kind, text in stream:
            yield (kind if any(kind in coloured for coloured in _COLOURED) else Text), text
