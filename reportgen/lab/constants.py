"""Find the calculations of prose that fail whatever is measured; evaluates nothing."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from reportgen.lab.calls import Finding

_DIVISIONS = (nodes.Div, nodes.FloorDiv, nodes.Mod)
_ARITHMETIC = (*_DIVISIONS, nodes.Add, nodes.Sub)


def constant_findings(node: nodes.BinExpr) -> Iterator[Finding]:
    """Yield a division by zero, and a calculation that mixes a text and a number."""
    left, right = _constant(node.left), _constant(node.right)
    if isinstance(left, str) and isinstance(node, nodes.Mod):
        return  # "%d" % 0 writes a number into a text
    if isinstance(node, _DIVISIONS) and _is_number(right) and right == 0:
        yield Finding(node, str(right), "division par zéro")
    elif isinstance(node, _ARITHMETIC) and _is_mixed(left, right):
        text = left if isinstance(left, str) else right
        hint = "ôter les guillemets du nombre, ou joindre les deux par « ~ »"
        message = f"calcul entre un nombre et le texte « {text} »"
        yield Finding(node, str(text), message, hint)


def _constant(node: nodes.Expr) -> object:
    """Return the value of a constant, None for anything else."""
    if isinstance(node, nodes.Neg):
        return _constant(node.node)  # its sign changes nothing here
    return node.value if isinstance(node, nodes.Const) else None


def _is_mixed(left: object, right: object) -> bool:
    return (isinstance(left, str) and _is_number(right)) or (
        _is_number(left) and isinstance(right, str)
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
