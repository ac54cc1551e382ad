"""The comparison says of each run what the elements of the document say, and no more."""

from dataclasses import replace

import pytest

from reportgen.document.comparison import compare
from reportgen.document.compose import compose
from reportgen.document.marks import ELEMENT_MARK, Evaluated
from reportgen.document.types import RunFacts
from reportgen.evidence.elements import Data
from tests.document import sample
from tests.document.sample import META, SUMMARY

CURVES = Data(
    ("run", "seed", "metric", "split", "epoch", "value"),
    tuple(
        (run, seed, "loss", "validation", epoch, level + seed / 10 - epoch / 100)
        for run, level in (("base", 1.0), ("large", 2.0))
        for seed in (1, 2)
        for epoch in (1, 2, 3)
    ),
)
EVALUATIONS = Data(
    ("run", "seed", "split", "accuracy"),
    (("base", 1, "test", 0.7), ("base", 2, "test", 0.8), ("large", 1, "test", 0.9)),
)
TOTALS = Data(
    ("run", "params", "train", "test", "gap", "seconds_per_epoch"),
    (("base", 1216, 0.85, 0.75, 0.1, 2.5), ("large", 9000, 0.9, None, 0.2, 9.0)),
)
COUNTS = Data(("run", "test"), (("base", 10_000), ("large", 10_000)))


def document(*data, kind="corrige"):
    elements = tuple(replace(SUMMARY, id=f"e{n}", data=d) for n, d in enumerate(data))
    marks = "\n\n".join(ELEMENT_MARK.format(n) for n in range(len(elements)))
    names = (RunFacts("réseau de base", (1,), (3,), 1.0, "", ("k",), "base"),)
    lab = sample.with_text("texte")
    meta = replace(META, runs=names)
    return compose(lab, kind, lambda _: Evaluated(marks, elements), meta)


def values(comparison, name):
    return [run.values.get(name) for run in comparison.runs]


def test_runs_have_their_titles_where_the_document_knows_them():
    assert [run.title for run in compare(document(CURVES)).runs] == ["réseau de base", "large"]


def test_the_page_is_given_titles_whose_small_words_stay_with_what_follows():
    assert compare(document(CURVES)).reading["runs"][0]["title"] == "réseau de\u00a0base"


def test_curves_and_accuracies_are_means_over_seeds():
    comparison = compare(document(CURVES, EVALUATIONS))
    curve = comparison.reading["runs"][0]["curves"]["loss"]["validation"]
    assert curve == pytest.approx([1.14, 1.13, 1.12])
    assert values(comparison, "test") == pytest.approx([0.75, 0.9])
    assert values(comparison, "epochs") == [3, 3]


def test_a_value_that_is_absent_is_a_dash():
    comparison = compare(document(TOTALS))
    (test,) = (m for m in comparison.measures if m.name == "test")
    assert [test.text(v) for v in values(comparison, "test")] == ["75,0\u00a0%", "–"]


def test_the_table_leaves_out_runs_of_which_only_curves_are_known():
    known = Data(("run", "seed", "split", "accuracy"), (("base", 1, "test", 0.7),))
    comparison = compare(document(CURVES, known))
    assert [run.title for run in comparison.told] == ["réseau de base"]
    assert len(comparison.reading["runs"]) == 2


def test_the_table_has_all_runs_when_only_curves_are_known():
    comparison = compare(document(CURVES))
    assert comparison.told == comparison.runs


def test_numbers_of_images_are_not_taken_for_accuracies():
    comparison = compare(document(CURVES, COUNTS))
    assert "test" not in [measure.name for measure in comparison.measures]


def test_a_run_alone_has_nothing_to_be_compared_with():
    one = Data(CURVES.columns, tuple(row for row in CURVES.rows if row[0] == "base"))
    assert compare(document(one)) is None
    assert compare(document(SUMMARY.data)) is None


def test_what_is_no_number_is_null_to_the_page():
    rows = tuple((*row[:-1], float("nan")) for row in CURVES.rows)
    reading = compare(document(Data(CURVES.columns, rows))).reading
    assert reading["runs"][0]["curves"]["loss"]["validation"] == [None, None, None]
