from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.data import npz
from reportgen.data.npz import read_npz_content
from reportgen.errors import DataError


def save(tmp_path: Path, **arrays) -> Path:
    path = tmp_path / "jeu.npz"
    np.savez(path, **arrays)
    return path


X, Y = np.zeros((10, 4, 4), dtype=np.uint8), np.arange(10) % 2


def test_four_arrays_become_train_and_test(tmp_path: Path) -> None:
    path = save(tmp_path, x_train=X, y_train=Y[:, None], x_test=X[:4], y_test=Y[:4])
    content = read_npz_content(path)
    assert content.train.x.shape == (10, 4, 4, 1)
    assert content.train.y.dtype == np.int64
    assert content.test.count == 4
    assert content.classes == ("0", "1")


def test_x_and_y_are_split_four_to_one(tmp_path: Path) -> None:
    content = read_npz_content(save(tmp_path, x=np.repeat(X, 2, 0), y=np.repeat(Y, 2)))
    assert np.bincount(content.test.y).tolist() == [2, 2]


def test_float_vectors_are_kept_as_they_are(tmp_path: Path) -> None:
    x = np.linspace(-1, 1, 30).reshape(10, 3)
    content = read_npz_content(save(tmp_path, x=x, y=Y))
    assert content.train.x.dtype == np.float64
    assert content.train.x.shape[1:] == (3,)


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"a": X}, "tableaux trouvés : aucun"),
        ({"x": X}, "attendu : x_train"),
        ({"x": X, "y": Y[:9]}, "10 exemples mais 9 étiquettes"),
        ({"x": X, "y": Y / 2}, "numéros de classe entiers"),
        ({"x": X, "y": Y - 1}, "étiquettes de -1 à 0"),
        ({"x": X.astype(complex), "y": Y}, "attendu : des nombres"),
        ({"x": np.full((10, 3), np.nan), "y": Y}, "infinies ou NaN"),
        ({"x": np.array([{}] * 10), "y": Y}, "objets Python"),
        ({"x_train": X, "y_train": Y, "x_test": X[:, :2], "y_test": Y}, "« test » a des exemples"),
    ],
)
def test_a_wrong_file_is_told(arrays, words: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=words):
        read_npz_content(save(tmp_path, **arrays))


def test_more_labels_than_named_classes_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="1 classes seulement"):
        read_npz_content(save(tmp_path, x=X, y=Y), ("seule",))


def test_an_array_that_announces_too_much_is_refused_unread(tmp_path: Path) -> None:
    header = io.BytesIO()
    shape = (npz.MAX_BYTES + 1,)
    np.lib.format.write_array_header_1_0(
        header, {"descr": "|u1", "fortran_order": False, "shape": shape}
    )
    path = tmp_path / "jeu.npz"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("x.npy", header.getvalue())
        file.writestr("y.npy", header.getvalue())
    with pytest.raises(DataError, match="4 Gio au plus"):
        read_npz_content(path)


@given(cut=st.integers(1, 400))
def test_a_truncated_file_raises_nothing_but_data_errors(tmp_path_factory, cut: int) -> None:
    path = save(tmp_path_factory.mktemp("npz"), x=X, y=Y)
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(DataError, match="illisible"):
        read_npz_content(path)


@given(index=st.integers(0, 2000), value=st.integers(0, 255))
def test_a_flipped_byte_raises_nothing_but_data_errors(
    tmp_path_factory, index: int, value: int
) -> None:
    path = save(tmp_path_factory.mktemp("npz"), x=X, y=Y)
    raw = bytearray(path.read_bytes())
    raw[index % len(raw)] = value
    path.write_bytes(bytes(raw))
    with contextlib.suppress(DataError):
        read_npz_content(path)
