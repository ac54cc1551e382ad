"""Derive networks from one another by edits; knows nothing of shapes or arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from reportgen.lab.definition import MAX_LAYERS, RawEdit, RawModel
from reportgen.lab.forms import Selector
from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.source import KeyPath, Source
from reportgen.lab.types import LayerSpec
from reportgen.layers.catalogue import canonical_layer

Report = Callable[[Problem], None]


@dataclass(frozen=True)
class PlacedLayer:
    """A layer and where it is written; ``set_at`` places the arguments changed by an edit."""

    spec: LayerSpec
    path: KeyPath
    set_at: Mapping[str, KeyPath] = field(default_factory=dict)

    def argument_path(self, argument: str | None) -> KeyPath:
        """Return where an argument is written, or the layer when it is not."""
        if argument is None:
            return self.path
        if argument in self.set_at:
            return self.set_at[argument]
        written = argument in self.spec.config or (argument == "name" and self.spec.label)
        return (*self.path, self.spec.name, argument) if written else self.path


Stack = tuple[PlacedLayer, ...]


class _DerivationError(Exception):
    """A model cannot be derived; its problem is already reported, or stands elsewhere."""


@dataclass
class Derivation:
    """Derives the models of a lab, each once; ``source`` places what goes wrong.

    ``known`` are all names an author may refer to, the broken models included.
    """

    models: Mapping[str, RawModel]
    known: frozenset[str]
    source: Source
    report: Report
    _done: dict[str, Stack | None] = field(default_factory=dict)
    _ambiguous: set[str] = field(default_factory=set)

    def stack(self, name: str) -> Stack | None:
        """Return the layers of a model after its edits, None when they cannot be known."""
        if name not in self._done:
            self._done[name] = None  # a model that derives from itself finds this
            with suppress(_DerivationError):
                self._done[name] = self._derive(name)
        return self._done[name]

    def _derive(self, name: str) -> Stack:
        model = self.models[name]
        if model.layers is not None:
            stack = placed(model.layers, ("models", name, "layers"))
        else:
            stack = self._parent(name, model)
        for index, edit in enumerate(model.edit or ()):
            stack = self._edit(stack, edit, ("models", name, "edit", index))
        if not self._check_labels(stack):
            self._ambiguous.add(name)
        return stack

    def _parent(self, name: str, model: RawModel) -> Stack:
        parent, path = str(model.parent), ("models", name, "from")
        if self._descends_from_itself(name):
            self._fail(path, f"le modèle « {name} » dérive de lui-même")
        if parent not in self.known:
            if "models" in self.source.doubtful:
                raise _DerivationError
            self._fail(path, f"modèle inconnu « {parent} »", suggestion(parent, self.known))
        if parent in self.models and self.models[parent].builder is not None:
            self._fail(path, f"« {parent} » est construit par du Python : rien à modifier")
        stack = self.stack(parent) if parent in self.models else None
        if stack is None or parent in self._ambiguous:
            raise _DerivationError
        return stack

    def _descends_from_itself(self, name: str) -> bool:
        seen, parent = set(), self.models[name].parent
        while parent is not None and parent in self.models and parent not in seen:
            if parent == name:
                return True
            seen.add(parent)
            parent = self.models[parent].parent
        return False

    def _edit(self, stack: Stack, edit: RawEdit, path: KeyPath) -> Stack:
        operation = edit.operation
        if operation == "append":
            result = stack + placed(edit.append or (), (*path, "append"))
        else:
            where = self._select(stack, getattr(edit, operation), (*path, operation))
            result = _EDITS[operation](stack, where, edit, path)
        if not 0 < len(result) <= MAX_LAYERS:
            expected = f"attendu : de 1 à {MAX_LAYERS} couches ; reçu : {len(result)}"
            self._fail(path, f"après cette modification : {expected}")
        return result

    def _select(self, stack: Stack, selector: Selector, path: KeyPath) -> frozenset[int]:
        found = matches(stack, selector.name)
        if not found:
            names = {la.spec.name for la in stack} | {la.spec.label or "" for la in stack} - {""}
            hint = suggestion(selector.name, sorted(names))
            self._fail(path, f"« {selector.name} » ne désigne aucune couche", hint)
        if selector.index is None:
            return frozenset(found)
        if not -len(found) <= selector.index < len(found):
            expected = f"attendu : de {-len(found)} à {len(found) - 1} ; reçu : {selector.index}"
            self._fail((*path, "index"), f"numéro de « {selector.name} » : {expected}")
        return frozenset([found[selector.index]])

    def _check_labels(self, stack: Stack) -> bool:
        """Tell whether each label designates one layer; report those that do not."""
        distinct = True
        seen: dict[str, PlacedLayer] = {}
        for layer in stack:
            label = layer.spec.label
            if label is None:
                continue
            if label in seen:
                line = self.source.value(seen[label].path).line
                message = f"deux couches s’appellent « {label} » (l’autre : ligne {line})"
                self.report(Problem(self.source.value(layer.argument_path("name")), message))
                distinct = False
            seen[label] = layer
        return distinct

    def _fail(self, path: KeyPath, message: str, hint: str | None = None) -> None:
        self.report(Problem(self.source.value(path), message, hint))
        raise _DerivationError


def placed(layers: Iterable[LayerSpec], path: KeyPath) -> Stack:
    """Return the layers of a list that stands at *path*."""
    return tuple(PlacedLayer(spec, (*path, index)) for index, spec in enumerate(layers))


def matches(stack: Sequence[PlacedLayer], name: str) -> list[int]:
    """Return the numbers of the layers with that label, else of that class."""
    labelled = [i for i, layer in enumerate(stack) if layer.spec.label == name]
    return labelled or [i for i, layer in enumerate(stack) if _same(layer.spec.name, name)]


def _same(one: str, other: str) -> bool:
    return _canonical(one) == _canonical(other)


def _canonical(name: str) -> str:
    try:
        return canonical_layer(name)
    except KeyError:
        return name


def _insert(stack: Stack, where: frozenset[int], edit: RawEdit, path: KeyPath) -> Stack:
    new = placed(edit.layers or (), (*path, "layers"))
    after = edit.insert_after is not None
    result: list[PlacedLayer] = []
    for index, layer in enumerate(stack):
        group = ((layer, *new) if after else (*new, layer)) if index in where else (layer,)
        result += group
    return tuple(result)


def _replace(stack: Stack, where: frozenset[int], edit: RawEdit, path: KeyPath) -> Stack:
    new = placed(edit.layers or (), (*path, "layers"))
    return tuple(n for i, layer in enumerate(stack) for n in (new if i in where else (layer,)))


def _remove(stack: Stack, where: frozenset[int], edit: RawEdit, path: KeyPath) -> Stack:
    return tuple(layer for index, layer in enumerate(stack) if index not in where)


def _set(stack: Stack, where: frozenset[int], edit: RawEdit, path: KeyPath) -> Stack:
    changes = dict(edit.to or {})
    at = {name: (*path, "to", name) for name in changes}
    return tuple(_changed(la, changes, at) if i in where else la for i, la in enumerate(stack))


def _changed(
    layer: PlacedLayer, changes: Mapping[str, Any], at: Mapping[str, KeyPath]
) -> PlacedLayer:
    config = {**layer.spec.config, **changes}
    label = config.pop("name", layer.spec.label)
    spec = replace(layer.spec, config=config, label=label)
    return replace(layer, spec=spec, set_at={**layer.set_at, **at})


_EDITS: Mapping[str, Callable[[Stack, frozenset[int], RawEdit, KeyPath], Stack]] = {
    "insert_after": _insert,
    "insert_before": _insert,
    "replace": _replace,
    "remove": _remove,
    "set": _set,
}
