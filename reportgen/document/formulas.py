"""Formulas for each medium: MathML on screen, drawn for print; it parses no Markdown."""

from __future__ import annotations

from functools import cache
from html import escape

from reportgen.document.pictures import data_uri
from reportgen.errors import RenderError

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
    import ziamath

    try:
        formula = ziamath.Latex(tex, size=_DRAWN_SIZE, inline=not block)
        svg = formula.svgxml()
        source = formula.svg()
    except Exception as exc:  # same here
        raise _unreadable(tex, exc) from exc
    width, height = (float(svg.get(side)) / _DRAWN_SIZE for side in ("width", "height"))
    _, top, _, _ = (float(part) for part in svg.get("viewBox").split())
    depth = (float(svg.get("height")) + top) / _DRAWN_SIZE
    style = f"width:{width:.3f}em;height:{height:.3f}em;vertical-align:{-depth:.3f}em"
    uri = data_uri(source.encode(), "image/svg+xml")
    return f'<img class="drawn" alt="{escape(tex)}" style="{style}" src="{uri}">'


def _unreadable(tex: str, error: Exception) -> RenderError:
    return RenderError(f"formule « {tex} » illisible ({error}) : vérifiez son LaTeX.")
