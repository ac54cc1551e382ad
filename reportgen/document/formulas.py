"""Formulas for each medium: MathML on screen, drawn for print; it parses no Markdown."""

from __future__ import annotations

import re
from functools import cache
from html import escape

from reportgen.document.pictures import data_uri
from reportgen.errors import RenderError

_VIEW_BOX = re.compile(r'viewBox="([^"]*)"')
_DRAWN_SIZE = 24.0
"""Font size of a drawn formula in SVG units; lengths are given in em, so any value will do."""


@cache
def mathml(tex: str, *, block: bool) -> str:
    """Return a LaTeX formula as a ``<math>`` element; RenderError when it is not understood."""
    from latex2mathml.converter import convert

    try:
        rendered: str = convert(tex, display="block" if block else "inline")
    except Exception as exc:  # the library raises many classes, none of them documented
        raise _unreadable(tex, exc) from exc
    return rendered.replace("<math ", f'<math alttext="{escape(tex)}" ', 1)


@cache
def drawn(tex: str, *, block: bool) -> str:
    """Return a LaTeX formula as an ``<img>`` that sits on the baseline, its source as ``alt``."""
    from ziamath.zmath import Latex

    try:
        formula = Latex(tex, size=_DRAWN_SIZE, inline=not block)
        source = formula.svg()
    except Exception as exc:  # it parses with the same library
        raise _unreadable(tex, exc) from exc
    _, top, width, height = _view_box(source)
    depth = top + height
    style = f"width:{width:.3f}em;height:{height:.3f}em;vertical-align:{-depth:.3f}em"
    uri = data_uri(source.encode(), "image/svg+xml")
    return f'<img class="drawn" alt="{escape(tex)}" style="{style}" src="{uri}">'


def _view_box(svg: str) -> tuple[float, ...]:
    """Return left, top, width and height in em; the baseline is at 0, down is positive."""
    match = _VIEW_BOX.search(svg)
    assert match is not None  # ziamath always writes one
    return tuple(float(part) / _DRAWN_SIZE for part in match[1].split())


def _unreadable(tex: str, error: Exception) -> RenderError:
    return RenderError(
        f"formule « {tex} » illisible ({type(error).__name__}) : vérifiez son LaTeX."
    )
