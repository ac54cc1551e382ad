"""Classes are counted by split; what one answer for all would give is said."""

from __future__ import annotations

from reportgen.data.types import Dataset
from reportgen.evidence.class_counts import effectifs
from reportgen.evidence.elements import Remark, Table
from tests.evidence import factory


def shown(dataset: Dataset) -> tuple[Table, str]:
    table, remark = effectifs(factory.MemoryContext(datasets={"cifar": dataset}), "cifar").elements
    assert isinstance(table, Table)
    assert isinstance(remark, Remark)
    return table, " ".join(remark.sentences).replace("\u00a0", " ")


def test_every_split_is_counted_and_summed() -> None:
    table, _ = shown(factory.dataset())
    assert [column.header for column in table.columns] == [
        "Classe", "Apprentissage", "Validation", "Test"
    ]  # fmt: skip
    assert table.rows[0] == ("Avion", "4", "1", "2")
    assert table.footer == (("Total", "12", "3", "6"),)


def test_a_split_that_does_not_exist_has_no_column() -> None:
    table, _ = shown(factory.dataset(validation=None))
    assert [column.header for column in table.columns] == ["Classe", "Apprentissage", "Test"]


def test_balanced_classes_are_said_so() -> None:
    _, text = shown(factory.dataset())
    assert "chaque classe compte 4 images" in text
    assert "toujours « Avion » aurait sur le test une exactitude de 33,3 %" in text


def test_the_most_and_the_least_frequent_classes_are_named_with_ties() -> None:
    _, text = shown(factory.dataset(train=factory.split([0, 1, 2, 2]), test=factory.split([2, 2])))
    assert "la plus nombreuse est « Oiseau » (50,0 %)" in text
    assert "la moins nombreuse « Avion » et « Voiture » (25,0 %)" in text
    assert "toujours « Oiseau » aurait sur le test une exactitude de 100,0 %" in text


def test_a_class_that_the_lab_names_may_be_absent() -> None:
    table, _ = shown(factory.dataset(train=factory.split([0, 0, 1])))
    assert table.rows[2][1] == "0"
