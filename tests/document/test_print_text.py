import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.print_text import FOLD, finish, fold_listing, without_pages


def bare(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def question(name: str, text: str) -> str:
    return f'<article class="question" id="question-{name}">{text}</article>'


def reference(target: str) -> str:
    return f'<a class="ref" href="#{target}">figure 1</a>'


def test_a_line_that_fits_is_not_folded() -> None:
    line = '<span class="k">model</span> = ' + "x" * 78
    assert fold_listing(line, 86) == line


def test_a_long_line_goes_on_after_a_space_and_a_visible_mark() -> None:
    folded = fold_listing("a" * 60 + " " + "b" * 40, 86)
    assert folded == "a" * 60 + " " + FOLD + "b" * 40


@given(st.text(alphabet="ab (),<>&'", max_size=300), st.integers(20, 60))
def test_folding_adds_only_marks_and_no_line_is_too_long(line: str, columns: int) -> None:
    folded = bare(fold_listing(escape(line), columns))
    assert folded.replace(bare(FOLD), "") == line
    assert all(len(part) <= columns for part in folded.split("\n"))


def test_a_short_compound_is_kept_whole_in_text_but_not_in_tags_or_code() -> None:
    html = '<img alt="T-shirt"><p>« T-shirt »</p><pre class="short"><code>T-shirt</code></pre>'
    source = html.replace(' class="short"', "")
    kept = '«<span> </span><span class="whole">T-shirt</span> »'
    assert finish(source) == html.replace("« T-shirt »", kept)


@pytest.mark.parametrize("words", ["mesurez-les", "Peut-on", "y a-t-il", "celui-ci"])
def test_no_line_is_left_with_the_pronoun_of_a_verb(words: str) -> None:
    last = words.split()[-1]
    assert f'<span class="whole">{last}</span>' in finish(f"<p>{words} ?</p>")


@pytest.mark.parametrize("name", ["LeakyReLU", "BatchNormalization"])
def test_a_name_with_capitals_inside_is_never_hyphenated(name: str) -> None:
    assert f'<span class="whole">{name}</span>' in finish(f"<p>La couche {name} suit.</p>")


def test_a_paragraph_that_announces_something_stays_with_it() -> None:
    html = finish("<p>Voici :</p><ul></ul><p>Fin.</p>")
    assert html == '<p class="lead">Voici :</p><ul></ul><p>Fin.</p>'


@pytest.mark.parametrize(("lines", "kept"), [(17, True), (18, False)])
def test_only_a_short_listing_is_kept_on_one_page(lines: int, kept: bool) -> None:
    html = finish("<pre><code>" + "\n".join("x" * lines) + "</code></pre>")
    assert html.startswith('<pre class="short">') is kept


@pytest.mark.parametrize("where", ["a", "b"])
def test_what_a_question_or_its_neighbour_shows_needs_no_page_number(where: str) -> None:
    html = question("a", '<p id="figure-1"></p>') + question("b", "")
    html = html.replace(f'question-{where}">', f'question-{where}">{reference("figure-1")}')
    assert 'class="ref near"' in finish(html)


def test_what_is_further_away_is_given_with_its_page() -> None:
    html = question("a", '<p id="figure-1"></p>') + question("b", "") + question("c", "")
    html = html.replace('question-c">', f'question-c">{reference("figure-1")}')
    finished = finish(html)
    assert '<a class="ref" data-number="0" href="#figure-1">' in finished
    assert 'class="ref near"' in without_pages(finished, [0])
    assert without_pages(finished, [1]) == finished


def test_the_space_before_an_inline_tag_is_a_box_of_its_own() -> None:
    html = finish("<p>afin de <em>choisir</em> le <code>lot</code>. Puis <b>gras</b> fin</p>")
    assert html == (
        "<p>afin de<span> </span><em>choisir</em> le<span> </span><code>lot</code>. "
        "Puis <b>gras</b> fin</p>"
    )


@pytest.mark.pdf
@pytest.mark.parametrize(
    "chosen", ["<em>choisir</em>", "«\u00a0T-shirt\u00a0»", "«\u00a0<em>T</em>"]
)
def test_no_line_is_broken_after_its_first_word(chosen: str) -> None:
    from weasyprint import HTML

    text = (
        "La validation mesure ce que le réseau vaut sur des images qu’il n’apprend pas, afin de "
        f"{chosen} le nombre d’époques."
    )
    for width in range(600, 720, 2):
        style = f"width: {width / 4}mm; font: 10.6pt 'DejaVu Serif'"
        page = HTML(string=finish(f'<p style="{style}">{text}</p>')).render().pages[0]
        lines = [box for box in page._page_box.descendants() if type(box).__name__ == "LineBox"]
        first = "".join(getattr(box, "text", "") for box in lines[0].descendants())
        assert len(first) > 60
