"""The expressions of ``:attendu:``: values of the lab, by their names and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from reportgen.lab.problems import Problem
from reportgen.lab.prose import Parsed

_VALUE = (nodes.Getattr, nodes.Getitem, nodes.Name, nodes.Const, nodes.Tuple, nodes.Neg)


def expected_problems(parsed: Parsed) -> Iterator[Problem]:
    """Yield what an expected value may not be: a computation, a call, a text."""
    if not parsed.prose.source:
        return
    value = expected_node(parsed)
    if value is None or any(not isinstance(node, _VALUE) for node in (value, *_below(value))):
        hint = "nommer des valeurs, comme runs.a.params, runs.b.params"
        yield Problem(parsed.prose.place, "« :attendu: » : calcul ou appel non admis", hint)
    elif not any(isinstance(node, nodes.Name) for node in (value, *_below(value))):
        hint = "écrire par exemple runs.brut.params"
        yield Problem(parsed.prose.place, "« :attendu: » ne nomme aucune valeur du TP", hint)


def expected_node(parsed: Parsed) -> nodes.Node | None:
    """Return the tree of the only expression of a prose; None when there is anything else."""
    outputs = parsed.tree.body
    if len(outputs) != 1 or not isinstance(outputs[0], nodes.Output):
        return None
    values = outputs[0].nodes
    return values[0] if len(values) == 1 else None


def _below(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _below(child)
