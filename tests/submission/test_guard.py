"""The guard of the arena sees what it must: without that, no attack would ever be noticed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs resource limits", allow_module_level=True)

from tests.submission.arena import Arena
from tests.submission.attack import Attack
from tests.submission.attacks_models import MODELS
from tests.submission.bench import Work, start_work
from tests.submission.guard import Guard


@pytest.fixture
def guard(tmp_path: Path) -> Guard:
    work = start_work(tmp_path.resolve())
    arena = Arena(work.bench.project.root, 0)
    return Guard(Work(work.bench, arena.folder), arena, Attack("essai", lambda *_: None))


@pytest.mark.parametrize("name", MODELS)
def test_opening_what_unpacks_or_runs_is_refused_and_told(guard: Guard, name: str) -> None:
    with pytest.raises(PermissionError, match="refused"):
        guard("open", (str(guard.arena.folder / name), "rb", 0))
    assert guard.seen == [f"open {guard.arena.folder / name}"]


def test_reading_outside_and_writing_beside_the_report_are_refused(guard: Guard) -> None:
    for event, arguments in (
        ("open", (str(guard.arena.outside / "secret.md"), "r", 0)),
        ("open", (str(guard.arena.folder / "reponses.md"), "w", 0)),
        ("os.remove", (str(guard.arena.folder / "rendu.yaml"), -1)),
        ("os.symlink", ("a", str(guard.arena.outside / "a"), -1)),
        ("pickle.find_class", ("os", "system")),
    ):
        with pytest.raises(PermissionError, match="refused"):
            guard(event, arguments)


def test_reading_answers_and_writing_the_report_are_let_through(guard: Guard) -> None:
    guard("open", (str(guard.arena.folder / "reponses.md"), "r", 0))
    guard("open", (str(guard.arena.folder / "remise" / "compte-rendu.html"), "wb", 0))
    assert guard.seen == []
