"""Keep code and formulas of Markdown away from Jinja, and put them back after it has run.

Shielded are code spans, fenced code, ``$…$`` and ``$$…$$``, as the Markdown stage will read
them. Nothing is evaluated here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

FORMULA_LABEL = re.compile(r"\$\$[^\S\n]*\(([\w-]+)\)[^\S\n]*$", re.MULTILINE)
"""The label of a formula, at the end of its line: ``$$ … $$ (eq-perte)``."""

_OPEN, _CLOSE = "\ue010", "\ue011"
_SENTINEL = re.compile(f"{_OPEN}(\\d+)\n*{_CLOSE}")
_LABELLED = re.compile(rf"^{_SENTINEL.pattern}[^\S\n]*\(([^)$\n]+)\)[^\S\n]*$", re.MULTILINE)

_JINJA = re.compile(
    r"""
    \{\{(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?!\}\}).)*(?:\}\}|\Z)
    | \{%(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?!%\}).)*(?:%\}|\Z)
    | \{\#.*?(?:\#\}|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
# Fences may stand in lists and quotes, hence the prefix; an unclosed one runs to the end.
_FENCE = re.compile(
    r"""
    ^(?P<before>[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*)
    (?P<mark>`{3,}|~{3,})[^`\n]*\n
    (?:.*?^[ \t>]*(?P=mark)[`~]*[ \t]*$|.*\Z)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_BLOCK_FORMULA = re.compile(r"^[ \t>]*\$\$(?:\\.|[^\\$]|\$(?!\$))*\$\$", re.DOTALL | re.MULTILINE)
_FORMULA = re.compile(
    r"\$\$(?:\\.|(?!\n[ \t]*\n)[^\\$])+\$\$|\$(?!\$)(?:\\.|(?!\n[ \t]*\n)[^\\$])+\$", re.DOTALL
)
_ESCAPED = re.compile(r"\\[`$\\]")
_OURS = re.compile(f"[{_OPEN}{_CLOSE}]")

_STOPS = re.compile(
    rf"""
    [{{`$\\~{_OPEN}{_CLOSE}]
    | ^(?=[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(?:```|~~~|\$\$))
    """,
    re.VERBOSE | re.MULTILINE,
)


class Shielded(NamedTuple):
    """Text for Jinja with a sentinel in place of each protected span; line ends are kept."""

    text: str
    kept: tuple[str, ...]


def shield(source: str) -> Shielded:
    """Return Markdown whose code and formulas Jinja will not see.

    >>> shield("`{{ a }}` et {{ b }}").kept
    ('`{{ a }}`',)
    """
    pieces: list[str] = []
    kept: list[str] = []
    position = 0
    while found := _STOPS.search(source, position):
        pieces.append(source[position : found.start()])
        position = found.start()
        end, protect = _span(source, position)
        span = source[position:end]
        if protect:
            pieces.append(f"{_OPEN}{len(kept)}" + "\n" * span.count("\n") + _CLOSE)
            kept.append(span)
        else:
            pieces.append(span)
        position = end
    pieces.append(source[position:])
    return Shielded("".join(pieces), tuple(kept))


def restore(text: str, kept: tuple[str, ...]) -> str:
    """Return the text with every protected span back; the inverse of :func:`shield`."""
    return _SENTINEL.sub(lambda match: kept[int(match[1])], text)


def formulas(source: str) -> Iterator[tuple[str, int]]:
    r"""Yield the LaTeX of each formula of some Markdown, with its line from 1.

    >>> list(formulas("a\n$x$ et `$y$`"))
    [('x', 2)]
    """
    text, kept = shield(source)
    for match in _SENTINEL.finditer(text):
        span = kept[int(match[1])]
        opening = re.match(r"[ \t>]*(\${1,2})", span)
        if opening:
            line = text.count("\n", 0, match.start()) + 1
            yield span[opening.end() : -len(opening[1])], line


def misnamed(source: str) -> Iterator[tuple[str, int]]:
    r"""Yield what stands in the place of a formula's label and can be none, with its line from 1.

    >>> list(misnamed("$$ x $$ (eq-x)\n\n$$ y $$ (eq y)"))
    [('eq y', 3)]
    """
    text, kept = shield(source)
    for match in _LABELLED.finditer(text):
        written = f"{kept[int(match[1])].strip()}({match[2]})"
        if written.lstrip("> \t").startswith("$$") and not FORMULA_LABEL.search(written):
            yield match[2], text.count("\n", 0, match.start(2)) + 1


def _span(source: str, position: int) -> tuple[int, bool]:
    """Return where the construct at *position* ends, and whether it is to be protected."""
    for pattern, protect in _CONSTRUCTS:
        if match := pattern.match(source, position):
            return match.end(), protect
    ticks = re.compile("`*").match(source, position)
    return max(position + 1, ticks.end() if ticks else 0), False


_CONSTRUCTS = (
    (_FENCE, True),
    (_BLOCK_FORMULA, True),
    (_JINJA, False),
    (_ESCAPED, False),
    (_CODE, True),
    (_FORMULA, True),
    (_OURS, True),
)
