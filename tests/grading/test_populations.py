"""Answers about networks trained in the Playground, held against the populations of the corrigé."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen import material as materials
from reportgen.cli.grades import describe_check, problem_count
from reportgen.grading.checking import check_work
from reportgen.grading.flow import grade_one
from reportgen.grading.ranges import population_target
from reportgen.grading.teacher import Teacher
from reportgen.grading.types import Graded, Unreadable, Verdict
from reportgen.handout.hints import handout_of
from reportgen.lab.loading import load_lab
from reportgen.pipeline import load
from reportgen.populations import to_arrays
from reportgen.reporting import SilentReporter
from tests.grading.factory import Room, Student, hand_in, make_room
from tests.playground.made_up import population

POPULATIONS = """
populations:
  xor: {dataset: xor, noise: 35, hidden: [2], epochs: 2, resets: 40, threshold: 0.6}
"""
QUESTIONS = """
::::{question} bac
:points: 2
:kind: mesure
:attendu: ; populations.xor.median

Quelle perte de test trouvez-vous dans le Playground ?

:::{reponse}
{{ dispersion("xor") }}
:::
:::{bareme}
- 1 : un essai est fait
- 1 : sa perte est donnée
:::
::::

::::{question} forme
:points: 1
:kind: mesure

Et quelle forme ?

:::{reponse}
{{ surface("xor") }}
:::
::::
"""
LOSSES = np.linspace(0.30, 0.69, 40)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Return a room whose lab asks for Playground networks; none is ever trained."""

    def train(self: materials.Material, name: str) -> dict[str, Any]:
        return to_arrays(population(self.lab.populations[name], LOSSES.tolist()))

    made = make_room(tmp_path)
    for name, text in (("lab.yaml", POPULATIONS), ("sections/01-mesures.md", QUESTIONS)):
        with (made.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    monkeypatch.setattr(materials.Material, "_trained_population", train)
    load(made.project, made.folder, None, SilentReporter()).population("xor")
    monkeypatch.undo()
    return replace(made, lab=load_lab(made.folder))


def verdict_on(room: Room, question: str, text: str) -> Verdict:
    folder = hand_in(room, Student("a", {question: text}))
    graded = grade_one("a", folder, Teacher(room.project, room.folder))
    assert isinstance(graded, Graded), graded
    return next(v for v in graded.verdicts if v.question == question)


def proposed(verdict: Verdict) -> list[float | None]:
    return [proposal.points for proposal in verdict.proposals]


def test_a_loss_is_expected_where_nineteen_networks_out_of_twenty_end() -> None:
    target = population_target("perte", 0.5, [*LOSSES.tolist(), float("nan")])
    assert (target.low, target.high) == pytest.approx((0.31, 0.68))
    assert target.how == "dix-neuf initialisations sur vingt, de 41, au moins ± 0,005"


def test_a_loss_that_the_population_reaches_is_proposed_its_points(room: Room) -> None:
    verdict = verdict_on(room, "bac", "Après 500 époques, la perte de test finit à 0,42.")
    assert verdict.outcome == "conforme"
    assert proposed(verdict) == [None, 1.0]


def test_a_loss_out_of_reach_is_shown_and_costs_nothing(room: Room) -> None:
    verdict = verdict_on(room, "bac", "La perte de test finit à 0,02 chez nous.")
    assert verdict.outcome == "écart"
    assert "attendu de 0,3100 à 0,6800" in verdict.facts[0].text
    assert proposed(verdict) == [None, None]


def test_numbers_of_the_playground_are_not_held_against_trainings(room: Room) -> None:
    verdict = verdict_on(room, "forme", "Deux bandes, et une perte de 0,4512 au test.")
    assert verdict.outcome == "non vérifiable"
    assert "autre programme" in verdict.facts[0].text


def test_check_tells_students_of_such_numbers_and_blames_none(room: Room) -> None:
    folder = hand_in(room, Student("a", {"bac": "On lit 0,42 puis 0,61."}))
    checked = check_work(room.project, folder, SilentReporter())
    assert problem_count(checked) == 0
    assert "2\xa0autres nombres viennent d’un autre programme" in "\n".join(
        describe_check("a", checked)
    )


def test_the_version_of_students_knows_which_questions_these_are(room: Room) -> None:
    assert handout_of(room.lab).elsewhere == ("bac", "forme")


def test_grading_never_trains_a_population(room: Room) -> None:
    lab = room.folder / "lab.yaml"
    lab.write_text(lab.read_text(encoding="utf-8").replace("resets: 40", "resets: 41"))
    verdict = verdict_on(room, "bac", "La perte de test finit à 0,42.")
    assert verdict.outcome == "non vérifiable"
    assert "n’est pas encore calculée" in verdict.facts[0].text


def test_a_population_of_the_corrige_is_no_answer(room: Room) -> None:
    folder = hand_in(room, Student("a", {"bac": '{{ dispersion("xor") }}'}))
    graded = grade_one("a", folder, Teacher(room.project, room.folder))
    assert isinstance(graded, Unreadable)
    assert "« xor » : les populations sont celles du corrigé" in graded.error
