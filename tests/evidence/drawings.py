"""Read figures: the texts drawn in an SVG, the size of a PNG."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from PIL import Image

from reportgen.evidence.elements import Figure


def texts(figure: Figure) -> list[str]:
    """Return the texts of an SVG in drawing order; Matplotlib keeps each in a comment."""
    assert figure.svg is not None
    ElementTree.fromstring(figure.svg)  # well-formed
    return [text.strip() for text in re.findall(r"<!-- (.*?) -->", figure.svg, re.DOTALL)]


def pixels(figure: Figure) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels."""
    assert figure.png is not None
    with Image.open(io.BytesIO(figure.png)) as picture:
        return picture.size
