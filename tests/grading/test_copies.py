"""Answers alike are pointed out, short or different ones are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.grading.copies import Print, likenesses, print_of
from tests.grading.factory import OPINION

OTHER = (
    "Les courbes se croisent vers la fin, ce qui montre que le dropout ralentit sans rien apporter "
    "de plus au test que nous avons fait sur ces images."
)
LONG = f"{OPINION} {OTHER} {OPINION.upper().replace(' ', ' encore ')}"


def compare(*texts: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    prints = {f"r{rank}": {"q": print_of(text)} for rank, text in enumerate(texts)}
    return [(pair.same, pair.near) for pair in likenesses(prints)]


def test_equal_answers_are_the_same_whatever_their_marks() -> None:
    dressed = OPINION.upper().replace(",", " ;").replace("É", "E")
    assert compare(OPINION, f"**{dressed}**") == [(("q",), ())]


def test_one_word_changed_is_nearly_the_same() -> None:
    assert compare(LONG, LONG.replace("refaire", "recommencer", 1)) == [((), ("q",))]


def test_other_answers_are_not_alike() -> None:
    assert compare(OPINION, OTHER) == []


def test_short_answers_are_equal_by_chance() -> None:
    assert compare("Il y a 270 poids.", "Il y a 270 poids.") == []


def test_pairs_with_most_answers_alike_come_first() -> None:
    one = {"q": print_of(OPINION), "r": print_of(OTHER)}
    pairs = likenesses({"a": {"q": print_of(OPINION)}, "b": one, "c": one})
    assert [(pair.first, pair.second) for pair in pairs] == [("b", "c"), ("a", "b"), ("a", "c")]


@given(st.text())
def test_any_text_has_a_print(text: str) -> None:
    assert isinstance(print_of(text), Print)
