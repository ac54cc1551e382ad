"""A few seconds of random texts, and what longer runs found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs signals", allow_module_level=True)

from tests.submission.bench import Work
from tests.submission.fuzzing import Target, fuzz, targets

SECONDS = 6


def test_random_texts_give_nothing_but_clear_errors(tmp_path: Path) -> None:
    assert list(fuzz(targets(tmp_path), SECONDS, seed=1)) == []


@pytest.mark.parametrize("found", ["{{ 9 | date }}"])
def test_texts_that_failed_once_give_clear_errors(work: Work, found: str) -> None:
    work.answer(found)
    assert "l’expression échoue" in work.build().problems[0]


def test_failure_is_found_and_made_short() -> None:
    def run(text: str) -> None:
        if "b" in text:
            raise KeyError("b")

    target = Target("essai", run, ["b", "c"], ["aaaaaaaa"])
    found = list(fuzz([target], 0.5, seed=0))
    assert [(one.text, one.error.partition("\n")[0]) for one in found] == [("b", "KeyError: 'b'")]
