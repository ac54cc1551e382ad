"""Outlines in a PDF are those that WeasyPrint would write, sooner."""

from collections import deque
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.outlines import in_pdf, write_outlines

NUMBERS = st.integers(-99_999, 99_999).map(lambda n: f"{n / 100:g}")


def steps(letter: str, count: int) -> st.SearchStrategy[str]:
    numbers = st.lists(NUMBERS, min_size=count, max_size=count)
    return numbers.map(lambda found: " ".join((letter, *found)))


DRAWN = st.one_of(steps("L", 2), steps("Q", 4), steps("C", 6))
SUBPATHS = st.tuples(steps("M", 2), st.lists(DRAWN, min_size=1, max_size=4), st.sampled_from("Zz "))
PATHS = st.lists(SUBPATHS, min_size=1, max_size=3).map(
    lambda found: "\n".join(step for first, then, end in found for step in (first, *then, end))
)


def by_weasyprint(path: str) -> bytes:
    """Return what WeasyPrint writes, without the point that it begins with."""
    import sys

    import pydyf
    import weasyprint.svg  # noqa: F401

    draw = sys.modules["weasyprint.svg.path"].path
    stream = pydyf.Stream()
    drawing = SimpleNamespace(stream=stream, point=lambda x, y, _: (float(x), float(y)))
    node = SimpleNamespace(get=lambda *_: path, vertices=deque())
    draw(drawing, node, 1)
    return b"\n".join(stream.stream[1:])


def read(operations: bytes) -> list[Any]:
    return [word if word.isalpha() else float(word) for word in operations.decode().split()]


@pytest.mark.pdf
@given(PATHS)
def test_operations_are_those_of_weasyprint(path: str) -> None:
    found = in_pdf(path)
    assert found is not None
    ours, theirs = read(found), read(by_weasyprint(path))
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert one == (other if isinstance(other, str) else pytest.approx(other, abs=1e-3))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "L 1 2",
        "M 1 2 l 3 4",
        "M 1 2 A 1 1 0 0 0 3 4",
        "M 1 2 L 3 4 5 6",
        "M 1e3 2",
        "M 1-2",
        "M 1 --2",
        "M 1.2.3 4",
        "M 1 2 H 5",
    ],
)
def test_other_paths_are_left_to_weasyprint(path: str) -> None:
    assert in_pdf(path) is None


def test_a_closed_outline_goes_on_from_where_it_began() -> None:
    assert in_pdf("M 3 6 L 9 9 Z Q 3 9 6 6") == (
        b"3 6 m\n9 9 l\nh\n3.000 8.000 4.000 8.000 6.000 6.000 c"
    )


def test_a_path_with_markers_is_left_to_weasyprint() -> None:
    class Svg:
        TAGS = {"path": lambda *_: drawn.append("slowly")}  # noqa: RUF012

    drawn: list[str] = []
    svg, drawing = Svg(), SimpleNamespace(stream=SimpleNamespace(stream=[]))
    write_outlines(svg)
    for attributes in ({"d": "M 1 2"}, {"d": "M 1 2", "marker-end": "url(#a)"}):
        node = SimpleNamespace(attrib=attributes, get=attributes.get)
        svg.TAGS["path"](drawing, node, 1)
    assert (drawing.stream.stream, drawn) == ([b"1 2 m"], ["slowly"])
