"""Values that refuse unknown names and say the nearest one: the base of what prose reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from reportgen.evidence.lookup import find, unknown

View = TypeVar("View")


class Strict:
    """Base of views: an unknown attribute raises EvidenceError with the nearest name.

    Names with two underscores stay ordinary errors: Python and Jinja look for them themselves.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        fields = getattr(type(self), "__dataclass_fields__", {})
        known = {key for key in (*dir(type(self)), *fields) if not key.startswith("_")}
        raise unknown(f"attribut inconnu de {self._title()}", name, known)

    def _title(self) -> str:
        return "cette valeur"


class Names(Strict, Generic[View]):
    """Views by name, as attributes or items: ``runs.base`` or ``runs["base"]``."""

    def __init__(self, what: str, known: Mapping[str, Any], view: Callable[[str], View]) -> None:
        """*view* makes the view of a known name."""
        self._what, self._known, self._view = what, known, view

    def __getattr__(self, name: str) -> View:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> View:
        find(self._what, name, self._known)
        return self._view(name)
