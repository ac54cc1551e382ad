"""What is kept of an element gives the same element back."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.evidence.codec import decode, encode
from reportgen.evidence.elements import Code, Column, Data, Element, Figure, Group, Remark, Table

texts = st.text(max_size=5)
cells = st.none() | texts | st.integers() | st.floats(allow_nan=False)
rows = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
data = st.none() | st.builds(
    Data, st.tuples(texts, texts), st.lists(st.tuples(cells, cells), max_size=3).map(tuple)
)
base = {"id": texts, "caption": texts, "alt": texts, "data": data, "note": texts}
columns = st.lists(st.builds(Column, texts, st.sampled_from(["left", "decimal"])), max_size=3)
figures = st.builds(
    Figure, **base, svg=st.none() | texts, png=st.none() | st.binary(max_size=9), width=st.floats(1)
)
leaves = (
    st.builds(Table, **base, columns=columns.map(tuple), rows=rows, footer=rows)
    | figures
    | st.builds(Code, **base, text=texts)
    | st.builds(Remark, **base, sentences=st.lists(texts, max_size=3).map(tuple))
)
elements = st.recursive(
    leaves,
    lambda inner: st.builds(Group, **base, elements=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=4,
)


@given(elements)
def test_an_element_comes_back_from_json(element: Element) -> None:
    assert decode(json.loads(json.dumps(encode(element)))) == element


def test_numbers_of_numpy_come_back_as_numbers() -> None:
    kept = Remark("", "c", "a", Data(("n",), ((np.int64(3),), (np.float32(0.5),))))
    found = decode(json.loads(json.dumps(encode(kept))))
    assert found.data == Data(("n",), ((3,), (0.5,)))


def test_an_element_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(TypeError, match="Element"):
        encode(Element("", "c", "a"))
