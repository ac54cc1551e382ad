"""What students put into a page, made harmless: their HTML and their pictures.

Their Markdown gives no HTML of their own; the sanitiser is a second wall behind that one.
"""

from __future__ import annotations

import io
from pathlib import Path

from reportgen.document.pictures import data_uri
from reportgen.errors import RenderError

MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 2_000
"""Pixels of the longer side in the page; larger pictures are made smaller."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_ATTRIBUTES = {
    "*": {"class", "id", "role"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "div": {"tabindex", "aria-label"},
    "th": {"scope", "style"},
    "td": {"style"},
    "p": {"data-label"},
    "rg-formula": {"data-block"},
}


def sanitised(html: str) -> str:
    """Return the HTML of a passage without scripts, styles, handlers and foreign addresses."""
    import nh3

    attributes = {name: set(found) for name, found in _ATTRIBUTES.items()}
    return nh3.clean(
        html,
        tags={*nh3.ALLOWED_TAGS, "section", "rg-formula"},
        attributes=attributes,
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )


def read_untrusted(source: str, folder: Path) -> str:
    """Return a picture in the students' folder as a data: URI, drawn anew from its pixels.

    RenderError for anything else: another place, a vector drawing, a file that unpacks to too
    many pixels. What a picture file hides besides its pixels does not come through.
    """
    path = (folder / source).resolve()
    if "://" in source or not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise _refused(source, "attendu un fichier du dossier du rendu")
    if path.stat().st_size > MAX_BYTES:
        raise _refused(source, f"attendu au plus {MAX_BYTES // 1_000_000} Mo")
    return data_uri(_redrawn(path, source), "image/png")


def _redrawn(path: Path, source: str) -> bytes:
    from PIL import Image

    try:
        with Image.open(path, formats=_FORMATS) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise _refused(source, f"attendu au plus {MAX_PIXELS} pixels")
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
            pixels = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    except RenderError:
        raise
    except Exception as exc:  # decoders raise many classes
        raise _refused(source, "attendu une image PNG, JPEG, GIF ou WebP lisible") from exc
    pixels.thumbnail((MAX_SIDE, MAX_SIDE))
    content = io.BytesIO()
    pixels.save(content, format="PNG", optimize=False)
    return content.getvalue()


def _refused(source: str, expected: str) -> RenderError:
    return RenderError(f"image « {source[:80]} » : {expected}.")
