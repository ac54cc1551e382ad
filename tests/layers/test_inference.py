"""Shapes that do not fit are refused in French, and nothing else is ever raised."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.lab.types import LayerSpec
from reportgen.layers import Inferred, ShapeError, arguments, infer, names
from tests.layers.stacks import layer


@pytest.mark.parametrize(
    ("spec", "shape", "argument", "message"),
    [
        (
            layer("Conv2D", filters=8, kernel_size=5),
            (4, 4, 3),
            "kernel_size",
            "un noyau 5 × 5 ne tient pas dans une carte 4 × 4 (padding « valid »)",
        ),
        (
            layer("Conv2D", filters=8, kernel_size=3, dilation_rate=2),
            (4, 4, 3),
            "kernel_size",
            "un noyau 3 × 3 dilaté ne tient pas dans une carte 4 × 4 (padding « valid »)",
        ),
        (
            layer("Conv1D", filters=8, kernel_size=5),
            (4, 3),
            "kernel_size",
            "un noyau de taille 5 ne tient pas dans une carte de longueur 4 (padding « valid »)",
        ),
        (
            layer("MaxPooling2D", pool_size=3),
            (2, 2, 8),
            "pool_size",
            "une fenêtre 3 × 3 ne tient pas dans une carte 2 × 2 (padding « valid »)",
        ),
        (
            layer("Conv2D", filters=8, kernel_size=3),
            (2048,),
            None,
            "Conv2D attend une entrée à 3 dimensions (hauteur × largeur × canaux) ; "
            "reçu : 2\u202f048 (l’entrée est déjà un vecteur : la couche vient-elle après "
            "Flatten ?)",
        ),
        (
            layer("LSTM", units=4),
            (28, 28, 1),
            None,
            "LSTM attend une séquence (pas de temps × valeurs) ; reçu : 28 × 28 × 1",
        ),
        (
            layer("LSTM", units=4, return_state=True),
            (28, 28),
            "return_state",
            "« return_state » donne plusieurs sorties",
        ),
        (
            layer("RandomFlip"),
            (784,),
            None,
            "RandomFlip attend des images (hauteur × largeur × canaux) ; reçu : 784",
        ),
        (
            layer("RepeatVector", n=3),
            (5, 2),
            None,
            "RepeatVector attend une entrée à 1 dimension ; reçu : 5 × 2",
        ),
        (
            layer("Conv2D", filters=8, kernel_size=3, groups=2),
            (8, 8, 3),
            "groups",
            "« groups » doit diviser le nombre de canaux de l’entrée : 3 canaux ne se partagent "
            "pas en 2 groupes",
        ),
        (
            layer("GroupNormalization"),
            (8, 8, 16),
            "groups",
            "« groups » doit diviser le nombre de canaux de l’entrée : 16 canaux ne se partagent "
            "pas en 32 groupes",
        ),
        (
            layer("Cropping2D", cropping=2),
            (4, 9, 3),
            "cropping",
            "« cropping » ne laisse rien d’une carte 4 × 9",
        ),
        (
            layer("Reshape", target_shape=[28, 28]),
            (28, 28, 3),
            "target_shape",
            "« target_shape » [28, 28] ne peut pas ranger les 2\u202f352 valeurs d’une entrée "
            "28 × 28 × 3",
        ),
        (
            layer("Permute", dims=[2, 1]),
            (8, 8, 3),
            "dims",
            "« dims » donne 2 axes mais l’entrée 8 × 8 × 3 en a 3",
        ),
        (
            layer("Softmax", axis=3),
            (5, 4),
            "axis",
            "« axis » doit désigner un axe de 1 à 2, ou -1 pour le dernier (l’entrée est 5 × 4) ; "
            "reçu : 3",
        ),
        (
            layer("PReLU", shared_axes=[4]),
            (8, 8, 3),
            "shared_axes",
            "« shared_axes » doit désigner des axes de 1 à 3 ; reçu : [4]",
        ),
        (
            layer("Input", shape=[28, 28]),
            (32, 32, 3),
            "shape",
            "« shape » annonce 28 × 28 mais les données sont 32 × 32 × 3",
        ),
        (
            layer("Bidirectional", layer={"Dense": {"units": 3}}),
            (7, 5),
            "layer",
            "Bidirectional attend une couche récurrente ; reçu : Dense",
        ),
        (
            layer("Dense", units=1_000_000),
            (2048,),
            None,
            "Dense aurait 2\u202f049\u202f000\u202f000 poids ; "
            "au plus 1\u202f000\u202f000\u202f000",
        ),
        (
            layer("UpSampling2D", size=1_000_000),
            (8, 8, 1),
            None,
            "la sortie de UpSampling2D serait démesurée : "
            "8\u202f000\u202f000 × 8\u202f000\u202f000 × 1 ; au plus 1\u202f000\u202f000\u202f000 "
            "valeurs",
        ),
        (
            layer("Dense", units=0),
            (8,),
            "units",
            "« units » attend un entier entre 1 et 1\u202f000\u202f000 ; reçu : 0",
        ),
    ],
)
def test_refusal(
    spec: LayerSpec, shape: tuple[int, ...], argument: str | None, message: str
) -> None:
    with pytest.raises(ShapeError) as caught:
        infer(spec, shape)
    assert (str(caught.value), caught.value.argument) == (message, argument)


def test_other_spelling_gives_the_same_result() -> None:
    assert infer(layer("MaxPool2D"), (8, 8, 3)) == infer(layer("MaxPooling2D"), (8, 8, 3))


def test_input_layer_that_declares_the_shape_of_the_data_changes_nothing() -> None:
    assert infer(layer("Input", shape=[28, 28, 1]), (28, 28, 1)) == Inferred((28, 28, 1), 0, 0)


def test_layer_without_rule_is_unknown_rather_than_wrong() -> None:
    assert infer(layer("ConvLSTM1D", filters=2, kernel_size=3), (4, 8, 3)) == Inferred(
        None, None, None
    )


def test_layer_of_another_kind_of_graph_is_unknown_rather_than_wrong() -> None:
    assert infer(layer("Add"), (3,)) == Inferred(None, None, None)


def test_layer_without_rule_inside_a_wrapper_is_unknown_too() -> None:
    spec = layer("TimeDistributed", layer={"ConvLSTM1D": {"filters": 2, "kernel_size": 3}})
    assert infer(spec, (2, 4, 8, 3)) == Inferred(None, None, None)


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 40)
    | st.floats()
    | st.sampled_from(["relu", "valid", "same", "l2", "", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["L2", "Dense", "units", "class_name"]), inner)
    ),
    max_leaves=4,
)


@st.composite
def junk_layers(draw: st.DrawFn) -> LayerSpec:
    name = draw(st.sampled_from(sorted(names("layers"))))
    given_arguments = draw(st.dictionaries(st.sampled_from(sorted(arguments(name))), junk))
    needed = {a.name: draw(junk) for a in arguments(name).values() if a.required}
    config: dict[str, Any] = {**needed, **given_arguments}
    return LayerSpec(name, config)


@given(junk_layers(), st.lists(st.integers(1, 40), max_size=4).map(tuple))
def test_any_arguments_are_inferred_or_refused(spec: LayerSpec, shape: tuple[int, ...]) -> None:
    try:
        found = infer(spec, shape)
    except ShapeError:
        return
    assert found.output_shape is None or all(size >= 1 for size in found.output_shape)
