"""Check the metrics, epochs and layers that prose takes out of histories and networks."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from reportgen.lab.attributes import LAYER
from reportgen.lab.calls import Finding, Names
from reportgen.lab.limits import Limit
from reportgen.lab.problems import suggestion

Step = str | int | None
"""An attribute, a rank, or a subscript that only a build can tell."""


def rank_findings(node: nodes.Node, names: Names) -> Iterator[Finding]:
    """Yield what a chain such as ``runs.brut.history.loss[20]`` asks in vain."""
    match steps(node):
        case ["runs", str(run), "history", str(metric), *rest] if run in names.metrics:
            yield from _metric(node, run, metric, names)
            yield from _epoch(node, run, metric, rest[:1], names)
        case ["runs", str(run), "layers", *rest]:
            yield from _layer(node, f"runs.{run}", names.limits.models.get(run, ""), rest, names)
        case ["models", str(model), "layers", *rest]:
            yield from _layer(node, f"models.{model}", model, rest, names)


def steps(node: nodes.Node) -> list[Step]:
    """Return ``["runs", "brut", "layers", 0]`` for ``runs.brut.layers[0]``, [] for no chain."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if not isinstance(node, nodes.Getattr | nodes.Getitem):
        return []
    before = steps(node.node)
    return [*before, _step(node)] if before else []


def _step(node: nodes.Getattr | nodes.Getitem) -> Step:
    if isinstance(node, nodes.Getattr):
        return node.attr
    argument = node.arg
    if isinstance(argument, nodes.Neg) and isinstance(argument.node, nodes.Const):
        return -argument.node.value if type(argument.node.value) is int else None
    value = argument.value if isinstance(argument, nodes.Const) else None
    return value if type(value) in (str, int) else None


def _metric(node: nodes.Node, run: str, metric: str, names: Names) -> Iterator[Finding]:
    own = names.metrics[run]
    known = own if run in names.unvalidated else (*own, *(f"val_{name}" for name in own))
    if metric not in known:
        message = f"« {run} » ne suit pas de mesure « {metric} »"
        yield Finding(node, metric, message, suggestion(metric, known))


def _epoch(
    node: nodes.Node, run: str, metric: str, rank: list[Step], names: Names
) -> Iterator[Finding]:
    limit = names.limits.epochs.get(run)
    if limit is None or not rank or not isinstance(rank[0], int):
        return
    if not -limit.count <= rank[0] < limit.count:
        message = f"« {run} » n’a que {_epochs(limit)} : pas de « {metric}[{rank[0]}] »"
        hint = f"de [0] à [{limit.count - 1}], ou [-1] pour la dernière"
        yield Finding(node, metric, message, hint)


def _epochs(limit: Limit) -> str:
    plural = "s" if limit.count > 1 else ""
    return f"{limit.count} époque{plural} dans le profil « {limit.profile} »"


def _layer(
    node: nodes.Node, owner: str, model: str, rest: list[Step], names: Names
) -> Iterator[Finding]:
    count = names.limits.layers.get(model)
    match rest:
        case [int(rank), *_] if count is not None and not -count <= rank < count:
            message = f"« {owner} » a {count} couche{'s' if count > 1 else ''}"
            hint = f"de [0] à [{count - 1}], ou [-1] pour la dernière"
            yield Finding(node, "layers", f"{message} : pas de « layers[{rank}] »", hint)
        case [_, str(value), *_] if value not in LAYER:
            message = f"une couche n’a pas de valeur « {value} »"
            yield Finding(node, value, message, suggestion(value, LAYER))
