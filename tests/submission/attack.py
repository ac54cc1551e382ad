"""How an attack is written: a name, what it does to a folder of students, what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportgen.submission.types import ANSWERS, DEFINITION
from tests.submission.arena import Arena
from tests.submission.bench import Work

Act = Callable[[Work, Arena], object]


@dataclass(frozen=True)
class Attack:
    """``refused`` is part of the error that must stop the build, ``boxed`` of what the report says.

    Without either the report is made and nothing is said. ``either`` lets a clear error do too.
    """

    name: str
    prepare: Act
    refused: str = ""
    boxed: str = ""
    either: bool = False


def says(name: str, text: str, **expected: Any) -> Attack:
    """Write *text* as an answer; PORT and OUTSIDE become those of the arena."""
    return Attack(name, lambda work, arena: work.answer(_filled(text, arena)), **expected)


def answers(name: str, content: str | bytes, **expected: Any) -> Attack:
    """Put *content* in place of all answers."""
    return Attack(name, lambda work, _: _put(work, ANSWERS, content), **expected)


def defines(name: str, old: str, new: str, **expected: Any) -> Attack:
    """Replace *old* in the definition."""

    def act(work: Work, arena: Arena) -> None:
        work.answer('{{ courbes("mon_essai") }}')
        work.edit(DEFINITION, old, _filled(new, arena))

    return Attack(name, act, **expected)


def definition(name: str, content: str | bytes, **expected: Any) -> Attack:
    """Put *content* in place of the definition."""
    return Attack(name, lambda work, _: _put(work, DEFINITION, content), **expected)


def shows(name: str, content: Callable[[], bytes], file: str = "a.png", **expected: Any) -> Attack:
    """Show a picture file with *content* in an answer."""

    def act(work: Work, _: Arena) -> None:
        _put(work, file, content())
        work.answer(f"![une image]({file})")

    return Attack(name, act, **expected)


def plants(name: str, act: Act, **expected: Any) -> Attack:
    """Do anything to the folder."""
    return Attack(name, act, **expected)


def _filled(text: str, arena: Arena) -> str:
    return text.replace("PORT", str(arena.port)).replace("OUTSIDE", str(arena.outside))


def _put(work: Work, name: str, content: Any) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    (work.folder / name).write_bytes(data)
