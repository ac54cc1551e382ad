"""A network written without Keras is a file that Keras opens, with the same outputs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reportgen.store.store import Store
from reportgen.training.keras_file import read_weights
from tests.training.factory import layer, make_data, result, train
from tests.training.numpy_factory import by_hand

LAYERS = (
    layer("Flatten"),
    layer("Dense", units=6, kernel_initializer={"RandomNormal": {"stddev": 0.1}}),
    layer("Activation", activation="tanh"),
    layer("Dense", units=4, activation="relu", use_bias=False, bias_initializer="zeros"),
    layer("Dense", units=2, activation="softmax"),
)
RUN = by_hand(layers=LAYERS)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("trained"))
    train(store, RUN)
    return store


@pytest.mark.keras
def test_keras_gives_the_same_outputs(trained: Store) -> None:
    from reportgen.training.models import load_model

    (entry,) = trained.entries()
    model = load_model(entry.model_path(4))
    outputs = model.predict(make_data().test.x, verbose=0)
    ours = result(trained, RUN).first.arrays.probabilities("test")
    assert outputs == pytest.approx(ours, abs=1e-7)
    assert outputs.dtype == np.float64


@pytest.mark.keras
def test_the_summary_is_the_one_of_keras(trained: Store) -> None:
    from reportgen.training.models import load_model, summarize

    (entry,) = trained.entries()
    keras, ours = summarize(load_model(entry.model_path(4))), result(trained, RUN).summary
    for name in ("class_name", "name", "input_shape", "output_shape", "params", "trainable_params"):
        assert [getattr(row, name) for row in ours.layers] == [
            getattr(row, name) for row in keras.layers
        ]
    for row, other in zip(ours.layers, keras.layers, strict=True):
        assert {k: other.config[k] for k in row.config if "initializer" not in k} == {
            k: v for k, v in row.config.items() if "initializer" not in k
        }


def test_weights_read_back_without_keras(trained: Store) -> None:
    (entry,) = trained.entries()
    state, weights = entry.state(4), read_weights(entry.model_path(4))
    assert state is not None
    assert list(weights) == ["dense", "dense_1", "dense_2"]
    flat = [array for arrays in weights.values() for array in arrays]
    assert all(np.array_equal(a, b) for a, b in zip(flat, state, strict=True))


def test_more_than_ten_layers_read_back_by_name(tmp_path: Path) -> None:
    deep = (layer("Flatten"), *(layer("Dense", units=3, activation="tanh"),) * 11,
            layer("Dense", units=2, activation="softmax"))  # fmt: skip
    store = Store(tmp_path)
    train(store, by_hand(layers=deep, epochs=1))
    (entry,) = store.entries()
    weights = read_weights(entry.model_path(1))
    assert weights["dense_2"][0].shape == (3, 3)
    assert weights["dense_11"][0].shape == (3, 2)
