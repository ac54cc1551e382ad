"""Style sheets, typefaces and scripts as texts to inline in a page; it chooses none.

The typefaces are files beside the templates, so that every machine sets the same pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from reportgen.document.pictures import data_uri
from reportgen.errors import RenderError

_FACES = (
    ("Labo Serif", "LaboSerif-Regular", 400, "normal"),
    ("Labo Serif", "LaboSerif-Italic", 400, "italic"),
    ("Labo Serif", "LaboSerif-Bold", 700, "normal"),
    ("Labo Serif", "LaboSerif-BoldItalic", 700, "italic"),
    ("Labo Sans", "LaboSans-Regular", 400, "normal"),
    ("Labo Sans", "LaboSans-Italic", 400, "italic"),
    ("Labo Sans", "LaboSans-Bold", 700, "normal"),
    ("Labo Mono", "LaboMono-Regular", 400, "normal"),
    ("Labo Mono", "LaboMono-Bold", 700, "normal"),
)
_MATHEMATICS = ("Labo Math", "LaboMath-Regular", 400, "normal")


def style_sheet(names: Sequence[str], templates: Sequence[Path]) -> str:
    """Return the @font-face rules and the named style sheets, each from its first root.

    RenderError when a file is missing.
    """
    sheets = [_find(name, templates).read_text(encoding="utf-8") for name in names]
    return "\n".join([_font_faces(tuple(templates)), *sheets])


@cache
def face_of_formulas(templates: tuple[Path, ...]) -> str:
    """Return the @font-face rule of formulas: a phone has no typeface that stretches signs."""
    return _font_face(*_MATHEMATICS, templates)


def script(names: Sequence[str], templates: Sequence[Path]) -> str:
    """Return the named scripts one after the other; RenderError when a file is missing."""
    return "\n".join(_find(name, templates).read_text(encoding="utf-8") for name in names)


@cache
def _font_faces(templates: tuple[Path, ...]) -> str:
    return "\n".join(_font_face(*face, templates) for face in _FACES)


def _font_face(family: str, file: str, weight: int, style: str, templates: tuple[Path, ...]) -> str:
    uri = data_uri(_find(f"fonts/{file}.woff2", templates).read_bytes(), "font/woff2")
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f'src:url("{uri}") format("woff2")}}'
    )


def _find(name: str, templates: Sequence[Path]) -> Path:
    for root in templates:
        if (root / name).is_file():
            return root / name
    searched = ", ".join(str(root) for root in templates)
    raise RenderError(f"gabarit {name} introuvable dans {searched}.")
