"""Numbers as people type them are read, and nothing else is; no text is slow."""

from __future__ import annotations

import math
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.french import numbers
from reportgen.french.reading import MAX_DIGITS, TypedNumber, read_numbers

FINITE = st.floats(allow_nan=False, allow_infinity=False)
SHARES = st.floats(-1, 1)
DIGITS = st.integers(0, 6)


def only(text: str) -> TypedNumber:
    found = read_numbers(text)
    assert len(found) == 1, found
    return found[0]


def value(text: str) -> Decimal:
    return only(text).readings[0].value


@pytest.mark.parametrize(
    ("typed", "expected", "step", "unit"),
    [
        ("0,913", "0.913", "0.001", ""),
        ("0.913", "0.913", "0.001", ""),
        ("91,3 %", "91.3", "0.1", "%"),
        ("91%", "91", "1", "%"),
        ("91,3 pour cent", "91.3", "0.1", "%"),
        ("1 234,5", "1234.5", "0.1", ""),
        ("1\u00a0234,5", "1234.5", "0.1", ""),
        ("1\u202f234\u202f567", "1234567", "1", ""),
        ("1.234,5", "1234.5", "0.1", ""),
        ("1,234.5", "1234.5", "0.1", ""),
        ("1.234.567", "1234567", "1", ""),
        ("1.234.567,8", "1234567.8", "0.1", ""),
        ("1,234,567.89", "1234567.89", "0.01", ""),
        ("1,234e3", "1234", "1", ""),
        (".913", "0.913", "0.001", ""),
        ("-.5", "-0.5", "0.1", ""),
        ("5³", "5", "1", ""),
        ("9,1e-1", "0.91", "0.01", ""),
        ("9,1 × 10⁻¹", "0.91", "0.01", ""),
        ("9.1*10^-1", "0.91", "0.01", ""),
        ("10⁻³", "0.001", "0.001", ""),
        ("−3", "-3", "1", ""),
        ("-3,5", "-3.5", "0.1", ""),
        ("2,4 points", "2.4", "0.1", "points"),
        ("12 min 5 s", "725", "1", "s"),
        ("1 h 23 min", "4980", "60", "s"),
        ("300 ms", "0.300", "0.001", "s"),
        ("20 époques", "20", "1", "époques"),
        ("12e", "12", "1", "e"),
        ("107k", "107000", "1000", ""),
        ("**0,913**", "0.913", "0.001", ""),
        ("| 0,913 |", "0.913", "0.001", ""),
        ("(perte=0,31)", "0.31", "0.01", ""),
    ],
)
def test_numbers_are_read_with_their_precision_and_unit(
    typed: str, expected: str, step: str, unit: str
) -> None:
    found = only(f"On lit {typed} ici.")
    assert (found.readings[0].value, found.readings[0].step) == (Decimal(expected), Decimal(step))
    assert found.unit == unit
    assert not found.ambiguous


@pytest.mark.parametrize("typed", ["1.234", "1,234", "12,500", "123.456"])
def test_a_mark_before_three_digits_has_both_readings(typed: str) -> None:
    plain = typed.replace(",", ".")
    readings = [reading.value for reading in only(typed).readings]
    assert readings == [Decimal(plain), Decimal(plain.replace(".", ""))]
    assert only(typed).ambiguous


@pytest.mark.parametrize("typed", ["0,913", "0.125", "1234,567", "1,23", "1 234,567"])
def test_a_mark_that_can_only_be_decimal_has_one_reading(typed: str) -> None:
    assert not only(typed).ambiguous


@pytest.mark.parametrize(
    "text",
    [
        "`0,91`",
        "```\n0,91\n```",
        "~~~python\nx = 0.91\n",
        "$0{,}91$",
        "$$\n0{,}91\n$$",
        "{{ 0.91 }}",
        "https://exemple.org/0,91",
        "[lien](fichier-0.91.png)",
        "le 21/11/2026",
        "le 2026-11-21",
        "le 1er novembre 2026",
        "à 14:05",
        "à 14 h 05",
        "question 2.1",
        "la figure 3",
        "# 2.1 Titre",
        "1. d’abord",
        "3×3",
        "28 × 28 × 1",
        "(28, 28, 1)",
        "conv_1",
        "CIFAR-10",
        "float32",
        "3D",
        "10-fold",
        "3_x",
        "32b1 ",
        "0.123.456",
        "1.23.456",
        "1234.567.890",
        "1.23,4",
        "1,2.3,4",
        "1.2,3.4",
        "version 2.1.3",
        "une note[^1]",
    ],
)
def test_what_is_no_measured_number_is_left_out(text: str) -> None:
    assert read_numbers(text) == ()


def test_formulas_are_read_on_demand() -> None:
    text = "Au total $107\\,786$ poids, soit $0{,}91$."
    found = read_numbers(text, formulas=True)
    assert [n.readings[0].value for n in found] == [Decimal(107786), Decimal("0.91")]
    assert [n.text for n in found] == ["107\u202f786", "0,91"]


