"""Check plain values against the definition and say pydantic's errors in French.

What is wrong is left out and the rest goes on, so that one pass finds every mistake.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from reportgen.french.typed import typed
from reportgen.lab.definition import RawLab
from reportgen.lab.habits import instead_of_key, instead_of_value
from reportgen.lab.problems import Problem, either, suggestion
from reportgen.lab.source import KeyPath, Source
from reportgen.layers.wording import nearest, shown

_TYPES = {
    "string_type": "un texte",
    "int_type": "un nombre entier",
    "int_from_float": "un nombre entier",
    "float_type": "un nombre",
    "bool_type": "true ou false",
    "list_type": "une liste",
    "dict_type": "des clés et des valeurs",
    "model_type": "des clés et des valeurs",
    "model_attributes_type": "des clés et des valeurs",
}
_BOUNDS = {
    "greater_than_equal": ("au moins", "ge"),
    "greater_than": ("plus de", "gt"),
    "less_than_equal": ("au plus", "le"),
    "less_than": ("moins de", "lt"),
}
_LENGTHS = {
    "too_short": ("au moins", "min_length", "élément"),
    "too_long": ("au plus", "max_length", "élément"),
    "string_too_short": ("au moins", "min_length", "caractère"),
    "string_too_long": ("au plus", "max_length", "caractère"),
}


SECTIONS = ("datasets", "models", "runs", "populations", "profiles")
"""The sections whose entries have names."""


@dataclass(frozen=True)
class Validated:
    """What is right in a definition, and the (section, name) of each entry left out.

    ``doubtful`` are the sections whose names are not all known: one misspelt, one put elsewhere.
    """

    raw: RawLab
    left_out: frozenset[tuple[str, str]]
    doubtful: frozenset[str] = frozenset()


def validate(source: Source) -> tuple[Validated, list[Problem]]:
    """Return the valid part of a definition and the problems of the rest."""
    data = copy.deepcopy(source.data)
    if not isinstance(data, dict):
        message = f"attendu : des clés telles que « title: » ; reçu : {shown(data)}"
        return _validated({}, set(), SECTIONS), [Problem(source.value(()), message)]
    try:
        return Validated(RawLab.model_validate(data), frozenset()), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    doubtful = _doubtful(data, errors)
    left_out = {name for details in errors for name in _drop(data, _path(details))}
    problems = [_problem(source, details) for details in _not_misspelt(errors)]
    return _validated(data, left_out, doubtful), problems


def _doubtful(data: dict[str, Any], errors: Sequence[ErrorDetails]) -> Iterable[str]:
    """Yield the sections that an unknown key may stand for, and those with a wrong name."""
    if any(details["type"] == "extra_forbidden" for details in errors):
        yield from (section for section in SECTIONS if section not in data)
    for details in errors:
        section, *below = _path(details)
        if not below or details["loc"][-1] == "[key]":
            yield str(section)


def _not_misspelt(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out the missing keys that an unknown key beside them was meant to be."""
    meant = {
        (*path[:-1], nearest(str(path[-1]), _allowed(path[:-1])))
        for details in errors
        if details["type"] == "extra_forbidden" and (path := _path(details))
    }
    return [d for d in errors if d["type"] != "missing" or _path(d) not in meant]


def _validated(
    data: dict[str, Any], left_out: set[tuple[str, str]], doubtful: Iterable[str]
) -> Validated:
    raw = RawLab.model_validate({"title": "…", **data})
    return Validated(raw, frozenset(left_out), frozenset(doubtful))


def _drop(data: dict[str, Any], path: KeyPath) -> Iterator[tuple[str, str]]:
    """Take the entry that *path* leads into out of *data*; yield its section and name."""
    section, name = str(path[0]), str(path[1]) if len(path) > 1 else ""
    entries = data.get(section)
    if section in SECTIONS and name and isinstance(entries, dict):
        entries.pop(name, None)
        yield section, name
    else:
        data.pop(section, None)
        yield section, ""


def _path(details: ErrorDetails) -> KeyPath:
    return tuple(part for part in details["loc"] if part != "[key]")


def _problem(source: Source, details: ErrorDetails) -> Problem:
    path, kind = _path(details), details["type"]
    if kind == "missing":
        return Problem(source.key(path[:-1]), f"clé « {path[-1]} » manquante")
    if kind == "extra_forbidden":
        key, allowed = str(path[-1]), _allowed(path[:-1])
        elsewhere = instead_of_key(key, allowed, _allowed(("training",)))
        hint = elsewhere or suggestion(key, allowed, most=14)
        return Problem(source.key(path), f"clé inconnue « {key} »", hint)
    if details["loc"][-1] == "[key]":
        message = f"nom « {path[-1]} » : attendu : lettres sans accent, chiffres et « _ »"
        return Problem(source.key(path), message)
    expected, hint = _expected(details)
    whole_entry = kind == "lab" and isinstance(details["input"], dict)
    place = source.key(path) if whole_entry else source.value(path)
    named = "" if isinstance(path[-1], int) else f"« {path[-1]} » : "
    return Problem(place, named + expected, hint)


def _expected(details: ErrorDetails) -> tuple[str, str | None]:
    kind, context, value = details["type"], details.get("ctx", {}), details["input"]
    if kind == "lab":
        return str(context["text"]), None
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(context["expected"]))
        expected = f"attendu : {either(choices)} ; reçu : {shown(value)}"
        hint = suggestion(value, choices, most=0) if isinstance(value, str) else None
        return expected, hint
    if kind in _BOUNDS:
        word, bound = _BOUNDS[kind]
        return f"attendu : {word} {_number(context[bound])} ; reçu : {shown(value)}", None
    if kind in _LENGTHS:
        return _length(kind, context, value), None
    hint = instead_of_value(_path(details), value, kind)
    return f"attendu : {_TYPES.get(kind, 'une autre valeur')} ; reçu : {_shown(value)}", hint


def _length(kind: str, context: Mapping[str, Any], value: Any) -> str:
    word, bound, unit = _LENGTHS[kind]
    limit = int(context[bound])
    plural = "s" if limit > 1 else ""
    received = "rien" if not value else str(len(value))
    return f"attendu : {word} {limit} {unit}{plural} ; reçu : {received}"


def _number(value: Any) -> str:
    return typed(value) if isinstance(value, float) else str(value)


def _shown(value: Any) -> str:
    return "rien" if value is None else shown(value)


def _allowed(path: KeyPath) -> list[str]:
    """Return the keys that the mapping at *path* may have."""
    model: type[BaseModel] = RawLab
    for part in path:
        model = next((f for n, f in _children(model) if n == part), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _children(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    for name, field in model.model_fields.items():
        for found in _models_in(field.annotation):
            yield field.alias or name, found


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
