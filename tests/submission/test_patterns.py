"""No regular expression that reads what students write takes the square of its length.

Every pattern of the modules that see their texts is searched for in long texts made of its own
letters: whatever begins to match and fails, again and again, takes seconds there.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import product
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time
from typing import Any

import pytest

import reportgen

READERS = (
    "reportgen.document",
    "reportgen.french",
    "reportgen.grading",
    "reportgen.lab.directives",
    "reportgen.lab.expressions",
    "reportgen.lab.prose",
    "reportgen.lab.source",
    "reportgen.lab.syntax",
    "reportgen.submission",
    "reportgen.visible",
)
"""Packages and modules whose patterns meet the texts of a report."""
LENGTH = 10_000
"""Characters: as many as a line may have."""
SECONDS = 0.5
"""On a busy machine; a linear search takes some thousandths, a cubic one hours."""
ELSEWHERE = {
    "reportgen.document.source._LITERAL": "spaces in a row, of which an answer has at most 500",
    "reportgen.lab.expressions._FENCE": "spaces in a row, of which an answer has at most 500",
    "reportgen.lab.prose._EXPRESSION": "searched up to the last end of an expression only",
}
"""Patterns that take the square of something that is bounded elsewhere."""
_CATEGORIES = {
    kinds.CATEGORY_DIGIT: "1",
    kinds.CATEGORY_SPACE: " ",
    kinds.CATEGORY_WORD: "a",
}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the compiled patterns of the readers, by their names, those in tables included."""
    for module in pkgutil.walk_packages(reportgen.__path__, "reportgen."):
        if module.name.startswith(READERS):
            for name, value in vars(importlib.import_module(module.name)).items():
                for found in _compiled(value):
                    yield f"{module.name}.{name}", found


def _compiled(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _compiled(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _compiled(inner)


PATTERNS: dict[str, tuple[str, re.Pattern[str]]] = {}
for _name, _found in patterns():
    PATTERNS.setdefault(_found.pattern, (_name, _found))


def letters(pattern: re.Pattern[str]) -> list[str]:
    """Return what the pattern speaks of, one letter a kind, in its order."""
    found = _letters(parser.parse(pattern.pattern, pattern.flags))
    return list(dict.fromkeys([*found, "a", " ", "\n"]))[:9]


def _letters(tree: Any) -> Iterator[str]:
    for kind, value in tree:
        if kind in (kinds.LITERAL, kinds.NOT_LITERAL):
            yield chr(value)
        elif kind is kinds.RANGE:
            yield chr(value[0])
        elif kind is kinds.CATEGORY:
            yield _CATEGORIES.get(value, "-")
        elif kind is kinds.IN:
            yield from _letters(value)
        elif kind is kinds.BRANCH:
            for branch in value[1]:
                yield from _letters(branch)
        elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.SUBPATTERN):
            yield from _letters(value[-1])
        elif kind in (kinds.ASSERT, kinds.ASSERT_NOT):
            yield from _letters(value[1])


def texts(pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield long texts of one or two of its letters, and of its first ones, that end otherwise."""
    own = letters(pattern)
    repeated = [*own, *map("".join, product(own, repeat=2)), "".join(own[:3]), "".join(own)]
    for piece in dict.fromkeys(repeated):
        yield piece * (LENGTH // len(piece)) + "\0"


@pytest.mark.parametrize(
    ("name", "pattern"), PATTERNS.values(), ids=[n for n, _ in PATTERNS.values()]
)
def test_pattern_reads_long_texts_in_linear_time(name: str, pattern: re.Pattern[str]) -> None:
    slow = []
    for text in texts(pattern):
        started = process_time()
        for _ in pattern.finditer(text):
            pass
        if process_time() - started > SECONDS:
            slow.append(text[:20])
            break
    assert bool(slow) <= (name in ELSEWHERE), slow
