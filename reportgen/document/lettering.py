"""Outlined letters of a drawing as text, for print: lighter, quicker to set, and searchable.

On screen a drawing stands by itself and needs its outlines. In print the page has the typeface of
figures, so the text that Matplotlib leaves in a comment before its outlines can be set again.
"""

from __future__ import annotations

import re

from reportgen.document.clipping import without_needless_clips

_TEXT = re.compile(
    r"<!-- (?P<text>[^<>]*?) -->\s*"
    r'<g(?P<style> style="[^"]*")? transform="(?P<place>translate\([^)]*\)(?: rotate\([^)]*\))?)'
    r' scale\((?P<scale>[\d.]+) -[\d.]+\)">(?P<glyphs>(?:(?!</?g[ >]).)*?)</g>',
    re.DOTALL,
)
_GLYPH = re.compile(r'<use xlink:href="#\w+-([^"]*)-[0-9a-f]+"')
_STYLE = re.compile(r' style="((?:[\w-]+: [^;:"]+(?:; )?)+)"')
_FACES = {"LaboSans-Regular": "", "LaboSans-Bold": ' font-weight="bold"'}
_UNITS = 100.0
"""Matplotlib outlines letters as if they were that large, then makes them smaller."""


def for_print(svg: str) -> str:
    """Return a drawing as print wants it: letters as text, no needless clip, sharp pictures."""
    svg = svg.replace("<image ", '<image image-rendering="crisp-edges" ')
    return _STYLE.sub(_attributes, without_needless_clips(with_text(svg)))


def with_text(svg: str) -> str:
    """Return a drawing whose letters are text; one with letters of another face as it is."""
    faces = {match[1] for match in _GLYPH.finditer(svg)}
    if not faces <= set(_FACES):
        return svg
    lettered = _TEXT.sub(_set, svg)
    return svg if _GLYPH.search(lettered) else lettered


def _set(match: re.Match[str]) -> str:
    face = _GLYPH.search(match["glyphs"])
    if face is None or "- -" in match["text"]:  # a comment cannot hold two hyphens
        return match[0]
    size = _UNITS * float(match["scale"])
    return (
        f'<text transform="{match["place"]}" font-family="Labo Sans" font-size="{size:.4g}"'
        f"{_FACES[face[1]]}{match['style'] or ''}>{match['text']}</text>"
    )


def _attributes(match: re.Match[str]) -> str:
    """Write a style as attributes, which WeasyPrint reads without parsing CSS."""
    pairs = (pair.split(": ", 1) for pair in match[1].removesuffix("; ").split("; "))
    return "".join(f' {name}="{value}"' for name, value in pairs)
