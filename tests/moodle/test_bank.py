"""The question bank holds to what Moodle's importer reads, and shows students no solution.

What is checked is what ``question/format/xml/format.php`` of Moodle asks for, tag by tag.
"""

from __future__ import annotations

import re
from base64 import b64decode
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.compose import compose
from reportgen.moodle.quiz import Bank, Blank, Item, Page
from reportgen.moodle.writing import write_bank
from reportgen.moodle.xml import bank_xml, number_text
from tests.document import sample
from tests.document.sample import CANARY, LAB, META

IMPORTED = {"category", "description", "essay", "numerical", "cloze"}
FORMATS = {"html", "moodle_auto_format", "plain_text", "markdown"}
# The patterns of question/type/multianswer/questiontype.php.
NUMBER = r"-?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?"
EMBEDDED = re.compile(rf"\{{([0-9]*):NUMERICAL:=({NUMBER}):({NUMBER})\}}")
BLANKS = {
    "poids-base": (Blank("le total", 61706.0, 0.0, 1.0),),
    "choix-epoques": (
        Blank("exactitude de validation, en %", 71.25, 2.0, 2.0),
        Blank("exactitude de test, en %", 70.5, 2.5, 1.0),
    ),
}


def bank(blanks: dict[str, tuple[Blank, ...]] | None = None) -> Bank:
    sujet = compose(LAB, "sujet", sample.evaluate, META)
    corrige = compose(LAB, "corrige", sample.evaluate, META)
    return write_bank(sujet, corrige, blanks or {}, "exemple")


def questions(made: Bank) -> list[ET.Element]:
    root = ET.fromstring(bank_xml(made))
    assert root.tag == "quiz"
    return list(root)


def text(element: ET.Element, path: str) -> str:
    found = element.findtext(f"{path}/text" if path else "text")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def solved() -> list[ET.Element]:
    return questions(bank(BLANKS))


@pytest.fixture(scope="module")
def plain() -> list[ET.Element]:
    return questions(bank())


def test_the_declaration_is_the_very_first_line() -> None:
    assert bank_xml(bank()).startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')


def test_the_same_bank_gives_the_same_bytes() -> None:
    assert bank_xml(bank(BLANKS)) == bank_xml(bank(BLANKS))


def test_every_question_is_of_a_type_that_is_imported(solved: list[ET.Element]) -> None:
    assert {question.get("type") for question in solved} == IMPORTED


def test_a_category_comes_first(plain: list[ET.Element]) -> None:
    assert plain[0].get("type") == "category"
    assert text(plain[0], "category").startswith("$course$/top/Réseaux de convolution")
    assert plain[0].find("info").get("format") in FORMATS  # type: ignore[union-attr]


def test_a_slash_in_a_title_makes_no_category() -> None:
    made = questions(Bank("Perte / exactitude", "x", ()))
    assert text(made[0], "category") == "$course$/top/Perte // exactitude"


def test_every_question_has_a_plain_name_a_text_and_an_id(solved: list[ET.Element]) -> None:
    for question in solved[1:]:
        assert text(question, "name").strip()
        assert "<" not in text(question, "name")
        assert text(question, "questiontext").strip()
        assert question.find("questiontext").get("format") == "html"  # type: ignore[union-attr]
        assert float(question.findtext("penalty", "")) == 0
    names = [question.findtext("idnumber") for question in solved]
    assert len(set(names)) == len(names)


def test_every_format_is_one_that_moodle_knows(solved: list[ET.Element]) -> None:
    found = {e.get("format") for question in solved for e in question.iter() if e.get("format")}
    assert found <= FORMATS


def test_the_points_are_those_of_the_lab(plain: list[ET.Element]) -> None:
    assert sum(float(q.findtext("defaultgrade", "0")) for q in plain[1:]) == 8.5


