"""Formulas: MathML for the screen, drawn for print, spaced as in a book in both."""

import re
from base64 import b64decode
from html import unescape
from xml.etree import ElementTree

import pytest

from reportgen.document.formulas import drawn, formulas_in, mathml
from reportgen.errors import RenderError

FRACTION = r"\frac{a + b}{\sqrt{c}}"
_POINT = re.compile(r"M\s*(-?[\d.]+)[\s,]+(-?[\d.]+)")


def svg(tex: str, *, block: bool = False) -> str:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]*)"', drawn(tex, block=block))
    assert found is not None
    return b64decode(found[1]).decode()


def width(tex: str) -> float:
    """Return the width of a drawn formula, in em."""
    found = re.search(r"width:([\d.]+)em", drawn(tex, block=False))
    assert found is not None
    return float(found[1])


def operators(tex: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(mathml(tex, block=False))
    return [element for element in root.iter() if element.tag.endswith("}mo")]


def prefixes(tex: str) -> str:
    """Return the signs of a formula that belong to the term after them."""
    return "".join(sign.text or "" for sign in operators(tex) if sign.get("form") == "prefix")


def test_the_glyphs_of_a_drawn_formula_are_one_path() -> None:
    assert svg("a + b + c").count("<path") == 1


def test_the_bars_of_fractions_and_roots_stay_apart_from_the_path_of_the_glyphs() -> None:
    shapes = [shape.tag.rpartition("}")[2] for shape in ElementTree.fromstring(svg(FRACTION))]
    assert shapes.count("rect") == 2
    assert shapes[-1] == "path"


def test_no_outline_is_lost_when_glyphs_become_one_path() -> None:
    letters = [len(_POINT.findall(svg(letter))) for letter in "abc"]
    assert len(_POINT.findall(svg("abc"))) == sum(letters) > 0


@pytest.mark.parametrize("tex", ["a < b", r"\frac{1}{2}", 'a_{"x"}'])
def test_the_text_of_a_formula_is_its_source_in_both_media(tex: str) -> None:
    for rendered, name in ((drawn(tex, block=False), "alt"), (mathml(tex, block=True), "alttext")):
        found = re.search(rf' {name}="([^"]*)"', rendered)
        assert found is not None
        assert unescape(found[1]) == tex


def test_a_formula_sits_on_the_line_of_its_text() -> None:
    found = re.search(r"vertical-align:(-?[\d.]+)em", drawn("x_1", block=False))
    assert found is not None
    assert -0.6 < float(found[1]) < 0


@pytest.mark.parametrize(
    "tex", ["-x", "a = -x", "(-x)", r"\frac{-x}{2}", r"a, -x", r"\sum_i -x", r"\lvert -x \rvert"]
)
def test_a_sign_that_begins_a_term_belongs_to_it(tex: str) -> None:
    assert "−" in prefixes(tex)


@pytest.mark.parametrize("tex", ["a - x", "(a) - x", "a^2 - x", r"\lvert a \rvert - x", "n! - x"])
def test_a_sign_between_two_terms_is_a_subtraction(tex: str) -> None:
    assert prefixes(tex) == ""


def test_a_space_does_not_end_a_term() -> None:
    assert prefixes(r"a = \, -x") == "−"
    assert prefixes(r"a \, - x") == ""


def test_plus_or_minus_is_a_sign() -> None:
    assert prefixes(r"t = \pm 1") == "±"
    assert prefixes(r"t \pm 1") == ""


def test_print_sets_a_sign_closer_to_its_term_than_a_subtraction() -> None:
    subtraction = width("ab - c") - width("ab") - width("c")
    sign = width("a = -c") - width("a =") - width("c")
    assert sign < subtraction - 0.2


def test_print_spaces_a_product_of_numbers_as_a_sum() -> None:
    assert width(r"3 \times 4") == pytest.approx(width("3 + 4"), abs=0.1)


def test_the_formulas_of_a_page_are_read_in_order_and_without_escapes() -> None:
    html = (
        '<p><rg-formula data-block="0">a &lt; b</rg-formula></p>'
        '<rg-formula data-block="1">c</rg-formula>'
    )
    assert formulas_in(html) == ["a < b", "c"]


@pytest.mark.parametrize("render", [mathml, drawn])
def test_a_formula_that_cannot_be_read_is_named(render: object) -> None:
    assert callable(render)
    with pytest.raises(RenderError, match="left"):
        render(r"\left", block=False)


@pytest.mark.parametrize(
    ("tex", "numbers"),
    [
        (r"\ln 10 \approx 2{,}303", ["10", "2,303"]),
        (r"\mathcal{N}(0, 0{,}1^2)", ["0", "0,1", "2"]),
        ("(0, 1)", ["0", "1"]),
    ],
)
def test_a_decimal_comma_belongs_to_its_number_on_screen(tex: str, numbers: list[str]) -> None:
    assert re.findall(r"<mn>([^<]*)</mn>", mathml(tex, block=False)) == numbers


def spaces(tex: str) -> dict[str, tuple[str | None, str | None]]:
    """Return the spaces before and after each operator of a formula on screen."""
    return {sign.text or "": (sign.get("lspace"), sign.get("rspace")) for sign in operators(tex)}


def test_a_relation_that_the_converter_takes_for_a_name_has_its_spaces() -> None:
    assert spaces(r"\nabla^2 L \succeq 0")["⪰"] == ("0.278em", "0.278em")


def test_both_bars_of_a_norm_have_one_size_on_screen() -> None:
    assert [bar.get("stretchy") for bar in operators(r"\lVert x \rVert^2")] == ["false", "false"]
    assert set(spaces(r"\lvert x \rvert").values()) == {("0em", "0em")}


@pytest.mark.parametrize("tex", [r"\partial L / \partial w", "s_k .", "100!"])
def test_what_is_a_letter_to_tex_has_no_space_on_screen(tex: str) -> None:
    assert set(spaces(tex).values()) == {("0em", "0em")}


@pytest.mark.parametrize(
    ("tex", "name", "around"),
    [
        (r"p = \operatorname{softmax}(s)", "softmax", ("0em", "0em")),
        (r"y_k \ln \hat y", "ln", ("0.167em", "0.167em")),
        (r"-\ln \left( x \right)", "ln", ("0em", "0em")),
        (r"\max_k s_k", "max", ("0em", "0.167em")),
        (r"\ln \sum_k s_k", "ln", ("0em", "0.167em")),
        (r"\tanh' = 1", "tanh", ("0em", "0em")),
        (r"\lambda_{\max}", "max", ("0em", "0em")),
    ],
)
def test_the_name_of_a_function_stands_off_a_letter_only(
    tex: str, name: str, around: tuple[str, str]
) -> None:
    assert spaces(tex)[name] == around


def test_an_exponent_leaves_large_parentheses_in_one_row() -> None:
    found = mathml(r"a - \Bigl( \sum_k p_k \Bigr)^2 = b", block=True)
    fenced = re.search(r"<msup><mrow>(.*?)</mrow><mn>2</mn></msup>", found)
    assert fenced is not None
    assert re.findall(r"stretchy=[^>]*>([()])</mo>", fenced[1]) == ["(", ")"]
    assert re.sub("<[^>]*>", "", found) == "a−(∑kpk)2=b"


def test_a_colon_that_ends_a_formula_stands_off_it_as_in_french() -> None:
    assert spaces("a = 0 :")[":"] == ("0.222em", "0em")


def test_letters_have_no_style_that_browsers_would_slant() -> None:
    assert 'mathvariant="normal">T<' in mathml(r"x^{\mathsf T}", block=False)
