"""Counts that any course gives, and the formulas that explain them."""

from __future__ import annotations

import pytest

from reportgen.lab.types import LayerSpec
from reportgen.layers import Derivation, activation_count, derive, infer, multiply_adds
from tests.layers.stacks import FLAT, POOL, STACKS, Stack, layer


def derivations(stack: Stack) -> list[Derivation]:
    shape, layers = stack
    found = []
    for spec in layers:
        derivation, inferred = derive(spec, shape), infer(spec, shape)
        assert derivation is not None
        assert inferred.output_shape is not None
        found.append(derivation)
        shape = inferred.output_shape
    return found


def evaluated(formula: str) -> int:
    value = eval(formula.replace("×", "*").replace("\u202f", ""), {"__builtins__": {}})
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize(
    ("name", "totals"),
    [
        ("logistic regression", [7850]),
        ("two hidden layers", [117_750, 22_650, 1_510]),
        ("one convolution", [224, 131_136, 650]),
        ("two convolutions", [832, 51_264, 313_700, 1_010]),
    ],
)
def test_weights_of_course_networks(name: str, totals: list[int]) -> None:
    assert [d.total for d in derivations(STACKS[name]) if d.total] == totals


@pytest.mark.parametrize(
    ("name", "total"),
    [("two hidden layers", 141_910), ("one convolution", 132_010), ("two convolutions", 366_806)],
)
def test_sum_of_weights_of_course_networks(name: str, total: int) -> None:
    assert sum(d.total for d in derivations(STACKS[name])) == total


@pytest.mark.parametrize("name", STACKS)
def test_formula_evaluates_to_the_total(name: str) -> None:
    for derivation in derivations(STACKS[name]):
        assert evaluated(derivation.formula) == derivation.total


@pytest.mark.parametrize("name", STACKS)
def test_formula_of_each_term_evaluates_to_its_count(name: str) -> None:
    for derivation in derivations(STACKS[name]):
        assert [evaluated(term.formula) for term in derivation.terms] == [
            term.count for term in derivation.terms
        ]


@pytest.mark.parametrize(
    ("spec", "shape", "formula", "per_neuron", "neurons"),
    [
        (
            layer("Conv2D", filters=16, kernel_size=5),
            (32, 32, 3),
            "(5 × 5 × 3 + 1) × 16",
            "76 poids par filtre : 75 + 1 biais, les mêmes aux 28 × 28 = 784 positions",
            12_544,
        ),
        (
            layer("Conv2D", filters=16, kernel_size=3, groups=4, use_bias=False),
            (3, 3, 8),
            "3 × 3 × 2 × 16",
            "18 poids par filtre, sans biais",
            16,
        ),
        (
            layer("DepthwiseConv2D", kernel_size=3, depth_multiplier=2),
            (5, 5, 8),
            "(3 × 3 + 1) × 8 × 2",
            "10 poids par filtre : 9 + 1 biais, les mêmes aux 3 × 3 = 9 positions",
            144,
        ),
        (
            layer("SeparableConv2D", filters=32, kernel_size=3),
            (5, 5, 16),
            "3 × 3 × 16 + (16 + 1) × 32",
            "9 poids par canal, puis 17 poids par filtre : 16 + 1 biais, "
            "les mêmes aux 3 × 3 = 9 positions",
            288,
        ),
        (
            layer("Dense", units=100),
            (3136,),
            "(3\u202f136 + 1) × 100",
            "3\u202f137 poids par neurone : 3\u202f136 + 1 biais",
            100,
        ),
        (
            layer("BatchNormalization"),
            (8, 8, 16),
            "4 × 16",
            "4 poids par canal : 2 appris (γ, β), 2 non appris (moyenne et variance mobiles)",
            None,
        ),
        (
            layer("LSTM", units=8),
            (12, 16),
            "4 × (16 + 8 + 1) × 8",
            "100 poids par unité : 4 × (16 + 8 + 1), les mêmes à chaque pas de temps",
            8,
        ),
        (
            layer("Bidirectional", layer={"LSTM": {"units": 8}}),
            (12, 16),
            "2 × (4 × (16 + 8 + 1) × 8)",
            "100 poids par unité : 4 × (16 + 8 + 1), les mêmes à chaque pas de temps",
            16,
        ),
        (layer("MaxPooling2D"), (8, 8, 3), "0", None, None),
    ],
)
def test_explanation_of_a_layer(
    spec: LayerSpec, shape: tuple[int, ...], formula: str, per_neuron: str, neurons: int
) -> None:
    found = derive(spec, shape)
    assert found is not None
    assert (found.formula, found.per_neuron, found.neurons) == (formula, per_neuron, neurons)


def test_batch_normalisation_learns_half_of_its_weights() -> None:
    found = derive(layer("BatchNormalization"), (8, 8, 16))
    assert found is not None
    assert (found.total, found.trainable) == (64, 32)


def test_unknown_kind_of_layer_has_no_derivation() -> None:
    assert derive(layer("ConvLSTM1D", filters=2, kernel_size=3), (4, 8, 3)) is None


def test_low_rank_adapters_are_left_to_keras() -> None:
    assert derive(layer("Dense", units=4, lora_rank=2), (8,)) is None


@pytest.mark.parametrize(
    ("spec", "shape", "expected"),
    [
        (layer("Dense", units=10), (784,), 7_840),
        (layer("Conv2D", filters=16, kernel_size=5), (32, 32, 3), 28 * 28 * 75 * 16),
        (layer("SeparableConv2D", filters=4, kernel_size=3), (5, 5, 2), 9 * (9 * 2 + 2 * 4)),
        (layer("DepthwiseConv2D", kernel_size=3), (5, 5, 2), 9 * 9 * 2),
        (layer("Conv2DTranspose", filters=4, kernel_size=2, strides=2), (5, 5, 3), 25 * 4 * 12),
        (layer("LSTM", units=8), (12, 16), 12 * 4 * 24 * 8),
        (layer("TimeDistributed", layer={"Dense": {"units": 3}}), (7, 5), 7 * 15),
        (layer("Embedding", input_dim=9, output_dim=4), (12,), 0),
        (layer("BatchNormalization"), (8, 8, 3), 0),
        (layer("ConvLSTM1D", filters=2, kernel_size=3), (4, 8, 3), None),
    ],
)
def test_multiply_adds(spec: LayerSpec, shape: tuple[int, ...], expected: int | None) -> None:
    assert multiply_adds(spec, shape) == expected


def test_activation_count_is_the_size_of_the_output() -> None:
    assert activation_count(POOL, (32, 32, 8)) == 16 * 16 * 8
    assert activation_count(FLAT, (4, 4)) == 16
