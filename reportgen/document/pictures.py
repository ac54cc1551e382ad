"""Pictures as data: URIs, so that a document is one file; it draws nothing.

The only module that reads the picture files an author put beside the prose. Those of students
are read by :mod:`reportgen.document.untrusted`.
"""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from reportgen.document.lettering import for_print
from reportgen.document.shortening import shortened
from reportgen.errors import RenderError, disk_reason
from reportgen.evidence.elements import Element, Figure, flatten
from reportgen.lab.expressions import restore, shield

_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_ESCAPED = {
    "%": "%25",
    "#": "%23",
    "<": "%3C",
    ">": "%3E",
    '"': "%22",
    " ": "%20",
    "\n": "%0A",
    "{": "%7B",
    "}": "%7D",
}
"""What may not stand in the URL of a picture; the percent sign comes first."""

_HEAVY = 200_000
"""Bytes beyond which a PNG is worth the tenth of a second of writing it anew."""

_IMAGE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
_SOURCE = re.compile(r'\ssrc="([^"]*)"')
_ALTERNATIVE = re.compile(r'\salt="([^"]*)"')
_MARKDOWN = re.compile(r"(!\[[^\]]*\]\()([^()\s]+)")


def data_uri(content: bytes, media_type: str) -> str:
    """Return content as a base64 data: URI."""
    return f"data:{media_type};base64,{b64encode(content).decode('ascii')}"


def figure_uri(figure: Figure) -> str:
    """Return the picture of a figure: its SVG when it has one, else its PNG."""
    if figure.svg is not None:
        return data_uri(figure.svg.encode(), "image/svg+xml")
    if figure.png is None:
        raise RenderError(f"la figure « {figure.caption} » n’a pas d’image.")
    return data_uri(figure.png, "image/png")


def printed_figure_uri(figure: Figure) -> str:
    """Return the picture of a figure for a page that has the typeface of figures."""
    if figure.svg is not None:
        return data_uri(for_print(figure.svg).encode(), "image/svg+xml")
    return figure_uri(figure)


def screen_uri(figure: Figure) -> str:
    """Return the picture of a figure as short as a screen allows: a drawing stays text."""
    if figure.svg is None:
        heavy = figure.png is not None and len(figure.png) > _HEAVY
        return _as_webp(figure.png) if figure.png and heavy else figure_uri(figure)
    text = shortened(figure.svg)
    for character, escaped in _ESCAPED.items():
        text = text.replace(character, escaped)
    return f"data:image/svg+xml,{text}"


def _as_webp(png: bytes) -> str:
    """Return a picture with the very same pixels in about half the bytes."""
    from PIL import Image

    content = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        picture.save(content, format="WEBP", lossless=True, exact=True, method=2, quality=50)
    return data_uri(content.getvalue(), "image/webp")


def require_alternative(element: Element) -> None:
    """Refuse a figure, or a group with one, that blind readers would not know of: RenderError."""
    for figure in (member for member in flatten([element]) if isinstance(member, Figure)):
        if not figure.alt.strip():
            raise RenderError(
                f"la figure « {figure.caption} » n’a pas de texte de remplacement : "
                "la fonction qui la fait doit dire dans « alt » ce qu’elle montre."
            )


Read = Callable[[str, Path], str]
"""Return the data: URI of a picture, by its source in the HTML and the folder that holds it."""


def read_picture(source: str, folder: Path) -> str:
    """Return a picture of a lab as it is."""
    path = (folder / source).resolve()
    media_type = _TYPES.get(path.suffix.lower())
    if "://" in source or not path.is_relative_to(folder.resolve()) or media_type is None:
        expected = ", ".join(_TYPES)
        raise RenderError(f"image « {source} » : attendu un fichier du dossier du TP ({expected}).")
    try:
        return data_uri(path.read_bytes(), media_type)
    except OSError as exc:
        raise RenderError(f"image « {source} » illisible : {disk_reason(exc)}.") from exc


def embed_source_images(source: str, folder: Path) -> str:
    """Return Markdown whose pictures have become data: URIs, as those of :func:`embed_images`."""
    text, kept = shield(source)
    shown = _MARKDOWN.sub(lambda m: f"{m[1]}{read_picture(unquote(m[2]), folder)}", text)
    return restore(shown, kept)


def embed_images(html: str, folder: Path, read: Read = read_picture) -> str:
    """Return HTML whose pictures, paths inside ``folder``, have become data: URIs.

    RenderError for a picture that ``read`` refuses or that has no alternative text.
    """
    return _IMAGE.sub(lambda match: _embedded(match[0], folder, read), html)


def _embedded(image: str, folder: Path, read: Read) -> str:
    """Return an ``<img>`` with its picture inside; its attributes may come in any order."""
    found = _SOURCE.search(image)
    source = unquote(unescape(found[1])) if found else ""
    alternative = _ALTERNATIVE.search(image)
    if alternative is None or not alternative[1].strip():
        raise RenderError(
            f"image « {source} » sans texte de remplacement : dites entre les crochets de "
            f"![…]({source}) ce qu’elle montre."
        )
    return _SOURCE.sub(lambda _: f' src="{read(source, folder)}"', image, count=1)
