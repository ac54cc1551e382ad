"""The teacher's file: made once, never changed, completed at its end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import DefinitionError
from reportgen.grading.decisions import keep_decisions, new_text, read_decisions
from reportgen.grading.marks import mark, out_of_range
from reportgen.grading.types import Graded, Proposal, Verdict

PLACE = Path("a.yaml")


def verdict(name: str, *proposals: tuple[float, float | None], reason: str = "vu") -> Verdict:
    listed = tuple(Proposal(most, "critère", points, reason) for most, points in proposals)
    total = sum(most for most, _ in proposals)
    return Verdict(name, "1.1", "Titre", "exact", total, "répondue", None, (), listed)


def report(*verdicts: Verdict, authors: tuple[str, ...] = ("Ada",)) -> Graded:
    return Graded("a", Path("a"), authors, "TD 1", verdicts, (), {})


def keep(path: Path, graded: Graded) -> str | None:
    text = keep_decisions(path, graded)[1]
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return text


def test_a_new_file_holds_the_proposals(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = keep(path, report(verdict("q", (1, 1.0), (2, None))))
    assert text is not None
    assert read_decisions(text, path).questions["q"].points == (1.0, None)


def test_an_anchor_named_twice_is_read_without_a_word_of_english(
    recwarn: pytest.WarningsRecorder,
) -> None:
    assert not read_decisions("a: &a 1\nb: &a 2\nquestions: {}\n", PLACE).questions
    assert list(recwarn) == []


def test_the_same_proposals_change_nothing(tmp_path: Path) -> None:
    path, graded = tmp_path / "a.yaml", report(verdict("q", (1, 1.0)))
    keep(path, graded)
    assert keep(path, graded) is None


def test_decisions_win_over_proposals_and_stay(tmp_path: Path) -> None:
    path, graded = tmp_path / "a.yaml", report(verdict("q", (1, 1.0), (2, None)))
    text = keep(path, graded) or ""
    mine = text.replace("- points:\n", "- points: 0,5  # à moi\n").replace(
        'commentaire: ""', "commentaire: Relisez **la** consigne."
    )
    path.write_text(mine, encoding="utf-8")
    decisions, new = keep_decisions(path, graded)
    assert new is None
    assert decisions.questions["q"].points == (1.0, 0.5)
    assert decisions.questions["q"].comment == "Relisez **la** consigne."


def test_a_changed_proposal_is_told_once_as_a_comment(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    before = keep(path, report(verdict("q", (1, 1.0)))) or ""
    changed = report(verdict("q", (1, 0.0), reason="absent"))
    after = keep(path, changed) or ""
    assert after.startswith(before)
    assert after.removeprefix(before) == "# changé : q, critère 1 : proposition 0 (absent)\n"
    assert keep(path, changed) is None
    assert read_decisions(after, path).questions["q"].points == (1.0,)
    back = keep(path, report(verdict("q", (1, None)))) or ""
    assert back.endswith("# changé : q, critère 1 : proposition aucune (vu)\n")


def test_a_new_question_is_added_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    before = keep(path, report(verdict("q", (1, 1.0)))) or ""
    after = keep(path, report(verdict("q", (1, 1.0)), verdict("r", (2, None)))) or ""
    assert after.startswith(before)
    assert list(read_decisions(after, path).questions) == ["q", "r"]


def test_a_file_that_cannot_be_completed_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    keep(path, report(verdict("q", (1, 1.0))))
    mine = path.read_text(encoding="utf-8") + "notes:\n  - à moi\n"
    path.write_text(mine, encoding="utf-8")
    with pytest.raises(DefinitionError):
        keep(path, report(verdict("q", (1, 1.0)), verdict("r", (2, None))))
    assert path.read_text(encoding="utf-8") == mine


@pytest.mark.parametrize(
    "text",
    [
        "",
        "questions: [",
        "questions: 3",
        "questions:\n  q:\n    criteres: [{points: beaucoup}]",
        "{}",
    ],
)
def test_an_unreadable_file_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(DefinitionError, match=r"a\.yaml"):
        read_decisions(text, PLACE)


@given(st.text(), st.text(), st.text())
def test_nothing_that_students_write_leaves_its_comment(name: str, title: str, reason: str) -> None:
    hostile = replace(verdict("q", (3, 1.0), reason=reason), title=title)
    text = new_text(report(hostile, authors=(name,)))
    assert read_decisions(text, PLACE).questions["q"].points == (1.0,)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x85", "\u2028", "\u2029", "\x0b", "\x0c"])
def test_a_line_end_in_a_name_adds_no_points(end: str) -> None:
    name = f"Ada{end}questions:{end}  q:{end}    criteres:{end}      - points: 20"
    text = new_text(report(verdict("q", (3, None)), authors=(name,)))
    assert read_decisions(text, PLACE).questions["q"].points == (None,)


def test_marks_sum_what_is_decided_and_tell_what_is_not() -> None:
    graded = report(verdict("q", (1, 1.0), (2, None)), verdict("r", (3, 0.0)))
    marked = mark(graded, read_decisions(new_text(graded), PLACE))
    assert (marked.points, marked.undecided, marked.most) == (1.0, 2.0, 6.0)


def test_points_beyond_the_scheme_are_told() -> None:
    graded = report(verdict("q", (1, 1.0)))
    text = new_text(graded).replace("- points: 1", "- points: 7")
    assert list(out_of_range(mark(graded, read_decisions(text, PLACE))))