def test_an_essay_has_the_key_for_the_teacher_only(plain: list[ET.Element]) -> None:
    essay = next(q for q in plain if q.findtext("idnumber") == "poids-base")
    key = text(essay, "graderinfo")
    assert f"Le mot {CANARY} ne doit pas sortir." in key
    assert f"le total est juste ({CANARY})" in key
    for question in plain[1:]:
        for path in ("name", "questiontext", "generalfeedback"):
            assert CANARY not in text(question, path)
        template = question.find("responsetemplate")
        assert template is None or CANARY not in text(template, "")


def test_essays_leave_the_parts_of_an_answer_to_fill(plain: list[ET.Element]) -> None:
    essay = next(q for q in plain if q.findtext("idnumber") == "choix-epoques")
    assert "Observation" in text(essay, "responsetemplate")
    assert essay.findtext("responserequired") == "1"
    code = next(q for q in plain if q.findtext("idnumber") == "programme")
    assert code.findtext("responseformat") == "editorfilepicker"
    assert code.findtext("attachments") == "1"


def test_one_number_is_a_numerical_question_and_the_rest_an_essay(
    solved: list[ET.Element],
) -> None:
    found = {q.findtext("idnumber"): q for q in solved}
    numerical = found["poids-base-valeur"]
    assert numerical.get("type") == "numerical"
    answer = numerical.find("answer")
    assert answer is not None
    assert answer.get("fraction") == "100"
    assert text(answer, "") == "61706"
    assert answer.findtext("tolerance") == "0"
    assert numerical.findtext("defaultgrade") == "1"
    assert found["poids-base"].findtext("defaultgrade") == "1"


def test_several_numbers_are_a_cloze_weighted_by_their_points(solved: list[ET.Element]) -> None:
    cloze = next(q for q in solved if q.get("type") == "cloze")
    found = EMBEDDED.findall(text(cloze, "questiontext"))
    assert found == [("2", "71.25", "2"), ("1", "70.5", "2.5")]
    assert "choix-epoques" not in [q.findtext("idnumber") for q in solved]


def test_weights_are_whole_numbers_in_the_proportions_of_the_points() -> None:
    blanks = (Blank("a", 1.0, points=0.5), Blank("b", 2.0, points=0.75))
    made = questions(Bank("c", "c", (Item("cloze", "n", "n", Page("t"), 1.25, blanks),)))
    assert [w for w, *_ in EMBEDDED.findall(text(made[1], "questiontext"))] == ["2", "3"]


def test_pictures_are_beside_the_text_that_shows_them(plain: list[ET.Element]) -> None:
    shown = [
        (page, name)
        for question in plain
        for page in question
        for name in re.findall(r"@@PLUGINFILE@@/([^\"]+)", page.findtext("text") or "")
    ]
    assert len(shown) >= 2
    for page, name in shown:
        files = {file.get("name"): file for file in page.findall("file")}
        assert files[name].get("encoding") == "base64"
        assert files[name].get("path") == "/"
        assert b64decode(files[name].text or "", validate=True)
    assert not any('src="data:' in (e.text or "") for q in plain for e in q.iter("text"))


def test_formulas_are_those_of_the_mathjax_filter(plain: list[ET.Element]) -> None:
    loss = next(q for q in plain if q.findtext("idnumber") == "perte")
    assert "\\(\\hat{y} - y\\)" in text(loss, "questiontext")
    assert "\\[" in text(loss, "graderinfo")
    assert "<rg-" not in bank_xml(bank()).decode()


def test_html_that_ends_a_section_of_characters_is_kept() -> None:
    made = questions(Bank("c", "c", (Item("description", "n", "n", Page("<p>a]]>b</p>")),)))
    assert text(made[1], "questiontext") == "<p>a]]>b</p>"


@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_numbers_have_a_dot_and_no_grouping(value: float) -> None:
    written = number_text(value)
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", written)
    assert float(written) == pytest.approx(value, rel=1e-11, abs=1e-300)


@given(st.text(max_size=40))
def test_any_text_comes_back(content: str) -> None:
    item = Item("description", "n", "n", Page(content))
    found = questions(Bank("c", "c", (item,)))[1].findtext("questiontext/text") or ""
    legal = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", content)
    assert found == re.sub("\r\n?", "\n", legal)
