"""What authors write by habit where a definition takes something else, and what to write."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from reportgen.lab.source import KeyPath

_OF_OPTIMIZERS = {
    "learning_rate": "Adam: {learning_rate: …}",
    "lr": "Adam: {learning_rate: …}",
    "momentum": "SGD: {momentum: …}",
    "weight_decay": "AdamW: {weight_decay: …}",
}


def instead_of_value(path: KeyPath, value: Any, wanted: str) -> str | None:
    """Return what to write for a value that is not of the type wanted, by pydantic's name."""
    key = path[-1]
    if wanted == "list_type" and value:
        inside = value if isinstance(value, str) else "{…}"
        return f"la mettre entre crochets : [{inside}]"
    if path[0] == "models" and len(path) == 2 and isinstance(value, list):
        return "mettre cette liste sous « layers: »"
    if key == "validation" and type(value) in (int, float):
        amount = "fraction" if value < 1 else "count"
        return f"écrire « {{from: train, {amount}: {value}}} »"
    if key == "early_stopping" and value is not None:
        patience = value if type(value) is int else 5
        return f"écrire « {{patience: {patience}}} »"
    return None


def instead_of_key(key: str, allowed: Collection[str], of_training: Collection[str]) -> str | None:
    """Return where a key belongs that has no place where it stands, among those allowed there."""
    if "training" in allowed and key in of_training:
        return "la mettre sous « training: »"
    if key in _OF_OPTIMIZERS and "optimizer" in allowed:
        return f"la donner à l’optimiseur : « optimizer: {{{_OF_OPTIMIZERS[key]}}} »"
    return None
