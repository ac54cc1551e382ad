"""What students put into a page, made harmless: their HTML and their pictures.

Their Markdown gives no HTML of their own; the sanitiser is a second wall behind that one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from hashlib import blake2b
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings

from reportgen.document.formulas import FORMULA, formulas_in, mathml
from reportgen.document.pictures import data_uri
from reportgen.errors import RenderError
from reportgen.intake import TooLargeError, read_file
from reportgen.visible import visible_line

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 2_000
"""Pixels of the longer side in the page; larger pictures are made smaller."""

MAX_SHOWN = 1_500_000
"""Bytes of a picture in the page; a heavier one is compressed, then made smaller."""
MAX_KEPT = 64_000_000
"""Bytes of the pictures, as they are in pages, that are kept from one document to the next."""
MAX_SCANS = 100
"""Scans of a JPEG: each goes over the whole picture, and a small file can ask for thousands."""
MAX_GROWTH = 60
"""How many times longer than its source the HTML of a passage may be."""

_LINK = re.compile(r"(?:https?:|mailto:|#)", re.IGNORECASE)
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
_INLINE = {"a", "b", "br", "code", "del", "em", "i", "s", "strong", "sub", "sup", "rg-formula"}
"""What a title or a caption may hold: no picture, which would be fetched."""

_drawn: dict[bytes, str] = {}
"""Pictures drawn anew, by the digest of their file, those asked for last at the end."""


def sanitised(html: str) -> str:
    """Return the HTML of a passage without scripts, styles, handlers and foreign addresses."""
    import nh3

    return _cleaned(html, {*nh3.ALLOWED_TAGS, "section", "rg-formula"})


def sanitised_inline(html: str) -> str:
    """Return the HTML of a title or a caption with words and formulas only."""
    return _cleaned(html, _INLINE)


def require_modest(html: str, source: str) -> None:
    """Refuse a passage whose few characters make a page: RenderError."""
    if len(html) > MAX_GROWTH * len(source) + 20_000:
        raise RenderError("réponse trop lourde : trop de liens ou de notes vers un même texte.")


def require_readable(html: str, mistake: Callable[[str], str]) -> None:
    """Refuse the formulas of a passage that cannot be read or that ``mistake`` names."""
    for tex in formulas_in(html):
        if found := mistake(tex):
            raise RenderError(f"{found}.")
        mathml(tex, block=False)


def legible(html: str) -> str:
    """Return the HTML of a title or a caption, its unreadable formulas as code."""
    return FORMULA.sub(lambda found: found[0] if _is_read(found[2]) else _as_code(found[2]), html)


def _is_read(escaped: str) -> bool:
    try:
        mathml(unescape(escaped), block=False)
    except RenderError:
        return False
    return True


def _as_code(escaped: str) -> str:
    return f"<code>{escaped}</code>"


def _cleaned(html: str, tags: set[str]) -> str:
    import nh3

    attributes = {name: set(found) for name, found in _ATTRIBUTES.items()}
    return nh3.clean(
        html,
        tags=tags,
        attributes=attributes,
        attribute_filter=_attribute,
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Leave out the addresses of files: a page opened from a disk may follow them."""
    return None if (tag, name) == ("a", "href") and not _LINK.match(value) else value


def read_untrusted(source: str, folder: Path) -> str:
    """Return a picture in the students' folder as a data: URI, drawn anew from its pixels.

    RenderError for anything else: another place, a vector drawing, a file that unpacks to too
    many pixels. What a picture file hides besides its pixels does not come through.
    """
    if "://" in source:
        raise _refused(source, "attendu un fichier du dossier du rendu")
    try:
        content = read_file(folder / source, MAX_BYTES, folder)
    except TooLargeError as exc:
        raise _refused(source, f"attendu au plus {MAX_BYTES // 1_000_000} Mo") from exc
    except PermissionError as exc:
        raise _refused(source, "fichier illisible, vérifiez ses droits") from exc
    except (OSError, ValueError) as exc:  # another place, nothing there, names too long, loops
        raise _refused(source, "attendu un fichier du dossier du rendu") from exc
    return _redrawn(content, source)


def _redrawn(content: bytes, source: str) -> str:
    """Return a picture drawn anew as a data: URI; the last ones are kept for the next document."""
    key = blake2b(content).digest()
    uri = _drawn.pop(key, None) or _encoded(_pixels(content, source))
    _drawn[key] = uri
    while sum(map(len, _drawn.values())) > MAX_KEPT:
        del _drawn[next(iter(_drawn))]
    return uri


def _pixels(content: bytes, source: str) -> Image:
    """Return the pixels as a reader sees them; RenderError when they are not to be read."""
    if content.count(b"\xff\xda") > MAX_SCANS and content.startswith(b"\xff\xd8"):
        raise _refused(source, f"attendu au plus {MAX_SCANS} passes")
    try:
        with catch_warnings(action="ignore"), _open(content) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise _refused(source, f"attendu au plus {MAX_PIXELS} pixels")
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
            pixels = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
            pixels.thumbnail((MAX_SIDE, MAX_SIDE))
            return _upright(pixels)
    except RenderError:
        raise
    except Exception as exc:  # decoders raise many classes
        raise _refused(source, "attendu une image PNG, JPEG, GIF ou WebP lisible") from exc


def _upright(pixels: Image) -> Image:
    """Turn pixels as the telephone that took them was held; what says so may be nonsense."""
    import PIL.ImageOps

    try:
        return PIL.ImageOps.exif_transpose(pixels)
    except Exception:  # readers of Exif raise many classes, too
        return pixels


def _open(content: bytes) -> Image:
    import PIL.Image

    return PIL.Image.open(io.BytesIO(content), formats=_FORMATS)


def _encoded(pixels: Image) -> str:
    """Return pixels as PNG, as JPEG when that is too heavy, and smaller until it is light."""
    content = _saved(pixels, "PNG", optimize=False)
    if len(content) <= MAX_SHOWN:
        return data_uri(content, "image/png")
    flat = pixels.convert("RGB")
    while len(content := _saved(flat, "JPEG", quality=85)) > MAX_SHOWN:
        flat = flat.reduce(2)
    return data_uri(content, "image/jpeg")


def _saved(pixels: Image, name: str, **options: Any) -> bytes:
    content = io.BytesIO()
    pixels.save(content, format=name, **options)
    return content.getvalue()


def _refused(source: str, expected: str) -> RenderError:
    return RenderError(f"image « {visible_line(source)[:80]} » : {expected}.")
