"""Check the calls of prose against the vocabulary and the names of the lab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from reportgen.lab.limits import Limits
from reportgen.lab.problems import either, suggestion
from reportgen.lab.vocabulary import FUNCTIONS, Function, Parameter

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "run": ("runs",),
    "numpy run": ("runs",),
    "dataset": ("datasets",),
    "run or dataset": ("runs", "datasets"),
    "population": ("populations",),
    "family": ("populations",),
    "population or family": ("populations",),
    "reference": ("references",),
}
"""Where the names of each kind are."""

_FEW = 8
"""Choices that a message lists although it says which one was meant."""

KINDS = {
    "run": "entraînement inconnu",
    "numpy run": "entraînement inconnu",
    "dataset": "jeu de données inconnu",
    "run or dataset": "entraînement ou jeu de données inconnu",
    "population": "population inconnue",
    "family": "famille inconnue",
    "population or family": "population ou famille inconnue",
    "reference": "référence inconnue",
}


@dataclass(frozen=True)
class Finding:
    """What is wrong at a node; ``needle`` is the text of the source that shows it."""

    node: nodes.Node
    needle: str
    message: str
    hint: str | None = None


@dataclass(frozen=True)
class Names:
    """What a lab defines; ``references`` are the ids of questions and of elements.

    ``unvalidated`` are the runs whose dataset has no validation split, ``of_keras`` those that
    Keras trains. ``populations`` holds the members of ``families`` too. ``in_answers`` are ids
    that exist, but only in answers, which the reader of this prose may not have. ``layers`` and
    ``metrics`` are what runs have of them, for the runs where it is known. ``doubtful`` are the
    sections that lost a name to a mistake said elsewhere, "references" among them. ``limits`` are
    how far the numbers of prose may go.
    """

    runs: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    unvalidated: frozenset[str] = frozenset()
    of_keras: frozenset[str] = frozenset()
    populations: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    in_answers: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    layers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    metrics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    def has(self, name: str) -> bool:
        """Tell whether anything of the lab has this name."""
        return any(name in self.of(what) for what in _SECTIONS)

    def lack(self, what: str, name: object) -> bool:
        """Tell whether a kind of argument surely has no such name."""
        return name not in self.of(what) and self.doubtful.isdisjoint(_SECTIONS[what])

    def of(self, what: str) -> frozenset[str]:
        """Return the names that a kind of argument accepts."""
        return {
            "run": self.runs,
            "numpy run": self.runs - self.of_keras,
            "dataset": self.datasets,
            "run or dataset": self.runs | self.datasets,
            "population": self.populations,
            "family": self.families,
            "population or family": self.populations | self.families,
            "reference": self.references,
        }[what]


def call_findings(call: nodes.Call, name: str, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with the name, the number and the values of the arguments."""
    function = FUNCTIONS.get(name)
    if function is None:
        hint = suggestion(name, FUNCTIONS)
        yield Finding(call, name, f"fonction inconnue « {name} »", hint)
        return
    yield from _count(call, name, function)
    yield from _repeated(call, name, function, names)
    yield from _parts(call, function, names)
    for argument, parameter in zip(call.args, positional_parameters(call, function), strict=False):
        yield from _value(argument, parameter, names)
    for option in call.kwargs:
        yield from _option(option, name, function, names)


def positional_parameters(call: nodes.Call, function: Function) -> list[Parameter]:
    """Return the parameter of each positional argument; options may be given in order."""
    if function.rest is None:
        return [*function.required, *function.options]
    rest = function.rests.get(_text(call.args[:1]), function.rest)
    return [*function.required, *[rest] * len(call.args)]


def _text(arguments: list[nodes.Expr]) -> str:
    """Return the text of a first argument, "" when it is not one."""
    first = arguments[0] if arguments else None
    return str(first.value) if isinstance(first, nodes.Const) else ""


def _count(call: nodes.Call, name: str, function: Function) -> Iterator[Finding]:
    if call.dyn_args is not None or call.dyn_kwargs is not None:
        return
    given = {option.key for option in call.kwargs}
    missing = [p.name for p in function.required[len(call.args) :] if p.name not in given]
    count, least = len(call.args), len(function.required) + function.least
    most = len(function.required) + len(function.options)
    if missing:
        yield Finding(call, name, f"« {name} » : argument « {missing[0]} » manquant")
    elif function.rest is None and count > most:
        arguments = f"{most} argument{'s' if most > 1 else ''}"
        message = f"« {name} » : attendu : au plus {arguments} ; reçu : {count}"
        yield Finding(call, name, message, "mettre le texte entre guillemets droits")
    elif function.rest is not None and count < least:
        hint = f'écrire {name}({"…, " * len(function.required)}"nom")'
        rest = function.rests.get(_text(call.args[:1]), function.rest)
        what = "une population" if rest.what.startswith("population") else "un entraînement"
        yield Finding(call, name, f"« {name} » : nommer au moins {what}", hint)


