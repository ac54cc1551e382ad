"""Read YAML into plain values that remember where they stand; knows nothing of labs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from warnings import catch_warnings

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reportgen.lab.problems import Problem
from reportgen.lab.syntax import syntax_message
from reportgen.lab.text import MAX_BYTES, read_text
from reportgen.lab.types import Place
from reportgen.visible import FORBIDDEN

KeyPath = tuple[str | int, ...]
"""The keys and list indices that lead to a value: ``("models", "base", "layers", 0)``."""

MAX_NODES = 20_000
"""Values in a file once aliases are expanded: more is a mistake, or a bomb."""
MAX_DEPTH = 30

_PREFIX = "tag:yaml.org,2002:"
_KINDS = ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")
_TAGS = frozenset(_PREFIX + kind for kind in _KINDS)
_NUMBERS = (_PREFIX + "int", _PREFIX + "float")


@dataclass(frozen=True)
class Source:
    """The content of a YAML file and the place of each key and value.

    ``home`` is the folder that the paths in it start from; None is that of the file. ``doubtful``
    are the top-level sections that lost a name to a mistake said elsewhere: a name that they lack
    is not a second one.
    """

    file: Path
    data: Any
    keys: Mapping[KeyPath, Place]
    values: Mapping[KeyPath, Place]
    home: Path | None = None
    doubtful: frozenset[str] = frozenset()

    @property
    def folder(self) -> Path:
        """The folder that paths start from."""
        return self.home or self.file.parent

    def value(self, path: KeyPath) -> Place:
        """Return where a value stands, or the closest thing around it that is written."""
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, Place(self.file, 1))

    def key(self, path: KeyPath) -> Place:
        """Return where the key of a value stands; the value itself in a list."""
        return self.keys[path] if path in self.keys else self.value(path)


def read_yaml(
    file: Path, most: int = MAX_BYTES, within: Path | None = None
) -> tuple[Source | None, list[Problem]]:
    """Return the content of a YAML 1.2 file, or None and what is wrong.

    ``most`` is how many bytes it may have, ``within`` the folder that links must stay in.
    """
    text = read_text(file, most, within)
    if isinstance(text, Problem):
        return None, [text]
    try:
        root = _composed(text)
    except MarkedYAMLError as error:
        return None, [_syntax_problem(file, error)]
    except (YAMLError, ValueError, RecursionError):
        hint = "vérifier parenthèses, crochets et retraits"
        return None, [Problem(Place(file, 1), "fichier YAML illisible ou trop imbriqué", hint)]
    if root is None:
        wanted = "la définition d’un TP" if within is None else "qui rend, et quel TP"
        return None, [Problem(Place(file, 1), f"fichier vide ; attendu : {wanted}")]
    reader = _Reader(file)
    data = reader.read(root, (), 0)
    if reader.too_large:
        return None, reader.problems
    lost = frozenset(reader.doubtful)
    return Source(file, data, reader.keys, reader.values, doubtful=lost), reader.problems


@lru_cache(maxsize=8)
def _composed(text: str) -> Node | None:
    """Return the nodes of a text: a lab that takes from another is read again and again."""
    with catch_warnings(action="ignore"):  # an anchor may be named twice; no English says so
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    return root


def _syntax_problem(file: Path, error: MarkedYAMLError) -> Problem:
    # What is left open is found at the end of the file, but stands where it opens.
    opened = re.search("end of stream|flow", f"{error.problem} {error.context}")
    marks = (error.problem_mark, error.context_mark)
    mark = next(filter(None, reversed(marks) if opened else marks), None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1)
    message, hint = syntax_message(error.problem or "")
    return Problem(place, message, hint)


@dataclass
class _Reader:
    """Turns nodes into values, and collects places and problems on the way."""

    file: Path
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)
    count: int = 0
    too_large: bool = False

    def read(self, node: Node, path: KeyPath, depth: int) -> Any:
        self.values[path] = self._place(node)
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            self._refuse_size(node)
            return None
        if str(node.tag) not in _TAGS:
            self._add(
                node, f"étiquette « {_shown_tag(node)} » non admise", "écrire la valeur seule"
            )
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return self._sequence(node, path, depth)
        return self._scalar(node)

    def _mapping(self, node: MappingNode, path: KeyPath, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if self.too_large:
                break
            key = self._key(key_node)
            if key is None:
                continue
            if key in result:
                first = self.keys[(*path, key)].line
                self._add(key_node, f"clé « {key} » en double, déjà écrite ligne {first}")
                if len(path) < 2:
                    self.doubtful.add(str((*path, key)[0]))
                continue
            self.keys[(*path, key)] = self._place(key_node)
            result[key] = self.read(value_node, (*path, key), depth + 1)
        return result

    def _sequence(self, node: SequenceNode, path: KeyPath, depth: int) -> list[Any]:
        result: list[Any] = []
        for index, item in enumerate(node.value):
            if self.too_large:
                break
            result.append(self.read(item, (*path, index), depth + 1))
        return result

    def _key(self, node: Node) -> str | None:
        if not isinstance(node, ScalarNode):
            self._add(node, "une clé doit être un nom ; reçu : une liste ou des accolades")
            return None
        if node.value == "<<":
            self._add(node, "la fusion « << » n’est pas admise", "utiliser « from: » et « edit: »")
            return None
        return self._text(node)

    def _scalar(self, node: Node) -> Any:
        tag, text = str(node.tag), self._text(node)
        if tag == _PREFIX + "null":
            return None
        if tag == _PREFIX + "bool":
            return text.lower() == "true"
        if tag in _NUMBERS:
            return self._number(node, text.replace("_", ""))
        return text

    def _text(self, node: Node) -> str:
        """Return a scalar without the characters that an escape may bring in."""
        text = str(node.value)
        bad = FORBIDDEN.search(text)
        if bad is not None:
            self._add(node, f"caractère U+{ord(bad[0]):04X} interdit", "le supprimer")
        return FORBIDDEN.sub("�", text)

    def _number(self, node: Node, text: str) -> int | float | None:
        try:
            number = int(text, 0) if text[:2] in ("0x", "0o") else _decimal(text)
        except ValueError:
            number = math.nan
        if (isinstance(number, float) and not math.isfinite(number)) or abs(number) > 1e15:
            self._add(node, f"nombre hors limites ; reçu : {text[:20]}")
            return None
        return number

    def _refuse_size(self, node: Node) -> None:
        if self.too_large:
            return
        self.too_large = True
        message = f"définition trop grande ; attendu : au plus {MAX_NODES} valeurs"
        if self.count <= MAX_NODES:
            message = f"définition trop imbriquée ; attendu : au plus {MAX_DEPTH} niveaux"
        self._add(node, message, "vérifier les alias « * » et les crochets")

    def _add(self, node: Node, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(self._place(node), message, hint))

    def _place(self, node: Node) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)


def _shown_tag(node: Node) -> str:
    return str(node.tag).replace(_PREFIX, "!!")


def _decimal(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)
