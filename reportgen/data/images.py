"""Decode one picture into an array, within limits. The only place that uses Pillow to read."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from reportgen.errors import DataError

EXTENSIONS = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".ppm", ".pgm", ".tif"})
MAX_PIXELS = 50_000_000
"""Largest picture accepted, in pixels: more is a mistake or a decompression bomb."""

_FORMATS = ("JPEG", "PNG", "BMP", "GIF", "WEBP", "PPM", "TIFF")
_GREY_MODES = ("1", "L")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def is_picture(name: str) -> bool:
    """Say whether a file name is that of a picture (hidden and macOS side files are not)."""
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() in EXTENSIONS and not hidden


def decode_picture(
    raw: bytes, where: str, image_size: tuple[int, int] | None = None
) -> npt.NDArray[np.uint8]:
    """Return (height, width, 1 or 3) bytes; grey pictures keep one channel.

    *image_size* is (height, width), as in Keras; bilinear. DataError, naming *where*, when the
    file is no picture, is damaged or is too large. Transparency is dropped.
    """
    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise DataError(_too_large(where, image.size))
            return _to_array(image, image_size)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DataError(_too_large(where, None)) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise DataError(
            f"image illisible : {where} ({error}). Remplacez ce fichier ou supprimez-le."
        ) from error


def _to_array(image: Image.Image, size: tuple[int, int] | None) -> npt.NDArray[np.uint8]:
    picture = ImageOps.exif_transpose(image)
    picture = picture.convert("L" if picture.mode in _GREY_MODES else "RGB")
    if size and picture.size != (size[1], size[0]):
        picture = picture.resize((size[1], size[0]), Image.Resampling.BILINEAR)
    array = np.asarray(picture, dtype=np.uint8)
    return array[..., np.newaxis] if array.ndim == 2 else array


def _too_large(where: str, size: tuple[int, int] | None) -> str:
    shown = f"{size[0]} × {size[1]} pixels" if size else "trop de pixels"
    return f"image refusée : {where} ({shown} ; {MAX_PIXELS // 10**6} millions au plus)."
