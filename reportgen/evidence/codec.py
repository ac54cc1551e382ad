"""Elements as plain JSON values and back, so that what was computed once can be kept."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from reportgen.evidence.elements import Code, Column, Data, Element, Figure, Group, Remark, Table

_TYPES: Mapping[str, type[Element]] = {t.__name__: t for t in (Table, Figure, Code, Remark, Group)}


def encode(element: Element) -> dict[str, Any]:
    """Return the element as JSON values; TypeError for an element of an unknown type."""
    name = type(element).__name__
    if name not in _TYPES:
        msg = f"no way to keep a {name}"
        raise TypeError(msg)
    return {"type": name} | {f.name: _plain(getattr(element, f.name)) for f in fields(element)}


def decode(value: Mapping[str, Any]) -> Element:
    """Return the element that :func:`encode` was given; KeyError or TypeError for other values."""
    made = {name: _restore(name, item) for name, item in value.items() if name != "type"}
    return _TYPES[value["type"]](**made)


def _plain(value: Any) -> Any:
    if isinstance(value, Element):
        return encode(value)
    if isinstance(value, Data | Column):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.item() if hasattr(value, "item") else value  # NumPy's numbers


def _restore(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "png":
        return b64decode(value)
    if name == "data":
        return Data(tuple(value["columns"]), tuple(map(tuple, value["rows"])))
    if name == "columns":
        return tuple(Column(**column) for column in value)
    if name == "elements":
        return tuple(map(decode, value))
    if name in ("rows", "footer"):
        return tuple(map(tuple, value))
    return tuple(value) if name == "sentences" else value
