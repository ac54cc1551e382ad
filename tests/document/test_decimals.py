from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.decimals import Cell, aligned, aligned_rows
from reportgen.evidence.elements import Column, Table

TABLE = Table(id="t", caption="c", alt="a", columns=(Column("Essai"), Column("Durée", "decimal")))


def column(*texts: str) -> list[Cell]:
    table = replace(TABLE, rows=tuple(("", text) for text in texts))
    return [row[1] for row in aligned_rows(table)]


def test_a_shorter_number_takes_the_room_of_the_decimals_that_it_lacks() -> None:
    assert column("12,25\u00a0s", "7\u00a0s") == [
        Cell("12,25", "", "\u00a0s"),
        Cell("7", ",25", "\u00a0s"),
    ]


def test_half_points_stand_under_whole_ones() -> None:
    assert [aligned(text, ["1", "0,5"]) for text in ("1", "0,5")] == [
        Cell("1", ",5"),
        Cell("0,5"),
    ]


def test_a_singular_takes_the_room_of_its_plural() -> None:
    assert column("2,4\u00a0points", "1,5\u00a0point") == [
        Cell("2,4", "", "\u00a0points"),
        Cell("1,5", "", "\u00a0point", "s"),
    ]


def test_another_unit_is_not_mended() -> None:
    assert column("1,5\u00a0s", "12\u00a0min")[0] == Cell("1,5", "", "\u00a0s")


def test_a_dash_stands_where_units_do() -> None:
    assert column("91,3\u00a0%", "–")[1] == Cell("–", ",3\u00a0%")
    assert column("1,5\u00a0s", "12\u00a0min", "–")[2] == Cell("–", ",5\u00a0min")


def test_negative_numbers_and_thousands_are_numbers() -> None:
    assert column("−1\u202f234,5", "2") == [Cell("−1\u202f234,5"), Cell("2", ",5")]


def test_a_text_among_numbers_is_left_alone() -> None:
    assert column("1,5", "inconnu")[1] == Cell("inconnu")


def test_the_footer_is_aligned_with_the_body() -> None:
    table = replace(TABLE, rows=(("a", "1,25"),), footer=(("Total", "3"),))
    assert aligned_rows(table)[1][1] == Cell("3", ",25")


def test_other_columns_stay_as_they_are() -> None:
    table = replace(TABLE, rows=(("12,5", "1"), ("3", "2")))
    assert [row[0] for row in aligned_rows(table)] == [Cell("12,5"), Cell("3")]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_no_shown_letter_is_lost_or_added(texts: list[str]) -> None:
    assert [cell.before + cell.after for cell in column(*texts)] == texts
