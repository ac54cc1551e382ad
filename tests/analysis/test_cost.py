"""Costs counted by hand on small networks, and times compared only when they differ clearly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reportgen.analysis.cost import Timing, cost, same_work, timing
from reportgen.analysis.sentences.cost import costs
from reportgen.lab.types import LayerSpec
from reportgen.layers import activation_count
from reportgen.results import History, RunResult
from tests.analysis.runs import run
from tests.analysis.scenarios import NARROW, WIDE
from tests.evidence.factory import run_result, small_layers, small_summary


def test_operations_are_two_for_each_use_of_a_kernel_weight() -> None:
    found = cost(run_result())
    convolution, dense, last = 2 * 6 * 6 * 3 * 3 * 3 * 4, 2 * 36 * 16, 2 * 16 * 3
    assert [layer.operations for layer in found.layers] == [convolution, 0, 0, 0, dense, last]
    assert found.operations == convolution + dense + last


def test_activations_are_those_that_the_layer_rules_count() -> None:
    rows = small_summary().layers
    for seen, row, spec in zip(cost(run_result()).layers, rows, small_layers(), strict=True):
        expected = 0 if row.class_name == "Flatten" else activation_count(spec, row.input_shape)
        assert seen.values == expected


def test_memory_counts_the_image_and_every_activation_in_single_precision() -> None:
    found = cost(run_result())
    assert found.size == 4 * (8 * 8 * 3 + 6 * 6 * 4 + 3 * 3 * 4 + 3 * 3 * 4 + 16 + 3)
    assert found.batch_size == 128 * found.size


def test_a_layer_of_ones_own_with_weights_has_unknown_operations() -> None:
    rows = small_summary().layers
    own = (replace(rows[0], class_name="Maison"), *rows[1:])
    found = cost(run_result(summary=replace(small_summary(), layers=own), layers=()))
    assert found.layers[0].operations is None
    assert found.operations is None


def test_a_known_layer_with_arguments_that_do_not_suit_it_has_unknown_operations() -> None:
    layers = (LayerSpec("Conv2D", {"filters": 4, "kernel_size": 99}), *small_layers()[1:])
    assert cost(run_result(layers=layers)).layers[0].operations is None


def test_times_leave_out_the_epoch_that_compiles_and_put_all_seeds_together() -> None:
    found = timing(timed([9.0, 2.0, 4.0], [8.0, 3.0, 3.0]))
    assert found.seconds == (2.0, 4.0, 3.0, 3.0)
    assert found.epoch == 3.0
    assert found.step == pytest.approx(3.0 / found.steps)


def test_a_single_epoch_is_all_there_is() -> None:
    assert timing(timed([9.0])).seconds == (9.0,)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((4.0, 4.1, 4.2), (2.0, 2.1, 2.2), True),
        ((4.0, 4.1, 4.2), (2.0, 4.05, 4.05), False),
        ((4.0, 4.1, 4.2, 4.3, 4.4), (2.0, 2.1, 2.2, 2.3, 9.0), True),
        ((4.0, 4.1), (2.0, 2.1), False),
        ((4.00, 4.01, 4.02), (3.95, 3.96, 3.97), False),
    ],
)
def test_times_differ_when_the_middle_halves_of_the_epochs_do_not_meet(
    one: tuple[float, ...], other: tuple[float, ...], apart: bool
) -> None:
    quick, slow = Timing(32, 10, other), Timing(32, 10, one)
    assert slow.apart_from(quick) is apart
    assert quick.apart_from(slow) is apart


def test_noise_alone_seldom_sets_times_apart() -> None:
    rng = np.random.default_rng(5)
    draws = 4 * (1 + rng.normal(0, 0.1, (500, 2, 9)))
    found = [Timing(32, 1, tuple(a)).apart_from(Timing(64, 1, tuple(b))) for a, b in draws]
    assert np.mean(found) <= 0.05


def test_runs_that_differ_by_their_batches_do_the_same_work() -> None:
    assert same_work([run(batch=32), run(batch=64)])
    assert not same_work([run(), run(layers=())])
    assert not same_work([run(), run(processor="autre")])


def timed(*seconds: list[float]) -> RunResult:
    """Return a run whose seeds took these times."""
    made = run(accuracies=(0.6,) * len(seconds))
    histories = [
        History(s.history.metrics, tuple(t)) for s, t in zip(made.seeds, seconds, strict=True)
    ]
    seeds = zip(made.seeds, histories, strict=True)
    return replace(made, seeds=tuple(replace(s, history=h) for s, h in seeds))


def test_times_of_two_engines_are_not_compared() -> None:
    light, heavy = run(title="léger", layers=NARROW), run(title="lourd", layers=WIDE)
    by_hand = replace(heavy, machine=replace(heavy.machine, backend="numpy"))
    (*_, last) = costs([light, by_hand])
    assert "même moteur" in last
    assert not any("même moteur" in sentence for sentence in costs([light, heavy]))
