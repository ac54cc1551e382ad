"""Pictures in as few bytes as they look the same in; it draws nothing.

Matplotlib writes four channels of a byte. The colours of a scale are 256 at most, and those of a
cloud of points, most of them on the rims of markers, are no more to the eye.
"""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

COLOURS = 256
"""What one byte a pixel can tell apart."""

_EMBEDDED = re.compile(r'(?<=xlink:href="data:image/png;base64,)\s*([^"]*)')


def lighter(png: bytes, *, exact: bool = True) -> bytes:
    """Return the same picture in fewer bytes.

    Unless *exact*, one of more than 256 colours gets the 256 nearest.
    """
    from PIL import Image

    with Image.open(io.BytesIO(png)) as read:
        picture = _without_alpha(read.convert("RGBA"))
    if picture.getcolors(COLOURS) is not None:
        picture = _with_palette(picture)
    elif not exact:
        # The octree knows transparency; the median cut keeps white white.
        method = Image.Quantize.FASTOCTREE if picture.mode == "RGBA" else Image.Quantize.MEDIANCUT
        picture = picture.quantize(COLOURS, method, dither=Image.Dither.NONE)
    content = io.BytesIO()
    picture.save(content, format="PNG", compress_level=9)
    return min(png, content.getvalue(), key=len)


def lighten_embedded(svg: str) -> str:
    """Return the drawing with its pictures in 256 colours at most."""
    return _EMBEDDED.sub(lambda match: _encoded(lighter(b64decode(match[1]), exact=False)), svg)


def _encoded(png: bytes) -> str:
    return b64encode(png).decode("ascii")


def _without_alpha(picture: Image) -> Image:
    """Return the picture without the channel that says that it hides all."""
    return picture.convert("RGB") if picture.getchannel("A").getextrema() == (255, 255) else picture


def _with_palette(picture: Image) -> Image:
    """Return a picture of few colours as their numbers in a palette, each colour as it was."""
    from PIL import Image

    pixels = np.frombuffer(picture.convert("RGBA").tobytes(), np.uint32)
    colours, numbers = np.unique(pixels, return_inverse=True)
    size = (picture.height, picture.width)
    indexed = Image.fromarray(numbers.reshape(size).astype(np.uint8))
    channels = colours.view(np.uint8).reshape(-1, 4)[:, : len(picture.mode)]
    indexed.putpalette(channels.tobytes(), picture.mode)
    return indexed
