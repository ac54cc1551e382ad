"""Bring models and runs of other labs into a definition, as if they were written there.

What an entry needs comes with it: a model's ancestors, a run's model, dataset and the training
settings of its lab. Training keys hold no names, so what both labs train is trained once.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.source import KeyPath, Source

Entries = dict[str, Any]
Find = Callable[[str], Source | str]
"""Return the source of a lab by its slug, or a French message that says why there is none."""


def reused_slugs(source: Source) -> tuple[str, ...]:
    """Return the labs that a definition takes from, in the order of the file."""
    return tuple(_requests(source))


def with_reused(source: Source, find: Find) -> tuple[Source, list[Problem]]:
    """Return the definition with the entries that its ``reuse:`` names, and what is wrong."""
    merging = _Merging(source, copy.deepcopy(source.data))
    for slug, wanted in _requests(source).items():
        other = find(slug)
        if isinstance(other, str):
            merging.lack(("reuse", slug), other)
        else:
            merging.bring(slug, other, wanted)
    doubtful = source.doubtful | merging.doubtful
    return replace(source, data=merging.data, doubtful=doubtful), merging.problems


def _requests(source: Source) -> Mapping[str, Mapping[str, str]]:
    """Return the names wanted of each lab, by the name they take here.

    What is neither a list nor a mapping is left to validation.
    """
    given = source.data.get("reuse") if isinstance(source.data, dict) else None
    requests = given.items() if isinstance(given, dict) else ()
    return {str(slug): _by_local_name(wanted) for slug, wanted in requests}


def _by_local_name(wanted: Any) -> dict[str, str]:
    if isinstance(wanted, dict):
        return {str(local): str(name) for local, name in wanted.items()}
    return {str(name): str(name) for name in wanted} if isinstance(wanted, list) else {}


@dataclass
class _Merging:
    """A definition that grows; ``source`` places what goes wrong.

    ``doubtful`` are the sections that lack what another lab should have given.
    """

    source: Source
    data: Entries
    problems: list[Problem] = field(default_factory=list)
    doubtful: frozenset[str] = frozenset()

    def lack(self, path: KeyPath, message: str, hint: str | None = None) -> None:
        self.doubtful = frozenset(("datasets", "models", "runs"))
        self.refuse(path, message, hint)

    def refuse(self, path: KeyPath, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(self.source.value(path), message, hint))

    def bring(self, slug: str, other: Source, wanted: Mapping[str, str]) -> None:
        """Add the wanted entries of another lab and what they need."""
        theirs = _Theirs(other)
        for local, name in wanted.items():
            kind = theirs.kind(name)
            if kind is None:
                hint = suggestion(name, theirs.names())
                message = f"« {slug} » n’a ni modèle ni entraînement « {name} »"
                self.lack(("reuse", slug), message, hint)
                continue
            for section, key, entry in theirs.needed(kind, name):
                here = local if (section, key) == (kind, name) else key
                self._add(slug, section, here, entry)

    def _add(self, slug: str, section: str, name: str, entry: Entries) -> None:
        entries = self.data.setdefault(section, {})
        if not isinstance(entries, dict):
            return  # validation will say so
        if entries.setdefault(name, entry) != entry:
            message = f"« {name} » existe ici et dans « {slug} », avec un autre contenu"
            hint = f"lui donner un autre nom : « {slug}: {{autre_nom: {name}}} »"
            self.refuse(("reuse", slug), message, hint)
        elif "builder" in entry:
            message = f"« {name} » de « {slug} » est écrit en Python : il ne se réutilise pas"
            self.refuse(("reuse", slug), message)


@dataclass(frozen=True)
class _Theirs:
    """The entries of another lab, whose definition is right."""

    source: Source

    def kind(self, name: str) -> str | None:
        """Return the section that has a run or a model of that name; a run comes first."""
        return next((kind for kind in ("runs", "models") if name in self._section(kind)), None)

    def names(self) -> Iterable[str]:
        """Return everything that can be asked for."""
        return [*self._section("runs"), *self._section("models")]

    def needed(self, kind: str, name: str) -> Iterator[tuple[str, str, Entries]]:
        """Yield section, name and entry: what is asked for, then what it rests on."""
        if kind == "models":
            yield from self._model(name)
            return
        run = copy.deepcopy(self._section("runs")[name])
        run["training"] = self._training(run.get("training", {}))
        yield "runs", name, run
        yield from self._model(run["model"])
        yield "datasets", run["dataset"], self._dataset(run["dataset"])

    def _model(self, name: str) -> Iterator[tuple[str, str, Entries]]:
        entry = self._section("models")[name]
        yield "models", name, entry
        if "from" in entry:
            yield from self._model(entry["from"])

    def _training(self, own: Entries) -> Entries:
        defaults = dict(self._section("training"))
        if own.keys() & {"seed", "seeds"}:
            defaults = {k: v for k, v in defaults.items() if k not in ("seed", "seeds")}
        return {**defaults, **own}

    def _dataset(self, name: str) -> Entries:
        """Return a dataset; a file of the other lab is named by its full path."""
        entry = dict(self._section("datasets")[name])
        path = self.source.file.parent / str(entry.get("path", ""))
        return entry | {"path": str(path)} if "path" in entry and path.exists() else entry

    def _section(self, name: str) -> Entries:
        found: Entries = self.source.data.get(name) or {}
        return found


def lab_file(slug: str, roots: Iterable[Path]) -> Path | None:
    """Return the definition of a lab, from the first root that has it."""
    files = (root / slug / "lab.yaml" for root in roots)
    return next((file for file in files if file.is_file()), None)


def lab_slugs(roots: Iterable[Path]) -> list[str]:
    """Return the names of all labs of some roots."""
    return [file.parent.name for root in roots for file in sorted(root.glob("*/lab.yaml"))]
