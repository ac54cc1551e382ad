"""How much a report may hold: limits that no honest report meets, and no hostile one passes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from reportgen.lab.problems import Problem
from reportgen.lab.types import Place

MAX_DEFINITION = 64_000
"""Bytes of ``rendu.yaml``."""
MAX_ANSWERS = 250_000
"""Bytes of ``reponses.md``: a hundred pages."""
MAX_ANSWER = 40_000
"""Characters of one answer."""
MAX_LINE = 10_000
"""Characters of one line: a paragraph of four pages."""
MAX_SPACES = 500
"""Spaces in a row: some readers take the square of them."""
MAX_PROBLEMS = 100
"""Problems told at once; more are counted."""

_SPACES = re.compile(rf"(?<![^\S\n])[^\S\n]{{{MAX_SPACES + 1},}}")
_COUNTED = (
    ("expressions « {{ … }} »", re.compile(r"\{\{"), 500),
    ("figures et tableaux", re.compile(r"\{\{\s*\w+\s*\("), 150),
    ("images", re.compile(r"!\["), 60),
    ("formules", re.compile(r"\$[^$]+\$"), 1_500),
    ("programmes", re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE), 600),
    ("blocs « ::: »", re.compile(r"^[ \t>]*:::", re.MULTILINE), 3_000),
    ("liens", re.compile(r"\]"), 3_000),
)
"""What a report may have so many of; fences count twice, where they open and where they close."""


def size_problems(file: Path, text: str) -> Iterator[Problem]:
    """Yield what there is too much of in the answers, their comments left out."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            yield _too_many(Place(file, number), "caractères dans une ligne", MAX_LINE, len(line))
            return
    if run := _SPACES.search(text):
        place = Place(file, text.count("\n", 0, run.start()) + 1)
        yield _too_many(place, "espaces de suite", MAX_SPACES, len(run[0]))
    for what, pattern, most in _COUNTED:
        count = sum(1 for _ in pattern.finditer(text))
        if count > most:
            yield _too_many(Place(file, 1), f"{what} dans un rendu", most, count)


def too_long(place: Place, length: int) -> Problem:
    """Return what to say of an answer longer than ``MAX_ANSWER``."""
    return _too_many(place, "caractères dans une réponse", MAX_ANSWER, length)


def first(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the first ``MAX_PROBLEMS`` problems, and one that counts the others."""
    others = len(problems) - MAX_PROBLEMS
    if others <= 0:
        return problems
    kept = problems[:MAX_PROBLEMS]
    return (*kept, Problem(kept[-1].place, f"et d’autres problèmes ; reçu : {others} de plus"))


def _too_many(place: Place, what: str, most: int, count: int) -> Problem:
    return Problem(place, f"attendu : au plus {most} {what} ; reçu : {count}")
