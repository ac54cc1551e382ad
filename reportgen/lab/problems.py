"""What is wrong with a lab definition, as values and as one error; finds nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import DefinitionError
from reportgen.lab.types import Place
from reportgen.layers.wording import nearest
from reportgen.visible import visible


@dataclass(frozen=True)
class Problem:
    """One mistake: where, what (a French sentence without full stop) and what to do next."""

    place: Place
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        where = Place(displayed(self.place.file), self.place.line, self.place.column)
        advice = f" ; {self.hint}" if self.hint else ""
        return visible(f"{where}: {self.message}{advice}")


class LabProblems(DefinitionError):  # noqa: N818 (the plural is the point)
    """A lab cannot be loaded; ``problems`` holds every mistake found, in file order.

    ``where`` they are ends the message.
    """

    def __init__(
        self, problems: Iterable[Problem], where: str = "dans la définition du TP"
    ) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        total = "1 problème" if count == 1 else f"{count} problèmes"
        super().__init__("\n".join([*map(str, self.problems), f"{total} {where}"]))


def displayed(file: Path) -> Path:
    """Return a path relative to the working folder when it lies inside it."""
    try:
        return file.resolve().relative_to(Path.cwd())
    except ValueError:
        return file


def suggestion(name: str, names: Iterable[str], most: int = 12) -> str | None:
    """Return « peut-être … » with the nearest valid name, else the list of them if short."""
    known = list(names)
    close = nearest(name, known)
    if close is not None:
        return f"peut-être « {close} »"
    if not known or len(known) > most:
        return None
    return "noms possibles : " + ", ".join(known)


def either(choices: Sequence[str]) -> str:
    """Return « a, b ou c »."""
    return " ou ".join([", ".join(choices[:-1]), choices[-1]] if len(choices) > 1 else choices)


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems sorted by place, each said once."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.place.file, p.place.line, p.place.column)))
