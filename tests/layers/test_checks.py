"""Arguments that Keras would refuse are found without Keras, with what to type instead."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.lab.types import Call, LayerSpec
from reportgen.layers import (
    Argument,
    ConfigIssue,
    Kind,
    arguments,
    check_call,
    check_config,
    names,
)
from tests.layers.stacks import STACKS, layer

CONV = {"filters": 8, "kernel_size": 3}


@pytest.mark.parametrize("name", STACKS)
def test_sound_layers_have_no_issue(name: str) -> None:
    assert [issue for spec in STACKS[name][1] for issue in check_config(spec)] == []


@pytest.mark.parametrize(
    ("name", "config", "expected"),
    [
        (
            "Conv2d",
            CONV,
            ConfigIssue(None, "« Conv2d » n’est pas une couche de Keras", "peut-être « Conv2D »"),
        ),
        (
            "Conv2D",
            {"filters": 8, "kernal_size": 3},
            ConfigIssue(
                "kernal_size",
                "Conv2D n’a pas d’argument « kernal_size »",
                "peut-être « kernel_size »",
            ),
        ),
        (
            "Flatten",
            {"axis": 1},
            ConfigIssue(
                "axis",
                "Flatten n’a pas d’argument « axis »",
                "arguments possibles : « data_format », « name », « trainable », « dtype » "
                "ou « activity_regularizer »",
            ),
        ),
        (
            "Dense",
            {},
            ConfigIssue("units", "Dense demande l’argument « units »", "ajouter « units: … »"),
        ),
        (
            "Dense",
            {"units": -3},
            ConfigIssue(
                "units", "« units » attend un entier entre 1 et 1\u202f000\u202f000 ; reçu : -3"
            ),
        ),
        (
            "Dense",
            {"units": "10"},
            ConfigIssue(
                "units",
                "« units » attend un entier entre 1 et 1\u202f000\u202f000 ; reçu : « 10 »",
                "écrire ce nombre sans guillemets",
            ),
        ),
        (
            "Conv2D",
            {**CONV, "kernel_size": [3, 3, 3]},
            ConfigIssue(
                "kernel_size",
                "« kernel_size » attend un entier entre 1 et 1\u202f000\u202f000 ou une liste de "
                "2 tels entiers ; reçu : [3, 3, 3]",
            ),
        ),
        (
            "Conv2D",
            {**CONV, "padding": "full"},
            ConfigIssue("padding", "« padding » attend « valid » ou « same » ; reçu : « full »"),
        ),
        (
            "Conv2D",
            {**CONV, "padding": "smae"},
            ConfigIssue(
                "padding",
                "« padding » attend « valid » ou « same » ; reçu : « smae »",
                "peut-être « same »",
            ),
        ),
        (
            "Conv2D",
            {**CONV, "data_format": "channels_first"},
            ConfigIssue(
                "data_format",
                "« data_format » attend « channels_last » ; reçu : « channels_first »",
                "peut-être « channels_last »",
            ),
        ),
        (
            "Conv2D",
            {**CONV, "use_bias": "non"},
            ConfigIssue("use_bias", "« use_bias » attend true ou false ; reçu : « non »"),
        ),
        (
            "Conv2D",
            {**CONV, "activation": "rleu"},
            ConfigIssue(
                "activation",
                "« activation » : « rleu » n’est pas une fonction d’activation de Keras",
                "peut-être « relu »",
            ),
        ),
        (
            "Dense",
            {"units": 3, "activation": {"LeakyReLU": {"negative_slope": 0.1}}},
            ConfigIssue(
                "activation",
                "« activation » attend le nom d’une fonction d’activation ; "
                'reçu : {"LeakyReLU": {"negative_slope": 0.1}}',
                "pour donner des arguments, mettre à la suite une couche telle que LeakyReLU",
            ),
        ),
        (
            "Dense",
            {"units": 3, "kernel_regularizer": {"L2": {"l1": 0.1}}},
            ConfigIssue(
                "kernel_regularizer",
                "« kernel_regularizer » : L2 n’a pas d’argument « l1 »",
                "argument possible : « l2 »",
            ),
        ),
        (
            "Dense",
            {"units": 3, "kernel_initializer": "he_norml"},
            ConfigIssue(
                "kernel_initializer",
                "« kernel_initializer » : « he_norml » n’est pas une initialisation de Keras",
                "peut-être « he_normal »",
            ),
        ),
        (
            "Dense",
            {"units": 3, "kernel_regularizer": 0.01},
            ConfigIssue(
                "kernel_regularizer",
                "« kernel_regularizer » attend une régularisation, par son nom ou par "
                "{Nom: {argument: valeur}} ; reçu : 0.01",
            ),
        ),
        (
            "Dropout",
            {"rate": 1},
            ConfigIssue("rate", "« rate » attend un nombre de 0 (inclus) à 1 (exclu) ; reçu : 1"),
        ),
        (
            "Dropout",
            {"rate": 25},
            ConfigIssue("rate", "« rate » attend un nombre de 0 (inclus) à 1 (exclu) ; reçu : 25"),
        ),
        (
            "Conv2D",
            {**CONV, "groups": 3},
            ConfigIssue(
                "groups",
                "« groups » doit diviser « filters » : 8 filtres ne se partagent pas en 3 groupes",
                "choisir un nombre de filtres multiple du nombre de groupes",
            ),
        ),
        (
            "Conv2D",
            {**CONV, "strides": 2, "dilation_rate": [1, 2]},
            ConfigIssue(
                "dilation_rate",
                "« strides » et « dilation_rate » ne peuvent pas dépasser 1 en même temps ; "
                "reçu : strides 2 × 2 et dilation_rate 1 × 2",
                "laisser l’un des deux à 1",
            ),
        ),
        (
            "Conv2DTranspose",
            {**CONV, "strides": 2, "output_padding": 2},
            ConfigIssue(
                "output_padding",
                "« output_padding » doit rester inférieur à « strides » ; reçu : 2 × 2 pour "
                "strides 2 × 2",
            ),
        ),
        (
            "Permute",
            {"dims": [1, 3]},
            ConfigIssue(
                "dims", "« dims » doit contenir chaque axe de 1 à 2 une fois ; reçu : [1, 3]"
            ),
        ),
        (
            "Reshape",
            {"target_shape": [-1, -1]},
            ConfigIssue(
                "target_shape",
                "« target_shape » attend des dimensions strictement positives et au plus un -1 ; "
                "reçu : [-1, -1]",
            ),
        ),
        (
            "Normalization",
            {"mean": 0.5},
            ConfigIssue("mean", "« mean » et « variance » vont ensemble ; un seul est donné"),
        ),
        (
            "LSTM",
            {"units": 3, "return_state": True},
            ConfigIssue(
                "return_state",
                "« return_state » donne plusieurs sorties, ce qu’une pile de couches ne peut pas "
                "transmettre",
                "écrire le modèle en Python avec « builder »",
            ),
        ),
        (
            "Bidirectional",
            {"layer": {"LSTM": {"units": 0}}},
            ConfigIssue(
                "layer",
                "« layer » : « units » attend un entier entre 1 et 1\u202f000\u202f000 ; reçu : 0",
            ),
        ),
        (
            "Concatenate",
            {},
            ConfigIssue(
                None,
                "Concatenate demande plusieurs entrées et ne peut pas figurer dans une pile de "
                "couches",
                "écrire le modèle en Python avec « builder »",
            ),
        ),
        (
            "Lambda",
            {"function": "abs"},
            ConfigIssue(
                None,
                "Lambda demande du code Python et ne peut pas figurer dans une pile de couches",
                "écrire le modèle en Python avec « builder »",
            ),
        ),
    ],
)
def test_issue_of_a_layer(name: str, config: dict[str, Any], expected: ConfigIssue) -> None:
    assert check_config(LayerSpec(name, config)) == [expected]


@pytest.mark.parametrize(
    ("kind", "name", "config", "expected"),
    [
        (
            "optimizers",
            "adma",
            {},
            ConfigIssue(None, "« adma » n’est pas un optimiseur de Keras", "peut-être « Adam »"),
        ),
        (
            "optimizers",
            "Adam",
            {"learning_rate": "1e-3"},
            ConfigIssue(
                "learning_rate",
                "« learning_rate » attend un nombre strictement positif ou {Nom: {…}} pour un "
                "programme ; reçu : « 1e-3 »",
                "écrire ce nombre sans guillemets",
            ),
        ),
        (
            "optimizers",
            "sgd",
            {"learning_rate": 0.1, "momentum": 9},
            ConfigIssue(
                "momentum", "« momentum » attend un nombre de 0 (inclus) à 1 (exclu) ; reçu : 9"
            ),
        ),
        (
            "optimizers",
            "SGD",
            {"learning_rate": {"CosineDecay": {"initial_learning_rate": 0.1}}},
            ConfigIssue(
                "learning_rate",
                "« learning_rate » : CosineDecay demande l’argument « decay_steps »",
                "ajouter « decay_steps: … »",
            ),
        ),
        (
            "losses",
            "CategoricalCrossentropy",
            {"label_smoothing": 2},
            ConfigIssue(
                "label_smoothing", "« label_smoothing » attend un nombre de 0 à 1 ; reçu : 2"
            ),
        ),
        (
            "losses",
            "sparse_categorical_crossentropy",
            {"from_logit": True},
            ConfigIssue(
                "from_logit",
                "sparse_categorical_crossentropy n’a pas d’argument « from_logit »",
                "peut-être « from_logits »",
            ),
        ),
    ],
)
def test_issue_of_a_call(
    kind: Kind, name: str, config: dict[str, Any], expected: ConfigIssue
) -> None:
    assert check_call(kind, Call(name, config)) == [expected]


def test_all_issues_come_in_one_pass() -> None:
    found = check_config(layer("Conv2D", filters=0, padding="full", activaton="relu"))
    assert [issue.argument for issue in found] == [
        "filters",
        "padding",
        "activaton",
        "kernel_size",
    ]


@pytest.mark.parametrize(
    "value",
    ["l2", "L2", {"L2": {"l2": 1e-5}}, {"class_name": "L2", "config": {"l2": 1e-5}}, {"l2": None}],
)
def test_regularizer_is_accepted_in_every_way_to_write_it(value: Any) -> None:
    assert check_config(layer("Dense", units=3, kernel_regularizer=value)) == []


@pytest.mark.parametrize("name", sorted(names("activations")))
def test_every_activation_is_accepted_by_name(name: str) -> None:
    assert check_config(layer("Dense", units=3, activation=name)) == []


def plain(argument: Argument) -> bool:
    return not argument.required and argument.name != "return_state"


@given(st.sampled_from(sorted(names("layers"))))
def test_the_defaults_of_keras_are_never_an_issue_by_themselves(name: str) -> None:
    config = {a.name: a.default for a in arguments(name).values() if plain(a)}
    issues = check_config(LayerSpec(name, config))
    assert [issue for issue in issues if issue.argument in config] == []
