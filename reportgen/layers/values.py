"""What a value must be: French wording of an expectation with the test that goes with it.

The building blocks of argument checks; which argument expects what is said elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

from reportgen.layers.wording import quoted, whole

LARGEST_SIZE = 1_000_000
"""Bound on one size (filters, units, a side): beyond it, a definition holds a slip."""


@dataclass(frozen=True)
class Requirement:
    """An expectation: ``expected`` completes "attend …", ``accepts`` decides.

    ``choices`` are the texts that are accepted, when they can be listed.
    """

    expected: str
    accepts: Callable[[Any], bool]
    choices: tuple[str, ...] = ()


def is_whole(value: Any) -> bool:
    """Tell whole numbers from everything else; a boolean is not a number here."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Tell finite numbers from everything else; a boolean is not a number here."""
    return is_whole(value) or (isinstance(value, float) and isfinite(value))


def count(least: int = 1, most: int = LARGEST_SIZE) -> Requirement:
    """Require a whole number between two bounds, included."""
    return Requirement(
        f"un entier entre {whole(least)} et {whole(most)}",
        lambda value: is_whole(value) and least <= value <= most,
    )


def whole_number() -> Requirement:
    """Require any whole number."""
    return Requirement("un entier", is_whole)


def number() -> Requirement:
    """Require any finite number."""
    return Requirement("un nombre", is_number)


def at_least_zero() -> Requirement:
    """Require a finite number, zero or more."""
    return Requirement("un nombre positif ou nul", lambda value: is_number(value) and value >= 0)


def above_zero() -> Requirement:
    """Require a finite number above zero."""
    return Requirement("un nombre strictement positif", lambda v: is_number(v) and v > 0)


def rate() -> Requirement:
    """Require a number from 0 (included) to 1 (excluded)."""
    return Requirement(
        "un nombre de 0 (inclus) à 1 (exclu)", lambda value: is_number(value) and 0 <= value < 1
    )


def proportion() -> Requirement:
    """Require a number from 0 to 1, both included."""
    return Requirement("un nombre de 0 à 1", lambda value: is_number(value) and 0 <= value <= 1)


def flag() -> Requirement:
    """Require a boolean."""
    return Requirement("true ou false", lambda value: isinstance(value, bool))


def text() -> Requirement:
    """Require a text that is not empty."""
    return Requirement("un texte", lambda value: isinstance(value, str) and value != "")


def one_of(*choices: str) -> Requirement:
    """Require one of a few texts."""
    return Requirement(
        quoted(choices), lambda value: isinstance(value, str) and value in choices, choices
    )


def either(*requirements: Requirement) -> Requirement:
    """Require what at least one of several requirements accepts."""
    return Requirement(
        " ou ".join(requirement.expected for requirement in requirements),
        lambda value: any(requirement.accepts(value) for requirement in requirements),
    )


def many(requirement: Requirement, what: str, length: int | None = None) -> Requirement:
    """Require a list, not empty, whose members all pass; ``what`` names it in French."""

    def accepts(value: Any) -> bool:
        if not isinstance(value, list | tuple) or not value:
            return False
        return length in (None, len(value)) and all(map(requirement.accepts, value))

    return Requirement(what, accepts)


def window(rank: int, least: int = 1) -> Requirement:
    """Require a size, or a list of one size for each of ``rank`` axes."""
    one = count(least)
    if rank == 1:
        return either(one, many(one, "une liste d’un seul entier", 1))
    return either(one, many(one, f"une liste de {rank} tels entiers", rank))


def borders(rank: int) -> Requirement:
    """Require widths to add or cut at each side: one, one an axis, or a pair an axis."""
    one = count(0)
    if rank == 1:
        return either(one, many(one, "une liste [début, fin]", 2))
    axis = either(one, many(one, "[début, fin]", 2))
    return either(one, many(axis, f"une liste de {rank} entiers ou de {rank} paires", rank))
