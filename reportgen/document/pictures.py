"""Pictures as data: URIs, so that a document is one file; it draws nothing.

The only module that reads the picture files an author put beside the prose. Those of students
are read by :mod:`reportgen.document.untrusted`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from reportgen.document.lettering import with_text
from reportgen.errors import RenderError
from reportgen.evidence.elements import Figure

_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_SOURCE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]*)(")')


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
        return data_uri(with_text(figure.svg).encode(), "image/svg+xml")
    return figure_uri(figure)


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
        raise RenderError(f"image « {source} » illisible : {exc.strerror or exc}.") from exc


def embed_images(html: str, folder: Path, read: Read = read_picture) -> str:
    """Return HTML whose pictures, paths inside ``folder``, have become data: URIs."""
    return _SOURCE.sub(lambda m: f"{m[1]}{read(unquote(unescape(m[2])), folder)}{m[3]}", html)
