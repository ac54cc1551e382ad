"""Figures lose bytes on the way to a screen, and no pixel."""

import io
from base64 import b64decode
from dataclasses import replace

import numpy as np
from PIL import Image

from reportgen.document.pictures import figure_uri, screen_uri
from tests.document.sample import CURVES, PICTURES


def png(side):
    pixels = np.random.default_rng(0).integers(0, 256, (side, side, 4), dtype=np.uint8)
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()


def pixels_of(content):
    with Image.open(io.BytesIO(content)) as picture:
        return np.asarray(picture.convert("RGBA"))


def test_a_heavy_picture_keeps_every_pixel():
    heavy = png(300)
    kind, _, encoded = screen_uri(replace(PICTURES, png=heavy)).partition(";base64,")
    assert kind == "data:image/webp"
    np.testing.assert_array_equal(pixels_of(b64decode(encoded)), pixels_of(heavy))


def test_a_light_picture_stays_as_it_is():
    assert screen_uri(PICTURES) == figure_uri(PICTURES)


def test_a_drawing_is_text_fit_for_a_url():
    uri = screen_uri(CURVES)
    assert uri.startswith("data:image/svg+xml,%3Csvg%20")
    assert not set(uri) & set(' "<>#{}\n')
