"""Which digits of an answer are whole numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.french.numbers import entier
from reportgen.grading.wholes import MAX_DIGITS, whole_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Total params: 335,210 (1.28 MB)", {335_210}),
        ("Total : 1.234.567 poids", {1_234_567}),
        ("335\u202f210 poids", {335_210, 335, 210}),
        ("335 210 poids, soit 12 de plus", {335_210, 335, 210, 12}),
        ("(None, 28, 28, 1)", {28, 1}),
        ("28x28x3 puis 3×3", {28, 3}),
        ("`a=270` et $260 + 10$", {270, 260, 10}),
        ("[260, 10]", {260, 10}),
        ("conv2d_10, CIFAR-10, L2", set()),
        ("0,10 et 87.5 et 260,10", set()),
        ("1 234,5", {1}),
        ("9" * 40, set()),
    ],
)
def test_whole_numbers_stand_alone(text: str, numbers: set[int]) -> None:
    assert whole_numbers(text) == numbers


@given(st.integers(0, 10**MAX_DIGITS - 1))
def test_any_count_is_read_as_documents_and_programs_write_it(count: int) -> None:
    for written in (str(count), entier(count), f"{count:,}"):
        assert count in whole_numbers(f"Il y a {written} poids.")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert all(number >= 0 for number in whole_numbers(text))
