"""Numbers that are written as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.french.typed import typed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2, "2"),
        (2.0, "2"),
        (1.5, "1,5"),
        (1e-5, "0,00001"),
        (1.5e-7, "0,00000015"),
        (1234567.0, "1234567"),
        (1e12, "1000000000000"),
        (-0.25, "-0,25"),
        (0.1 + 0.2, "0,3"),
        (0, "0"),
    ],
)
def test_a_number_has_the_digits_that_one_types(value: float, expected: str) -> None:
    assert typed(value) == expected


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_what_is_typed_reads_back_to_ten_digits(value: float) -> None:
    text = typed(value)
    assert set(text) <= set("-0123456789,")
    assert float(text.replace(",", ".")) == pytest.approx(value, rel=1e-9)
