"""Read the head of ``rendu.yaml``: who hands in what. Its models and runs are a lab's matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.source import Source
from reportgen.submission.sizes import MAX_PROBLEMS
from reportgen.submission.types import Identity
from reportgen.visible import is_visible_line

KEYS = ("lab", "version", "authors", "group", "date")
"""The keys of the head."""
SECTIONS = ("models", "training", "runs")
"""The keys that ``lab.yaml`` has too."""

MAX_AUTHORS = 10
MAX_NAME = 120
_SLUG = re.compile(r"[a-zA-Z0-9_-]{1,80}")
_VERSION = re.compile(r"[0-9a-f]{12}")


def read_identity(source: Source) -> tuple[Identity | None, list[Problem]]:
    """Return the head of a definition and what is wrong with it; None without a known lab."""
    if not isinstance(source.data, dict):
        return None, [Problem(source.value(()), "attendu : des clés telles que « lab: »")]
    reader = _Reader(source, source.data)
    problems = [*reader.unknown_keys(), *reader.wrong()]
    lab = reader.text("lab")
    if not _SLUG.fullmatch(lab):
        return None, problems
    identity = Identity(
        lab=lab,
        version=reader.text("version"),
        authors=tuple(reader.authors()),
        group=reader.text("group"),
        date=reader.date(),
    )
    return identity, problems


@dataclass(frozen=True)
class _Reader:
    source: Source
    data: dict[str, Any]

    def text(self, key: str) -> str:
        value = self.data.get(key)
        return str(value).strip() if isinstance(value, str | int) else ""

    def authors(self) -> list[str]:
        value = self.data.get("authors")
        names = value if isinstance(value, list) else []
        return [name.strip() for name in names if isinstance(name, str) and name.strip()]

    def date(self) -> date | None:
        try:
            return date.fromisoformat(self.text("date"))
        except ValueError:
            return None

    def unknown_keys(self) -> Iterator[Problem]:
        unknown = (key for key in self.data if key not in (*KEYS, *SECTIONS))
        for key in islice(unknown, MAX_PROBLEMS):
            hint = suggestion(key, (*KEYS, *SECTIONS))
            yield Problem(self.source.key((key,)), f"clé inconnue « {key[:60]} »", hint)

    def wrong(self) -> Iterator[Problem]:
        """Yield what is missing or malformed."""
        if not _SLUG.fullmatch(self.text("lab")):
            yield self._at("lab", "« lab » : attendu : le nom d’un TP, tel que tp_cifar")
        if self.data.get("version") and not _VERSION.fullmatch(self.text("version")):
            yield self._at("version", "« version » : attendu : douze chiffres hexadécimaux")
        if self.data.get("date") and self.date() is None:
            yield self._at("date", "« date » : attendu : année-mois-jour, comme 2026-11-21")
        group = self.text("group")
        if len(group) > MAX_NAME or not is_visible_line(group):
            expected = f"attendu : une ligne lisible d’au plus {MAX_NAME} caractères"
            yield self._at("group", f"« group » : {expected}")
        yield from self._wrong_authors()

    def _wrong_authors(self) -> Iterator[Problem]:
        value, names = self.data.get("authors"), self.authors()
        listed = isinstance(value, list) and len(value) == len(names)
        if not names or not listed or len(names) > MAX_AUTHORS:
            expected = f"attendu : une liste de 1 à {MAX_AUTHORS} noms, comme [Ada Martin]"
            yield self._at("authors", f"« authors » : {expected}")
        elif not all(map(_is_name, names)):
            expected = f"attendu : des noms lisibles, d’une ligne d’au plus {MAX_NAME} caractères"
            yield self._at("authors", f"« authors » : {expected}")

    def _at(self, key: str, message: str) -> Problem:
        return Problem(self.source.value((key,)), message)


def _is_name(text: str) -> bool:
    """Tell whether somebody can be called so: some letter or digit, and nothing that hides."""
    some = any(character.isalnum() for character in text)
    return some and len(text) <= MAX_NAME and is_visible_line(text)
