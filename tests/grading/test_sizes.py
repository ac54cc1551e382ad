"""Sizes of layers and of data: what is expected of them, and how an answer may show them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.french.reading import read_numbers
from reportgen.grading.expected import places_of
from reportgen.lab.types import Place, Prose, Question, Solution
from reportgen.submission.computed import computed_values
from reportgen.submission.known import Known, known_values
from reportgen.submission.networks import (
    connections,
    counted_params,
    inferred_layers,
    output_sizes,
)
from tests.evidence.factory import MemoryContext
from tests.grading.factory import results
from tests.labs.worlds import lab_of

HERE = Place(Path("reponses.md"), 1)
SIZES = {"essai": tuple(Known(size, "count", "taille", "essai") for size in (24, 12))}


def expected(value: str) -> list[tuple[str, float, bool]]:
    """Return the name and value of each target, and whether it is a size of the data."""
    solution = Solution(Prose("", HERE), (), (Prose(f"{{{{ {value} }}}}", HERE),))
    question = Question("q", None, 1, "exact", Prose("", HERE), solution, HERE)
    (place,) = places_of(question, MemoryContext())
    assert place.missing == ""
    return [(target.label, target.value, target.of_data) for target in place.targets]


def test_each_size_of_an_output_is_expected_once() -> None:
    assert expected("runs.base.layers[0].output_shape") == [
        ("taille de la sortie de la couche Conv2D de « réseau de base »", 6, False),
        ("taille de la sortie de la couche Conv2D de « réseau de base »", 4, False),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("pas par époque", "steps_per_epoch"), ("mises à jour des poids", "updates")],
)
def test_a_number_of_steps_is_that_of_the_images_used(name: str, value: str) -> None:
    (target,) = expected(f"runs.base.{value}")
    assert (target[0], target[2]) == (f"{name} de « réseau de base »", True)


@pytest.mark.parametrize("call", ['resume("essai")', 'architecture("essai")', "runs.essai.layers"])
def test_a_summary_shows_the_sizes_of_outputs(call: str) -> None:
    answer = Prose(f"{{{{ {call} }}}}", HERE)
    shown = computed_values(answer, {"essai": results(0.875)}, SIZES)
    assert {24, 12} <= {known.value for known in shown if known.sort == "count"}


def test_a_table_of_weights_shows_none() -> None:
    answer = Prose('{{ poids("essai") }}', HERE)
    shown = computed_values(answer, {"essai": results(0.875)}, SIZES)
    assert not {24, 12} & {known.value for known in shown}


def test_weights_are_counted_from_what_the_preprocessing_leaves() -> None:
    run = lab_of("tp_mnist", "complet").runs["lineaire"]
    assert counted_params(run, (28, 28, 1)) == 7_850
    assert counted_params(replace(run, preprocess=()), (28, 28, 1)) == 20


def test_layers_that_do_not_fit_the_images_are_not_counted() -> None:
    run = lab_of("tp_mnist", "complet").runs["convolution"]
    assert len(inferred_layers(run, (28, 28, 1))) == 6
    assert inferred_layers(run, (4, 4, 1)) == ()
    assert counted_params(run, (4, 4, 1)) is None


@pytest.mark.parametrize("typed", ["7 840", "9 216", "58", "29"])
def test_what_students_count_by_hand_is_known(typed: str) -> None:
    """784 × 10 connections, 9 216 values once flat, 29 steps an epoch, twice."""
    runs = lab_of("tp_mnist", "complet").runs
    image = (28, 28, 1)
    counted = (*connections(runs["lineaire"], image), *output_sizes(runs["convolution"], image))
    score = results(0.875).first.scores["train"].model_copy(update={"count": 3_600})
    first = results(0.875).first
    seed = first.model_copy(update={"epochs": 2, "scores": {**first.scores, "train": score}})
    run = results(0.875).model_copy(update={"batch_size": 128, "seeds": [seed]})
    known = known_values({"essai": run}, counted)
    (number,) = read_numbers(typed)
    assert known.match(number) is not None
    assert known_values({}, counted).match(read_numbers("7 841")[0]) is None
