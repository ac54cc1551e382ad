"""Tables and drawings of networks agree with what Keras counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.architecture import architecture, make_blocks
from reportgen.evidence.networks import poids, resume
from tests.evidence import factory
from tests.evidence.drawings import texts
from tests.evidence.test_scores import plain


def test_summary_lists_layers_shapes_and_counts() -> None:
    table = resume(factory.MemoryContext(), "base")
    assert plain(table.rows) == [
        ("entrée", "–", "8 × 8 × 3", "0"),
        ("Conv2D", "Conv2D", "6 × 6 × 4", "112"),
        ("MaxPooling2D", "MaxPooling2D", "3 × 3 × 4", "0"),
        ("Dropout", "Dropout", "3 × 3 × 4", "0"),
        ("Flatten", "Flatten", "36", "0"),
        ("Dense", "Dense", "16", "592"),
        ("sortie", "Dense", "3", "51"),
    ]
    assert plain(table.footer) == [("Total", "", "", "755")]


def test_weights_are_derived_layer_by_layer() -> None:
    table = poids(factory.MemoryContext(), "base")
    rows = plain(table.rows)
    assert rows[0] == (
        "Conv2D", "6 × 6 × 4", "(3 × 3 × 3 + 1) × 4", "112",
        "28 poids par filtre : 27 + 1 biais, les mêmes aux 6 × 6 = 36 positions",
    )  # fmt: skip
    assert rows[1][2:] == ("–", "0", "–")
    assert rows[5][0] == "sortie (Dense)"
    assert plain(table.footer) == [("Total", "", "", "755", "")]


def test_weights_are_told_in_words() -> None:
    alt = poids(factory.MemoryContext(), "base").alt.replace("\u00a0", " ")
    assert alt == (
        "Poids du « réseau de base » : Conv2D (3 × 3 × 3 + 1) × 4 = 112, "
        "Dense (36 + 1) × 16 = 592 et sortie (16 + 1) × 3 = 51 ; 755 poids en tout."
    )


def test_a_count_that_differs_from_keras_is_an_error() -> None:
    summary = factory.small_summary()
    wrong = replace(summary.layers[0], params=113, trainable_params=113)
    result = factory.run_result(summary=replace(summary, layers=(wrong, *summary.layers[1:])))
    with pytest.raises(EvidenceError, match=r"le calcul donne 112 poids .* Keras en compte 113"):
        poids(factory.MemoryContext(runs={"base": result}), "base")


def test_weights_that_do_not_train_are_counted_apart() -> None:
    norm = factory.LayerRow("bn", "BatchNormalization", {}, (4,), (4,), 16, 8)
    summary = factory.ModelSummary((4,), (norm,))
    layers = (factory.LayerSpec("BatchNormalization"),)
    runs = {"base": factory.run_result(summary=summary, layers=layers)}
    table = poids(factory.MemoryContext(runs=runs), "base")
    assert [(row[0], row[3]) for row in table.footer] == [
        ("Total", "16"), ("dont appris", "8"), ("dont non appris", "8"),
    ]  # fmt: skip


def test_layers_of_a_builder_are_derived_from_their_configuration() -> None:
    runs = {"base": factory.run_result(layers=())}
    assert poids(factory.MemoryContext(runs=runs), "base").rows[0][2] == "(3 × 3 × 3 + 1) × 4"


def test_the_drawing_has_a_box_for_every_map_and_joins_the_rest() -> None:
    blocks = make_blocks(factory.run_result())
    assert [block.lines[0] for block in blocks] == [
        "Entrée", "Convolution", "Pooling", "Mise à plat", "Dense", "Dense",
    ]  # fmt: skip
    assert [extra.replace("\u00a0", " ") for extra in blocks[2].extras] == ["Dropout 25 %"]


def test_the_drawing_shows_shapes_and_french_labels() -> None:
    figure = architecture(factory.MemoryContext(), "base")
    found = [text.replace("\u00a0", " ") for text in texts(figure)]
    assert {"8 × 8 × 3", "6 × 6 × 4", "4 filtres 3 × 3", "ReLU", "+ Dropout 25 %"} <= set(found)
    assert figure.alt.replace("\u00a0", " ").startswith(
        "Le « réseau de base », de l’entrée à la sortie : Entrée (8 × 8 × 3), "
        "Convolution 4 filtres 3 × 3 ReLU (6 × 6 × 4), "
        "Pooling maximum 2 × 2 (3 × 3 × 4, puis Dropout 25 %)"
    )


def test_long_networks_go_to_a_second_row() -> None:
    rows = tuple(factory.conv(8, (32, 32, 8), padding="same") for _ in range(12))
    deep = factory.run_result(summary=factory.ModelSummary((32, 32, 8), rows), layers=())
    short = architecture(factory.MemoryContext(), "base")
    long = architecture(factory.MemoryContext(runs={"base": deep}), "base")
    assert long.width == theme.WIDTH
    assert long.height > 1.5 * short.height
