import re
from xml.etree import ElementTree

from reportgen.document.lettering import for_print, with_text
from reportgen.evidence import theme

SVG = "{http://www.w3.org/2000/svg}"


def drawing(*texts: str, **style: str) -> str:
    def draw(figure: object) -> None:
        for number, text in enumerate(texts):
            figure.text(0.1, 0.2 + 0.3 * number, text, rotation=20 * number, **style)

    return theme.draw_svg(60, 40, draw)


def written(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}text"))


def test_letters_become_text_of_the_same_face_and_size() -> None:
    [text] = written(with_text(drawing("Époque <2 & 3>")))
    assert text.text == "Époque <2 & 3>"
    assert text.get("font-family") == "Labo Sans"
    assert float(text.get("font-size")) == theme.TEXT


def test_place_turn_colour_and_weight_are_kept() -> None:
    outlined = drawing("un", "deux", color="#0072B2", weight="bold")
    texts = written(with_text(outlined))
    places = [text.get("transform") for text in texts]
    assert places == re.findall(r'transform="(translate\(.*?\)(?: rotate\(-20\))?) scale', outlined)
    assert all("#0072b2" in text.get("style") for text in texts)
    assert all(text.get("font-weight") == "bold" for text in texts)


def test_no_outline_is_left() -> None:
    lettered = with_text(drawing("un", "deux"))
    assert "LaboSans-" not in lettered


def test_a_drawing_with_letters_of_another_face_keeps_its_outlines() -> None:
    outlined = drawing("a♞", "b")
    assert with_text(outlined) == outlined


def test_what_a_comment_cannot_hold_keeps_its_outlines() -> None:
    outlined = drawing("a--b")
    assert with_text(outlined) == outlined


def test_print_draws_the_same_marks_without_styles() -> None:
    def draw(figure: object) -> None:
        figure.subplots().plot([1, 2, 3], [3, 1, 2], marker="o", label="a")

    plain = theme.draw_svg(60, 40, draw)
    before, after = with_text(plain), for_print(plain)
    tags = [[node.tag for node in ElementTree.fromstring(svg).iter()] for svg in (before, after)]
    assert tags[1] == tags[0]
    assert " style=" not in after
    assert 'stroke="#1f77b4"' in after


def test_an_svg_of_another_origin_is_left_as_it_is() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><path d="M 0 0"/></g></svg>'
    assert for_print(svg) == svg
