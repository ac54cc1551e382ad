"""Numbers, durations and dates read as a careful French typist would write them."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.french import numbers

finite = st.floats(allow_nan=False, allow_infinity=False, width=64)
modest = st.floats(min_value=-1e9, max_value=1e9)


def plain(text: str) -> str:
    """Show the special spaces: ~ for U+00A0 and _ for U+202F."""
    return text.replace("\u00a0", "~").replace("\u202f", "_")


def parsed(text: str) -> float:
    return float(text.replace("\u202f", "").replace(",", ".").replace("\u2212", "-"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (1234, "1_234"),
        (1234567, "1_234_567"),
        (-1234, "−1_234"),
        (2.5, "3"),
        (-0.4, "0"),
        (np.int64(1000), "1_000"),
        (math.nan, "indéfini"),
        (math.inf, "indéfini"),
    ],
)
def test_entier(value: float, expected: str) -> None:
    assert plain(numbers.entier(value)) == expected


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.913, 2, "0,91"),
        (0.125, 2, "0,13"),
        (-0.001, 2, "0,00"),
        (-0.0, 1, "0,0"),
        (-1.25, 1, "−1,3"),
        (1234.5, 1, "1_234,5"),
        (np.float32(0.1), 3, "0,100"),
        (1e300, 0, "1_" + "000_" * 99 + "000"),
        (-math.inf, 2, "indéfini"),
    ],
)
def test_decimal(value: float, digits: int, expected: str) -> None:
    assert plain(numbers.decimal(value, digits)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.9126, "91,3~%"), (1, "100,0~%"), (0, "0,0~%"), (-0.05, "−5,0~%"), (math.nan, "indéfini")],
)
def test_pourcent(value: float, expected: str) -> None:
    assert plain(numbers.pourcent(value)) == expected


def test_percentages_do_not_show_the_noise_of_single_precision() -> None:
    assert plain(numbers.pourcent(np.float32(0.7005), 2)) == "70,05~%"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.024, "2,4~points"),
        (-0.024, "−2,4~points"),
        (0.0199, "2,0~points"),
        (0.0194, "1,9~point"),
        (0.0, "0,0~point"),
        (-0.0001, "0,0~point"),
    ],
)
def test_points_are_plural_from_two_on_as_printed(value: float, expected: str) -> None:
    assert plain(numbers.points(value)) == expected


def test_the_noise_of_a_subtraction_rounds_no_half_down() -> None:
    assert (
        plain(numbers.points(0.0065)) == plain(numbers.points(0.006499999999999950)) == "0,7~point"
    )
    assert plain(numbers.points(-0.006499999999999950)) == "−0,7~point"


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "0"), (1, "une"), (2, "deux"), (10, "dix"), (11, "11"), (-3, "−3")]
)
def test_small_counts_are_written_in_letters(n: int, expected: str) -> None:
    assert numbers.en_lettres(n) == expected
    assert numbers.en_lettres(1, feminin=False) == "un"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0,0~s"),
        (0.5, "0,5~s"),
        (4.23, "4,2~s"),
        (9.96, "10~s"),
        (42.3, "42~s"),
        (59.6, "1~min"),
        (725, "12~min~5~s"),
        (3599.7, "1~h"),
        (4980, "1~h~23~min"),
        (5020, "1~h~24~min"),
        (3600 * 1500, "1_500~h"),
        (-42, "−42~s"),
        (-4.2, "−4,2~s"),
        (math.nan, "indéfini"),
    ],
)
def test_duree(value: float, expected: str) -> None:
    assert plain(numbers.duree(value)) == expected


def test_secondes() -> None:
    assert plain(numbers.secondes(4.25)) == "4,3~s"
    assert plain(numbers.secondes(1234, 0)) == "1_234~s"


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.0032, 2, "3,2~×~10⁻³"),
        (0.00999, 2, "1,0~×~10⁻²"),
        (123456, 3, "1,23~×~10⁵"),
        (-4e-12, 1, "−4~×~10⁻¹²"),
        (-0.00999, 2, "−1,0~×~10⁻²"),
        (3.2, 2, "3,2"),
        (0, 2, "0"),
        (math.nan, 2, "indéfini"),
    ],
)
def test_scientifique(value: float, digits: int, expected: str) -> None:
    assert plain(numbers.scientifique(value, digits)) == expected


def test_numbers_have_as_many_digits_as_is_usual_when_none_are_asked_for() -> None:
    assert numbers.decimal(0.9126) == "0,91"
    assert plain(numbers.scientifique(0.00324)) == "3,2~×~10⁻³"


@pytest.mark.parametrize(
    ("size", "expected"), [(0, "0~ko"), (499, "0~ko"), (500, "1~ko"), (3_000_000, "3_000~ko")]
)
def test_kilooctets(size: int, expected: str) -> None:
    assert plain(numbers.kilooctets(size)) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", 3], "a, b et 3")],
)
def test_liste(items: list[object], expected: str) -> None:
    assert numbers.liste(items) == expected


def test_dimensions() -> None:
    assert plain(numbers.dimensions((32, 32, 3))) == "32~×~32~×~3"
    assert plain(numbers.dimensions([2048])) == "2_048"


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        *((0, "0~image"), (1, "1~image"), (2, "2~images"), (2000, "2_000~images")),
        *((1.5, "1,5~image"), (1.94, "1,9~image"), (1.96, "2,0~images")),
        *((-3, "−3~images"), (math.nan, "indéfini~image")),
    ],
)
def test_pluriel_starts_at_two(n: float, expected: str) -> None:
    assert plain(numbers.pluriel(n, "image", "images")) == expected


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2026-11-21", "21~novembre~2026"),
        ("2026-02-01T10:00:00+00:00", "1er~février~2026"),
        ("2026-08-11", "11~août~2026"),
    ],
)
def test_date(iso: str, expected: str) -> None:
    assert plain(numbers.date(iso)) == expected


def test_date_refuses_other_texts() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        numbers.date("hier")


def test_ordinal() -> None:
    assert [numbers.ordinal(n) for n in (1, 2, 21)] == ["1er", "2e", "21e"]
    assert numbers.ordinal(1, feminin=True) == "1re"


@given(finite, st.integers(0, 6))
def test_decimals_have_a_fixed_shape_and_no_negative_zero(x: float, digits: int) -> None:
    text = numbers.decimal(x, digits)
    fraction = rf",\d{{{digits}}}" if digits else ""
    assert re.fullmatch(rf"−?\d{{1,3}}(\u202f\d{{3}})*{fraction}", text)
    assert not re.fullmatch(r"−[0,\u202f]+", text)


@given(modest, st.integers(0, 6))
def test_decimals_read_back_within_half_a_unit(x: float, digits: int) -> None:
    assert parsed(numbers.decimal(x, digits)) == pytest.approx(
        x, rel=1e-12, abs=0.500001 * 10**-digits
    )


@given(modest)
def test_the_opposite_number_differs_by_its_sign_only(x: float) -> None:
    positive, negative = numbers.decimal(abs(x)), numbers.decimal(-abs(x))
    assert negative.removeprefix("−") == positive


@given(finite.filter(bool), st.integers(1, 6))
def test_scientific_mantissas_lie_between_one_and_ten(x: float, digits: int) -> None:
    mantissa = numbers.scientifique(x, digits).split("\u00a0")[0]
    assert 1 <= abs(parsed(mantissa)) < 10


@given(st.floats(min_value=0, max_value=1e8))
def test_durations_never_show_sixty_of_a_unit(seconds: float) -> None:
    assert "60" not in re.findall(r"(\d+)\u00a0(?:s|min)", numbers.duree(seconds))


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=2))
def test_enumerations_have_exactly_one_et(items: list[str]) -> None:
    assert numbers.liste(items).count(" et ") == 1
