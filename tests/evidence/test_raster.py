"""Light pictures look as the heavy ones did."""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from reportgen.evidence import theme
from reportgen.evidence.raster import lighten_embedded, lighter

Pixels = npt.NDArray[np.uint8]


def png(pixels: Pixels) -> bytes:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, format="PNG")
    return content.getvalue()


def read(content: bytes) -> Any:
    with Image.open(io.BytesIO(content)) as picture:
        return np.asarray(picture.convert("RGBA"))


def on_white(pixels: Pixels) -> npt.NDArray[np.float64]:
    """Return the colours that a picture has on a white page, 0–255."""
    alpha = pixels[..., 3:] / 255
    found: npt.NDArray[np.float64] = pixels[..., :3] * alpha + 255 * (1 - alpha)
    return found


def noise(colours: int) -> Pixels:
    """Return a square of that many colours, all opaque."""
    generator = np.random.default_rng(0)
    palette = generator.integers(0, 256, (colours, 4), dtype=np.uint8)
    palette[:, 3] = 255
    found: Pixels = palette[generator.integers(0, colours, (120, 120))]
    return found


@given(arrays(np.uint8, (6, 7, 4)))
def test_a_picture_of_few_colours_keeps_every_pixel(pixels: Pixels) -> None:
    assert (read(lighter(png(pixels), exact=False)) == pixels).all()


@given(st.integers(2, 3000))
def test_an_exact_picture_keeps_every_pixel(colours: int) -> None:
    pixels = noise(colours)
    assert (read(lighter(png(pixels))) == pixels).all()


def test_few_colours_take_one_byte_a_pixel() -> None:
    heavy = png(noise(200))
    assert len(lighter(heavy)) < 0.4 * len(heavy)


def test_no_picture_becomes_heavier() -> None:
    single = png(np.zeros((1, 1), dtype=np.uint8))
    assert len(lighter(single)) <= len(single)


@pytest.mark.parametrize("transparent", [False, True])
def test_a_cloud_looks_the_same_in_256_colours(transparent: bool) -> None:
    def draw(figure: Any) -> None:
        places = np.random.default_rng(0).normal(size=(2, 400))
        figure.subplots().scatter(*places, c=np.arange(400) % 7, cmap="viridis", alpha=0.7)

    heavy = theme._render(60, 40, draw, format="png", dpi=220, transparent=transparent)
    before, after = (on_white(read(p)) for p in (heavy, lighter(heavy, exact=False)))
    assert np.abs(before - after).mean() < 1.5  # of 255
    assert (after[before.min(axis=2) == 255] == 255).all()
    assert len(lighter(heavy, exact=False)) < 0.5 * len(heavy)


def test_the_pictures_of_a_drawing_become_lighter_where_they_are() -> None:
    heavy = png(noise(2))
    uri = f'xlink:href="data:image/png;base64,\n{b64encode(heavy).decode()}"'
    svg = lighten_embedded(f"<svg><image {uri}/><image {uri}/></svg>")
    found = re.findall(r'href="data:image/png;base64,([^"]*)"', svg)
    assert [len(b64decode(text)) < len(heavy) for text in found] == [True, True]
    assert (read(b64decode(found[0])) == noise(2)).all()
