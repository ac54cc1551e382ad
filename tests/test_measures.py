"""What ``results`` says of the trainings, for readers of French."""

from __future__ import annotations

from dataclasses import replace

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


def test_runs_that_differ_by_their_images_are_not_said_to_share_them() -> None:
    one, two, three = run(title="un"), run(title="deux"), run(title="trois")
    fewer = replace(three, counts={**three.counts, "train": 9}, trained_at="2026-02-03T00:00:00")
    shared = _spaced(measures_note([one, two]))
    assert shared.startswith("Données : ")
    note = _spaced(measures_note([one, two, fewer]))
    assert note.startswith("Données de « un » et « deux » : ")
    assert ". De « trois » : " in note
    assert "images : 9 (apprentissage)" in note.partition("« trois »")[2]
    assert note.rstrip().endswith("Mesuré du 1er janvier 2026 au 3 février 2026.")
