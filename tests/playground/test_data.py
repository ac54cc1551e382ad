import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.playground.data import compute_features, make_data
from reportgen.playground.seedrandom import SeededRandom
from reportgen.playground.settings import FEATURES, DatasetName, Task

from .golden import CASES, Case

# Written by seedrandom 2.4.3 under Node: numbers 1 to 4, then number 10,000.
STREAMS = {
    "0.50819": (
        [0.6943383039390212, 0.28527336469255776, 0.8007863812853598, 0.8909134006111558],
        0.6612338011614572,
    ),
    "0.38953": (
        [0.01973593634081117, 0.9514698483856322, 0.8158231021397762, 0.37561864774499415],
        0.057453217725019455,
    ),
    "a": (
        [0.43449421599986604, 0.5451403460013228, 0.3578386258898537, 0.5680674010372789],
        0.9908246468636075,
    ),
    "0" * 256: (
        [0.7803563384230067, 0.05144520047760746, 0.5317574394273067, 0.4885194745974366],
        0.5135501036148407,
    ),
}


@pytest.mark.parametrize("seed", STREAMS)
def test_the_stream_is_that_of_seedrandom_to_the_last_bit(seed: str) -> None:
    stream = SeededRandom(seed)
    drawn = [stream.random() for _ in range(10_000)]
    assert (drawn[:4], drawn[-1]) == STREAMS[seed]


@given(st.text(st.characters(codec="ascii"), min_size=1, max_size=256))
def test_every_seed_gives_numbers_from_0_to_1(seed: str) -> None:
    stream = SeededRandom(seed)
    assert all(0 <= stream.random() < 1 for _ in range(20))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_points_are_those_of_the_playground(case: Case) -> None:
    train = make_data(case.task).train
    kept = len(case.points)
    np.testing.assert_allclose(train.points[:kept], case.points[:, :2], rtol=0, atol=1e-14)
    np.testing.assert_array_equal(train.labels[:kept], case.points[:, 2])


def test_xor_points_are_those_of_the_playground_to_the_last_bit() -> None:
    case = next(case for case in CASES if case.task.dataset == "xor")
    kept = len(case.points)
    np.testing.assert_array_equal(make_data(case.task).train.points[:kept], case.points[:, :2])


@pytest.mark.parametrize(("split", "train"), [(10, 50), (50, 250), (67, 335), (90, 450)])
def test_the_split_is_a_percentage_of_500_points(split: float, train: int) -> None:
    data = make_data(Task("xor", split=split))
    assert (len(data.train.labels), len(data.test.labels)) == (train, 500 - train)


@pytest.mark.parametrize("dataset", ["xor", "circle"])
def test_noise_flips_labels_and_leaves_points(dataset: DatasetName) -> None:
    quiet, noisy = (make_data(Task(dataset, noise)).train for noise in (0, 50))
    np.testing.assert_array_equal(quiet.points, noisy.points)
    assert 0.05 < np.mean(quiet.labels != noisy.labels) < 0.5


def test_noise_moves_the_points_of_the_spiral() -> None:
    quiet, noisy = (make_data(Task("spiral", noise)).train for noise in (0, 80))
    np.testing.assert_array_equal(quiet.labels, noisy.labels)
    assert 0.5 < np.abs(quiet.points - noisy.points).max() <= 0.8


def test_features_come_in_the_playground_s_order_whatever_the_order_asked() -> None:
    task = Task("xor", features=("sin x2", "x1", "x1x2"))
    assert task.features == ("x1", "x1x2", "sin x2")
    assert make_data(task).test.inputs.shape == (250, 3)


def test_features_are_what_their_names_say() -> None:
    (row,) = compute_features(np.array([[2.0, -3.0]]), FEATURES)
    assert row.tolist() == [2, -3, 4, 9, -6, math.sin(2), math.sin(-3)]
