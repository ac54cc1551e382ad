"""The screen edition: one HTML file that needs nothing else and no network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen.document.formulas import mathml
from reportgen.document.pictures import screen_uri
from reportgen.document.rendering import Medium, render
from reportgen.document.types import Document

SCREEN = Medium(
    name="screen",
    template="report.html.j2",
    styles=("screen.css", "code.css"),
    scripts=("page.js", "zoom.js", "readings.js", "comparison.js"),
    formula=mathml,
    picture=screen_uri,
)


def render_html(document: Document, templates: Sequence[Path]) -> str:
    """Return a document as one self-contained HTML page."""
    return render(document, SCREEN, templates)
