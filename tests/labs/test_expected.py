"""Every shipped lab says which values a right answer contains, and its corrigé gives them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from reportgen.grading.expected import places_of
from reportgen.grading.types import Place
from reportgen.lab.types import Question
from tests.labs import (
    test_flipped,
    test_flipped_cnn,
    test_flipped_mnist,
    test_flipped_playground,
    test_flipped_retropropagation,
)
from tests.labs.test_labs import SLUGS
from tests.labs.worlds import World, context_of, lab_of, result

EXPECTING: dict[str, tuple[int, World]] = {
    "tp_fashion": (7, test_flipped.EXPECTED),
    "tp_cifar": (16, test_flipped.EXPECTED),
    "tp_mnist": (18, test_flipped_mnist.AS_EXPECTED),
    "tp_cnn": (6, test_flipped_cnn.EXPECTED),
    "tp_playground": (5, test_flipped_playground.EXPECTED),
    "tp_retropropagation": (15, test_flipped_retropropagation.EXPECTED),
}
"""By lab, how many of its questions expect a value, and results to read these values from."""

WITHOUT_VALUE = {"cnn-hyperparametres"}
"""Questions of kind ``exact`` whose answer is a list, which no number decides."""

RUN = re.compile(r"\b(?:runs|populations)\.(\w+)")
SETTLED = re.compile(r"datasets\.|\.(params|trainable_params|layers|steps_per_epoch|updates)\b")
"""What is the same however a training ends."""

labs = pytest.mark.parametrize("slug", EXPECTING)


@cache
def places(slug: str) -> dict[Question, tuple[Place, ...]]:
    """Return what each question of a lab expects, with the results of its world."""
    world = EXPECTING[slug][1]
    lab = lab_of(slug, world.profile)
    runs = {name: result(world, lab, run) for name, run in lab.runs.items()}
    context = context_of(world, lab, runs)
    found = {question: places_of(question, context) for question in lab.questions}
    return {question: expected for question, expected in found.items() if expected}


def sources(question: Question) -> Iterator[str]:
    assert question.solution is not None
    yield from (prose.source for prose in question.solution.expected)


def test_no_shipped_lab_is_left_out() -> None:
    assert set(EXPECTING) == set(SLUGS)


@labs
def test_so_many_questions_expect_a_value(slug: str) -> None:
    assert len(places(slug)) == EXPECTING[slug][0]


@labs
def test_every_exact_question_expects_a_value(slug: str) -> None:
    lab = lab_of(slug, EXPECTING[slug][1].profile)
    exact = {question.id for question in lab.questions if question.kind == "exact"}
    assert exact - {question.id for question in places(slug)} <= WITHOUT_VALUE


@labs
def test_every_place_names_values_that_the_results_have(slug: str) -> None:
    for question, expected in places(slug).items():
        assert [place.missing for place in expected if place.missing] == [], question.id
        assert all(place.targets for place in expected), question.id


@labs
def test_nothing_that_chance_changes_is_expected_to_the_last_digit(slug: str) -> None:
    for question, expected in places(slug).items():
        given = [source for source in sources(question) if source]
        for source, place in zip(given, expected, strict=True):
            measures = [name for name in source.split(",") if not SETTLED.search(name)]
            assert sum(not target.is_exact for target in place.targets) == len(measures), source


@labs
def test_a_value_is_expected_of_runs_that_the_answer_shows(slug: str) -> None:
    for question in places(slug):
        assert question.solution is not None
        shown = set(
            re.findall(r'"(\w+)"|(?:runs|populations)\.(\w+)', question.solution.answer.source)
        )
        names = {name for pair in shown for name in pair}
        assert set(RUN.findall("".join(sources(question)))) <= names, question.id
