"""Find ``:::{name}`` blocks in Markdown and read their options; knows no directive by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

_INFO = re.compile(r"^\s*\{\s*([^}\s]*)\s*\}\s*(.*?)\s*$")
_OPTION = re.compile(r"^\s*:([a-zA-Z][\w-]*):(?:[ \t]+(.*?))?[ \t]*$")
_CLOSING = re.compile(r"^\s*(:{3,})\s*$")


@dataclass(frozen=True)
class Lines:
    """Consecutive lines of a file; ``start`` is the file line of the first one, from 1."""

    text: tuple[str, ...]
    start: int

    def part(self, first: int, last: int) -> Lines:
        """Return lines *first* to *last* (excluded), counted from 0 in these lines."""
        return Lines(self.text[first:last], self.start + first)

    def stripped(self) -> Lines:
        """Return the lines without the blank ones at both ends."""
        filled = [i for i, line in enumerate(self.text) if line.strip()]
        return self.part(filled[0], filled[-1] + 1) if filled else self.part(0, 0)

    def without(self, spans: Sequence[tuple[int, int]]) -> Lines:
        """Return the lines with those of *spans* made blank, so that numbers stay right."""
        hidden = {i for first, last in spans for i in range(first, last)}
        return Lines(tuple("" if i in hidden else t for i, t in enumerate(self.text)), self.start)

    def __str__(self) -> str:
        return "\n".join(self.text)


@dataclass(frozen=True)
class Option:
    """An option line ``:key: value`` and its file line."""

    value: str
    line: int


@dataclass(frozen=True)
class Directive:
    """A fenced block: ``name`` is empty when the fence has no ``{name}``.

    ``span`` are its lines counted from 0 in the lines it was found in; ``line`` is the file
    line of its fence and ``colons`` the length of it; ``repeated`` are the option lines whose
    key was already given.
    """

    name: str
    argument: str
    options: Mapping[str, Option]
    repeated: Mapping[str, Option]
    body: Lines
    span: tuple[int, int]
    line: int
    closed: bool
    colons: int


@dataclass(frozen=True)
class Heading:
    """A Markdown title of level 1: its text, and its span in the lines it was found in."""

    text: str
    span: tuple[int, int]


def find_directives(lines: Lines) -> list[Directive]:
    """Return the directives at the top level of some Markdown, in order."""
    return [_directive(t, lines) for t in _tokens(lines) if t.type == "colon_fence"]


def find_titles(lines: Lines) -> list[Heading]:
    """Return the level-1 titles at the top level of some Markdown, in order."""
    tokens = _tokens(lines)
    found = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0:
            first, last = token.map or (0, 0)
            found.append(Heading(tokens[index + 1].content, (first, last)))
    return found


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable("inline")
    colon_fence_plugin(parser)
    return parser


def _tokens(lines: Lines) -> list[Token]:
    return _parser().parse(str(lines))


def _directive(token: Token, lines: Lines) -> Directive:
    first, last = token.map or (0, 0)
    match = _INFO.match(token.info)
    name, argument = (match[1], match[2]) if match else ("", token.info.strip())
    closed = last - first > 1 and _closes(lines.text[last - 1], token.markup)
    inside = lines.part(first + 1, last - 1 if closed else last)
    options, repeated, count = _options(inside)
    body = inside.part(count, len(inside.text))
    line = lines.start + first
    return Directive(
        name, argument, options, repeated, body, (first, last), line, closed, len(token.markup)
    )


def _closes(line: str, markup: str) -> bool:
    match = _CLOSING.match(line)
    return match is not None and len(match[1]) >= len(markup)


def _options(lines: Lines) -> tuple[dict[str, Option], dict[str, Option], int]:
    options: dict[str, Option] = {}
    repeated: dict[str, Option] = {}
    for index, text in enumerate(lines.text):
        match = _OPTION.match(text)
        if match is None:
            return options, repeated, index
        target = repeated if match[1] in options else options
        target[match[1]] = Option(match[2] or "", lines.start + index)
    return options, repeated, len(lines.text)