def test_places_are_those_of_the_text() -> None:
    text = "a `1,5` b **0,91** c\n91,3 % d −3,5 e"
    assert [text[n.start : n.end] for n in read_numbers(text)] == ["0,91", "91,3 %", "−3,5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-3", ["-3"]),
        ("de -3 à −4", ["-3", "-4"]),
        ("a 5-3", ["5", "3"]),
        ("10-20", ["10", "20"]),
        ("10/12", ["10", "12"]),
        ("`a`-3 b", ["3"]),
        ("v-3", []),
    ],
)
def test_a_dash_is_a_sign_only_before_a_number_that_stands_alone(
    text: str, expected: list[str]
) -> None:
    assert [str(n.readings[0].value) for n in read_numbers(text)] == expected


def test_a_number_is_read_however_far_it_stands() -> None:
    assert value("mot " * 2 * MAX_DIGITS + "0,913") == Decimal("0.913")


@pytest.mark.parametrize(
    ("typed", "number", "rounded"),
    [
        ("0,913", 0.9134, True),
        ("0,913", 0.9126, True),
        ("0,913", 0.9135, True),
        ("0,913", 0.9136, False),
        ("0,913", 0.9124, False),
        ("0", 0.5, True),
        ("0", 0.6, False),
        ("0", -0.6, False),
        ("12", math.nan, False),
        ("12", math.inf, False),
    ],
)
def test_a_typed_number_rounds_what_is_within_half_its_last_digit(
    typed: str, number: float, rounded: bool
) -> None:
    assert only(typed).readings[0].rounds(number) is rounded


@given(FINITE, DIGITS)
def test_decimal_is_read_back(x: float, digits: int) -> None:
    text = numbers.decimal(x, digits)
    (found,) = read_numbers(f"Elle vaut {text}.")
    assert numbers.decimal(found.readings[-1 if digits == 0 else 0].value, digits) == text
    assert found.readings[0].rounds(x) or abs(x) > 1e12


@given(FINITE)
def test_entier_is_read_back(x: float) -> None:
    text = numbers.entier(x)
    assert numbers.entier(value(text)) == text


@given(SHARES, DIGITS)
def test_pourcent_and_points_are_read_back(x: float, digits: int) -> None:
    share, gap = only(numbers.pourcent(x, digits)), only(numbers.points(x, digits))
    assert (share.unit, gap.unit) == ("%", "points")
    assert share.readings[0].scaled(Decimal("0.01")).rounds(x)
    assert gap.readings[0].scaled(Decimal("0.01")).rounds(x)


@given(st.floats(1e-300, 1e300), st.integers(1, 9), st.sampled_from([1, -1]))
def test_scientifique_is_read_back(x: float, digits: int, sign: int) -> None:
    text = numbers.scientifique(sign * x, digits)
    assert numbers.scientifique(value(text), digits) == text


@given(st.floats(-1e6, 1e6))
def test_durations_are_read_back(x: float) -> None:
    text = numbers.duree(x)
    found = only(text)
    assert found.unit == "s"
    assert numbers.duree(found.readings[0].value) == text
    assert only(numbers.secondes(x, 2)).readings[0].rounds(x)


@given(st.integers(0, 10**9), st.sampled_from(["image", "poids", "classe", "couche"]))
def test_counted_nouns_are_read_back(count: int, noun: str) -> None:
    assert value(numbers.pluriel(count, noun, noun)) == count


@given(st.lists(st.integers(0, 99), min_size=2, max_size=6))
def test_listed_numbers_are_read_back(counts: list[int]) -> None:
    found = read_numbers(f"Elles comptent {numbers.liste(counts)} images.")
    assert [int(n.readings[0].value) for n in found] == counts


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=4))
def test_dimensions_are_left_out(shape: list[int]) -> None:
    assert read_numbers(numbers.dimensions(shape)) == ()


_PIECES = st.sampled_from(
    [*"0123456789.,  \u00a0\u202f%-−×*`$\\{}()[]:/#>\néeEhsx_^⁻¹", "{{", "}}", "```", "10"]
)


@given(st.lists(_PIECES, max_size=60).map("".join) | st.text())
def test_any_text_is_read_without_a_crash_and_in_order(text: str) -> None:
    found = read_numbers(text)
    spans = [(n.start, n.end) for n in found]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    read_numbers(text, formulas=True)


@pytest.mark.parametrize(
    "piece",
    ["9", "1 ", "{{", "`", "$a", "](", "1 000", "1.1", "(1, 2", "1x", "\\`", "1h", "\n", ">",
     ".1", "question ", "1x1", "1e", "1/1", "10^", "```\n", "[^1", "21 "],
)  # fmt: skip
def test_no_text_takes_more_than_its_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    started = perf_counter()
    read_numbers(text)
    assert perf_counter() - started < 10  # a quadratic pattern would take hours
