"""Check the filters of expressions: their names, their arguments, what they are given."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from reportgen.lab.attributes import COLLECTIONS, LISTS, TEXTS
from reportgen.lab.calls import Finding
from reportgen.lab.problems import suggestion
from reportgen.lab.prose import ENVIRONMENT
from reportgen.lab.ranks import Step, steps
from reportgen.lab.vocabulary import FILTERS, LIST_FILTERS, TEXT_FILTERS


def filter_findings(node: nodes.Filter | nodes.Test) -> Iterator[Finding]:
    """Yield what is wrong with a filter or a test."""
    is_filter = isinstance(node, nodes.Filter)
    ours = FILTERS if is_filter else {}
    builtin = ENVIRONMENT.filters if is_filter else ENVIRONMENT.tests
    if node.name in ours:
        yield from _arguments(node)
        yield from _value(node)
    elif node.name not in builtin:
        kind = "filtre" if is_filter else "test"
        hint = suggestion(node.name, (*ours, *builtin))
        yield Finding(node, node.name, f"{kind} inconnu « {node.name} »", hint)


def _arguments(node: nodes.Filter | nodes.Test) -> Iterator[Finding]:
    least, most = FILTERS[node.name]
    count = len(node.args) + len(node.kwargs)
    if not least <= count <= most:
        expected = str(least) if least == most else f"{least} ou {most}"
        message = f"arguments du filtre « {node.name} » : attendu : {expected}"
        yield Finding(node, node.name, f"{message} ; reçu : {count}")


def _value(node: nodes.Filter | nodes.Test) -> Iterator[Finding]:
    """Yield a text or a list given to a filter of numbers, or the other way round."""
    kind, written = _given(node.node)
    wanted = "une liste" if node.name in LIST_FILTERS else "un nombre"
    if kind and kind != wanted and node.name not in TEXT_FILTERS:
        message = f"le filtre « {node.name} » attend {wanted}"
        yield Finding(node, node.name, f"{message} ; reçu : {kind}, « {written} »")


def _given(node: nodes.Expr | None) -> tuple[str, str]:
    """Return what a filter is given and how that is written; "" when it is not known."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return "un texte", node.value
    path = steps(node) if node is not None else []
    last = path[-1] if path else 0
    if len(path) < 3 or path[0] not in COLLECTIONS or not isinstance(last, str):
        return "", ""
    kind = "une liste" if path[2:-1] == ["history"] else _kind(last)
    return kind, ".".join(map(str, path)) if all(isinstance(s, str) for s in path) else last


def _kind(value: Step) -> str:
    return "un texte" if value in TEXTS else "une liste" if value in LISTS else "un nombre"
