"""Find values of the lab that prose writes without a filter: Python would format them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2 import nodes

from reportgen.lab.attributes import COLLECTIONS
from reportgen.lab.problems import Problem
from reportgen.lab.prose import Parsed
from reportgen.lab.ranks import steps

_ITEM = "[…]"
"""Stands in a path for a subscript that is not a name."""

_FILTERS: Mapping[str, str] = {
    **dict.fromkeys(("accuracy", "error", "success_rate"), "pourcent"),
    **dict.fromkeys(("loss", "best", "quartile_low", "median", "quartile_high"), "decimal(2)"),
    **dict.fromkeys(("worst", "learning_rate", "threshold"), "decimal(2)"),
    **dict.fromkeys(("seconds", "seconds_per_epoch"), "secondes"),
    **dict.fromkeys(("classes", "hidden"), "liste"),
    "gap": "points",
    "shape": "dimensions",
}
_PARTS: Mapping[str, str] = {
    "layers": "prendre une couche et une de ses valeurs, comme {path}[0].params",
    "history": "prendre une mesure et une époque, comme {path}.accuracy[-1]",
    **dict.fromkeys(("train", "validation", "test"), "en prendre une valeur, comme {path}.count"),
}


def bare_value_problems(parsed: Parsed) -> Iterator[Problem]:
    """Yield a problem for each value that needs a filter, or one of its parts, to be written."""
    for output in parsed.all(nodes.Output):
        for node in output.nodes:
            path = _path(node)
            hint = _hint(path) if path and path[0] in COLLECTIONS and len(path) > 2 else None
            if hint:
                written = ".".join(path).replace(f".{_ITEM}", _ITEM)
                place = parsed.place(node.lineno, next(n for n in reversed(path) if n != _ITEM))
                yield Problem(place, f"« {written} » ne s’écrit pas tel quel", hint)


def _hint(path: list[str]) -> str | None:
    """Return what to write instead of a value, None when it can be written."""
    *before, last = path
    if before[-1] == "history":
        return f"prendre une époque, comme {'.'.join(path)}[-1], et un filtre"
    if "history" in before:
        return "ajouter un filtre, comme « | decimal(2) »"
    if last == _ITEM:
        return "en prendre une valeur, comme ….params" if before[-1] == "layers" else None
    if last in _PARTS and before[-1] != "full":
        return _PARTS[last].format(path=".".join(path))
    return f"ajouter un filtre, comme « | {_FILTERS[last]} »" if last in _FILTERS else None


def _path(node: nodes.Node) -> list[str]:
    """Return ``["runs", "brut", "layers", "[…]"]`` for ``runs.brut.layers[0]``, [] if no chain."""
    return [step if isinstance(step, str) else _ITEM for step in steps(node)]
