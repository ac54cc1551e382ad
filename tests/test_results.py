"""Accuracies of a history are shares of the examples, whatever precision the engine kept."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.french.numbers import pourcent
from reportgen.lab.types import TrainingSpec
from reportgen.results import Evaluation, History, telling_machine
from tests.evidence import factory
from tests.playground.made_up import result


def history(name: str, *values: float) -> History:
    return History({name: values}, tuple(1.0 for _ in values))


def test_a_single_precision_mean_reads_like_the_share_that_an_evaluation_gives() -> None:
    found = history("val_accuracy", 0.09749999642372131).exact({"validation": 800})

    assert found["val_accuracy"] == (78 / 800,)
    assert pourcent(found["val_accuracy"][0]) == pourcent(78 / 800) == "9,8\u00a0%"


@given(st.integers(1, 200_000), st.data())
def test_every_share_comes_back_from_single_precision(count: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, count))
    single = float(np.float32(right / count))

    assert history("accuracy", single).exact({"train": count})["accuracy"] == (right / count,)


def test_what_is_no_share_stays() -> None:
    values = (0.123, math.nan)

    found = history("accuracy", *values).exact({"train": 10})["accuracy"]

    assert found[0] == 0.123
    assert math.isnan(found[1])


def test_losses_and_unknown_splits_stay() -> None:
    kept = History({"loss": (0.1,), "val_accuracy": (0.3,)}, (1.0,))

    assert kept.exact({"train": 3}) == kept


def test_an_evaluation_is_wrong_where_it_is_not_right() -> None:
    assert Evaluation(8, 0.5, 0.75).error == 0.25


@pytest.mark.parametrize(
    ("seconds", "settled"),
    [((9.0, 1.0, 3.0), (1.0, 3.0)), ((9.0, 1.0), (1.0,)), ((9.0,), (9.0,))],
)
def test_the_epoch_that_compiles_is_left_out_where_there_is_another(
    seconds: tuple[float, ...], settled: tuple[float, ...]
) -> None:
    assert History({}, seconds).settled == settled


def test_the_seconds_of_an_epoch_are_the_median_over_all_seeds() -> None:
    seeds = [factory.seed_result(1), factory.seed_result(2)]
    made = factory.run_result(seeds=seeds)
    assert made.seconds_per_epoch == 2.0
    assert made.first is seeds[0]


def test_a_population_ends_with_its_last_measures() -> None:
    found = result([0.1, 0.4])
    assert found.finals.tolist() == found.population.test[:, -1].tolist() == [0.1, 0.4]
    assert found.learnt.tolist() == found.population.train[:, -1].tolist()
    assert found.population.test.shape[1] > 2


def test_the_machine_that_is_told_is_that_of_keras_where_there_is_one() -> None:
    keras = factory.run_result()
    by_numpy = factory.run_result(training=TrainingSpec(engine="numpy"))
    by_numpy = replace(by_numpy, machine=replace(by_numpy.machine, cores=1))
    assert telling_machine([by_numpy, keras]) is keras.machine
    assert telling_machine([by_numpy]) is by_numpy.machine
