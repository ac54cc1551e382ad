"""No report of students harms: what it may read, write, run, cost, and do to its reader.

Each attack is built in a process that is watched and limited (:mod:`tests.submission.arena`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.submission.attacks import ATTACKS

if sys.platform == "win32":
    pytest.skip("needs fork and resource limits", allow_module_level=True)

from tests.submission.arena import SECRET, Client, Outcome
from tests.submission.page import harms

SECONDS = 5
"""Processor time of a build that has nothing to train."""
MEGABYTES = 1_200
LARGEST_PAGE = 40_000_000


@pytest.fixture(scope="module")
def arena() -> Iterator[Client]:
    client = Client()
    yield client
    client.close()


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_gives_a_clear_error_or_a_harmless_report(arena: Client, name: str) -> None:
    outcome = arena.attack(name)
    assert outcome.crash == ""
    assert outcome.seen == ()
    assert outcome.seconds < SECONDS
    assert outcome.megabytes < MEGABYTES
    assert_expected(name, outcome)
    if outcome.report:
        assert_harmless(arena.folder / "remise")


def assert_expected(name: str, outcome: Outcome) -> None:
    attack = ATTACKS[name]
    if attack.either:
        assert outcome.report or outcome.said
        return
    assert outcome.report == (not attack.refused)
    assert (attack.refused or attack.boxed) in outcome.said
    assert bool(outcome.said) == bool(attack.refused or attack.boxed)
    assert len(outcome.said) < 60_000


def assert_harmless(made: Path) -> None:
    page = (made / "compte-rendu.html").read_text(encoding="utf-8")
    assert len(page) < LARGEST_PAGE
    assert harms(page) == []
    for path in made.rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes()
