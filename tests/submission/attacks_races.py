"""Attacks by folders that change while they are read."""

from __future__ import annotations

import os
import shutil

from reportgen.submission.types import ANSWERS, DEFINITION
from tests.submission import attacks_folders as folders
from tests.submission.arena import Arena
from tests.submission.attack import Race
from tests.submission.attacks_files import png
from tests.submission.attacks_folders import ANSWER, RESULTS, TERA, Plant
from tests.submission.bench import Work


def _becomes(plant: Plant) -> Plant:
    """Do it to a folder whose answers are there already."""

    def act(work: Work, arena: Arena) -> None:
        plant(_Answered(work.bench, work.folder), arena)

    return act


class _Answered(Work):
    """A folder whose answers are not touched again."""

    def answer(self, *_: str) -> None:
        """Leave the answers as they are."""


def _gone(name: str) -> Plant:
    return lambda work, _: (work.folder / name).unlink()


def _grown(name: str) -> Plant:
    def act(work: Work, _: Arena) -> None:
        os.truncate(work.folder / name, TERA >> 8)

    return act


def _all_gone(work: Work, _: Arena) -> None:
    shutil.rmtree(work.folder)


RACES: dict[str, Race] = {
    f"{name} {what}": Race(name, act)
    for name in (DEFINITION, ANSWERS, "a.png", RESULTS)
    for what, act in {
        "goes": _gone(name),
        "becomes a link outside": _becomes(folders.link(name, "OUTSIDE/secret.md")),
        "becomes a link to zeros": _becomes(folders.link(name, "/dev/zero")),
        "becomes a pipe": _becomes(folders.pipe(name)),
        "becomes a folder": _becomes(folders.folder(name)),
        "grows": _grown(name),
        "goes with its folder": _all_gone,
    }.items()
}
"""What happens to a file between the moment it is looked at and the one it is opened."""


def raced(work: Work, arena: Arena) -> None:
    """Put there all that is read."""
    work.answer(ANSWER)
    (work.folder / "a.png").write_bytes(png(8, 8, bytes(72)))
    work.made.mkdir()
    shutil.copy(arena.root / "resultats.json", work.folder / RESULTS)
