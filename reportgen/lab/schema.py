"""Describe ``lab.yaml`` as a JSON Schema, for editors that complete and check while one types.

It says what one file can say by itself: names that refer to one another, and shapes, are left
to ``reportgen check``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reportgen import layers
from reportgen.lab.definition import OPERATIONS, RawLab
from reportgen.lab.forms import LAYER_SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def lab_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12) of a lab definition, with the names that Keras has."""
    schema = _with_layers(RawLab.model_json_schema(by_alias=True))
    definitions = schema["$defs"]
    definitions["Layer"] = _layer()
    training = definitions["RawTraining"]["properties"]
    training["optimizer"] = _call(layers.names("optimizers"))
    training["loss"] = _call(layers.names("losses"))
    definitions["RawEdit"]["oneOf"] = [_operation(*pair) for pair in OPERATIONS.items()]
    definitions["RawModel"]["oneOf"] = [
        {"required": [way]} for way in ("layers", "from", "builder")
    ]
    return {"$schema": DIALECT, **schema, "title": "Définition d’un TP (lab.yaml)"}


def _with_layers(node: Any) -> Any:
    """Return a schema whose layers refer to the definition of a layer."""
    if node == LAYER_SCHEMA:
        return {"$ref": "#/$defs/Layer"}
    if isinstance(node, dict):
        return {key: _with_layers(value) for key, value in node.items()}
    return [_with_layers(value) for value in node] if isinstance(node, list) else node


def _layer() -> dict[str, Any]:
    """Return a layer by name, with the arguments of each one."""
    names = sorted(layers.names("layers"))
    arguments = {name: _arguments(name) for name in names}
    with_arguments = {
        "type": "object",
        "properties": arguments,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return {"oneOf": [{"enum": names}, with_arguments]}


def _arguments(layer: str) -> dict[str, Any]:
    known = layers.arguments(layer)
    required = [argument.name for argument in known.values() if argument.required]
    return {
        "type": "object" if required else ["object", "null"],
        "properties": {name: {} for name in ("name", *known)},
        "required": required,
        "additionalProperties": False,
    }


def _call(names: Iterable[str]) -> dict[str, Any]:
    # Keras takes these names in any case: the list is a help, not a limit.
    known = {"anyOf": [{"enum": sorted(names)}, {"type": "string"}]}
    with_arguments = {
        "type": "object",
        "propertyNames": known,
        "additionalProperties": {"type": ["object", "null"]},
        "minProperties": 1,
        "maxProperties": 1,
    }
    return {"anyOf": [known, with_arguments]}


def _operation(name: str, companion: str | None) -> dict[str, Any]:
    return {"required": [name, companion] if companion else [name]}
