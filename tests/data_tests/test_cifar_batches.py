from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.data.cifar_batches import parse_binary_batch, parse_python_batch, read_cifar_tar
from reportgen.errors import DataError

from .samples import tar_of


def rows(count: int = 10, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 3072), dtype=np.uint8)


def python_batch(data: np.ndarray) -> bytes:
    value = {b"data": data, b"labels": [i % 10 for i in range(len(data))], b"batch_label": b"b"}
    return pickle.dumps(value, protocol=2)


def test_a_python_batch_gives_images_with_channels_last() -> None:
    data = rows()
    split = parse_python_batch(python_batch(data), "lot")
    assert split.x.shape == (10, 32, 32, 3)
    assert split.x[3, 1, 2].tolist() == [data[3, 34], data[3, 1024 + 34], data[3, 2048 + 34]]
    assert split.y.tolist() == list(range(10))


def test_python_and_binary_batches_of_the_same_images_agree() -> None:
    data = rows()
    labels = (np.arange(10) % 10).astype(np.uint8)
    binary = parse_binary_batch(np.hstack([labels[:, None], data]).tobytes(), "lot")
    python = parse_python_batch(python_batch(data), "lot")
    assert np.array_equal(binary.x, python.x)
    assert np.array_equal(binary.y, python.y)


class Attack:
    def __reduce__(self):
        return os.system, ("echo danger",)


@pytest.mark.parametrize("protocol", [0, 2, 5])
def test_a_pickle_that_would_act_is_refused(protocol: int) -> None:
    with pytest.raises(DataError, match=r"posix\.system|nt\.system"):
        parse_python_batch(pickle.dumps({b"data": Attack()}, protocol), "lot")


def test_an_array_of_objects_is_refused() -> None:
    raw = pickle.dumps({b"data": np.array([{}], dtype=object), b"labels": [0]}, protocol=2)
    with pytest.raises(DataError, match="inattendu"):
        parse_python_batch(raw, "lot")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_as_a_batch(raw: bytes) -> None:
    with pytest.raises(DataError):
        parse_python_batch(raw, "lot")


def test_the_original_archive_is_read_in_the_order_of_its_batches(tmp_path: Path) -> None:
    names = ["test_batch", *(f"data_batch_{i}" for i in (5, 3, 1, 2, 4))]
    members = {f"cifar-10-batches-py/{n}": python_batch(rows(10, i)) for i, n in enumerate(names)}
    content = read_cifar_tar(tar_of(tmp_path / "cifar-10-python.tar.gz", members))
    first = parse_python_batch(members["cifar-10-batches-py/data_batch_1"], "lot")
    assert content.train.x.shape == (50, 32, 32, 3)
    assert np.array_equal(content.train.x[:10], first.x)
    assert content.test.count == 10


def test_a_missing_batch_is_named(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "cifar-10-python.tar.gz", {"d/test_batch": python_batch(rows())})
    with pytest.raises(DataError, match="« data_batch_1 » de CIFAR-10 manque"):
        read_cifar_tar(path)
