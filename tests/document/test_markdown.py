import pytest

from reportgen.document.markdown import formula_labels, to_html, to_inline_html
from reportgen.document.marks import number_formulas


def test_raw_html_is_text():
    assert to_html("<script>x</script>") == "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"


def test_formulas_wait_for_their_medium():
    assert to_inline_html("$a<b$") == '<rg-formula data-block="0">a&lt;b</rg-formula>'


def test_a_block_formula_stands_in_a_centred_paragraph():
    html = to_html("$$\na\n$$")
    assert html == '<p class="formula" tabindex="0"><rg-formula data-block="1">a</rg-formula></p>\n'


@pytest.mark.parametrize("written", ["a&b", 'a"b', "eq un", "<b>", "a(b"])
def test_a_label_that_could_be_no_anchor_names_nothing(written):
    source = f"$$ a $$ ({written})"
    assert formula_labels(source) == ()
    assert number_formulas(to_html(source), {}) == to_html("$$ a $$")


@pytest.mark.parametrize(
    "source", ["$$ a $$\u00a0(eq-un)", "> $$ a $$ (eq-un) ", "$$\na\n$$(eq-un)"]
)
def test_every_labelled_formula_has_a_number(source):
    assert formula_labels(source) == ("eq-un",)
    assert 'id="formule-eq-un"' in number_formulas(to_html(source), {"eq-un": 1})


def test_tildes_strike_nothing():
    assert to_inline_html("~~a~~") == "~~a~~"


@pytest.mark.parametrize(
    ("name", "title"),
    [("note", "Note"), ("remarque", "Remarque"), ("attention", "Attention"), ("rappel", "Rappel")],
)
def test_a_colon_fence_is_a_titled_box(name, title):
    html = to_html(f":::{{{name}}}\nTexte.\n:::\n")
    assert f'class="box box-{name}"' in html
    assert f'<p class="box-title">{title}</p>' in html
    assert "<p>Texte.</p>" in html


def test_a_box_may_have_its_own_title():
    assert "Le saviez-vous\u202f?" in to_html(":::{note} Le saviez-vous ?\nOui.\n:::\n")


def test_an_unknown_fence_stays_visible():
    assert "{astuce}" in to_html(":::{astuce}\nTexte.\n:::\n")


def test_headings_sink_under_the_heading_they_stand_below():
    assert to_html("## Lecture", heading=3) == "<h4>Lecture</h4>\n"


def test_footnotes_of_two_passages_have_different_anchors():
    source = "Mot[^1].\n\n[^1]: Note.\n"
    assert 'id="fn-q1-1"' in to_html(source, scope="q1")
    assert 'id="fn-q2-1"' in to_html(source, scope="q2")


def test_table_headers_have_a_scope():
    assert '<th scope="col">A</th>' in to_html("| A |\n|---|\n| b |\n")


def test_code_is_coloured_and_not_typeset():
    html = to_html('```python\nx = "a" ; y\n```')
    assert '<code class="language-python">' in html
    assert "\u202f;" not in html


def test_text_is_typeset():
    assert to_inline_html("Pourquoi *lui* ?") == "Pourquoi <em>lui</em>\u202f?"


def test_the_empty_corner_of_a_table_is_no_header():
    html = to_html("| | a |\n|:--|--:|\n| x | 1 |\n")
    assert html.count("<th") - html.count("<thead") == 1
    assert html.index("<td") < html.index('<th style="text-align:right" scope="col">a</th>')
