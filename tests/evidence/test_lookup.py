"""Names that prose uses are found, and wrong ones are answered with the nearest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.analysis.network import layer_names
from reportgen.errors import EvidenceError
from reportgen.evidence import lookup
from tests.evidence import factory


def test_an_unknown_run_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(EvidenceError) as caught:
        lookup.find_run(factory.MemoryContext(), "bass")
    assert str(caught.value) == "entraînement inconnu : « bass ». Vouliez-vous dire « base » ?"


def test_a_name_like_no_other_is_answered_with_the_known_names() -> None:
    with pytest.raises(EvidenceError, match="Noms connus : base"):
        lookup.find_run(factory.MemoryContext(), "xyz")


def test_a_run_of_the_lab_without_result_is_said_to_be_missing() -> None:
    ctx = factory.MemoryContext()
    ctx.lab_runs = {"base": factory.run_result(), "manque": factory.run_result("manque")}
    with pytest.raises(EvidenceError, match="« manque » n’a pas de résultat"):
        lookup.find_run(ctx, "manque")


def test_runs_are_needed_and_counted_once() -> None:
    ctx = factory.MemoryContext()
    assert len(lookup.find_runs(ctx, ["base", "base"])) == 1
    with pytest.raises(EvidenceError, match="au moins un entraînement"):
        lookup.find_runs(ctx, [])


def test_layers_are_called_by_label_or_numbered_class() -> None:
    dense = factory.dense
    rows = (dense(4, 4), dense(4, 4), dense(3, 4, "softmax"))
    specs = tuple(factory.LayerSpec("Dense", label=label) for label in (None, None, "sortie"))
    result = factory.run_result(summary=factory.ModelSummary((4,), rows), layers=specs)
    assert layer_names(result) == ("Dense 1", "Dense 2", "sortie")


def test_layers_of_a_builder_have_no_labels() -> None:
    result = factory.run_result(layers=())
    assert layer_names(result)[-2:] == ("Dense 1", "Dense 2")


@pytest.mark.parametrize(
    ("layer", "position"),
    [(0, 0), (-1, 5), ("sortie", 5), ("Dense", 4), ("Conv2D", 0), ("Flatten", 3)],
)
def test_layers_are_found_by_position_label_or_class(layer: int | str, position: int) -> None:
    assert lookup.find_layer(factory.run_result(), layer) == position


def test_a_class_that_stands_twice_does_not_name_a_layer() -> None:
    with pytest.raises(EvidenceError, match="couche inconnue"):
        lookup.find_layer(factory.run_result(layers=()), "Dense")


def test_a_position_beyond_the_network_is_refused() -> None:
    with pytest.raises(EvidenceError, match="le réseau en a 6"):
        lookup.find_layer(factory.run_result(), 6)


def test_a_missing_validation_split_is_said() -> None:
    with pytest.raises(EvidenceError, match="partie absente du jeu « cifar »"):
        lookup.find_split(factory.dataset(validation=None), "validation")


def test_class_names_must_match_the_outputs() -> None:
    ctx = factory.MemoryContext(datasets={"cifar": factory.dataset(classes=("a", "b"))})
    with pytest.raises(EvidenceError, match="3 sorties, son jeu de données 2 classes"):
        lookup.class_names(ctx, ctx.runs["base"])


def test_replacement_data_are_said() -> None:
    origins = [factory.ORIGIN, factory.STAND_IN]
    assert lookup.stand_in_note(origins) == "Données de remplacement"
    assert lookup.stand_in_note([replace(factory.STAND_IN, stand_in=False)]) == ""
