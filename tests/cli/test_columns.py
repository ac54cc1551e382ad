from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.cli.columns import GAP, align

cells = st.text(alphabet=st.characters(categories=["L", "N", "P"]), min_size=1)
tables = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1)
)


def test_no_rows_give_no_lines() -> None:
    assert align([]) == []


@given(tables)
def test_every_column_starts_at_one_place(rows: list[list[str]]) -> None:
    lines = align(rows)
    start = 0
    for column in zip(*rows, strict=True):
        for line, cell in zip(lines, column, strict=True):
            assert line[start:].startswith(cell)
        start += max(map(len, column)) + len(GAP)
