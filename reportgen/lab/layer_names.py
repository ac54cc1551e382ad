"""What prose may call the layers of a network: labels, class names, numbered class names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportgen.lab.types import LayerSpec


def layer_names(stack: Sequence[LayerSpec]) -> tuple[str, ...]:
    """Return every name that designates one layer of a stack, in order of the layers.

    The author's label; for a layer without one, its class, numbered from 1 (``Conv2D 1``) when
    several have none; and any class that stands once.
    """
    unnamed = Counter(layer.name for layer in stack if not layer.label)
    classes = Counter(layer.name for layer in stack)
    names: list[str] = []
    seen: Counter[str] = Counter()
    for layer in stack:
        seen[layer.name] += not layer.label
        numbered = f"{layer.name} {seen[layer.name]}" if unnamed[layer.name] > 1 else layer.name
        names.append(layer.label or numbered)
        if classes[layer.name] == 1:
            names.append(layer.name)
    return tuple(dict.fromkeys(names))
