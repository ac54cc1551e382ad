"""From the outline to the report of students: what is kept, refused, trained and shown."""

from __future__ import annotations

import json

import pytest

from reportgen.errors import DataError, UsageError
from reportgen.lab.problems import LabProblems
from reportgen.outline import write_outline
from reportgen.pipeline import load
from reportgen.project import find_lab
from reportgen.reporting import SilentReporter
from reportgen.submission.measured import RESULTS, read_measured
from reportgen.submission.types import ANSWERS, DEFINITION
from tests.project_lab import Counter
from tests.submission.bench import AUTHORS, Work

MEASURE = "Sur le test : {{ runs.mon_essai.test.accuracy | pourcent }}."


def problems(work: Work) -> str:
    with pytest.raises(LabProblems) as raised:
        work.load()
    return str(raised.value)


def test_outline_quotes_statements_and_holds_no_answer(work: Work) -> None:
    text = (work.folder / ANSWERS).read_text(encoding="utf-8")
    assert "> Quelle est l’exactitude du petit réseau sur le test ?" in text
    assert "Elle vaut" not in text
    assert "la valeur est mesurée sur le test" not in text
    assert '{{ courbes("mon_essai") }}' in text


def test_outline_as_it_is_gives_a_report_without_answers_and_trains_nothing(work: Work) -> None:
    counter = Counter()
    assert not work.build(counter).problems
    assert counter.started == []
    assert "dont 0" in work.report()
    assert "Observation" not in work.report()


def test_outline_is_never_written_over_a_folder_in_use(work: Work) -> None:
    bench = work.bench
    material = load(bench.project, find_lab(bench.project, "tp_points"), None, SilentReporter())
    with pytest.raises(UsageError, match="pas vide"):
        write_outline(material, work.folder, AUTHORS)


@pytest.mark.keras
def test_answered_report_trains_the_run_it_names_and_shows_names_numbers_and_program(
    work: Work,
) -> None:
    work.answer(f'{MEASURE}\n\n{{{{ courbes("mon_essai") }}}}', "C’est mieux que le hasard.")
    counter = Counter()
    assert not work.build(counter).problems
    assert [name for name, *_ in counter.started] == ["mon_essai"]
    report = work.report()
    for shown in ("Ada Martin et Léo Petit", "TD 2", "Observation", "Interprétation", "Programmes"):
        assert shown in report
    handed = read_measured(work.made / RESULTS)
    run = handed.runs["mon_essai"]
    trace = sum(row[i] for i, row in enumerate(run.first.confusion))
    assert trace / run.first.scores["test"].count == run.first.scores["test"].accuracy
    assert work.build(Counter()).up_to_date


def test_changed_statement_of_the_lab_makes_the_report_again(work: Work) -> None:
    work.build()
    assert work.build().up_to_date
    work.bench.edit("sections/01-mesures.md", "du petit réseau", "du plus petit réseau")
    assert not work.build().up_to_date


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{% for x in range(9) %}a{% endfor %}", "boucle non admise"),
        ("{% if 1 %}a{% endif %}", "condition non admise"),
        ("{% set x = 1 %}", "affectation non admise"),
        ("{{ range(10) }}", "expression non admise"),
        ("{{ ''.__class__ }}", "expression non admise"),
        ("{{ runs.mon_essai.title.upper() }}", "expression non admise"),
        ("{{ runs['__class__'] }}", "expression non admise"),
        ('{{ "a" * 99999999 }}', "expression non admise"),
        ("{{ 1000000000 }}", "expression non admise"),
        ('{{ courbes("mon_essai", id="../dehors") }}', "expression non admise"),
        ("{{ runs.mon_essai.test.loss | decimal(*[2]) }}", "expression non admise"),
        ("{{ runs.mon_essai.test.loss | decimal(**{}) }}", "expression non admise"),
        ('{{ "a" | center(99999999) }}', "expression non admise"),
        ("{{ runs.brut.test.accuracy }}", "entraînement inconnu « brut »"),
        ('{{ courbes("petit") }}', "entraînement inconnu « petit »"),
    ],
)
def test_expressions_are_of_a_closed_language(work: Work, written: str, said: str) -> None:
    work.answer(written)
    assert said in problems(work)
    assert f"{ANSWERS}:" in problems(work)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lab: tp_points", "lab: ../secret", "« lab » : attendu"),
        ("version: ", "version: x", "« version » : attendu"),
        ("date: 2026-11-21", "date: demain", "« date » : attendu"),
        ('authors: ["Ada Martin", "Léo Petit"]', "authors: []", "« authors » : attendu"),
        ("group:", "groupe:", "clé inconnue « groupe »"),
        ("epochs: 5", "epochs: 5000", "au plus 1000"),
        ("units: 2", "units: 1000000000000", "units"),
        ("layers:", "builder: modele.py:f\n    layers:", "écrit en Python"),
        ("dataset: points", "dataset: autre", "jeu de données inconnu « autre »"),
    ],
)
def test_definition_is_refused_with_its_place(work: Work, old: str, new: str, said: str) -> None:
    work.edit(DEFINITION, old, new)
    assert said in problems(work)
    assert f"{DEFINITION}:" in problems(work)


def test_unknown_question_and_stray_text_are_told(work: Work) -> None:
    work.edit(ANSWERS, "{reponse} exactitude", "{reponse} exactitudes")
    work.edit(ANSWERS, "# Pour finir", "# Pour finir\n\nUne idée en passant.")
    said = problems(work)
    assert "question inconnue « exactitudes » ; peut-être « exactitude »" in said
    assert "texte hors d’une réponse" in said


def test_handed_results_that_were_changed_are_refused(work: Work) -> None:
    work.build()
    path = work.made / RESULTS
    value = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(value | {"lab": "tp_autre"}), encoding="utf-8")
    with pytest.raises(DataError, match="modifié"):
        read_measured(path)
