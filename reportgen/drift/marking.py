"""Marks around what results decide in prose: expressions that read them, branches they choose.

A mark is private-use characters around the number of the expression or branch in its passage,
which neither Jinja nor Markdown changes.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

OPEN = "\ue020{}\ue021"
CLOSE = "\ue022"
MARK = re.compile("\ue020(\\d+)\ue021|\ue022")

_BLOCK = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|[#>|\ue010]|:::|\$\$)")
"""What Markdown takes for a list, a title, a table… only at the start of a line."""

SETTLED = ("datasets", "models", "profile", "ref", "donne", "range")
"""Names that mean the same whatever the trainings gave."""

FIXED = ("title", "params", "trainable_params", "batch_size", "steps_per_epoch", "layers")
"""What a run has before it is trained."""


def mark_measured(tree: nodes.Template) -> nodes.Template:
    """Return the tree of a passage with marks around what results decide."""
    marked: nodes.Template = _Marker().visit(tree)
    return marked


def is_measured(expression: nodes.Node) -> bool:
    """Return whether an expression may read results; a name that prose itself sets always does."""
    if isinstance(expression, nodes.Getattr) and _is_fixed(expression):
        return False
    if isinstance(expression, nodes.Name):
        return expression.name not in SETTLED
    return any(is_measured(child) for child in expression.iter_child_nodes())


def _is_fixed(attribute: nodes.Getattr) -> bool:
    """Return whether this is a fixed attribute of an entry of ``runs``, or a number of images."""
    owner = attribute.node
    if attribute.attr == "count" and isinstance(owner, nodes.Getattr):
        owner = owner.node
    elif attribute.attr not in FIXED:
        return False
    entry = owner.node if isinstance(owner, nodes.Getattr | nodes.Getitem) else None
    return isinstance(entry, nodes.Name) and entry.name == "runs"


class _Marker(NodeTransformer):
    """Numbers the expressions and branches in the order of the tree."""

    def __init__(self) -> None:
        self._count = 0

    def visit_Output(self, node: nodes.Output, *_: Any) -> nodes.Output:  # noqa: N802 (Jinja)
        """Put marks around the measured expressions between two tags."""
        node.nodes = [piece for child in node.nodes for piece in self._expression(child)]
        return node

    def visit_If(self, node: nodes.If, *_: Any) -> nodes.If:  # noqa: N802 (Jinja)
        """Put the same marks around all branches of a measured condition."""
        number = self._next()
        self.generic_visit(node)
        if any(is_measured(branch.test) for branch in (node, *node.elif_)):
            for branch in (node, *node.elif_):
                branch.body = _around(branch.body, number, node.lineno)
            node.else_ = _around(node.else_, number, node.lineno) if node.else_ else []
        return node

    def _expression(self, child: nodes.Expr) -> list[nodes.Expr]:
        if isinstance(child, nodes.TemplateData) or not is_measured(child):
            return [child]
        start = nodes.TemplateData(OPEN.format(self._next()), lineno=child.lineno)
        return [start, child, nodes.TemplateData(CLOSE, lineno=child.lineno)]

    def _next(self) -> int:
        self._count += 1
        return self._count


def _around(body: list[nodes.Node], number: int, line: int) -> list[nodes.Node]:
    """Put marks around a branch, on lines of their own where Markdown needs it."""
    own_line = _BLOCK.match(_text(body, 0)) is not None
    texts = (
        OPEN.format(number) + "\n" * own_line,
        CLOSE + "\n" * _text(body, -1).endswith("\n"),
    )
    start, end = (nodes.Output([nodes.TemplateData(t, lineno=line)], lineno=line) for t in texts)
    return [start, *body, end]


def _text(body: list[nodes.Node], index: int) -> str:
    """Return the text that a branch starts (0) or ends (-1) with, "" when a tag does."""
    output = body[index] if body else None
    piece = output.nodes[index] if isinstance(output, nodes.Output) else None
    return piece.data if isinstance(piece, nodes.TemplateData) else ""
