"""Hyphenated words stay on one line of a screen, and nothing else is touched."""

import re

import pytest

from reportgen.document.screen_text import LONGEST, keep_whole


@pytest.mark.parametrize("word", ["Faut-il", "a-t-il", "CIFAR-10", "t-SNE", "Fashion-MNIST"])
def test_a_word_with_a_hyphen_is_kept_whole(word):
    assert keep_whole(f"<p>{word} ?</p>") == f'<p><span class="whole">{word}</span> ?</p>'


def test_a_word_longer_than_a_phone_can_move_breaks_at_its_hyphen():
    word = "sous-" + "apprentissage"
    assert len(word) > LONGEST
    assert keep_whole(word) == word


@pytest.mark.parametrize(
    "html",
    [
        '<a href="#peut-etre" data-of="t-on">ici</a>',
        "<code>pip-tools a-b</code>",
        "<pre><code>x-y = a-b\n</code></pre>",
        '<rg-formula data-block="0">n-k</rg-formula>',
        "un &amp; deux − trois – quatre",
    ],
)
def test_tags_code_and_formulas_stay_as_they_are(html):
    assert keep_whole(html) == html


def test_the_words_stay_those_that_are_searched():
    html = "<p>Que constatez-vous sur CIFAR-10 ?</p>"
    assert re.sub("<[^>]*>", "", keep_whole(html)) == re.sub("<[^>]*>", "", html)
