"""Findings about evaluations, classes and rankings, on small tables worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reportgen.analysis import classes
from reportgen.analysis.evaluation import contrast, evaluated, honest_loss, receives_bytes, scale
from reportgen.analysis.ranking import candidate, rank, trade_off
from tests.analysis.runs import run

TABLE = np.array([[90, 8, 2], [30, 60, 10], [0, 40, 60]], dtype=np.int64)


def test_matrix_counts_true_by_answer() -> None:
    table = classes.matrix(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]), 3)
    assert table.tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 0]]


def test_recall_and_precision_are_not_mistaken_for_each_other() -> None:
    first = classes.scores(TABLE)[0]
    assert first.recall == pytest.approx(0.9)
    assert first.precision == pytest.approx(90 / 120)


def test_a_class_without_answers_has_no_precision() -> None:
    found = classes.scores(np.array([[5, 0], [3, 0]]))[1]
    assert (found.recall, found.precision) == (0.0, None)


def test_a_class_without_images_is_never_the_worst() -> None:
    found = classes.worst(classes.scores(np.array([[5, 1, 0], [2, 4, 0], [0, 0, 0]])))
    assert found.chosen[0].number == 1


def test_equal_recalls_are_tied_and_the_distant_class_is_not() -> None:
    found = classes.worst(classes.scores(TABLE))
    assert [s.number for s in found.chosen] == [1]
    assert [s.number for s in found.tied] == [2]


def test_confusions_by_direction_and_by_pair() -> None:
    ordered, mutual = classes.confusions(TABLE), classes.mutual_confusions(TABLE)
    assert [(c.true, c.answer, c.count) for c in ordered[:2]] == [(2, 1, 40), (1, 0, 30)]
    assert [(c.true, c.answer, c.count) for c in mutual] == [(1, 2, 50), (0, 1, 38), (0, 2, 2)]


def test_lopsided_confusions_are_named_in_their_main_direction() -> None:
    found = classes.asymmetries(TABLE)
    assert [(a.true, a.answer, a.count, a.reverse) for a in found] == [
        (2, 1, 40, 10),
        (1, 0, 30, 8),
    ]


def test_classes_of_unequal_size_are_not_called_lopsided() -> None:
    assert classes.asymmetries(np.array([[100, 40], [2, 8]])) == ()


def test_honest_loss_is_the_entropy_of_the_answer() -> None:
    assert honest_loss(0.1, 10) == pytest.approx(math.log(10))
    assert honest_loss(1.0, 10) == 0.0
    assert honest_loss(0.0, 10) == pytest.approx(math.log(9))
    assert honest_loss(0.5, 2) == pytest.approx(math.log(2))


def test_a_loss_above_the_honest_one_disagrees() -> None:
    assert scale(run(test_loss=30.0, accuracies=(0.85,))).absurd
    assert scale(run(test_loss=1.6, accuracies=(0.66,))).disagrees
    assert not scale(run(test_loss=1.0, accuracies=(0.66,))).disagrees


def test_confident_errors_make_the_loss() -> None:
    found = scale(run(confidence=0.999, accuracies=(0.9,)))
    assert found.sure_errors == pytest.approx(0.1)
    assert found.their_loss > 0.95


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"preprocess": ()}, True),
        ({"preprocess": ("rescale",)}, False),
        ({"preprocess": (), "layers": (("Rescaling", {}),)}, False),
    ],
)
def test_unscaled_pixels_are_known(wanted: dict[str, object], expected: bool) -> None:
    assert receives_bytes(run(**wanted)) is expected


def test_validation_close_to_test_is_coherent() -> None:
    found = evaluated(run(accuracies=(0.66,)))
    assert found.validation is not None
    assert not contrast(found.validation, found.test).significant


def test_prediction_needs_three_seeds() -> None:
    assert evaluated(run(accuracies=(0.6, 0.61))).expected is None
    assert evaluated(run(accuracies=(0.6, 0.61, 0.62))).expected is not None


def test_chance_is_not_beaten_by_a_constant_answer() -> None:
    assert evaluated(run(accuracies=(0.1,))).at_chance
    assert not evaluated(run(accuracies=(0.2,))).at_chance


def test_tied_leaders_give_way_to_the_lightest() -> None:
    heavy = run(title="lourd", accuracies=(0.662,), params=900_000, luck=1)
    light = run(title="léger", accuracies=(0.660,), params=100_000, luck=2)
    poor = run(title="faible", accuracies=(0.55,), params=50_000, luck=3)
    found = rank([poor, light, heavy])
    assert found.leader.title == "lourd"
    assert {c.title for c in found.tied} == {"lourd", "léger"}
    assert found.chosen.title == "léger"
    assert found.lightest.title == "faible"


def test_a_clear_leader_is_chosen_whatever_it_costs() -> None:
    heavy = run(title="lourd", accuracies=(0.75,), params=900_000, luck=1)
    found = rank([run(), heavy])
    assert found.chosen.title == "lourd"


def test_the_front_leaves_out_only_the_dominated() -> None:
    good = run(title="bon", accuracies=(0.70,), params=100_000, seconds=4.0, fitted=0.72, luck=1)
    dominated = run(title="dominé", params=200_000, seconds=5.0, fitted=0.80, luck=2)
    small = run(title="petit", accuracies=(0.60,), params=1_000, seconds=9.0, luck=3)
    assert {c.title for c in rank([good, dominated, small]).front} == {"bon", "petit"}


def test_ranking_does_not_depend_on_the_order_given() -> None:
    runs = [run(title=f"m{i}", accuracies=(0.6 + i / 50,), luck=i) for i in range(4)]
    forward, backward = rank(runs), rank(runs[::-1])
    assert [c.title for c in forward.candidates] == [c.title for c in backward.candidates]
    assert forward.chosen.title == backward.chosen.title


def test_the_counts_of_all_seeds_are_summed() -> None:
    made = run(tables=(TABLE.tolist(), TABLE.T.tolist()), accuracies=(0.7, 0.7), classes="abc")
    assert classes.total(made, 3).tolist() == (TABLE + TABLE.T).tolist()


def test_an_interval_counts_each_image_once_however_many_seeds_answer() -> None:
    alone, thrice = classes.scores(TABLE)[0], classes.scores(3 * TABLE, 3)[0]
    assert thrice.recall == alone.recall
    assert thrice.recall_interval == alone.recall_interval


def test_seeds_that_repeat_each_other_are_no_evidence_of_a_lopsided_confusion() -> None:
    table = np.array([[92, 8], [2, 98]])
    assert classes.asymmetries(table) == ()
    assert classes.asymmetries(5 * table, 5) == ()
    assert classes.asymmetries(5 * table) != ()


def test_the_scale_of_the_loss_is_that_of_all_seeds() -> None:
    found = scale(run(accuracies=(0.6, 0.8)))
    assert found.accuracy == pytest.approx(0.7)
    assert found.seeds == 2
    assert found.overconfident
    assert found.calibration == pytest.approx(0.05, abs=1e-6)


def test_a_trade_off_leaves_out_what_costs_more_for_no_gain() -> None:
    wanted = [
        ("a", 0.70, 100),
        ("b", 0.70, 200),
        ("c", 0.75, 300),
        ("d", 0.60, 50),
        ("e", 0.7, 100),
    ]
    runs = [run(title=t, accuracies=(a,), params=p, luck=i) for i, (t, a, p) in enumerate(wanted)]
    found = trade_off([candidate(r, i) for i, r in enumerate(runs)], lambda c: c.params)
    assert [c.title for c in found] == ["d", "a", "e", "c"]
