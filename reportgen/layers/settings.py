"""The arguments of one layer with Keras' defaults filled in; trusts that they were checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.lab.types import Call
from reportgen.layers.catalogue import arguments, canonical_layer
from reportgen.layers.requirements import rank_of

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Settings:
    """All arguments of a layer by name; ``name`` is the canonical class name."""

    name: str
    values: Mapping[str, Any]

    def __getitem__(self, argument: str) -> Any:
        return self.values[argument]

    def has(self, *wanted: str) -> bool:
        """Tell whether the layer takes all of these arguments."""
        return all(argument in self.values for argument in wanted)

    @property
    def rank(self) -> int:
        """Number of spatial axes that the name announces; 0 when it announces none."""
        return rank_of(self.name) or 0

    def size(self, argument: str) -> int:
        """Return a whole number."""
        return int(self.values[argument])

    def window(self, argument: str) -> Shape:
        """Return one whole number for each spatial axis."""
        return as_window(self.values[argument], self.rank)

    def flag(self, argument: str) -> bool:
        """Return a boolean."""
        return bool(self.values[argument])


def as_window(value: Any, rank: int) -> Shape:
    """Return one whole number an axis from a number or a list of ``rank`` numbers.

    >>> as_window(3, 2)
    (3, 3)
    """
    return (value,) * rank if isinstance(value, int) else tuple(value)


def resolve(layer: Call) -> Settings:
    """Return a layer's arguments over Keras' defaults; KeyError for an unknown layer."""
    defaults = {name: argument.default for name, argument in arguments(layer.name).items()}
    return Settings(canonical_layer(layer.name), {**defaults, **layer.config})
