"""A drawing loses what nobody sees, and nothing else."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.drawings import compact
from reportgen.evidence.curves import courbes
from tests.evidence import factory

NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")


def numbers(svg):
    return [float(n) for path in re.findall(r' d="([^"]*)"', svg) for n in NUMBER.findall(path)]


def test_paths_keep_every_number_to_a_hundredth():
    svg = courbes(factory.MemoryContext(), "base").svg
    before, after = numbers(svg), numbers(compact(svg))
    assert len(before) == len(after) > 1000
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 0.01


def test_a_compact_drawing_has_the_same_elements_and_is_smaller():
    svg = courbes(factory.MemoryContext(), "base").svg
    tags = [[node.tag for node in ElementTree.fromstring(s).iter()] for s in (svg, compact(svg))]
    assert tags[0] == tags[1]
    assert len(compact(svg)) < 0.85 * len(svg)


def test_texts_keep_their_spaces():
    svg = '<svg><text x="1.23456">un  L 2 M 3</text></svg>'
    assert compact(svg) == svg


@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: f"{x:.6f}"), min_size=2, max_size=20))
def test_no_two_numbers_run_into_each_other(coordinates):
    path = "M " + " \nL ".join(coordinates)
    assert len(numbers(compact(f'<path d="{path}"/>'))) == len(coordinates)
