"""Costs as tables and figures: exact by layer, measured by run."""

from __future__ import annotations

from dataclasses import replace

from reportgen.evidence.cost import cout
from reportgen.evidence.elements import Figure, Group, Table
from reportgen.lab.types import Call, TrainingSpec
from reportgen.results import LayerRow, RunResult
from tests.evidence import factory
from tests.evidence.drawings import texts


def plain(rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    return [tuple(c.replace("\u00a0", " ").replace("\u202f", " ") for c in row) for row in rows]


def with_batch(size: int, seconds: float) -> RunResult:
    past = replace(factory.HISTORY, seconds=(2 * seconds, seconds, seconds, 1.1 * seconds))
    return factory.run_result(
        f"lots{size}",
        f"lots de {size}",
        seeds=[factory.seed_result(past=past)],
        training=TrainingSpec(batch_size=size),
    )


def wider(name: str) -> RunResult:
    """Return a run whose last layer has one unit more to compute."""
    *others, last = factory.small_layers()
    layers = (*others, replace(last, config={"units": 4}))
    return factory.run_result(name, name, layers=layers)


def of(*runs: RunResult) -> factory.MemoryContext:
    return factory.MemoryContext(runs={run.spec.name: run for run in runs})


def members(group: object) -> tuple[Table, Figure]:
    assert isinstance(group, Group)
    table, figure = group.elements
    assert isinstance(table, Table)
    assert isinstance(figure, Figure)
    return table, figure


def test_one_run_has_a_row_a_layer_and_totals() -> None:
    table = cout(factory.MemoryContext(), "base")
    assert isinstance(table, Table)
    assert plain(table.rows) == [
        ("entrée", "8 × 8 × 3", "0", "0", "–", "768 octets"),
        ("Conv2D", "6 × 6 × 4", "112", "7 776", "86,2 %", "576 octets"),
        ("MaxPooling2D", "3 × 3 × 4", "0", "0", "0,0 %", "144 octets"),
        ("Dropout", "3 × 3 × 4", "0", "0", "0,0 %", "144 octets"),
        ("Flatten", "36", "0", "0", "0,0 %", "0 octet"),
        ("Dense", "16", "592", "1 152", "12,8 %", "64 octets"),
        ("sortie", "3", "51", "96", "1,1 %", "12 octets"),
    ]
    assert plain(table.footer) == [
        ("Une image", "", "755", "9 024", "", "1,7 ko"),
        ("Un lot de 128 images", "", "", "1 155 072", "", "219 ko"),
    ]


def test_a_layer_without_rule_leaves_cells_empty() -> None:
    own = LayerRow("maison", "Maison", {}, (8, 8, 3), (4,), 10, 10)
    summary = replace(factory.small_summary(), layers=(own,))
    table = cout(of(factory.run_result(summary=summary, layers=())), "base")
    assert isinstance(table, Table)
    assert table.rows[1][3:5] == ("–", "–")
    assert table.footer[0][3] == "–"


def test_batch_sizes_make_two_panels_with_the_sizes_as_ticks() -> None:
    ctx = of(with_batch(32, 9.0), with_batch(128, 4.0))
    table, figure = members(cout(ctx, "lots32", "lots128"))
    assert plain(table.rows)[0][-2:] == ("310 ms", "9,0 s")
    found = texts(figure)
    assert {"32", "128", "Taille des lots"} <= set(found)
    assert {"Durée d’une époque (s)", "Durée d’un pas (ms)"} <= set(found)


def test_a_run_alone_in_a_figure_of_batch_sizes_has_its_own_title() -> None:
    training = TrainingSpec(batch_size=128, optimizer=Call("SGD"))
    sgd = factory.run_result("sgd", "essai SGD", training=training)
    sgd = replace(sgd, spec=replace(sgd.spec, model=replace(sgd.spec.model, title="réseau")))
    ctx = of(with_batch(32, 9.0), with_batch(128, 4.0), sgd)
    _, figure = members(cout(ctx, "lots32", "lots128", "sgd"))
    assert "essai SGD" in texts(figure)


def test_networks_trained_alike_are_drawn_against_their_operations() -> None:
    _, figure = members(cout(of(factory.run_result(), wider("large")), "base", "large"))
    assert {"Milliers d’opérations par image", "large"} <= set(texts(figure))


def test_runs_that_compute_alike_need_no_figure() -> None:
    ctx = of(factory.run_result(), factory.run_result("jumeau", "jumeau"))
    assert isinstance(cout(ctx, "base", "jumeau"), Table)


def test_times_of_different_machines_carry_a_warning() -> None:
    other = replace(with_batch(32, 3.0), machine=replace(factory.MACHINE, processor="autre"))
    table, _ = members(cout(of(other, with_batch(64, 3.0)), "lots32", "lots64"))
    assert table.note == "Durées mesurées sur des machines différentes"


def test_times_of_different_engines_carry_a_warning() -> None:
    by_hand = replace(with_batch(32, 3.0), machine=replace(factory.MACHINE, backend="numpy"))
    table, _ = members(cout(of(by_hand, with_batch(64, 3.0)), "lots32", "lots64"))
    expected = "Durées mesurées avec des moteurs ou des nombres de cœurs différents"
    assert table.note == expected
