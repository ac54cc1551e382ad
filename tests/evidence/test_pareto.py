"""Accuracy against its price: the front is the right one, and no text hides another."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.elements import Figure, Table
from reportgen.evidence.labels import label_points, short_title
from reportgen.evidence.pareto import pareto
from reportgen.results import RunResult
from tests.evidence import factory
from tests.evidence.drawings import texts

RIGHT = (0, 0, 1, 1, 2, 2)


def made(name: str, wrong: int, params: int, seconds: float) -> RunResult:
    """Return a run that gets ``wrong`` of six test images wrong."""
    predicted = (*((label + 1) % 3 for label in RIGHT[:wrong]), *RIGHT[wrong:])
    shares = {"train": 0.9, "test": 1 - wrong / 6}
    past = replace(factory.HISTORY, seconds=(seconds,) * 4)
    seed = factory.seed_result(past=past, accuracies=shares, predicted=predicted)  # type: ignore[arg-type]
    summary = factory.small_summary()
    first = replace(summary.layers[0], params=params - summary.params + summary.layers[0].params)
    summary = replace(summary, layers=(first, *summary.layers[1:]))
    return factory.run_result(name, name, summary=summary, seeds=[seed])


def context() -> factory.MemoryContext:
    runs = [
        made("petit", 3, 1_000, 9.0),
        made("rapide", 3, 50_000, 1.0),
        made("bon", 1, 20_000, 5.0),
        made("lourd", 1, 90_000, 6.0),
    ]
    return factory.MemoryContext(runs={run.spec.name: run for run in runs})


def drawn(prix: str = "poids") -> tuple[Figure, Table]:
    names = ("petit", "rapide", "bon", "lourd")
    figure, table = pareto(context(), *names, prix=prix).elements  # type: ignore[arg-type]
    assert isinstance(figure, Figure)
    assert isinstance(table, Table)
    return figure, table


def test_the_table_says_who_is_on_which_front() -> None:
    _, table = drawn()
    assert {row[0]: row[-1] for row in table.rows} == {
        "bon": "poids et durée",
        "lourd": "non",
        "petit": "poids",
        "rapide": "durée",
    }
    assert [row[0] for row in table.rows][:2] == ["bon", "lourd"]


def test_the_front_is_told_in_words_cheapest_first() -> None:
    figure, _ = drawn()
    assert figure.alt.endswith("Front de Pareto : « petit » et « bon ».")
    assert drawn("duree")[0].alt.endswith("Front de Pareto : « rapide » et « bon ».")


def test_points_are_labelled_and_prices_written_in_french() -> None:
    found = texts(drawn()[0])
    assert {"petit", "bon", "lourd", "Nombre de poids", "10\u202f000"} <= set(found)
    assert "Durée de l’apprentissage (s)" in texts(drawn("duree")[0])


def test_an_unknown_price_and_a_lone_run_are_refused() -> None:
    with pytest.raises(EvidenceError, match='"poids" ou "duree"'):
        pareto(context(), "petit", "bon", prix="joules")  # type: ignore[arg-type]
    with pytest.raises(EvidenceError, match="au moins deux"):
        pareto(context(), "petit")


def test_runs_on_other_images_carry_a_warning() -> None:
    ctx = context()
    other = replace(ctx.runs["bon"], origin=replace(factory.ORIGIN, digest="ef" * 32))
    ctx = factory.MemoryContext(runs={**ctx.runs, "bon": other})
    assert "images de test différentes" in pareto(ctx, "petit", "bon").note


def test_titles_are_cut_to_two_lines() -> None:
    title = "deux paires de convolutions, bords conservés, dropout partout et plus encore"
    assert len(short_title(title).split("\n")) == 2
    assert short_title(title).endswith("…")
    assert short_title("court") == "court"


def test_texts_hide_neither_each_other_nor_points() -> None:
    points = [(0.1 * i, 0.5 + 0.05 * (i % 4)) for i in range(10)] + [(0.1, 0.52), (0.12, 0.5)]
    boxes = []

    def draw(figure: object) -> None:
        from matplotlib.figure import Figure as Canvas
        from matplotlib.text import Annotation, Text

        assert isinstance(figure, Canvas)
        ax = figure.subplots()
        ax.plot(*zip(*points, strict=True), "o")
        ax.margins(0.2)
        label_points(ax, points, [f"essai {i}" for i in range(len(points))])
        figure.draw_without_rendering()  # puts the texts where they belong
        notes = [t for t in ax.texts if isinstance(t, Annotation)]
        boxes.extend(Text.get_window_extent(note) for note in notes)

    theme.draw_svg(160, 90, draw)
    assert len(boxes) == len(points)
    pairs = combinations(boxes, 2)
    assert not any(one.padded(-0.5).overlaps(other) for one, other in pairs)
