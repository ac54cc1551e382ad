"""How heavy a figure may be, and how a drawing becomes lighter; it draws nothing itself.

A page waits for the bytes of a figure, a PDF for its elements and points: some 0.2 ms and 8 µs
each. Curves and heatmaps take 110,000 bytes, 250 elements and 1,500 points at most.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.errors import EvidenceError
from reportgen.french.numbers import entier, kilooctets, pluriel

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure as Canvas

DRAWING = 250_000
"""Bytes of a drawing."""
ELEMENTS = 1_000
"""Marks, lines and texts of a drawing."""
POINTS = 20_000
"""Points of the lines of a drawing."""
PICTURE = 600_000
"""Bytes of a picture."""
COARSE_DPI = 150
"""Resolution of a picture that would be too heavy at that of the others."""

_CROWD = 200
"""Points of one kind within axes beyond which they become a picture in a heavy drawing."""
_ELEMENT = re.compile(r'<(?:path|image) |<use [^>]*\bx="|<!-- ')
_POINT = re.compile(r"\b[LC] ")


def is_heavy(svg: str) -> bool:
    """Whether a drawing is beyond its budget of bytes, elements or points."""
    size, elements, points = _weight(svg)
    return size > DRAWING or elements > ELEMENTS or points > POINTS


def require_light_drawing(svg: str) -> str:
    """Return a drawing that is within its budget; EvidenceError for another."""
    if not is_heavy(svg):
        return svg
    size, elements, points = _weight(svg)
    raise EvidenceError(
        f"cette figure serait trop lourde : {kilooctets(size)} ({kilooctets(DRAWING)} au plus), "
        f"{pluriel(elements, 'élément', 'éléments')} ({entier(ELEMENTS)} au plus), "
        f"{pluriel(points, 'point', 'points')} ({entier(POINTS)} au plus) ; montrez moins "
        "d’entraînements, de classes ou de couches."
    )


def require_light_picture(png: bytes) -> bytes:
    """Return a picture that is within its budget; EvidenceError for another."""
    if len(png) <= PICTURE:
        return png
    raise EvidenceError(
        f"cette figure pèserait {kilooctets(len(png))}, même à {COARSE_DPI} points par pouce, plus "
        f"que les {kilooctets(PICTURE)} d’une image : montrez-en moins (« n=… »)."
    )


def rasterize_crowds(canvas: Canvas) -> None:
    """Ask Matplotlib for pictures of what is too numerous; axes and texts stay drawings."""
    for place in (canvas, *canvas.axes):
        kinds: dict[type[Artist], list[Artist]] = defaultdict(list)
        for artist in place.get_children():
            kinds[type(artist)].append(artist)
        for artists in kinds.values():
            if sum(map(_points, artists)) > _CROWD:
                for artist in artists:
                    artist.set_rasterized(True)


def _points(artist: Any) -> int:
    """Return how many points an artist draws; none for what is not drawn through points."""
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if isinstance(artist, Collection):
        paths = sum(len(path) for path in artist.get_paths())
        return len(np.asarray(artist.get_offsets())) + paths
    if isinstance(artist, Line2D):
        return len(artist.get_path())
    return len(artist.get_path()) if isinstance(artist, Patch) else 0


def _weight(svg: str) -> tuple[int, int, int]:
    return len(svg.encode()), len(_ELEMENT.findall(svg)), len(_POINT.findall(svg))
