"""A drawing loses what a screen cannot show, and nothing else."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.shortening import shortened
from reportgen.evidence import theme
from reportgen.evidence.curves import courbes
from tests.evidence import factory

LETTER = re.compile(r"([A-Za-z])([^A-Za-z]*)")
NUMBER = re.compile(r"-?\d+\.?\d*")


def points(path):
    """Return the points of a path as absolute coordinates."""
    found, x, y = [], 0.0, 0.0
    start = (x, y)
    for command, given_ in LETTER.findall(path):
        numbers = list(map(float, NUMBER.findall(given_)))
        if command.islower():
            numbers = [n + (y if odd % 2 else x) for odd, n in enumerate(numbers)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        x, y = pairs[-1] if pairs else start
        start = (x, y) if command in "Mm" else start
        found += pairs
    return found


def paths(svg):
    return re.findall(r""" d=["']([^"']*)["']""", svg)


@pytest.fixture(scope="module")
def svg():
    return courbes(factory.MemoryContext(), "base").svg


def test_paths_keep_every_point_to_a_hundredth(svg):
    before = [p for path in paths(svg) for p in points(path)]
    after = [p for path in paths(shortened(svg)) for p in points(path)]
    assert len(before) == len(after) > 500
    gaps = [
        abs(a - b) for p, q in zip(before, after, strict=True) for a, b in zip(p, q, strict=True)
    ]
    assert max(gaps) < 0.01


def test_a_short_drawing_has_the_same_elements_in_two_thirds_of_the_characters(svg):
    tags = [[node.tag for node in ElementTree.fromstring(s).iter()] for s in (svg, shortened(svg))]
    assert tags[0] == tags[1]
    assert len(shortened(svg)) < 0.67 * len(svg)


def test_every_reference_still_has_its_target(svg):
    short = shortened(svg)
    targets = re.findall(r" id='([^']*)'", short)
    assert len(set(targets)) == len(targets)
    assert set(re.findall(r"(?:href='#|url\(#)([^')]*)", short)) == set(targets)


def test_pictures_within_a_drawing_stay_as_they_are():
    svg = theme.draw_svg(40, 30, lambda figure: figure.subplots().imshow([[0, 1], [2, 3]]))
    [before] = re.findall(r'href="(data:[^"]*)"', svg)
    assert f"href='{before}'" in shortened(svg)


def test_letters_stay_in_their_places():
    svg = '<g transform="translate(1.23456 7.0049) rotate(-90) scale(0.092 -0.092)"></g>'
    expected = "<g transform='translate(1.23,7.00)rotate(-90)scale(0.092,-0.092)'></g>"
    assert shortened(svg) == expected


def test_texts_keep_their_spaces():
    svg = '<svg><text x="1.23456">un  L 2 M 3</text></svg>'
    assert ">un  L 2 M 3<" in shortened(svg)


def test_paths_of_other_commands_stay_as_they_are():
    path = "M 0 0 A 1 1 0 0 0 2 2 H 3"
    assert shortened(f'<path d="{path}"/>') == f"<path d='{path}'/>"


@given(
    st.lists(st.tuples(*[st.floats(-1e5, 1e5)] * 2), min_size=2, max_size=20),
    st.sampled_from(["", "z"]),
)
def test_no_error_adds_up_along_a_path(places, end):
    written = [f"{x:.6f} {y:.6f}" for x, y in places]
    path = f"M {' L '.join(written)} {end} M 1 2 L 3 4"
    [short] = paths(shortened(f'<path d="{path}"/>'))
    for (x, y), (u, v) in zip(points(path), points(short), strict=True):
        assert abs(x - u) < 0.0051
        assert abs(y - v) < 0.0051
