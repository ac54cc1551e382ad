"""The look shared by all figures, and how a drawing becomes SVG or PNG.

Colours are Okabe and Ito's, told apart by colour-blind readers. Text is drawn as outlines of the
documents' own sans serif, which the program carries (``faces``), so a figure looks the same on
every machine; Matplotlib's DejaVu Sans lends the glyphs that it lacks. The same drawing gives the
same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.evidence.budget import (
    COARSE_DPI,
    PICTURE,
    is_heavy,
    rasterize_crowds,
    require_light_drawing,
    require_light_picture,
)
from reportgen.evidence.raster import lighten_embedded, lighter
from reportgen.evidence.strokes import merged

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure as Canvas

Draw = Callable[["Canvas"], None]

WIDTH = 155.0
"""Width of a full figure, in millimetres: that of the text of an answer."""

LANDSCAPE = 240.0
"""Width of a figure that takes a landscape page, in millimetres."""

TEXT = 9.2
"""Size of the text of figures, in points: that of the tables and captions of the documents."""

SMALL = 8.2
"""Size of crowded text in figures, in points."""

DPI = 220
"""Resolution of pictures at print size."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9", "#8C564B")
"""Colours of runs, in their order: the pale ones last."""

CLASS_COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9",
    "#D55E00", "#332288", "#999933", "#882255", "#555555",
)  # fmt: skip
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "p")
"""Markers of classes: colour is never the only difference."""

RUN_MARKERS = ("s", "^", "D", "v", "P", ">", "<", "X", "p")
"""Markers of runs, the most unlike first when they are small: no disc, which marks an epoch."""

GREY = "#555555"
LIGHT = "#D9D9D9"
_MM = 1 / 25.4
_FACES = Path(__file__).parent / "faces"
_STYLE: dict[Any, Any] = {
    "font.family": ["Labo Sans", "DejaVu Sans"],
    "font.size": TEXT,
    "axes.titlesize": TEXT,
    "axes.labelsize": TEXT,
    "axes.labelpad": 2.5,  # the face has some space above its letters already
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "legend.fontsize": TEXT,
    "text.hinting": "no_hinting",
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "axes.edgecolor": GREY,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": "black",
    "ytick.labelcolor": "black",
    "axes.grid": True,
    "grid.color": "#E4E4E4",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "lines.linewidth": 1.5,
    "lines.markersize": 4.5,
    "figure.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "reportgen",
    "image.interpolation": "nearest",
}


def draw_svg(width: float, height: float, draw: Draw, dpi: int = DPI) -> str:
    """Return the drawing as SVG text fit to stand inside an HTML page; sizes in millimetres.

    What it holds of pictures, and what ``draw`` asks Matplotlib to rasterize, has *dpi*. So has
    what is too numerous in a drawing beyond its budget; EvidenceError when that is not enough.
    """
    svg = _svg(width, height, draw, dpi)
    if not is_heavy(svg):
        return svg

    def draw_lighter(canvas: Canvas) -> None:
        draw(canvas)
        rasterize_crowds(canvas)

    return require_light_drawing(_svg(width, height, draw_lighter, dpi))


def draw_png(width: float, height: float, draw: Draw, dpi: int = DPI) -> bytes:
    """Return the drawing as a PNG picture; sizes in millimetres.

    One beyond its budget has 256 colours, then a lower resolution; EvidenceError when that is
    not enough.
    """
    png = lighter(_png(width, height, draw, dpi))
    if len(png) > PICTURE:
        png = lighter(png, exact=False)
    if len(png) > PICTURE:
        png = lighter(_png(width, height, draw, COARSE_DPI), exact=False)
    return require_light_picture(png)


def colour(number: int) -> str:
    """Return the colour of the run of that number, from 0; they come round again."""
    return COLOURS[number % len(COLOURS)]


def marker(number: int) -> str:
    """Return the marker of the run of that number, from 0; they come round again."""
    return RUN_MARKERS[number % len(RUN_MARKERS)]


def ink(paper: tuple[float, float, float]) -> str:
    """Return black or white, whichever contrasts more with a colour of parts 0–1 (WCAG 2.2).

    The contrast is 4.58 at least, whatever the colour.
    """
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in paper]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "black" if (luminance + 0.05) ** 2 >= 1.05 * 0.05 else "white"


def frame(axes: Axes) -> None:
    """Close the frame of a picture, which has no axis to read."""
    axes.spines[:].set_visible(True)


def write_french_numbers(axis: Axis) -> None:
    """Give an axis decimal commas and narrow spaces between thousands."""
    from matplotlib.ticker import ScalarFormatter

    class FrenchFormatter(ScalarFormatter):
        """Matplotlib's own choice of digits, written in French."""

        def __call__(self, x: float, pos: int | None = None) -> str:
            return _french(super().__call__(x, pos))

    axis.set_major_formatter(FrenchFormatter(useOffset=False))


def write_logarithmic(axis: Axis, widest: float = 100) -> None:
    """Give a logarithmic axis ticks written out in French: at 1, 2 and 5 of powers of ten.

    Where the largest value drawn is beyond *widest* times the least, at the powers only.
    """
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = axis.get_data_interval()
    subs = (1.0, 2.0, 5.0) if high <= widest * low else (1.0,)
    axis.set_major_locator(LogLocator(subs=subs, numticks=12))
    axis.set_major_formatter(FuncFormatter(lambda x, _: _french(f"{x:.10g}")))
    axis.set_minor_formatter(NullFormatter())


def use_whole_numbers(axis: Axis) -> None:
    """Put ticks on whole numbers only, as epochs have no half."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))
    write_french_numbers(axis)


def use_few_numbers(axis: Axis) -> None:
    """Put round ticks on the axis of a low panel: four to seven, in French."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10], min_n_ticks=4))
    write_french_numbers(axis)


def _french(number: str) -> str:
    whole, _, fraction = number.partition(".")
    spaced = re.sub(r"(?<=\d)(?=(\d{3})+$)", "\u202f", whole)
    return f"{spaced},{fraction}" if fraction else spaced


def _svg(width: float, height: float, draw: Draw, dpi: int) -> str:
    metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    raw = _render(width, height, draw, format="svg", dpi=dpi, metadata=metadata).decode("utf-8")
    return merged(_embeddable(lighten_embedded(raw)))


def _png(width: float, height: float, draw: Draw, dpi: int) -> bytes:
    return _render(width, height, draw, format="png", dpi=dpi, metadata={"Software": None})


def _render(width: float, height: float, draw: Draw, **options: Any) -> bytes:
    import matplotlib

    # Seaborn imports pyplot, which would otherwise look for a screen.
    matplotlib.use("Agg", force=False)
    from matplotlib.figure import Figure

    _add_faces()
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width * _MM, height * _MM), layout="constrained")
        draw(figure)
        buffer = io.BytesIO()
        figure.savefig(buffer, **options)
    return buffer.getvalue()


@cache
def _add_faces() -> None:
    """Make the documents' sans serif known to Matplotlib."""
    from matplotlib.font_manager import fontManager

    for path in sorted(_FACES.glob("*.ttf")):
        fontManager.addfont(path)


def _embeddable(svg: str) -> str:
    """Drop what only a file needs, and make ids unlike those of other drawings in the page."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    prefix = "g" + hashlib.sha256(svg.encode()).hexdigest()[:8]

    def rename(match: re.Match[str]) -> str:
        return f' id="{prefix}-{match[1]}"' if match[1] in used else ""

    svg = re.sub(r' id="([^"]+)"', rename, svg)
    return re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}-", svg)
