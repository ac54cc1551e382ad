"""Which expected values Moodle is given to grade, and how they are typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.expected import blanks_of
from reportgen.grading.ranges import Target, exact, measured_target
from reportgen.grading.types import Place
from reportgen.lab.types import Criterion, Question, Solution
from tests.document.sample import WEIGHTS, prose


def asked(*sources: str, points: tuple[float, ...] = (2, 1)) -> Question:
    scheme = tuple(Criterion(value, prose("critère")) for value in points)
    expected = tuple(prose(source) for source in sources)
    return replace(WEIGHTS, solution=Solution(prose("réponse"), scheme, expected))


def place(criterion: int, *targets: Target) -> Place:
    return Place(criterion, targets)


PARAMS = replace(exact("poids", 61706.0, "count"), owner="réseau de base")


def test_a_number_of_weights_is_exact() -> None:
    (blank,) = blanks_of(asked("runs.brut.params"), [place(0, PARAMS)])
    assert (blank.label, blank.value, blank.tolerance, blank.points) == ("poids", 61706.0, 0.0, 2)


def test_an_accuracy_is_typed_in_percent_with_the_range_of_the_grades() -> None:
    target = measured_target("exactitude de test", [0.8375], "share", 2000)
    (blank,) = blanks_of(asked("runs.brut.test.accuracy"), [place(0, target)])
    assert blank.label == "exactitude de test, en %"
    assert blank.value == 83.75
    assert blank.tolerance == pytest.approx(2.0, abs=0.01)


def test_values_of_one_criterion_share_its_points_and_are_told_apart() -> None:
    two = [replace(exact("perte de test", 0.5, "loss"), owner=run) for run in ("a", "b")]
    blanks = blanks_of(asked("runs.a.test.loss, runs.b.test.loss"), [place(0, *two)])
    assert [blank.points for blank in blanks] == [1, 1]
    assert [blank.label for blank in blanks] == [
        "perte de test (1, dans l’ordre de l’énoncé)",
        "perte de test (2, dans l’ordre de l’énoncé)",
    ]


def test_an_exact_value_that_is_not_whole_may_be_rounded() -> None:
    (blank,) = blanks_of(asked("runs.a.test.loss"), [place(0, exact("perte", 0.8, "loss"))])
    assert blank.tolerance == 0.004


def test_no_expression_is_shown() -> None:
    target = exact("datasets.cifar.full.train", 50000.0, "count")
    (blank,) = blanks_of(asked("datasets.cifar.full.train"), [place(0, target)])
    assert blank.label == "valeur demandée"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("runs.brut.layers", Place(0, (PARAMS,))),
        ("runs.brut.params", Place(0, missing="entraînement manquant")),
        ("; ; runs.brut.params", Place(2, (PARAMS,))),
    ],
)
def test_layers_missing_values_and_those_of_no_criterion_are_left(
    source: str, found: Place
) -> None:
    question = asked(*(part.strip() for part in source.split(";")))
    assert blanks_of(question, [found]) == ()
