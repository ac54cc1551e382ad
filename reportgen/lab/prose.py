"""Parse the expressions of prose and find where things stand in it; evaluates nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.lab.expressions import FORMULA_LABEL, shield
from reportgen.lab.problems import Problem
from reportgen.lab.syntax import jinja_message
from reportgen.lab.types import Place, Prose

ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
"""Jinja as documents use it; its own filters and tests are allowed."""

Node = TypeVar("Node", bound=nodes.Node)

_OPENING = re.compile(r"\{[{%#]")
_EXPRESSION = re.compile(r"\{[{%].*?[}%]\}")
"""An expression on one line, as its author sees it."""

MAX_DEPTH = 100
"""Levels of an expression: Python itself stops at a few hundred."""


@dataclass(frozen=True)
class Parsed:
    """Prose and the syntax tree of its expressions.

    ``below`` are all the nodes of the tree under its root, in the order of the text.
    """

    prose: Prose
    tree: nodes.Template
    below: tuple[nodes.Node, ...]

    def all(self, kind: type[Node]) -> Iterator[Node]:
        """Yield the nodes of a kind, in the order of the text."""
        return (node for node in self.below if isinstance(node, kind))

    def place(self, line: int, needle: str = "") -> Place:
        """Return the place of *needle* on a line of the prose, counted from 1."""
        lines = self.prose.source.split("\n")
        text = lines[line - 1] if line <= len(lines) else ""
        # Whole words only: the « r » of id="r" is not that of resume.
        found = re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", text)
        column = found.start() + 1 if found else 1
        start = self.prose.place
        offset = start.column - 1 if line == 1 else 0
        return Place(start.file, start.line + line - 1, column + offset)

    @property
    def ids(self) -> list[tuple[str, Place]]:
        """Everything that the prose names: elements, by their calls, and formulas."""
        return [*self._element_ids, *self._formula_ids]

    @property
    def _formula_ids(self) -> list[tuple[str, Place]]:
        lines = enumerate(self.prose.source.split("\n"), start=1)
        found = ((number, match) for number, line in lines if (match := FORMULA_LABEL.search(line)))
        return [(match[1], self.place(number, match[1])) for number, match in found]

    @property
    def _element_ids(self) -> list[tuple[str, Place]]:
        options = [
            option
            for call in self.all(nodes.Call)
            for option in call.kwargs
            if option.key == "id" and isinstance(option.value, nodes.Const)
        ]
        return [
            (str(o.value.as_const()), self.place(o.lineno, str(o.value.as_const())))
            for o in options
        ]


def parse_prose(prose: Prose) -> Parsed | Problem:
    """Return the syntax tree of the expressions, or what is wrong with their syntax."""
    try:
        return Parsed(prose, *_tree(prose.source))
    except TemplateSyntaxError as error:
        return _open_quotes(prose) or _misread(prose, error)
    except RecursionError:
        return Problem(prose.place, "expression trop longue ou trop imbriquée", "la couper en deux")


@lru_cache(maxsize=512)
def _tree(source: str) -> tuple[nodes.Template, tuple[nodes.Node, ...]]:
    """Return the syntax tree of a text and its nodes: every check of a lab asks for them.

    Nobody may change them. A lab of thirty questions has about three hundred texts.
    RecursionError for a tree deeper than ``MAX_DEPTH``.
    """
    text = shield(source).text
    tree = ENVIRONMENT.parse(text) if _OPENING.search(text) else _plain(text)
    return tree, tuple(_below(tree, MAX_DEPTH))


def _plain(text: str) -> nodes.Template:
    """Return the tree that Jinja gives a text without expressions, in a tenth of its time."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    data = nodes.Output([nodes.TemplateData(lines, lineno=1)], lineno=1)
    return nodes.Template([data] if lines else [], lineno=1)


def _below(node: nodes.Node, levels: int) -> Iterator[nodes.Node]:
    """Yield every node under *node*, each before those below it."""
    if not levels:
        raise RecursionError
    for child in node.iter_child_nodes():
        yield child
        yield from _below(child, levels - 1)


def _misread(prose: Prose, error: TemplateSyntaxError) -> Problem:
    start = prose.place
    place = Place(start.file, start.line + error.lineno - 1)
    return Problem(place, *jinja_message(error.message or ""))


def _open_quotes(prose: Prose) -> Problem | None:
    """Return the first expression with an odd number of quotes: Jinja sees it lines further on."""
    for number, line in enumerate(shield(prose.source).text.split("\n")):
        end = max(line.rfind("}}"), line.rfind("%}")) + 2  # what nobody closes is not looked at
        for match in _EXPRESSION.finditer(line, 0, end):
            if match[0].count('"') % 2 and "'" not in match[0]:
                start = prose.place
                column = match.start() + 1 + (0 if number else start.column - 1)
                place = Place(start.file, start.line + number, column)
                return Problem(place, 'expression mal écrite : guillemet « " » jamais fermé')
    return None


def literal_text(parsed: Parsed) -> Iterator[tuple[str, int]]:
    """Yield the text outside expressions, with the line of the prose where each part starts."""
    for node in parsed.all(nodes.TemplateData):
        yield node.data, node.lineno
