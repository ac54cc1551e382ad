"""Code keeps every character, and has spans for what a style sheet colours only."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.highlight import highlight


def spans(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<span class="(\w+)">(.*?)</span>', html)


def text(html: str) -> str:
    return unescape(re.sub(r"</?span[^>]*>", "", html))


@pytest.mark.parametrize(
    ("code", "coloured"),
    [
        ("x = y", []),
        ("return", [("k", "return")]),
        ("a and b", [("ow", "and")]),
        ("12", [("mi", "12")]),
        ('"dit"', [("s2", '"dit"')]),
        ("len(z)", [("nb", "len")]),
        ("# dit", [("c1", "# dit")]),
        ("class A: pass", [("k", "class"), ("nc", "A"), ("k", "pass")]),
        ("def f(x): pass", [("k", "def"), ("nf", "f"), ("k", "pass")]),
        ("@memo", [("nd", "@memo")]),
    ],
)
def test_what_has_a_colour_has_a_span(code: str, coloured: list[tuple[str, str]]) -> None:
    assert spans(highlight(code, "python")) == coloured


@pytest.mark.parametrize("language", ["", "inconnu"])
def test_code_of_an_unknown_language_is_escaped(language: str) -> None:
    assert highlight("if a < 'b':", language) == "if a &lt; 'b':"


@given(st.text(st.sampled_from("abdef\n ()'#<>&=1:@"), max_size=60))
def test_no_character_of_code_is_lost(code: str) -> None:
    assert text(highlight(code, "python")).removesuffix("\n") == code.removesuffix("\n")
