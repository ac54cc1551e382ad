"""No report of students harms: what it may read, write, run, cost, and do to its reader.

Each attack is built in a process that is watched and limited (:mod:`tests.submission.arena`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

import pytest
from ruamel.yaml import YAML

from reportgen.visible import is_visible
from tests.submission.attacks import ATTACKS

if sys.platform == "win32":
    pytest.skip("needs fork and resource limits", allow_module_level=True)

from tests.submission.arena import SECRET, Client, Outcome
from tests.submission.page import harms, unsafe_cells

SECONDS = 5
"""Processor time of a build that has nothing to train."""
MEGABYTES = 1_200
LARGEST_PAGE = 40_000_000
LONGEST_TEXT = 60_000


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
    assert_plain(outcome)
    if outcome.report:
        assert_harmless(arena.folder / "remise")
    if outcome.graded and arena.corrections.exists():
        assert_inert(arena.corrections)


def assert_expected(name: str, outcome: Outcome) -> None:
    attack = ATTACKS[name]
    assert attack.told in outcome.checked
    assert attack.remarked in outcome.graded
    if attack.either:
        assert outcome.report or outcome.said or "said" not in attack.commands
        return
    assert outcome.report == (not attack.refused)
    assert (attack.refused or attack.boxed) in outcome.said
    assert bool(outcome.said) == bool(attack.refused or attack.boxed)


def assert_plain(outcome: Outcome) -> None:
    """Hold what terminals show to lines of visible characters."""
    for text in (outcome.said, outcome.checked, outcome.graded, outcome.shown):
        assert len(text) < LONGEST_TEXT
        assert is_visible(text)


def assert_inert(corrections: Path) -> None:
    """Hold what a teacher opens after grading to text that no program runs."""
    for page in corrections.glob("*.html"):
        assert harms(page.read_text(encoding="utf-8"), scripts=0) == []
    assert unsafe_cells((corrections / "notes.csv").read_text(encoding="utf-8-sig")) == []
    json.loads((corrections / "notes.json").read_bytes(), parse_constant=pytest.fail)
    for path in corrections.iterdir():
        content = path.read_bytes()
        assert len(content) < LARGEST_PAGE
        assert SECRET.encode() not in content
        assert path.suffix == ".pdf" or is_visible(content.decode("utf-8-sig"))
    for path in corrections.glob("*.yaml"):
        assert list(YAML(typ="safe").load(path)) == ["questions"]


def assert_harmless(made: Path) -> None:
    page = (made / "compte-rendu.html").read_text(encoding="utf-8")
    assert len(page) < LARGEST_PAGE
    assert harms(page) == []
    for path in made.rglob("*"):
        status = path.lstat()
        if S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_size < LARGEST_PAGE:
            assert SECRET.encode() not in path.read_bytes()
