"""Every broken lab of data/broken gives exactly the messages of its expected.txt."""

from pathlib import Path

import pytest

from reportgen.lab.loading import load_lab
from reportgen.lab.problems import LabProblems

BROKEN = sorted((Path(__file__).parent / "data" / "broken").iterdir())


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_broken_lab_gives_exactly_the_expected_messages(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(LabProblems) as caught:
        load_lab(folder)
    assert f"{caught.value}\n" == (folder / "expected.txt").read_text(encoding="utf-8")


def test_there_are_at_least_forty_broken_labs() -> None:
    assert len(BROKEN) >= 40


def test_no_two_broken_labs_are_broken_alike() -> None:
    expected = [(folder / "expected.txt").read_text(encoding="utf-8") for folder in BROKEN]
    assert len(set(expected)) == len(expected)