def _repeated(call: nodes.Call, name: str, function: Function, names: Names) -> Iterator[Finding]:
    """Yield a number of runs or of populations that the first argument does not allow."""
    topic, repeated = _text(call.args[:1]), call.args[1:]
    least, most = function.counts.get(topic, (0, None))
    known = all(isinstance(n, nodes.Const) and n.value not in names.families for n in repeated)
    count = len(repeated)
    if not count or not known or call.dyn_args is not None:
        return
    if count < least or (most is not None and count > most):
        rest = function.rests.get(topic, function.rest)
        what = "population" if rest and rest.what.startswith("population") else "entraînement"
        expected = f"{'' if most else 'au moins '}{least} {what}{'s' if least > 1 else ''}"
        examples = ", ".join(f'"{letter}"' for letter in "ab"[:least])
        message = f"« {name} » sur « {topic} » : attendu : {expected} ; reçu : {count}"
        yield Finding(call, topic, message, f'écrire {name}("{topic}", {examples})')


def _parts(call: nodes.Call, function: Function, names: Names) -> Iterator[Finding]:
    """Yield the layers and the metrics that the runs named by the call do not have."""
    runs = [node.value for node in call.args if isinstance(node, nodes.Const)]
    for option in call.kwargs:
        what = function.keywords.get(option.key, Parameter("")).what
        known, noun = {
            "layer": (names.layers, "n’a pas de couche"),
            "metric": (names.metrics, "ne suit pas de mesure"),
        }.get(what, ({}, ""))
        for node in _texts(option.value):
            run = next((r for r in runs if r in known and node.value not in known[r]), None)
            if run is not None:
                hint = suggestion(node.value, dict.fromkeys(known[run]))
                yield Finding(node, node.value, f"« {run} » {noun} « {node.value} »", hint)


def _texts(node: nodes.Expr) -> Iterator[nodes.Const]:
    """Yield a text, or the texts of a list."""
    for item in node.items if isinstance(node, nodes.List | nodes.Tuple) else [node]:
        if isinstance(item, nodes.Const) and isinstance(item.value, str):
            yield item


def _option(
    option: nodes.Keyword, name: str, function: Function, names: Names
) -> Iterator[Finding]:
    parameter = function.keywords.get(option.key)
    if parameter is None:
        hint = suggestion(option.key, function.keywords)
        message = f"« {name} » n’a pas d’option « {option.key} »"
        yield Finding(option, option.key, message, hint)
    else:
        yield from _value(option.value, parameter, names)


def _value(node: nodes.Expr, parameter: Parameter, names: Names) -> Iterator[Finding]:
    if not isinstance(node, nodes.Const):
        return
    value, shown = node.value, str(node.value)
    if parameter.what == "value":
        if parameter.choices and not parameter.numbers and value not in parameter.choices:
            hint = suggestion(shown, parameter.choices, most=0)
            # The list of all topics would drown the one that was meant.
            listed = len(parameter.choices) <= _FEW or hint is None
            expected = f"attendu : {either(parameter.choices)} ; reçu : « {shown} »"
            message = expected if listed else f"valeur inconnue « {shown} »"
            yield Finding(node, shown, f"« {parameter.name} » : {message}", hint)
    elif parameter.what in ("layer", "metric", "flag"):
        return  # see _parts and lab.amounts
    elif parameter.what == "reference" and value in names.in_answers:
        hint = "déplacer le renvoi dans une réponse, ou ce qu’il désigne dans l’énoncé"
        message = f"« {shown} » n’est que dans une réponse, que le sujet n’a pas"
        yield Finding(node, shown, message, hint)
    elif parameter.what == "numpy run" and value in names.of_keras:
        hint = "lui donner « engine: numpy », ou en nommer un autre"
        yield Finding(node, shown, f"« {shown} » est entraîné par Keras", hint)
    elif names.lack(parameter.what, value):
        hints = _other_kind(shown, names), suggestion(shown, sorted(names.of(parameter.what)))
        hint = " ; ".join(filter(None, hints)) or None
        yield Finding(node, shown, f"{KINDS[parameter.what]} « {shown} »", hint)


def _other_kind(name: str, names: Names) -> str | None:
    """Return what else of the lab has this very name."""
    kinds = {
        "un entraînement": names.runs,
        "une famille": names.families,
        "une population": names.populations,
        "un jeu de données": names.datasets,
        "un modèle": names.models,
    }
    return next((f"c’est {kind}" for kind, known in kinds.items() if name in known), None)
