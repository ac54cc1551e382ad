"""Values under the pointer are those of the data, where the drawing really has them."""

import re
from dataclasses import replace
from math import log10

import pytest

from reportgen.document.readings import reading_of
from reportgen.evidence.confusion import confusion
from reportgen.evidence.curves import courbes
from reportgen.evidence.elements import Data, Figure
from tests.document.sample import CURVES
from tests.evidence import factory

TITLES = {"a": "premier", "b": "second"}
SECOND = factory.history(
    loss=(1.7, 1.2, 0.9),
    accuracy=(0.2, 0.5, 0.65),
    val_loss=(1.6, 1.3, 1.45),
    val_accuracy=(0.3, 0.45, 0.5),
)


def two_runs():
    runs = {
        "a": factory.run_result("a", "premier"),
        "b": factory.run_result("b", "second", seeds=[factory.seed_result(1, SECOND)]),
    }
    return factory.MemoryContext(runs=runs)


def vertices(figure):
    """Return all points of paths in shares of the drawing, to two decimals of a percent."""
    width, height = (float(n) for n in re.search(r'viewBox="0 0 (\S+) (\S+)"', figure.svg).groups())
    found = re.findall(r"[ML] (\S+) (\S+)", figure.svg)
    return {(round(float(x) / width, 3), round(float(y) / height, 3)) for x, y in found if "." in x}


def test_every_point_of_a_curve_is_a_vertex_of_the_drawing():
    figure = courbes(two_runs(), "a", "b")
    drawn = vertices(figure)
    panels = reading_of(figure, TITLES)["panels"]
    places = [
        (panel["x"][0] + panel["x"][1] * epoch, panel["y"][0] + panel["y"][1] * value)
        for panel in panels
        for line in panel["lines"]
        for epoch, value in enumerate(line["values"], start=1)
    ]
    near = [any(abs(x - u) < 2e-3 and abs(y - v) < 2e-3 for u, v in drawn) for x, y in places]
    assert len(places) == 2 * 2 * (4 + 3)
    assert all(near)


def test_a_logarithmic_axis_is_read_as_one():
    flat = factory.history(loss=(0.05, 0.04, 0.03), val_loss=(0.06, 0.05, 0.045))
    high = factory.history(loss=(40.0, 12.0, 6.0), val_loss=(12.0, 7.0, 6.5))
    runs = {
        name: factory.run_result(name, TITLES[name], seeds=[factory.seed_result(1, history)])
        for name, history in (("a", flat), ("b", high))
    }
    figure = courbes(factory.MemoryContext(runs=runs), "a", "b", metrics=["loss"])
    (panel,) = reading_of(figure, TITLES)["panels"]
    drawn = vertices(figure)
    places = [
        (panel["x"][0] + panel["x"][1] * epoch, panel["y"][0] + panel["y"][1] * log10(value))
        for line in panel["lines"]
        for epoch, value in enumerate(line["values"], start=1)
    ]
    assert panel["log"] is True
    assert all(any(abs(x - u) < 2e-3 and abs(y - v) < 2e-3 for u, v in drawn) for x, y in places)


def test_panels_are_metrics_and_lines_are_runs_and_parts():
    panels = reading_of(courbes(two_runs(), "a", "b"), TITLES)["panels"]
    assert [panel["title"] for panel in panels] == ["Perte", "Exactitude"]
    assert [line["name"] for line in panels[0]["lines"]] == [
        "premier, apprentissage",
        "premier, validation",
        "second, apprentissage",
        "second, validation",
    ]
    assert panels[0]["lines"][2]["values"] == [1.7, 1.2, 0.9]
    assert [line["dashed"] for line in panels[0]["lines"]] == [True, False, True, False]


def test_a_run_alone_needs_no_name():
    (loss, _) = reading_of(courbes(factory.MemoryContext(), "base"), TITLES)["panels"]
    assert [line["name"] for line in loss["lines"]] == ["apprentissage", "validation"]


def test_several_seeds_are_read_as_their_mean():
    seeds = [factory.seed_result(1), factory.seed_result(2, SECOND)]
    context = factory.MemoryContext(runs={"base": factory.run_result(seeds=seeds)})
    reading = reading_of(courbes(context, "base"), {})
    assert reading["seeds"] == 2
    first = factory.seed_result(1).history["loss"][0]
    assert reading["panels"][0]["lines"][0]["values"][0] == pytest.approx((first + 1.7) / 2)
    assert len(reading["panels"][0]["lines"][0]["values"]) == 3


@pytest.mark.parametrize("normalise", [False, True])
def test_a_confusion_matrix_has_counts_a_row_a_true_class(normalise):
    figure = confusion(factory.MemoryContext(), "base", normalise=normalise)
    reading = reading_of(figure, {})
    assert reading["classes"] == ["Avion", "Voiture", "Oiseau"]
    assert reading["counts"] == [[2, 0, 0], [0, 2, 0], [1, 0, 1]]


def test_the_cells_of_a_confusion_matrix_are_where_they_are_drawn():
    figure = confusion(factory.MemoryContext(), "base")
    left, top, width, height = reading_of(figure, {})["box"]
    assert 0 < left < left + 3 * width <= 1
    corners = {(round(left + n * width, 3), round(top + n * height, 3)) for n in range(3)}
    drawn = vertices(figure)
    assert all(any(abs(x - u) < 2e-3 and abs(y - v) < 2e-3 for u, v in drawn) for x, y in corners)


def test_data_that_are_not_what_is_drawn_have_no_reading():
    figure = courbes(factory.MemoryContext(), "base")
    rows = tuple((*row[:-1], row[-1] ** 2 + row[-2]) for row in figure.data.rows)
    assert reading_of(replace(figure, data=Data(figure.data.columns, rows)), {}) is None


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_training_that_diverged_has_no_reading(value):
    figure = courbes(factory.MemoryContext(), "base")
    rows = ((*figure.data.rows[0][:-1], value), *figure.data.rows[1:])
    assert reading_of(replace(figure, data=Data(figure.data.columns, rows)), {}) is None


def test_other_figures_have_no_reading():
    others: list[Figure] = [CURVES, replace(CURVES, data=None), replace(CURVES, svg=None, png=b"")]
    assert [reading_of(figure, {}) for figure in others] == [None, None, None]
