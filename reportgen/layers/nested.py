"""Read a Keras object given as a value of an argument: ``l2`` or ``{L2: {l2: 1e-5}}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.lab.types import Call


def as_call(value: Any) -> Call | None:
    """Return the object that a value names, None when it is not written as one.

    Three ways to write it: a name, a mapping of one name to its arguments, and Keras' own
    ``{class_name: …, config: …}``.
    """
    if isinstance(value, str):
        return Call(value)
    if not isinstance(value, Mapping):
        return None
    if "class_name" in value:
        return _call(value["class_name"], value.get("config"))
    if len(value) == 1:
        [(name, config)] = value.items()
        return _call(name, config)
    return None


def _call(name: Any, config: Any) -> Call | None:
    if not isinstance(name, str) or not isinstance(config, Mapping | None):
        return None
    return Call(name, config or {})
