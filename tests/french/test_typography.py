import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.french.typography import typeset_html, typeset_text

PIECES = st.one_of(
    st.sampled_from(["mot", "l'", "12:30", "1", "2e", "1er", "000", "...", "..", "s", "x != y"]),
    st.sampled_from(["https://a.fr/?x=1;y", "a@b.fr", "\n"]),
    st.sampled_from(" \u202f\u00a0!?;:«».%×(),'…"),
)
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=60))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Combien ?", "Combien\u202f?"),
        ("Combien?", "Combien\u202f?"),
        ("Vraiment ?!", "Vraiment\u202f?!"),
        ("oui ; non !", "oui\u202f; non\u202f!"),
        ("Note : voir", "Note\u00a0: voir"),
        ("à 12:30", "à 12:30"),
        ("un rapport 3:1", "un rapport 3:1"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("«oui»", "«\u00a0oui\u00a0»"),
        ("91,3 %", "91,3\u00a0%"),
        ("91,3%", "91,3\u00a0%"),
        ("en 4,2 s environ", "en 4,2\u00a0s environ"),
        ("l'image d'une classe", "l’image d’une classe"),
        ("attendez...", "attendez…"),
        ("10 000 images", "10\u202f000\u00a0images"),
        ("1 234 567", "1\u202f234\u202f567"),
        ("5 × 5", "5\u00a0×\u00a05"),
        ("le « + 1 »", "le «\u00a0+\u00a01\u00a0»"),
        ("(x − moyenne)", "(x −\u00a0moyenne)"),
        ("784 + 1 biais", "784 +\u00a01 biais"),
        ("12 345 678 901", "12\u202f345\u202f678\u202f901"),
        ("0,123 456", "0,123 456"),
        ("voir https://a.fr/?q=1;x", "voir https://a.fr/?q=1;x"),
        ("https://a.fr/?b puis https://a.fr/?c !", "https://a.fr/?b puis https://a.fr/?c\u202f!"),
        ("(!)", "(!)"),
        ("a != b", "a != b"),
        ("fin.", "fin."),
    ],
)
def test_text_follows_the_french_rules(source, expected):
    assert typeset_text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>Que <em>faire</em> ?</p>", "<p>Que <em>faire</em>\u202f?</p>"),
        ("<p>Que <em>faire</em>?</p>", "<p>Que <em>faire</em>\u202f?</p>"),
        ("<p>l'<em>image</em></p>", "<p>l’<em>image</em></p>"),
        ("<p><code>a ? b : c</code> : oui</p>", "<p><code>a ? b : c</code>\u00a0: oui</p>"),
        ("<pre><code>x = 'a' ;</code></pre>", "<pre><code>x = 'a' ;</code></pre>"),
        ('<a title="a ?">b ?</a>', '<a title="a ?">b\u202f?</a>'),
        ("<p>R&amp;D &lt; 3 ; fin</p>", "<p>R&amp;D &lt; 3\u202f; fin</p>"),
        ("<p>oui</p><p>! non</p>", "<p>oui</p><p>! non</p>"),
        ("<pre><code>a ;</code> b ;</pre> c ;", "<pre><code>a ;</code> b ;</pre> c\u202f;"),
        ('<p>dit "oui" ; non</p>', '<p>dit "oui"\u202f; non</p>'),
        ("<rg-formula>a ; b</rg-formula> ?", "<rg-formula>a ; b</rg-formula>\u202f?"),
        ("<td>1er</td>", "<td>1<sup>er</sup></td>"),
        ("<p>la 40e, puis la 1re.</p>", "<p>la 40<sup>e</sup>, puis la 1<sup>re</sup>.</p>"),
        ("<p>au XXe siècle, le 2e</p>", "<p>au XX<sup>e</sup> siècle, le 2<sup>e</sup></p>"),
        ("<p>« 1\u202f024e »</p>", "<p>«\u00a01\u202f024<sup>e</sup>\u00a0»</p>"),
        (
            "<code>2e</code><rg-formula>2e</rg-formula>",
            "<code>2e</code><rg-formula>2e</rg-formula>",
        ),
        ('<img alt="la 2e">', '<img alt="la 2e">'),
        ("<p>1e-3, 2e5, a2e, #12e, 4.2e, 10es3</p>", "<p>1e-3, 2e5, a2e, #12e, 4.2e, 10es3</p>"),
        (
            "<p>https://a.fr/ 2e https://a.fr/?2e</p>",
            "<p>https://a.fr/ 2<sup>e</sup> https://a.fr/?2e</p>",
        ),
        ("<p>De le Me Ce</p>", "<p>De le Me Ce</p>"),
    ],
)
def test_html_text_is_typeset_and_code_is_not(source, expected):
    assert typeset_html(source) == expected


@example("mot:»")
@given(TEXTS)
def test_typesetting_text_twice_changes_nothing(text):
    once = typeset_text(text)
    assert typeset_text(once) == once


@given(
    st.lists(
        st.one_of(
            TEXTS.map(lambda t: t.replace("<", "").replace("&", "")),
            st.sampled_from(
                ["<p>", "</p>", "<em>", "</em>", "<code>", "</code>", "<br>", "&lt;", "&amp;"]
            ),
        ),
        max_size=12,
    ).map("".join)
)
def test_typesetting_html_twice_changes_nothing(source):
    once = typeset_html(source)
    assert typeset_html(once) == once


@given(TEXTS)
def test_typesetting_changes_only_spaces_apostrophes_and_ellipses(text):
    def letters(value):
        return [
            c for c in value.replace("...", "…").replace("’", "'") if c not in " \u00a0\u2009\u202f"
        ]

    assert letters(typeset_text(text)) == letters(text)


def test_a_count_stays_on_the_line_of_what_is_counted() -> None:
    assert typeset_text("149 fois, 242 erreurs, 10 classes") == (
        "149\u00a0fois, 242\u00a0erreurs, 10\u00a0classes"
    )
