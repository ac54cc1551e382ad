"""What the comparison of documents reads in a page: pictures, language, French spaces."""

from __future__ import annotations

import pytest
from documents.page import Share, french_spaces, is_description, read_page
from hypothesis import given
from hypothesis import strategies as st

from reportgen.french.typography import typeset_text


def test_a_page_says_its_language() -> None:
    assert read_page('<html lang="fr"><body></body></html>').language == "fr"


def test_a_page_without_language_has_none() -> None:
    assert read_page("<html><body></body></html>").language == ""


def test_a_picture_counts_as_described_when_its_text_says_something() -> None:
    page = read_page(
        '<img src="a.svg" alt="Deux courbes"><img src="b.svg" alt=""><img src="c.svg">'
    )
    assert page.pictures == Share(1, 3)


def test_a_picture_hidden_from_readers_is_not_counted() -> None:
    assert read_page('<img src="a.svg" alt="" aria-hidden="true">').pictures == Share(0, 0)


@pytest.mark.parametrize(
    "alternative",
    ["", " \n", "_images/a.svg", "a.svg", "No description has been provided for this image"],
)
def test_what_a_tool_puts_for_lack_of_a_text_is_no_description(alternative: str) -> None:
    assert not is_description(alternative, "_images/a.svg")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Pourquoi\u202f?", Share(1, 1)),
        ("Pourquoi ?", Share(0, 1)),
        ("Pourquoi?", Share(0, 1)),
        ("« Bottine »", Share(0, 2)),
        ("«\u00a0Bottine\u00a0»", Share(2, 2)),
        ("91,2\u00a0% puis 91,2 %.", Share(1, 2)),
        ("à 12:30, le rapport 1:2", Share(0, 0)),
        ("$a : b$ et \\(x ; y\\)", Share(0, 0)),
        ("la perte $L$ : une mesure", Share(0, 1)),
    ],
)
def test_french_spaces_are_counted_where_french_wants_them(text: str, share: Share) -> None:
    assert french_spaces(text) == share


def test_code_is_no_prose_and_what_follows_it_is() -> None:
    page = read_page("<pre>a : b</pre><p><code>x ; y</code> : deux noms</p>")
    assert page.spaces == Share(0, 1)


def test_a_mark_that_starts_a_block_follows_nothing() -> None:
    assert read_page("<p>Avant</p><p>: après</p>").spaces == Share(0, 0)


def test_scripts_styles_and_the_title_are_not_shown() -> None:
    source = "<title>A : b</title><style>a : b</style><script>c ? d : e</script><p>Rien</p>"
    assert read_page(source).spaces == Share(0, 0)


def test_a_sign_within_emphasis_follows_the_word_before_it() -> None:
    assert read_page("<p><em>Pourquoi</em>\u202f<b>?</b></p>").spaces == Share(1, 1)


@given(st.lists(st.sampled_from(["mot", "perte :", "mesure ;", "91,2 %", "« ici »", "non ?"])))
def test_typeset_text_lacks_no_space_that_is_counted(words: list[str]) -> None:
    found = french_spaces(typeset_text(" ".join(["Début", *words])))
    assert found.good == found.all
