"""The forms a teacher may write where one value says several things: calls, steps, selectors.

Each parser takes a plain value and raises pydantic's custom error with a French text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from reportgen.lab.types import Call, LayerSpec
from reportgen.layers.checks import with_argument
from reportgen.layers.wording import nearest

PLAIN_STEPS = ("flatten", "grayscale", "one_hot")
STANDARDIZE_MODES = ("image", "pixel", "channel")
_STEPS = "rescale: nombre, standardize: image, pixel ou channel, flatten, grayscale ou one_hot"

LAYER_SCHEMA = {"$comment": "layer"}
"""Stands for a layer until the schema is given the names that Keras has."""

CALL_SCHEMA = {
    "oneOf": [
        {"type": "string"},
        {"type": "object", "minProperties": 1, "maxProperties": 1,
         "additionalProperties": {"type": ["object", "null"]}},
    ]
}  # fmt: skip
STEP_SCHEMA = {
    "oneOf": [
        {"enum": list(PLAIN_STEPS)},
        {"type": "object", "required": ["rescale"], "additionalProperties": False,
         "properties": {"rescale": {"type": "number", "not": {"const": 0}}}},
        {"type": "object", "required": ["standardize"], "additionalProperties": False,
         "properties": {"standardize": {"enum": list(STANDARDIZE_MODES)}}},
    ]
}  # fmt: skip
REUSED_SCHEMA = {
    "oneOf": [
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"type": "string"}},
    ]
}
SELECTOR_SCHEMA = {
    "oneOf": [
        {"type": "string"},
        {"type": "object", "required": ["layer", "index"], "additionalProperties": False,
         "properties": {"layer": {"type": "string"}, "index": {"type": "integer"}}},
    ]
}  # fmt: skip


def wrong(expected: str, received: str) -> PydanticCustomError:
    """Return the error of a value that is not what was expected; both in French."""
    message = f"attendu : {expected} ; reçu : {received}"
    return PydanticCustomError("lab", "{text}", {"text": message})


@dataclass(frozen=True)
class Selector:
    """Layers of a stack: all of a label or class name, or the one numbered ``index``."""

    name: str
    index: int | None = None


def parse_call(value: Any) -> Call:
    """Return the object of ``Name`` or ``{Name: {argument: value}}``."""
    expected = "un nom, ou {Nom: {argument: valeur}}"
    if isinstance(value, str) and value:
        return Call(value)
    if not isinstance(value, Mapping):
        raise wrong(expected, _kind(value))
    if len(value) != 1:
        raise wrong(expected, f"{len(value)} clés ({', '.join(value)})")
    ((name, config),) = value.items()
    if not isinstance(config, Mapping | None):
        example = _example(str(name), config)
        raise wrong(f"les arguments de « {name} » entre accolades", _kind(config) + example)
    return Call(name, dict(config or {}))


def _example(name: str, value: object) -> str:
    """Return how to give an object what stands in the place of its arguments: often the first."""
    if isinstance(value, list):
        return ""
    first, *others = str(value).split(",")
    given = {name: f"{first.strip()}{', …' if others else ''}"}
    hint = with_argument("layers", given) or with_argument("optimizers", given)
    return f" ; {hint}" if hint else ""


def parse_layer(value: Any) -> LayerSpec:
    """Return a layer; the argument ``name`` becomes its label."""
    call = parse_call(value)
    config = dict(call.config)
    label = config.pop("name", None)
    if label is not None and not (isinstance(label, str) and label.isidentifier()):
        raise wrong("« name » en lettres, chiffres et « _ »", _kind(label))
    return LayerSpec(call.name, config, label)


def parse_step(value: Any) -> Call:
    """Return a preprocessing step, its argument under ``divisor`` or ``mode``."""
    if isinstance(value, str) and value in PLAIN_STEPS:
        return Call(value)
    if not isinstance(value, Mapping) or len(value) != 1:
        raise wrong(_STEPS, _kind(value))
    ((name, argument),) = value.items()
    if name == "rescale" and type(argument) in (int, float) and argument != 0:
        return Call(name, {"divisor": argument})
    if name == "standardize" and argument in STANDARDIZE_MODES:
        return Call(name, {"mode": argument})
    near = nearest(str(name), ("rescale", "standardize", *PLAIN_STEPS))
    hint = f" ; peut-être « {near} »" if near not in (None, name) else ""
    raise wrong(_STEPS, f"« {name}: {argument} »{hint}")


def parse_reused(value: Any) -> dict[str, str]:
    """Return what is taken of another lab: names there, by the names they take here."""
    pairs = {name: name for name in value} if isinstance(value, list) else value
    if not isinstance(pairs, dict) or not all(map(_is_name, [*pairs, *pairs.values()])):
        raise wrong("une liste de noms, ou {nom ici: nom là-bas}", _kind(value))
    return pairs


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier()


def parse_selector(value: Any) -> Selector:
    """Return a selector of ``Name`` or ``{layer: Name, index: number}``."""
    expected = "un nom de couche, ou {layer: Nom, index: numéro}"
    if isinstance(value, str):
        return Selector(value)
    if not isinstance(value, Mapping) or set(value) != {"layer", "index"}:
        raise wrong(expected, _kind(value))
    if not isinstance(value["layer"], str) or type(value["index"]) is not int:
        raise wrong(expected, _kind(value))
    return Selector(value["layer"], value["index"])


def _kind(value: Any) -> str:
    if value is None:
        return "rien"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: …" for key in value) + "}"
    return "une liste" if isinstance(value, list) else f"« {value} »"
