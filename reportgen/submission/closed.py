"""The closed language of students' expressions: names, attributes, evidence functions, filters.

A whitelist of syntax: no loop, no test, no assignment, no arithmetic, no call of a value. What
is left can name results and ask for elements, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes

from reportgen.lab.attributes import COLLECTIONS
from reportgen.lab.problems import Problem
from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.types import Prose
from reportgen.lab.vocabulary import FILTERS, FUNCTIONS
from reportgen.visible import is_visible

MAX_NUMBER = 10_000
"""Largest number that an expression may hold: epochs, images, positions of layers."""
MAX_TEXT = 300
"""Characters of a text in an expression: a caption."""

_VIEWS = (*COLLECTIONS, "profile")
_ID = re.compile(r"[a-zA-Z0-9_-]{1,80}")
_TEXTS = ("id", "legende")
_VALUES = (nodes.List, nodes.Tuple, nodes.Neg, nodes.TemplateData)
_PLAIN = (nodes.Template, nodes.Output, *_VALUES)


def closed_problems(prose: Prose) -> list[Problem]:
    """Return what an answer asks for beyond the closed language, or its syntax errors."""
    parsed = parse_prose(prose)
    if isinstance(parsed, Problem):
        return [parsed]
    return [_problem(parsed, node) for node in _outside(parsed.tree)]


def _outside(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the outermost nodes that the language does not have."""
    if not _belongs(node):
        yield node
        return
    for child in node.iter_child_nodes():
        if not (isinstance(node, nodes.Call) and child is node.node):
            yield from _outside(child)


def _belongs(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Name):
        return node.ctx == "load" and node.name in _VIEWS
    if isinstance(node, nodes.Getattr):
        return not node.attr.startswith("_") and _is_view(node.node)
    if isinstance(node, nodes.Getitem):
        named = _is_constant(node.arg) and not str(_constant(node.arg)).startswith("_")
        return named and _is_view(node.node)
    if isinstance(node, nodes.Filter):
        return node.name in FILTERS and node.dyn_args is None and node.dyn_kwargs is None
    if isinstance(node, nodes.Call):
        return _calls_a_function(node)
    if isinstance(node, nodes.Const):
        return _is_small(node.value)
    if isinstance(node, nodes.Keyword):
        return node.key not in _TEXTS or _names(node.key, node.value)
    return isinstance(node, _PLAIN)


def _calls_a_function(call: nodes.Call) -> bool:
    named = isinstance(call.node, nodes.Name) and call.node.name in FUNCTIONS
    return named and call.dyn_args is None and call.dyn_kwargs is None


def _is_view(node: nodes.Node) -> bool:
    """Tell whether attributes may be asked of a value: texts and lists have methods."""
    return isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem)


def _names(key: str, value: nodes.Node) -> bool:
    """Tell whether an id or a caption is a plain text; an id names files and places in the page."""
    text = value.value if isinstance(value, nodes.Const) else None
    return isinstance(text, str) and (key != "id" or _ID.fullmatch(text) is not None)


def _is_small(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_TEXT and is_visible(value)
    return value is None or (isinstance(value, bool | int | float) and abs(value) <= MAX_NUMBER)


def _is_constant(node: nodes.Node) -> bool:
    inner = node.node if isinstance(node, nodes.Neg) else node
    return isinstance(inner, nodes.Const)


def _constant(node: nodes.Node) -> object:
    return node.value if isinstance(node, nodes.Const) else 0


def _problem(parsed: Parsed, node: nodes.Node) -> Problem:
    words = {nodes.For: "boucle", nodes.If: "condition", nodes.Assign: "affectation"}
    word = next((w for kind, w in words.items() if isinstance(node, kind)), "expression")
    message = f"{word} non admise dans un rendu"
    hint = "écrire {{ runs.NOM.… | filtre }}, ou l’appel d’une figure ou d’un tableau"
    return Problem(parsed.place(node.lineno or 1), message, hint)
