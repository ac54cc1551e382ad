"""What ``results`` says of the trainings, for readers of French."""

from __future__ import annotations

from reportgen.measures import measures_note, measures_table
from tests.analysis.runs import run


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_table_has_a_row_for_each_training() -> None:
    head, _, *rows = measures_table([run(title="un"), run(title="deux")]).splitlines()
    assert "| exactitude appr. | validation | test |" in head
    assert [row.split("|")[1].strip() for row in rows] == ["un", "deux"]


def test_the_note_counts_images_in_the_order_they_are_used_and_writes_the_date_out() -> None:
    note = _spaced(measures_note([run()]))
    parts = [note.index(word) for word in ("(apprentissage)", "(validation)", "(test)")]
    assert parts == sorted(parts)
    assert "(train)" not in note
    assert note.rstrip().endswith("Mesuré le 1er janvier 2026.")
