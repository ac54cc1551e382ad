"""A figure beyond its budget becomes lighter, or is refused."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from typing import Any

import numpy as np
import pytest
from PIL import Image

from reportgen.errors import EvidenceError
from reportgen.evidence import budget, theme
from reportgen.evidence.budget import DRAWING, ELEMENTS, PICTURE, POINTS, is_heavy
from reportgen.evidence.elements import Figure
from tests.evidence.drawings import texts


def cloud(count: int) -> Any:
    def draw(figure: Any) -> None:
        ax = figure.subplots()
        ax.scatter(*np.random.default_rng(0).normal(size=(2, count)))
        ax.set_xlabel("abscisse")

    return draw


def lines(count: int, points: int) -> Any:
    def draw(figure: Any) -> None:
        ax = figure.subplots()
        heights = np.random.default_rng(0).normal(size=(points, count))
        ax.plot(heights, linewidth=0.4)
        ax.set_xlabel("abscisse")

    return draw


@pytest.mark.parametrize("draw", [cloud(3000), lines(1200, 3), lines(3, 40_000)])
def test_what_is_too_numerous_becomes_a_picture_and_texts_stay(draw: Any) -> None:
    svg = theme.draw_svg(100, 70, draw)
    assert not is_heavy(svg)
    assert 1 <= svg.count("<image ") <= 2
    assert "abscisse" in texts(Figure("", "c", "a", svg=svg))


def test_a_drawing_within_its_budget_has_no_picture() -> None:
    assert "<image " not in theme.draw_svg(100, 70, lines(8, 200))


def test_pictures_of_a_drawing_have_print_resolution() -> None:
    svg = theme.draw_svg(100, 70, cloud(3000))
    [(content, points)] = re.findall(r'base64,([^"]*)"[^>]* width="([\d.]+)"', svg)
    with Image.open(io.BytesIO(b64decode(content))) as picture:
        assert picture.width / (float(points) / 72) == pytest.approx(theme.DPI, rel=0.01)


def test_what_no_picture_can_lighten_is_refused_with_the_budget() -> None:
    def draw(figure: Any) -> None:
        for number in range(ELEMENTS + 1):
            figure.text(0.1, 0.1, str(number))

    with pytest.raises(EvidenceError, match="cette figure serait trop lourde") as refused:
        theme.draw_svg(60, 40, draw)
    assert "1\u202f000 au plus" in str(refused.value)


def photographs(size: int) -> Any:
    pixels = np.random.default_rng(0).integers(0, 256, (size, size, 3), dtype=np.uint8)

    def draw(figure: Any) -> None:
        ax = figure.subplots()
        ax.imshow(pixels)
        ax.set_axis_off()

    return draw


def test_a_heavy_picture_gets_fewer_colours() -> None:
    png = theme.draw_png(80, 80, photographs(700))
    assert len(png) <= PICTURE


def test_a_picture_too_heavy_even_then_is_refused() -> None:
    with pytest.raises(EvidenceError, match=r"pèserait .* même à 150 points par pouce"):
        theme.draw_png(200, 200, photographs(1500))


def test_a_drawing_is_heavy_by_its_bytes_its_elements_or_its_points() -> None:
    assert not is_heavy("<svg></svg>")
    assert is_heavy(f"<svg>{'x' * DRAWING}</svg>")
    assert is_heavy('<path d=""/>' * (ELEMENTS + 1))
    assert is_heavy("\nL 1 1" * (POINTS + 1))


def test_the_budgets_of_the_message_are_those_enforced() -> None:
    with pytest.raises(EvidenceError) as refused:
        budget.require_light_drawing("\nL 1 1" * (POINTS + 1))
    assert "20\u202f000 au plus" in str(refused.value)
