"""The runs of tp_retropropagation are those that its sheet asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.lab.types import RunSpec
from reportgen.layers import infer
from tests.labs.worlds import SHAPES, lab_of

SLUG = "tp_retropropagation"
RUNS = lab_of(SLUG, "complet").runs


def weights(run: RunSpec) -> int:
    """Return the number of weights of a run, counted without Keras."""
    shape, total = SHAPES[SLUG], 0
    for layer in run.model.layers:
        found = infer(layer, shape)
        assert found.output_shape is not None
        shape, total = found.output_shape, total + (found.params or 0)
    return total


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("regression_main", 7_850),
        ("regression_20", 7_850),
        ("perceptron_xavier", 79_510),
        ("perceptron", 79_510),
        ("convnet", 366_806),
    ],
)
def test_networks_have_the_weights_of_the_sheet(name: str, expected: int) -> None:
    assert weights(RUNS[name]) == expected


def test_the_three_durations_are_one_trajectory() -> None:
    three = [RUNS[f"regression_{epochs}"] for epochs in (10, 15, 20)]
    assert [run.epochs for run in three] == [10, 15, 20]
    alike = [replace(run, name="", title="", epochs=0) for run in three]
    assert alike[0] == alike[1] == alike[2]


def test_the_hand_written_runs_follow_the_protocol() -> None:
    expected = {
        "regression_main": (0.1, 100, 20),
        "perceptron_nul": (1.0, 100, 100),
        "perceptron_normal": (1.0, 100, 100),
        "perceptron_xavier": (1.0, 100, 100),
    }
    for name, protocol in expected.items():
        run = RUNS[name]
        assert run.training.engine == "numpy"
        rate = run.training.optimizer.config["learning_rate"]
        assert (rate, run.training.batch_size, run.epochs) == protocol


def test_the_keras_runs_vary_what_the_sheet_varies() -> None:
    batches = ("regression_10", "regression_lots_400", "regression_lots_500")
    assert [RUNS[name].training.batch_size for name in batches] == [300, 400, 500]
    rates = ("perceptron", "perceptron_03", "perceptron_02")
    given = [RUNS[name].training.optimizer.config["learning_rate"] for name in rates]
    assert given == [0.5, 0.3, 0.2]
    assert {RUNS[name].epochs for name in (*batches, *rates)} == {10}


def test_a_whole_set_is_one_batch_in_every_profile() -> None:
    assert RUNS["regression_lot_entier"].training.batch_size >= 60_000
