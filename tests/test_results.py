"""Accuracies of a history are shares of the examples, whatever precision the engine kept."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportgen.french.numbers import pourcent
from reportgen.results import History


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
