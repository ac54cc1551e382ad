"""French words for counts, shapes and values in messages and derivations; decides nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

TIMES = " × "
_NARROW_SPACE = "\u202f"


def whole(number: int) -> str:
    r"""Return a whole number with French thousands separators.

    >>> whole(117750) == "117\u202f750"
    True
    """
    return f"{number:,}".replace(",", _NARROW_SPACE)


def product(*factors: int) -> str:
    """Return factors as printed in a formula.

    >>> product(5, 5, 3)
    '5 × 5 × 3'
    """
    return TIMES.join(whole(factor) for factor in factors)


def dimensions(shape: Iterable[int]) -> str:
    """Return a shape such as ``28 × 28 × 1``, or words for a shape without dimensions."""
    return product(*shape) or "aucune dimension"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count and its noun; French keeps the singular below two.

    >>> plural(1, "filtre"), plural(2, "canal", "canaux")
    ('1 filtre', '2 canaux')
    """
    return f"{whole(count)} {one if count < 2 else many or one + 's'}"


def shown(value: Any) -> str:
    """Return a value the way an author would type it in YAML, shortened beyond 60 characters."""
    if isinstance(value, str):
        text = f"« {value} »"
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def quoted(names: Iterable[str]) -> str:
    """Return names between French quotation marks, the last one after « ou »."""
    *first, last = (f"« {name} »" for name in names)
    return f"{', '.join(first)} ou {last}" if first else last


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the name that looks most like a mistyped one, whatever the case, or None.

    >>> nearest("adma", ["Adamax", "Adam", "SGD"])
    'Adam'
    """
    by_lower = {candidate.lower(): candidate for candidate in sorted(names, reverse=True)}
    found = get_close_matches(name.lower(), by_lower, n=3, cutoff=0.6)
    if not found:
        return None
    # Letters in the wrong order are the commonest slip, and difflib rates it low.
    return by_lower[next((n for n in found if sorted(n) == sorted(name.lower())), found[0])]
