"""Check the numbers, the yes-or-no options and the convolutions that calls of prose ask for."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from reportgen.lab.calls import Finding, Names, positional_parameters
from reportgen.lab.limits import Limit
from reportgen.lab.vocabulary import Function, Parameter
from reportgen.layers.wording import quoted, whole


def amount_findings(
    call: nodes.Call, name: str, function: Function, names: Names
) -> Iterator[Finding]:
    """Yield the arguments that are no number, too large, too small, or neither true nor false."""
    first = call.args[0].value if call.args and isinstance(call.args[0], nodes.Const) else None
    given = [*zip(call.args, positional_parameters(call, function), strict=False)]
    given += [
        (o.value, function.keywords[o.key]) for o in call.kwargs if o.key in function.keywords
    ]
    for node, parameter in given:
        known, value = _literal(node)
        if known and parameter.what == "flag" and type(value) is not bool:
            yield _wrong(node, parameter, "true ou false", value)
        elif known and parameter.numbers and value not in parameter.choices:
            yield from _number(node, parameter, value, _limit(parameter, first, names))
    if function.convolutions and not any(parameter.what == "layer" for _, parameter in given):
        yield from _convolutions(call, name, first, names)


def _literal(node: nodes.Expr) -> tuple[bool, object]:
    """Return whether a node is a constant, and the constant."""
    if isinstance(node, nodes.Neg):
        known, value = _literal(node.node)
        return (True, -value) if known and type(value) in (int, float) else (False, None)  # type: ignore[operator]
    return (True, node.value) if isinstance(node, nodes.Const) else (False, None)


def _number(
    node: nodes.Expr, parameter: Parameter, value: object, limit: Limit | None
) -> Iterator[Finding]:
    least, most = parameter.numbers or (0, None)
    if type(value) is not int or value < least or (most is not None and value > most):
        yield _wrong(node, parameter, _expected(parameter), value)
    elif limit is not None and value >= limit.count:
        expected = f"de 0 à {whole(limit.count - 1)} dans le profil « {limit.profile} »"
        yield _wrong(node, parameter, expected, value)


def _expected(parameter: Parameter) -> str:
    least, most = parameter.numbers or (0, None)
    bound = f"d’au moins {least}" if most is None else f"de {least} à {most}"
    texts = f", {quoted(parameter.choices)}" if parameter.choices else ""
    return f"un entier {bound}{texts}"


def _limit(parameter: Parameter, first: object, names: Names) -> Limit | None:
    """Return how many there are of what a number is a rank of."""
    limits, name = names.limits, str(first)
    match parameter.of:
        case "resets":
            return limits.resets.get(name)
        case "trains":
            return limits.trains.get(name)
        case "tests":
            return limits.tests.get(limits.datasets.get(name, ""))
        case _:
            return None


def _wrong(node: nodes.Expr, parameter: Parameter, expected: str, value: object) -> Finding:
    received = f"« {value} »" if isinstance(value, str) else str(value).lower()
    message = f"« {parameter.name} » : attendu : {expected} ; reçu : {received}"
    return Finding(node, parameter.name, message)


def _convolutions(call: nodes.Call, name: str, run: object, names: Names) -> Iterator[Finding]:
    model = names.limits.models.get(str(run), "")
    if names.limits.convolutions.get(model) == 0:
        message = f"« {name} » montre des convolutions : « {run} » n’en a pas"
        yield Finding(call, name, message, "nommer un entraînement qui en a")
