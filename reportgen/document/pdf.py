"""The print edition: an accessible PDF made by WeasyPrint, the only module that imports it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportgen.document.formulas import drawn
from reportgen.document.rendering import Medium, render
from reportgen.document.types import Document
from reportgen.errors import RenderError

PRINT = Medium("print", "print.html.j2", ("print.css", "code.css"), drawn)

_PANGO_MISSING = (
    "le PDF demande la bibliothèque Pango, introuvable ici : tapez « apt-get install "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 » (Debian, Ubuntu) ou "
    "« brew install pango » (macOS)."
)


def render_pdf(document: Document, templates: Sequence[Path]) -> bytes:
    """Return a document as PDF."""
    return write_pdf(render(document, PRINT, templates))


def write_pdf(html: str) -> bytes:
    """Return a page of HTML as tagged PDF (PDF/UA-1).

    Equal pages give equal bytes under one SOURCE_DATE_EPOCH. RenderError when Pango is
    missing or the page asks for anything but data: URIs.
    """
    weasyprint = _import_weasyprint()
    page = weasyprint.HTML(string=html, url_fetcher=_closed_fetcher())
    try:
        content: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    except weasyprint.urls.FatalURLFetchingError as exc:
        raise RenderError(f"le PDF ne charge rien du dehors : {exc}") from exc
    return content


def _import_weasyprint() -> Any:
    # The library of fonts logs every table it reads; nobody reads that.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        import weasyprint
    except OSError as exc:
        raise RenderError(_PANGO_MISSING) from exc
    return weasyprint


def _closed_fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class ClosedFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return ClosedFetcher(allowed_protocols={"data"})
