"""Drawings are French, deterministic and fit to stand in a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from reportgen.evidence import theme
from reportgen.evidence.elements import Figure
from tests.evidence.drawings import pixels, texts

REPOSITORY = Path(__file__).parents[2]


def draw(figure: Any) -> None:
    ax = figure.subplots()
    ax.plot([-1.5, 0, 1.5], [0, 10000, 20000], marker="o")
    theme.write_french_numbers(ax.xaxis)
    theme.write_french_numbers(ax.yaxis)


def drawn() -> Figure:
    return Figure("", "c", "a", svg=theme.draw_svg(120, 60, draw))


def test_numbers_of_axes_have_commas_minus_signs_and_thin_spaces() -> None:
    found = texts(drawn())
    assert "0,5" in found
    assert "−0,5" in found
    assert "10\u202f000" in found


def test_the_same_drawing_gives_the_same_svg() -> None:
    assert drawn().svg == drawn().svg


def test_the_same_drawing_gives_the_same_png() -> None:
    assert theme.draw_png(40, 30, draw) == theme.draw_png(40, 30, draw)


def test_an_svg_has_no_prolog_metadata_or_date() -> None:
    svg = theme.draw_svg(80, 60, draw)
    assert svg.startswith("<svg")
    assert "metadata" not in svg
    assert "matplotlib" not in svg.lower()


def face(name: str) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(REPOSITORY / name)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_figures_are_set_in_the_very_letters_of_the_documents(style: str) -> None:
    ours = face(f"reportgen/evidence/faces/LaboSans-{style}.ttf")
    theirs = face(f"templates/fonts/LaboSans-{style}.woff2")
    assert ours.getBestCmap() == theirs.getBestCmap()
    assert ours["hmtx"].metrics == theirs["hmtx"].metrics
    assert all(ours["glyf"][name] == theirs["glyf"][name] for name in ours.getGlyphOrder())


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_face_of_figures_has_the_signs_that_figures_use(style: str) -> None:
    wanted = {ord(sign) for sign in "×−–→²⁻≤≥±…’«»·œ%\u202f\u00a0"}
    assert wanted <= set(face(f"reportgen/evidence/faces/LaboSans-{style}.ttf").getBestCmap())


def test_a_sign_that_the_face_lacks_comes_from_the_font_of_matplotlib() -> None:
    def draw_text(figure: Any) -> None:
        figure.text(0.1, 0.5, "a♞")

    svg = theme.draw_svg(20, 10, draw_text)
    assert "LaboSans-Regular" in svg
    assert "DejaVuSans" in svg


def test_ids_of_two_drawings_never_meet() -> None:
    one = theme.draw_svg(80, 60, draw)
    two = theme.draw_svg(90, 60, draw)
    ids = [set(re.findall(r'id="([^"]+)"', svg)) for svg in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_every_reference_of_an_svg_has_its_target() -> None:
    svg = theme.draw_svg(80, 60, draw)
    targets = set(re.findall(r'id="([^"]+)"', svg))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) <= targets


def test_pictures_have_print_resolution() -> None:
    figure = Figure("", "c", "a", png=theme.draw_png(50.8, 25.4, draw))
    assert pixels(figure) == (2 * theme.DPI, theme.DPI)


@pytest.mark.parametrize("palette", [theme.COLOURS, theme.CLASS_COLOURS])
def test_no_colour_stands_twice_in_a_palette(palette: tuple[str, ...]) -> None:
    assert len(set(palette)) == len(palette)


def test_classes_differ_by_their_markers_too() -> None:
    assert len(set(theme.MARKERS)) == len(theme.CLASS_COLOURS)
