"""Tables of scores print the measured numbers with their intervals."""

from __future__ import annotations

import pytest

from reportgen.evidence.comparison import comparaison
from reportgen.evidence.elements import Figure, Table
from reportgen.evidence.scores import classes, evaluation
from tests.evidence import factory
from tests.evidence.drawings import texts


def plain(rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    return [tuple(c.replace("\u00a0", " ").replace("\u202f", " ") for c in row) for row in rows]


def two_runs() -> factory.MemoryContext:
    shares = {"train": 0.8, "validation": 0.7, "test": 0.5}
    other = factory.run_result(
        "autre",
        "avec dropout",
        seeds=[factory.seed_result(accuracies=shares)],  # type: ignore[arg-type]
    )
    return factory.MemoryContext(runs={"base": factory.run_result(), "autre": other})


def test_evaluation_of_one_run_has_a_row_a_split() -> None:
    table = evaluation(factory.MemoryContext(), "base")
    assert [c.header for c in table.columns] == [
        "Partie", "Images", "Perte", "Exactitude", "Intervalle à 95 %", "Taux d’erreur",
    ]  # fmt: skip
    assert plain(table.rows) == [
        ("Apprentissage", "900", "0,400", "90,0 %", "87,9 % – 91,8 %", "10,0 %"),
        ("Validation", "100", "1,200", "64,0 %", "54,2 % – 72,7 %", "36,0 %"),
        ("Test", "6", "1,100", "83,3 %", "43,6 % – 97,0 %", "16,7 %"),
    ]
    assert table.caption == "Évaluation de « réseau de base »"


def test_evaluation_of_several_runs_has_a_row_a_run() -> None:
    table = evaluation(two_runs(), "base", "autre")
    assert plain(table.rows)[1] == (
        "avec dropout", "80,0 %", "70,0 %", "50,0 %", "18,8 % – 81,2 %",
        "0,400", "1,200", "1,100",
    )  # fmt: skip


def test_evaluation_says_the_accuracies_in_words() -> None:
    alt = evaluation(factory.MemoryContext(), "base").alt.replace("\u00a0", " ")
    assert alt == (
        "Exactitude de « réseau de base » : 90,0 % en apprentissage, 64,0 % en validation "
        "et 83,3 % en test."
    )


def test_several_seeds_are_averaged_and_each_is_in_the_data() -> None:
    low = factory.seed_result(2, accuracies={"train": 0.7, "test": 0.5})
    high = factory.seed_result(1, accuracies={"train": 0.9, "test": 1.0})
    runs = {"base": factory.run_result(seeds=[high, low])}
    table = evaluation(factory.MemoryContext(runs=runs), "base")
    assert plain(table.rows)[0][3] == "80,0 %"
    assert table.caption == "Évaluation de « réseau de base » (moyennes de deux graines)"
    assert table.data is not None
    assert [row[:3] for row in table.data.rows] == [
        ("base", 1, "train"), ("base", 2, "train"), ("base", 1, "test"), ("base", 2, "test"),
    ]  # fmt: skip


def test_classes_give_recall_precision_and_f1() -> None:
    table = classes(factory.MemoryContext(), "base")
    assert plain(table.rows) == [
        ("Avion", "2", "100,0 %", "66,7 %", "80,0 %"),
        ("Voiture", "2", "100,0 %", "100,0 %", "100,0 %"),
        ("Oiseau", "2", "50,0 %", "100,0 %", "66,7 %"),
    ]
    assert plain(table.footer) == [("Moyenne des classes", "6", "83,3 %", "88,9 %", "82,2 %")]


def test_a_class_never_predicted_has_no_precision() -> None:
    seed = factory.seed_result(predicted=(0, 0, 1, 1, 0, 0))
    runs = {"base": factory.run_result(seeds=[seed])}
    table = classes(factory.MemoryContext(runs=runs), "base")
    assert plain(table.rows)[2] == ("Oiseau", "2", "0,0 %", "indéfini", "0,0 %")


def test_comparison_has_a_table_and_a_figure() -> None:
    table, figure = comparaison(two_runs(), "base", "autre").elements
    assert isinstance(table, Table)
    assert isinstance(figure, Figure)
    assert plain(table.rows) == [
        ("réseau de base", "755", "4", "90,0 %", "64,0 %", "83,3 %", "26,0 points", "2,0 s"),
        ("avec dropout", "755", "4", "80,0 %", "70,0 %", "50,0 %", "10,0 points", "2,0 s"),
    ]
    found = texts(figure)
    assert {"réseau de base", "avec dropout", "apprentissage", "test", "Exactitude"} <= set(found)


def test_a_run_without_validation_leaves_cells_empty() -> None:
    seed = factory.seed_result(accuracies={"train": 0.9, "test": 0.5})
    runs = {"base": factory.run_result(seeds=[seed])}
    table = comparaison(factory.MemoryContext(runs=runs), "base").elements[0]
    assert isinstance(table, Table)
    assert table.rows[0][4] == "–"
    assert table.rows[0][6] == "–"


@pytest.mark.parametrize("function", [evaluation, classes, comparaison])
def test_numbers_of_replacement_data_carry_the_warning(function: object) -> None:
    runs = {"base": factory.run_result(origin=factory.STAND_IN)}
    element = function(factory.MemoryContext(runs=runs), "base")  # type: ignore[operator]
    assert element.note.startswith("Données de remplacement")
