"""How an attack is written: a name, what it does to a folder of students, what must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportgen.submission.measured import RESULTS
from reportgen.submission.types import ANSWERS, DEFINITION, MADE
from reportgen.trajectory import digest
from tests.submission.arena import Arena
from tests.submission.bench import Work

ANSWERED = "L’exactitude vaut 91,3 % et la perte 0,25 : le réseau apprend bien."
Act = Callable[[Work, Arena], object]


@dataclass(frozen=True)
class Race:
    """A change to the folder that comes when the file ``name`` of it is about to be opened."""

    name: str
    change: Act


@dataclass(frozen=True)
class Attack:
    """``refused`` is part of the error that must stop the build, ``boxed`` of what the report says.

    Without either the report is made and nothing is said. ``either`` lets a clear error do too.
    ``told`` is part of what ``check`` must say, ``remarked`` of what ``grade`` must tell the
    teacher, in ``formats``. ``as_nobody`` runs it without the rights of root. ``commands`` are
    carried out in their order, as the outcome calls them.
    """

    name: str
    prepare: Act
    refused: str = ""
    boxed: str = ""
    either: bool = False
    told: str = ""
    remarked: str = ""
    formats: tuple[str, ...] = ("html",)
    as_nobody: bool = False
    race: Race | None = None
    commands: tuple[str, ...] = ("checked", "graded", "shown", "said")


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


def forges(
    name: str,
    change: Callable[[dict[str, Any]], object],
    answer: str = ANSWERED,
    **expected: Any,
) -> Attack:
    """Hand in the honest results as *change* leaves them, with the right checksum.

    It changes them in place, or returns what to put in their place.
    """

    def act(work: Work, arena: Arena) -> None:
        value = arena.measured
        value.pop("sha256")
        changed = change(value)
        value = value if changed is None else changed
        signed = {**value, "sha256": _digest(value)} if isinstance(value, dict) else value
        _hand_in(work, json.dumps(signed))
        work.answer(answer)

    return Attack(name, act, **expected)


def _digest(value: dict[str, Any]) -> str:
    try:
        return digest(value)
    except UnicodeEncodeError:  # half a character has no checksum
        return ""


def hands_in(name: str, content: str | bytes | Callable[[bytes], bytes], **expected: Any) -> Attack:
    """Put *content*, or what it makes of the honest file, in place of the results."""

    def act(work: Work, arena: Arena) -> None:
        honest = (arena.root / "resultats.json").read_bytes()
        _hand_in(work, content(honest) if callable(content) else content)
        work.answer(ANSWERED)

    return Attack(name, act, **expected)


def _hand_in(work: Work, content: str | bytes) -> None:
    work.made.mkdir(exist_ok=True)
    _put(work, f"{MADE}/{RESULTS}", content)


def _filled(text: str, arena: Arena) -> str:
    return text.replace("PORT", str(arena.port)).replace("OUTSIDE", str(arena.outside))


def _put(work: Work, name: str, content: Any) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    (work.folder / name).write_bytes(data)
