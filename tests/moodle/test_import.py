"""Moodle's importer, imitated, reads the bank of every lab without a complaint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from reportgen.document.compose import compose
from reportgen.expected import blanks_of
from reportgen.grading.expected import places_of
from reportgen.moodle.quiz import Bank, Blank, File, Item, Page
from reportgen.moodle.writing import write_bank
from reportgen.moodle.xml import bank_xml
from tests.document import sample
from tests.document.sample import LAB, META
from tests.labs.test_flipped_playground import Outcome, grower
from tests.labs.worlds import SHAPES, Fate, World, context_of, lab_of, result
from tests.moodle.importer import Import, read_bank
from tests.moodle.test_bank import BLANKS
from tests.secrecy.test_labs import typed

ROOT = Path(__file__).parents[2]
SLUGS = sorted(SHAPES)


@cache
def blanks(slug: str) -> Mapping[str, Sequence[Blank]]:
    """Return what Moodle grades of a lab whose networks all reach 80 %."""
    lab = lab_of(slug, "complet")
    fates = {slug: dict.fromkeys(lab.runs, Fate(0.8))}
    grow = grower({}, Outcome(0.2, 0.4))
    world = World("banque", fates, {slug: (3, 5)}, grow=grow)
    runs = {name: result(world, lab, run) for name, run in lab.runs.items()}
    context = context_of(world, lab, runs)
    asked = [question for question in lab.questions if question.kind in ("exact", "mesure")]
    return {q.id: blanks_of(q, places_of(q, context)) for q in asked}


@cache
def imported(slug: str) -> Import:
    lab = lab_of(slug, "complet")
    sujet, corrige = (compose(lab, kind, typed, META) for kind in ("sujet", "corrige"))
    return read_bank(bank_xml(write_bank(sujet, corrige, blanks(slug), slug)))


def read(*items: Item, category: str = "c") -> Import:
    return read_bank(bank_xml(Bank(category, "c", items)))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_bank_of_a_lab_is_read_without_a_complaint(slug: str) -> None:
    assert imported(slug).complaints == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_and_all_its_points_arrive(slug: str) -> None:
    lab = lab_of(slug, "complet")
    by_number = {q.id: sum(b.points for b in blanks(slug).get(q.id, ())) for q in lab.questions}
    marks = {q.idnumber: q.mark for q in imported(slug).questions}
    for question in lab.questions:
        left = round(question.points - by_number[question.id], 6)
        assert marks.get(question.id, 0.0) == left
        ends = [name for name in marks if name.startswith(f"{question.id}-valeur")]
        assert len(ends) == (by_number[question.id] > 0)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_numbers_that_moodle_grades_are_those_of_the_corrige(slug: str) -> None:
    found = {q.idnumber: [e.value for e in q.expected] for q in imported(slug).questions}
    for name, expected in blanks(slug).items():
        if expected:
            end = "valeur" if len(expected) == 1 else "valeurs"
            assert found[f"{name}-{end}"] == [blank.value for blank in expected]


def test_figures_numbers_and_formulas_of_the_sample_are_read() -> None:
    sujet, corrige = (compose(LAB, kind, sample.evaluate, META) for kind in ("sujet", "corrige"))
    done = read_bank(bank_xml(write_bank(sujet, corrige, BLANKS, "exemple")))
    assert done.complaints == []
    assert {question.kind for question in done.questions} == {
        "description", "essay", "numerical", "cloze",
    }  # fmt: skip
    assert any(question.files for question in done.questions)


@pytest.mark.parametrize("title", ["Perte / exactitude", "/ devant", "derrière /", "a // b", "/"])
def test_a_category_keeps_its_title_whatever_its_slashes(title: str) -> None:
    done = read(category=title)
    assert done.category == (title.strip(),)
    assert done.complaints == []


def test_a_name_that_looks_like_a_tag_arrives_whole() -> None:
    done = read(Item("description", "Si p<0.05 alors", "n", Page("t")))
    assert done.complaints == []
    assert done.questions[0].name == "Si p< 0.05 alors"


def test_a_long_identifier_is_shortened_and_still_tells_questions_apart() -> None:
    items = [Item("description", "n", "a" * 150 + end, Page("t")) for end in "xy"]
    done = read(*items)
    assert done.complaints == []
    assert len({question.idnumber for question in done.questions}) == 2


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ((b'format="html"', b'format="xhtml"'), "format"),
        ((b"<defaultgrade>2<", b"<defaultgrade>deux<"), "not a number"),
        ((b"<responseformat>editor<", b"<responseformat>html<"), "responseformat"),
        ((b"<idnumber>b<", b"<idnumber>a<"), "twice"),
        ((b'fraction="100"', b'fraction="42"'), "not allowed"),
        ((b"<text>61706<", "<text>61\u202f706<".encode()), "is read as '61'"),
        ((b":NUMERICAL:=", b":NUMERIQUE:="), "embedded"),
        ((b"<penalty>0</penalty>", b"<penalite>0</penalite>"), "not read"),
        ((b"@@PLUGINFILE@@/a.png", b"@@PLUGINFILE@@/b.png"), "carries"),
    ],
)
def test_what_moodle_would_trip_over_is_told(change: tuple[bytes, bytes], complaint: str) -> None:
    """The imitation is not blind: each of these mistakes makes it complain."""
    figure = Page('<img src="@@PLUGINFILE@@/a.png">', (File("a.png", b"x"),))
    items = (
        Item("essay", "n", "a", figure, 2),
        Item("numerical", "n", "b", Page("t"), 2, (Blank("x", 61706.0),)),
        Item("cloze", "n", "c", Page("t"), 2, (Blank("x", 1.0), Blank("y", 2.0))),
    )
    content = bank_xml(Bank("c", "c", items))
    assert read_bank(content).complaints == []
    broken = content.replace(*change)
    assert broken != content
    assert any(complaint in told for told in read_bank(broken).complaints)
