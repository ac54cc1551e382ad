"""Prose that stays Markdown, for notebooks: French typography, titles in their place, plain boxes.

Formulas keep their dollars and code its backquotes; a coloured box becomes a quotation. It
evaluates nothing and renders nothing.
"""

from __future__ import annotations

import re

from reportgen.document.markdown import BOXES
from reportgen.french.typography import typeset_text
from reportgen.lab.directives import Directive, Lines, find_directives
from reportgen.lab.expressions import restore, shield

_OPEN, _CLOSE = "\ue020", "\ue021"
_LITERAL = re.compile(
    r"""
      (?<=\])\([^()\s]*(?:\s+"[^"]*")?\)     # where a link or a picture leads
    | ^[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$   # the rule of a table
    | ^[ \t]*:{3,}.*$                        # the fences of boxes
    | <[^<>\n]+>
    """,
    re.VERBOSE | re.MULTILINE,
)
_KEPT = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_TITLE = re.compile(r"^(#{1,6})(?=[ \t])", re.MULTILINE)


def typeset_markdown(source: str, *, heading: int = 1) -> str:
    r"""Return Markdown with French spaces and signs; ``heading`` is the level of a ``#`` title.

    >>> typeset_markdown("Quel code : `a : b` ?") == "Quel code\u00a0: `a : b`\u202f?"
    True
    """
    shielded, kept = shield(_quote_boxes(source))
    literal: list[str] = []

    def hide(match: re.Match[str]) -> str:
        literal.append(match[0])
        return f"{_OPEN}{len(literal) - 1}{_CLOSE}"

    text = typeset_text(_LITERAL.sub(hide, shielded))
    text = _TITLE.sub(lambda match: "#" * min(6, len(match[1]) + heading - 1), text)
    return restore(_KEPT.sub(lambda match: literal[int(match[1])], text), kept)


def _quote_boxes(source: str) -> str:
    """Return Markdown whose boxes are quotations under their bold titles."""
    lines = Lines(tuple(source.split("\n")), 1)
    text: list[str] = []
    position = 0
    for directive in find_directives(lines):
        text += lines.text[position : directive.span[0]]
        text += _quotation(directive)
        position = directive.span[1]
    return "\n".join([*text, *lines.text[position:]])


def _quotation(directive: Directive) -> list[str]:
    title = directive.argument or BOXES.get(directive.name, "")
    inside = _quote_boxes(str(directive.body.stripped())).split("\n")
    quoted = ["", *([f"**{title}**", ""] if title else []), *inside]
    return [quoted[0], *(f"> {line}".rstrip() for line in quoted[1:]), ""]
