from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reportgen.data.preprocess import fit_preprocess
from reportgen.data.preprocess_source import numpy_source
from reportgen.errors import DataError
from reportgen.lab.types import Call

RESCALE = Call("rescale", {"value": 255})
FLATTEN, GREY, ONE_HOT = Call("flatten"), Call("grayscale"), Call("one_hot")


def standardize(mode: str) -> Call:
    return Call("standardize", {"mode": mode})


CHAINS = [
    (),
    (RESCALE,),
    (standardize("image"),),
    (standardize("pixel"),),
    (standardize("channel"),),
    (RESCALE, GREY, standardize("channel"), FLATTEN),
    (FLATTEN, standardize("pixel")),
    (FLATTEN, standardize("image")),
    (FLATTEN, standardize("channel")),
    (RESCALE, standardize("image"), FLATTEN, ONE_HOT),
]

images = arrays(np.uint8, st.tuples(st.integers(1, 6), st.just(4), st.just(3), st.just(3)))


@pytest.mark.parametrize("steps", CHAINS)
@given(x=images)
def test_one_by_one_gives_the_bits_of_all_at_once(steps, x) -> None:
    fitted = fit_preprocess(steps, x)
    whole = fitted.apply_x(x)
    parts = np.concatenate([fitted.apply_x(x[i : i + 1]) for i in range(len(x))])
    assert whole.dtype == np.float32
    assert np.array_equal(whole, parts)


@pytest.mark.parametrize("steps", CHAINS)
@given(x=images)
def test_results_are_finite_and_silent(steps, x) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = fit_preprocess(steps, x).apply_x(x)
    assert np.isfinite(result).all()


@pytest.mark.parametrize("steps", CHAINS)
def test_the_numpy_text_computes_the_same(steps) -> None:
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 256, (40, 6, 5, 3), dtype=np.uint8), np.arange(40) % 4
    x[:, :, :, 1] = 7
    words = {"np": np, "x_train": x, "y_train": y, "x_test": x[:9], "y_test": y[:9]}
    exec(numpy_source(steps, (6, 5, 3), 4, ("train", "test")), words)
    fitted = fit_preprocess(steps, x)
    np.testing.assert_allclose(words["x_test"], fitted.apply_x(x[:9]), rtol=1e-5, atol=1e-6)
    assert words["x_test"].dtype == np.float32
    assert np.array_equal(words["y_test"], fitted.apply_y(y[:9], 4))


def test_no_step_gives_raw_pixels_as_float32() -> None:
    x = np.array([[[[0], [255]]]], dtype=np.uint8)
    assert fit_preprocess((), x).apply_x(x).ravel().tolist() == [0.0, 255.0]


@pytest.mark.parametrize("mode", ["image", "pixel", "channel"])
def test_a_constant_image_gives_zeros(mode: str) -> None:
    x = np.full((3, 5, 5, 3), 0.1, dtype=np.float32)
    assert not fit_preprocess([standardize(mode)], x).apply_x(x).any()


def test_image_standardization_centres_and_reduces_every_channel() -> None:
    x = np.random.default_rng(0).integers(0, 256, (5, 8, 8, 3), dtype=np.uint8)
    result = fit_preprocess([standardize("image")], x).apply_x(x)
    np.testing.assert_allclose(result.mean(axis=(1, 2)), 0, atol=1e-6)
    np.testing.assert_allclose(result.std(axis=(1, 2)), 1, atol=1e-6)


def test_pixel_standardization_divides_by_the_deviation_plus_one() -> None:
    x = np.array([0, 4], dtype=np.uint8).reshape(2, 1, 1, 1)
    result = fit_preprocess([standardize("pixel")], x).apply_x(x)
    np.testing.assert_allclose(result.ravel(), [-2 / 3, 2 / 3], rtol=1e-6)


def test_constants_come_from_train_only() -> None:
    train = np.array([0, 2], dtype=np.uint8).reshape(2, 1, 1, 1)
    other = np.array([101], dtype=np.uint8).reshape(1, 1, 1, 1)
    assert fit_preprocess([standardize("channel")], train).apply_x(other).item() == 100.0


def test_labels_become_one_hot_rows_only_when_asked() -> None:
    x, y = np.zeros((2, 2, 2, 1), dtype=np.uint8), np.array([2, 0])
    assert fit_preprocess([ONE_HOT], x).apply_y(y, 3).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert fit_preprocess([], x).apply_y(y, 3) is y


def test_the_shape_after_the_steps_is_known() -> None:
    x = np.zeros((1, 4, 5, 3), dtype=np.uint8)
    assert fit_preprocess([GREY, FLATTEN], x).shape((4, 5, 3)) == (20,)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (Call("rescale", {"value": 0}), "non nul"),
        (Call("standardize", {"mode": "batch"}), "image, pixel, channel"),
        (Call("blur"), "prétraitement inconnu"),
    ],
)
def test_a_wrong_step_is_refused(call: Call, words: str) -> None:
    with pytest.raises(DataError, match=words):
        fit_preprocess([call], np.zeros((1, 2, 2, 3), dtype=np.uint8))


def test_grayscale_refuses_flat_vectors() -> None:
    with pytest.raises(DataError, match="grayscale"):
        fit_preprocess([FLATTEN, GREY], np.zeros((1, 2, 2, 3), dtype=np.uint8))
