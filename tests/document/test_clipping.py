"""What a clip does not cut needs none; what it cuts keeps it."""

import pytest

from reportgen.document.clipping import without_needless_clips

CLIP = '<clipPath id="c">\n <rect x="10" y="20" width="100" height="50"/>\n</clipPath>'
LINE = "fill: none; stroke: #000000; stroke-width: 2"


def drawing(path: str, style: str = LINE, name: str = "c") -> str:
    return f'<svg><path d="{path}" clip-path="url(#{name})" style="{style}"/>{CLIP}</svg>'


def clipped(svg: str) -> bool:
    return "clip-path=" in without_needless_clips(svg)


def test_a_line_well_inside_loses_its_clip_and_nothing_else() -> None:
    svg = drawing("M 15 25 \nL 60 60 \n")
    assert without_needless_clips(svg) == svg.replace(' clip-path="url(#c)"', "")


@pytest.mark.parametrize(
    "path", ["M 9 30 \nL 60 60 \n", "M 15 25 \nL 60 71 \n", "M 15 25 \nL 300 60"]
)
def test_a_line_that_leaves_keeps_its_clip(path: str) -> None:
    assert clipped(drawing(path))


def test_a_line_along_the_edge_keeps_the_clip_that_cuts_half_of_it() -> None:
    assert clipped(drawing("M 15 20 \nL 60 20 \n"))


def test_a_surface_up_to_the_edge_needs_no_clip() -> None:
    assert not clipped(drawing("M 10 20 \nL 110 20 \nL 110 70 \nz\n", "fill: #ff0000"))


def test_curves_and_unknown_clips_are_left_alone() -> None:
    assert clipped(drawing("M 15 25 \nC 15 25 15 200 60 60 \n"))
    assert clipped(drawing("M 15 25 \nL 60 60 \n", name="other"))
