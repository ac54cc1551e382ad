from __future__ import annotations

import contextlib
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reportgen.data.idx import parse_idx, read_idx
from reportgen.errors import DataError

from .samples import idx_bytes


@given(arrays(np.uint8, st.lists(st.integers(0, 5), min_size=1, max_size=4).map(tuple)))
def test_what_is_written_is_read_back(array: np.ndarray) -> None:
    assert np.array_equal(parse_idx(idx_bytes(array), "f"), array)


@given(st.binary(max_size=64))
def test_any_bytes_raise_nothing_but_data_errors(raw: bytes) -> None:
    with contextlib.suppress(DataError):
        parse_idx(raw, "f")


@given(st.binary(max_size=40), st.integers(0, 255), st.integers(0, 255))
def test_a_hostile_header_gives_an_array_or_a_data_error(tail: bytes, kind: int, axes: int) -> None:
    try:
        parse_idx(bytes([0, 0, kind, axes]) + tail, "f")
    except DataError:
        return
    assert kind == 8
    assert 1 <= axes <= 4


def test_a_missing_byte_is_told_with_expected_and_received() -> None:
    raw = idx_bytes(np.zeros((2, 3), dtype=np.uint8))[:-1]
    with pytest.raises(DataError, match=r"5 octets.*annonce 6 \(forme \(2, 3\)\)"):
        parse_idx(raw, "f")


def test_a_truncated_gzip_is_a_data_error(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(idx_bytes(np.zeros((50, 50), dtype=np.uint8)))[:-8])
    with pytest.raises(DataError, match="tronqué"):
        read_idx(path)
