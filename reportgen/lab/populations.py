"""Turn ``populations:`` into definitions that stand by themselves: heirs and families filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from reportgen.french.typed import typed
from reportgen.lab.population_definition import RawGrid, RawPenalty, RawPopulation
from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.source import KeyPath, Source
from reportgen.lab.types import FamilySpec, PopulationSpec
from reportgen.playground.settings import Network, PenaltyName, Task, Training

MAX_MEMBERS = 200
MEASURES = 50
"""Losses are measured about that often: enough for a curve, few enough to keep."""

_ACTIVATIONS = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoïde", "linear": "linéaire"}
_AXES = ("hidden", "activation", "learning_rate", "batch_size", "regularizer")


@dataclass
class Populations:
    """What can be resolved of the entries, and what is wrong with the rest.

    ``written`` are the names of all entries, those too that validation left out.
    """

    entries: Mapping[str, RawPopulation]
    written: frozenset[str]
    source: Source
    populations: dict[str, PopulationSpec] = field(default_factory=dict)
    families: dict[str, FamilySpec] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def resolve(self) -> None:
        """Fill in ``populations``, ``families`` and ``problems``."""
        for name, entry in self.entries.items():
            settings = self._inherited(name, ())
            if settings is None or not self._complete(name, entry, settings):
                continue
            if entry.grid is None:
                self.populations[name] = _spec(name, entry.title or name, settings)
            else:
                self._expand(name, entry, settings, entry.grid)

    def _inherited(self, name: str, heirs: tuple[str, ...]) -> dict[str, Any] | None:
        """Return all settings of an entry by key, None when its origin is wrong."""
        entry, path = self.entries[name], ("populations", name, "from")
        own = {key: getattr(entry, key) for key in entry.model_fields_set}
        parent = entry.parent
        if parent is None:
            return RawPopulation().model_dump() | own
        if parent in (name, *heirs):
            self._refuse(path, f"« {parent} » dérive de lui-même")
            return None
        if parent not in self.entries:
            if parent not in self.written and "populations" not in self.source.doubtful:
                hint = suggestion(parent, sorted(self.written))
                self._refuse(path, f"population inconnue « {parent} »", hint)
            return None
        if self.entries[parent].grid is not None:
            hint = "dériver de la population dont elle part"
            self._refuse(path, f"« {parent} » est une famille : rien n’en dérive", hint)
            return None
        above = self._inherited(parent, (*heirs, name))
        return None if above is None else above | own

    def _complete(self, name: str, entry: RawPopulation, settings: Mapping[str, Any]) -> bool:
        varied = set() if entry.grid is None else entry.grid.model_fields_set
        missing = [key for key in ("dataset", "hidden") if settings[key] is None]
        missing = [key for key in missing if key not in varied]
        for key in missing:
            self._refuse(("populations", name), f"« {name} » : clé « {key} » manquante")
        return not missing

    def _expand(
        self, name: str, entry: RawPopulation, settings: dict[str, Any], grid: RawGrid
    ) -> None:
        """Add the members of a family, in the order of the grid."""
        members: list[str] = []
        for values in _combinations(grid):
            member = _member_name(name, values)
            if member in members or member in self.written:
                path: KeyPath = ("populations", name, "grid")
                self._refuse(path, f"« {member} » : deux populations de ce nom")
                return
            self.populations[member] = _spec(member, _title(values), settings | values)
            members.append(member)
            if len(members) > MAX_MEMBERS:
                expected = f"attendu : au plus {MAX_MEMBERS} combinaisons"
                self._refuse(("populations", name, "grid"), f"« grid » : {expected}")
                return
        self.families[name] = FamilySpec(name, entry.title or name, tuple(members))

    def _refuse(self, path: KeyPath, message: str, hint: str | None = None) -> None:
        place = self.source.key(path) if len(path) == 2 else self.source.value(path)
        problem = Problem(place, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)


def measure_every(epochs: int) -> int:
    """Return the largest divisor of ``epochs`` that still measures MEASURES times, or 1."""
    most = max(1, epochs // MEASURES)
    return next(step for step in range(most, 0, -1) if epochs % step == 0)


def _combinations(grid: RawGrid) -> Iterator[dict[str, Any]]:
    axes = {key: getattr(grid, key) for key in _AXES if getattr(grid, key) is not None}
    for values in product(*axes.values()):
        yield dict(zip(axes, values, strict=True))


def _spec(name: str, title: str, settings: Mapping[str, Any]) -> PopulationSpec:
    kind, rate = _penalty(settings["regularizer"])
    epochs = settings["epochs"]
    return PopulationSpec(
        name=name,
        title=title,
        task=Task(
            settings["dataset"],
            settings["noise"],
            tuple(settings["features"]),
            seed=settings["seed"],
        ),
        network=Network(tuple(settings["hidden"]), settings["activation"]),
        training=Training(
            learning_rate=settings["learning_rate"],
            batch_size=settings["batch_size"],
            epochs=epochs,
            regularisation=kind,
            rate=rate,
            measure_every=measure_every(epochs),
        ),
        resets=settings["resets"],
        threshold=settings["threshold"],
    )


def _penalty(given: RawPenalty | None) -> tuple[PenaltyName, float]:
    if given is None:
        return "none", 0.0
    return ("L1", given.l1) if given.l1 is not None else ("L2", given.l2 or 0.0)


def _member_name(family: str, values: Mapping[str, Any]) -> str:
    parts = [_value_text(key, value) for key, value in values.items()]
    return re.sub(r"[^a-zA-Z0-9]+", "_", "_".join([family, *parts]))


def _value_text(key: str, value: Any) -> str:
    if key == "hidden":
        return "_".join(map(str, value)) or "0"
    if key == "regularizer":
        kind, rate = _penalty(value)
        return kind if kind == "none" else f"{kind}_{rate:g}"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _title(values: Mapping[str, Any]) -> str:
    """Return what tells a member from the others: « 3 neurones ReLU, taux 0,1 »."""
    network = [_value_label(key, values[key]) for key in ("hidden", "activation") if key in values]
    others = [_value_label(k, v) for k, v in values.items() if k not in ("hidden", "activation")]
    return ", ".join([" ".join(network), *others] if network else others)


def _value_label(key: str, value: Any) -> str:
    if key == "hidden":
        return hidden_label(value)
    if key == "activation":
        return _ACTIVATIONS[value]
    if key == "regularizer":
        kind, rate = _penalty(value)
        return "sans pénalité" if kind == "none" else f"{kind} {typed(rate)}"
    return {"learning_rate": "taux ", "batch_size": "lots de "}[key] + typed(value)


def hidden_label(hidden: tuple[int, ...] | list[int]) -> str:
    """Return hidden layers as « 3 neurones », « 2 + 2 neurones » or « sans couche cachée »."""
    if not hidden:
        return "sans couche cachée"
    return f"{' + '.join(map(str, hidden))} neurone{'s' if sum(hidden) > 1 else ''}"
