"""The trials find a convex loss convex, and the two things that hidden units bring."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.backprop.network import loss_value
from reportgen.errors import EvidenceError
from reportgen.evidence.probes import ConvexityProbe, Probe, UnitsProbe
from reportgen.lab.types import RunSpec
from reportgen.store.store import Store
from reportgen.training.landscape import distinct_columns
from reportgen.training.numpy_learner import numpy_learner
from reportgen.training.prepared import prepare
from reportgen.training.probes import ask
from tests.training.factory import layer, make_data, result, train
from tests.training.numpy_factory import LAYERS, by_hand

REGRESSION = by_hand(layers=(layer("Flatten"), layer("Dense", units=2, activation="softmax")))
ZEROS = {"kernel_initializer": "zeros"}
ZERO = by_hand(
    layers=(
        layer("Flatten"),
        layer("Dense", units=5, activation="sigmoid", **ZEROS),
        layer("Dense", units=2, activation="softmax", **ZEROS),
    )
)
PROBE = ConvexityProbe(examples=40, pairs=60, directions=60)


def asked(tmp_path: Path, run: RunSpec, probe: Probe) -> dict[str, Any]:
    store = Store(tmp_path)
    train(store, run)
    (entry,) = store.entries()
    return ask(result(store, run), entry, probe, prepare(run, make_data()))


def rises(found: dict[str, Any]) -> Any:
    return found["middle"] - found["ends"].mean(axis=1)


def test_a_softmax_regression_is_convex_everywhere(tmp_path: Path) -> None:
    found = asked(tmp_path, REGRESSION, PROBE)
    assert rises(found).max() < 1e-12
    assert found["curvature"].min() > -1e-8
    assert found["permuted"].sum() == 0


def test_exchanged_units_give_a_counter_example(tmp_path: Path) -> None:
    found = asked(tmp_path, by_hand(epochs=30), PROBE)
    swapped = found["permuted"] == 1
    assert swapped.sum() == PROBE.pairs
    np.testing.assert_allclose(*found["ends"][swapped].T, rtol=1e-12)
    assert rises(found)[swapped].max() > 1e-6
    assert np.isnan(found["bound"])


def test_the_segment_goes_through_its_middle(tmp_path: Path) -> None:
    found = asked(tmp_path, by_hand(epochs=30), PROBE)
    first, middle, last = found["segment"][[0, 20, 40]]
    highest = rises(found)[found["permuted"] == 1].max()
    assert middle - (first + last) / 2 == pytest.approx(highest)


def test_steps_within_the_bound_always_go_down(tmp_path: Path) -> None:
    whole = replace(REGRESSION.training, batch_size=10_000)
    run = replace(REGRESSION, training=whole)
    (bound,) = asked(tmp_path, run, PROBE)["bound"]
    learner = numpy_learner(run, 1, prepare(run, make_data()))
    x, y = learner.batch("train", slice(None))
    steps, before = learner.stack.network.steps, np.inf
    learner.descent = replace(learner.descent, rate=1 / bound)
    for epoch in range(1, 6):
        learner._epoch(learner.order(epoch))
        after = loss_value(steps, learner.parameters, learner.loss, x, y)
        assert after < before
        before = after


def test_units_that_start_from_zero_stay_the_same(tmp_path: Path) -> None:
    found = asked(tmp_path, ZERO, UnitsProbe(1, (4,)))
    assert found["epochs"].tolist() == [0, 4]
    assert found["distinct"].tolist() == [1, 1]
    assert found["units"].tolist() == [5]


def test_units_drawn_at_random_are_all_distinct(tmp_path: Path) -> None:
    assert asked(tmp_path, by_hand(), UnitsProbe(1, (4,)))["distinct"].tolist() == [5, 5]


def test_units_that_differ_by_what_leaves_them_are_distinct(tmp_path: Path) -> None:
    first = layer("Dense", units=5, activation="sigmoid", **ZEROS)
    run = by_hand(layers=(LAYERS[0], first, LAYERS[2]))
    assert asked(tmp_path, run, UnitsProbe(1, ()))["distinct"].tolist() == [5]


def test_a_layer_without_weights_has_no_units(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="pas une couche dense"):
        asked(tmp_path, by_hand(), UnitsProbe(0, ()))


def test_columns_that_differ_by_rounding_are_the_same() -> None:
    columns = np.array([[1.0, 1.0 + 1e-13, 2.0], [3.0, 3.0, 3.0]])
    assert distinct_columns(columns) == 2
    assert distinct_columns(np.zeros((3, 4))) == 1
