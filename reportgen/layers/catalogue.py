"""The names and arguments of everything Keras offers by name, read from ``keras.json``.

Names are looked up in any spelling that Keras knows (``MaxPool2D``, ``mse``) and answered in
the canonical one (``MaxPooling2D``, ``mean_squared_error``). Says nothing about values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal[
    "layers",
    "optimizers",
    "schedules",
    "losses",
    "metrics",
    "activations",
    "initializers",
    "regularizers",
    "constraints",
]


@dataclass(frozen=True)
class Argument:
    """A constructor argument; ``default`` is None when required or not a JSON value."""

    name: str
    required: bool
    default: Any


@cache
def _data() -> dict[str, Any]:
    text = files("reportgen.layers").joinpath("keras.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def keras_version() -> str:
    """Return the Keras version (major.minor) that the catalogue describes."""
    return str(_data()["keras"])


@cache
def names(kind: Kind) -> frozenset[str]:
    """Return every spelling that Keras accepts for a kind of object."""
    return frozenset(_data()[kind]["names"])


@cache
def canonical(kind: Kind, name: str) -> str:
    """Return the canonical spelling of a name; case matters for layers only.

    Raises KeyError when Keras has nothing of that name.
    """
    table: dict[str, str] = _data()[kind]["names"]
    if name in table:
        return table[name]
    if kind != "layers":
        for spelling, found in table.items():
            if spelling.lower() == name.lower():
                return found
    raise KeyError(name)


@cache
def arguments_of(kind: Kind, name: str) -> Mapping[str, Argument]:
    """Return the arguments of an object, in Keras' order; KeyError when it is unknown."""
    rows = _data()[kind]["objects"][canonical(kind, name)]["arguments"]
    described = (Argument(row[0], len(row) == 1, row[1] if len(row) > 1 else None) for row in rows)
    return MappingProxyType({argument.name: argument for argument in described})


def class_name(kind: Kind, name: str) -> str:
    """Return the Python name of an object: ``MeanSquaredError`` for the loss ``mse``."""
    return str(_data()[kind]["objects"][canonical(kind, name)]["class"])


def arguments(layer: str) -> Mapping[str, Argument]:
    """Return the arguments of a layer; KeyError when Keras has no such layer."""
    return arguments_of("layers", layer)


def canonical_layer(name: str) -> str:
    """Return ``MaxPooling2D`` for ``MaxPool2D``; KeyError when Keras has no such layer."""
    return canonical("layers", name)


def canonical_metric(name: str) -> str:
    """Return ``accuracy`` for ``acc``; KeyError when Keras has no such metric."""
    # Keras resolves these two by the shape of the output and lists them nowhere.
    if name in ("acc", "ce"):
        return {"acc": "accuracy", "ce": "crossentropy"}[name]
    return "crossentropy" if name == "crossentropy" else canonical("metrics", name)
