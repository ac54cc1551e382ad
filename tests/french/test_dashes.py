import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.french.dashes import bind_dashes

PIECES = st.one_of(
    st.sampled_from([" — ", "\u00a0— ", " —\u00a0", " —", "—", "mot", ".", ", ", " "]),
    st.sampled_from(["<em>", "</em>", "<p>", "</p>", "<code>", "</code>", "<br>"]),
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>un — deux — trois</p>", "<p>un —\u00a0deux\u00a0— trois</p>"),
        ("<p>un — deux.</p><p>a — b — c</p>", "<p>un —\u00a0deux.</p><p>a —\u00a0b\u00a0— c</p>"),
        ("<p>un — deux. Trois — quatre</p>", "<p>un —\u00a0deux. Trois —\u00a0quatre</p>"),
        ("<p>un — deux —, trois</p>", "<p>un —\u00a0deux\u00a0—, trois</p>"),
        ("<p>un — <em>deux</em> — trois</p>", "<p>un —\u00a0<em>deux</em>\u00a0— trois</p>"),
        ("<p><code>a — b</code> — c — d</p>", "<p><code>a — b</code> —\u00a0c\u00a0— d</p>"),
        (
            '<p><a title="a — b">c</a> — d — e</p>',
            '<p><a title="a — b">c</a> —\u00a0d\u00a0— e</p>',
        ),
        ("un — deux — trois", "un —\u00a0deux\u00a0— trois"),
        ("<p>2 – 3, arc-en-ciel</p>", "<p>2 – 3, arc-en-ciel</p>"),
    ],
)
def test_no_line_begins_or_ends_with_the_dashes_of_an_aside(source, expected):
    assert bind_dashes(source) == expected


@given(st.lists(PIECES, max_size=20).map("".join))
def test_binding_dashes_twice_changes_nothing(html):
    once = bind_dashes(html)
    assert bind_dashes(once) == once


@given(st.lists(PIECES, max_size=20).map("".join))
def test_only_spaces_change(html):
    assert bind_dashes(html).replace("\u00a0", " ") == html.replace("\u00a0", " ")
