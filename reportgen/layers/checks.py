"""Check the arguments of a layer, optimizer or loss before Keras sees them; never raises.

Shapes are not looked at: see :mod:`reportgen.layers.inference`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.lab.types import Call, LayerSpec
from reportgen.layers import catalogue
from reportgen.layers.catalogue import Argument, Kind
from reportgen.layers.combinations import combination_issues
from reportgen.layers.issues import ConfigIssue
from reportgen.layers.nested import as_call
from reportgen.layers.requirements import NESTED, requirement
from reportgen.layers.settings import Settings, resolve
from reportgen.layers.values import Requirement, above_zero
from reportgen.layers.wording import nearest, quoted, shown

Arguments = Mapping[str, Argument]

_A_KIND: Mapping[Kind, str] = {
    "layers": "une couche",
    "optimizers": "un optimiseur",
    "schedules": "un programme de taux d’apprentissage",
    "losses": "une fonction de coût",
    "metrics": "une métrique",
    "activations": "une fonction d’activation",
    "initializers": "une initialisation",
    "regularizers": "une régularisation",
    "constraints": "une contrainte",
}

_NEEDS_PYTHON = (
    "Lambda TFSMLayer FlaxLayer JaxLayer TorchModuleWrapper RNN StackedRNNCells LSTMCell GRUCell "
    "SimpleRNNCell SpectralNormalization Pipeline"
)
_NEEDS_SEVERAL_INPUTS = (
    "Add Average Concatenate Dot Maximum Minimum Multiply Subtract Attention AdditiveAttention "
    "MultiHeadAttention GroupQueryAttention CutMix MixUp"
)
_NOT_IN_A_STACK = {
    **dict.fromkeys(_NEEDS_PYTHON.split(), "demande du code Python"),
    **dict.fromkeys(_NEEDS_SEVERAL_INPUTS.split(), "demande plusieurs entrées"),
}


def check_config(layer: LayerSpec) -> list[ConfigIssue]:
    """Return everything wrong with a layer of a stack: name, then arguments as the author wrote."""
    return layer_issues(layer) or _stack_issues(resolve(layer))


def layer_issues(layer: Call) -> list[ConfigIssue]:
    """Return what is wrong with a layer wherever it stands, in a stack or in any other graph."""
    return check_call("layers", layer) or list(combination_issues(resolve(layer)))


def check_call(kind: Kind, call: Call) -> list[ConfigIssue]:
    """Return everything wrong with the name and arguments of an optimizer, a loss and so on."""
    try:
        known = catalogue.arguments_of(kind, call.name)
    except KeyError:
        return [_unknown_name(kind, call.name)]
    owner = catalogue.class_name(kind, call.name)
    issues: list[ConfigIssue] = []
    for name, value in call.config.items():
        if name in known:
            problems = _value_problems(owner, known[name], value)
            issues += [ConfigIssue(name, message, hint) for message, hint in problems]
        else:
            issues.append(_unknown_argument(call.name, str(name), known))
    return issues + _missing(call, known)


def _missing(call: Call, known: Arguments) -> list[ConfigIssue]:
    """Return the required arguments that are not there, but for those that look misspelt."""
    misspelt = {nearest(str(name), known) for name in call.config if name not in known}
    return [
        ConfigIssue(name, f"{call.name} demande l’argument « {name} »", f"ajouter « {name}: … »")
        for name, argument in known.items()
        if argument.required and name not in call.config and name not in misspelt
    ]


def _value_problems(owner: str, argument: Argument, value: Any) -> Iterator[tuple[str, str]]:
    if value is None and not argument.required and argument.default is None:
        return
    ending = argument.name.rpartition("_")[2]
    if ending in NESTED:
        yield from _object_problems(NESTED[ending], argument.name, value)
    elif ending == "activation":
        yield from _activation_problems(argument.name, value)
    elif argument.name == "learning_rate":
        yield from _learning_rate_problems(value)
    elif argument.name == "layer":
        yield from _object_problems("layers", argument.name, value)
    else:
        yield from _plain_problems(owner, argument, value)


def _plain_problems(owner: str, argument: Argument, value: Any) -> Iterator[tuple[str, str]]:
    wanted = requirement(owner, argument)
    if wanted and not wanted.accepts(value):
        yield _received(argument.name, wanted.expected, value), _typed_instead(value, wanted)


def _object_problems(kind: Kind, name: str, value: Any) -> Iterator[tuple[str, str]]:
    call = as_call(value)
    if call is None:
        expected = f"{_A_KIND[kind]}, par son nom ou par {{Nom: {{argument: valeur}}}}"
        yield _received(name, expected, value), with_argument(kind, value)
        return
    issues = layer_issues(call) if kind == "layers" else check_call(kind, call)
    for issue in issues:
        yield f"« {name} » : {issue.message}", issue.hint


def with_argument(kind: Kind, value: Any) -> str:
    """Return how to write ``{L2: 0.001}``: with the name of the first argument; "" if unknown."""
    name, given = next(iter(value.items())) if isinstance(value, Mapping) and value else ("", None)
    try:
        known = catalogue.arguments_of(kind, str(name))
    except KeyError:
        return ""
    first = next(iter(known), None)
    return f"écrire {{{name}: {{{first}: {given}}}}}" if first else ""


def _activation_problems(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(value, str):
        hint = "pour donner des arguments, mettre à la suite une couche telle que LeakyReLU"
        yield _received(name, "le nom d’une fonction d’activation", value), hint
    elif value not in catalogue.names("activations"):
        yield from _object_problems("activations", name, value)


def _learning_rate_problems(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        yield from _object_problems("schedules", "learning_rate", value)
    elif not above_zero().accepts(value):
        expected = "un nombre strictement positif ou {Nom: {…}} pour un programme"
        yield _received("learning_rate", expected, value), _typed_instead(value, above_zero())


def _received(name: str, expected: str, value: Any) -> str:
    return f"« {name} » attend {expected} ; reçu : {shown(value)}"


def _typed_instead(value: Any, wanted: Requirement) -> str:
    if not isinstance(value, str):
        return ""
    if _is_written_number(value):
        return "écrire ce nombre sans guillemets"
    return _perhaps(nearest(value, wanted.choices))


def _is_written_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _perhaps(name: str | None) -> str:
    return f"peut-être « {name} »" if name else ""


def _unknown_name(kind: Kind, name: str) -> ConfigIssue:
    hint = _perhaps(nearest(name, catalogue.names(kind)))
    return ConfigIssue(None, f"« {name} » n’est pas {_A_KIND[kind]} de Keras", hint)


def _unknown_argument(owner: str, name: str, known: Arguments) -> ConfigIssue:
    hint = _perhaps(nearest(name, known)) or _possible(known)
    if name.isdigit():
        hint = "écrire un nombre décimal avec un point, comme 0.5"
    return ConfigIssue(name, f"{owner} n’a pas d’argument « {name} »", hint)


def _possible(known: Arguments) -> str:
    if not known:
        return "n’en donner aucun"
    label = "argument possible" if len(known) == 1 else "arguments possibles"
    return f"{label} : {quoted(known)}"


def _stack_issues(settings: Settings) -> list[ConfigIssue]:
    """Return why a layer cannot be one of a stack, where each has one input and one output."""
    way_out = "écrire le modèle en Python avec « builder »"
    if settings.name in _NOT_IN_A_STACK:
        reason = _NOT_IN_A_STACK[settings.name]
        message = f"{settings.name} {reason} et ne peut pas figurer dans une pile de couches"
        return [ConfigIssue(None, message, way_out)]
    if settings.values.get("return_state"):
        message = (
            "« return_state » donne plusieurs sorties, ce qu’une pile de couches ne peut pas "
            "transmettre"
        )
        return [ConfigIssue("return_state", message, way_out)]
    return []
