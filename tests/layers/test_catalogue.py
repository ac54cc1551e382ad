"""Names and arguments are found in any spelling that Keras accepts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reportgen import layers
from reportgen.layers import Argument


def test_arguments_of_a_layer_come_in_the_order_of_keras() -> None:
    found = layers.arguments("Conv2D")
    assert list(found)[:4] == ["filters", "kernel_size", "strides", "padding"]
    assert found["filters"] == Argument("filters", required=True, default=None)
    assert found["strides"] == Argument("strides", required=False, default=[1, 1])


def test_other_spelling_has_the_same_arguments() -> None:
    assert layers.arguments("MaxPool2D") == layers.arguments("MaxPooling2D")


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("layers", "MaxPool2D", "MaxPooling2D"),
        ("layers", "Input", "InputLayer"),
        ("optimizers", "adam", "Adam"),
        ("optimizers", "RMSPROP", "RMSprop"),
        ("losses", "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"),
        ("losses", "mse", "mean_squared_error"),
        ("activations", "swish", "silu"),
        ("initializers", "he_normal", "HeNormal"),
        ("regularizers", "l2", "L2"),
        ("constraints", "max_norm", "MaxNorm"),
        ("metrics", "AUC", "auc"),
    ],
)
def test_canonical_name(kind: layers.Kind, name: str, expected: str) -> None:
    assert layers.canonical(kind, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("acc", "accuracy"), ("ce", "crossentropy"), ("AUC", "auc")]
)
def test_canonical_metric(name: str, expected: str) -> None:
    assert layers.canonical_metric(name) == expected


def test_class_of_a_loss_given_by_its_function() -> None:
    assert layers.class_name("losses", "mse") == "MeanSquaredError"


def test_unknown_layer_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        layers.arguments("Conv2d")


def test_schedules_and_constraints_are_known() -> None:
    assert {"CosineDecay", "ExponentialDecay"} <= layers.names("schedules")
    assert {"MaxNorm", "unit_norm"} <= layers.names("constraints")


def test_base_classes_are_not_offered() -> None:
    assert not {"Layer", "Wrapper"} & layers.names("layers")
    assert "Optimizer" not in layers.names("optimizers")


def test_nothing_heavy_is_imported() -> None:
    program = (
        "import sys, reportgen.layers as layers; layers.names('layers'); "
        "print([m for m in ('keras', 'tensorflow', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
