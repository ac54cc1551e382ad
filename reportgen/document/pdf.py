"""The print edition: an accessible PDF made by WeasyPrint, the only module that imports it."""

from __future__ import annotations

import atexit
import gc
import logging
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportgen.document.floating import let_figures_float
from reportgen.document.formulas import drawn
from reportgen.document.last_lines import keep_last_lines
from reportgen.document.outlines import write_outlines
from reportgen.document.pictures import printed_figure_uri
from reportgen.document.print_text import finish, without_pages
from reportgen.document.rendering import Medium, render
from reportgen.document.styles import style_sheet
from reportgen.document.types import Document
from reportgen.errors import RenderError

PRINT = Medium(
    name="print",
    template="print.html.j2",
    styles=("print.css", "code.css"),
    scripts=(),
    formula=drawn,
    picture=printed_figure_uri,
)
VARIANT = "pdf/ua-1"
"""The kind of PDF made for all readers; others are made for archives."""
_FACE = re.compile(r"@font-face\{[^}]*\}")
_PICTURE = re.compile(r'src="data:(image/[\w.+-]+);base64,([A-Za-z0-9+/=]+)"')
_SCHEME = "picture"
"""Scheme of the addresses under which WeasyPrint asks for the pictures of a page."""

_PANGO_MISSING = (
    "le PDF demande la bibliothèque Pango, introuvable ici : tapez « apt-get install "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 » (Debian, Ubuntu) ou "
    "« brew install pango » (macOS)."
)


def render_pdf(document: Document, templates: Sequence[Path], variant: str = VARIANT) -> bytes:
    """Return a document as PDF of a variant that WeasyPrint knows."""
    return write_pdf(render(document, PRINT, templates), variant)


def prepare(templates: Sequence[Path]) -> None:
    """Load what takes time and asks for no page; RenderError when Pango is missing."""
    _import_weasyprint()
    _typefaces(_faces(style_sheet((), templates)))


def write_pdf(html: str, variant: str = VARIANT) -> bytes:
    """Return a page of HTML, made for the medium PRINT, as tagged PDF.

    Equal pages give equal bytes under one SOURCE_DATE_EPOCH. RenderError when Pango is
    missing or the page asks for anything but data: URIs.
    """
    weasyprint = _import_weasyprint()
    html, fetch = _without_pictures(html)
    with _collector_at_rest():
        try:
            pages = _lay_out(weasyprint, finish(html), variant, fetch)
            content: bytes = pages.write_pdf(pdf_variant=variant, pdf_tags=True)
        except weasyprint.urls.FatalURLFetchingError as exc:
            raise RenderError(f"le PDF ne charge rien du dehors : {exc}") from exc
    return content


def _lay_out(weasyprint: Any, html: str, variant: str, fetcher: Any) -> Any:
    """Return the pages, where « (p. 3) » never stands on page 3.

    Whether it would is known only once all is laid out; the pages are then set again without it.
    """
    style, end, body = html.partition("</style>")
    options: dict[str, Any] = {"cache": {}, "pdf_variant": variant, "pdf_tags": True}
    options |= _typefaces(_faces(style))
    html = _FACE.sub("", style) + end + body

    def set_pages(html: str) -> Any:
        return weasyprint.HTML(string=html, url_fetcher=fetcher).render(**options)

    pages = set_pages(html)
    needless = set(_needless_page_numbers(pages))
    return set_pages(without_pages(html, needless)) if needless else pages


def _faces(style: str) -> str:
    return "".join(_FACE.findall(style))


@lru_cache(maxsize=1)
def _typefaces(faces: str) -> dict[str, Any]:
    """Return typefaces ready to be used: unpacking them takes longer than laying out ten pages."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(string=faces, url_fetcher=_closed_fetcher({}), font_config=fonts)
    return {"stylesheets": [sheet], "font_config": fonts}


# Unpacked typefaces are files, which can no longer be removed once Python is going down.
atexit.register(_typefaces.cache_clear)


def _needless_page_numbers(pages: Any) -> Iterator[int]:
    """Yield the numbers of the references to something on their own page."""
    for page in pages.pages:
        for kind, target, _, box in page.links:
            number = box.element is not None and box.element.get("data-number")
            if kind == "internal" and number and target in page.anchors:
                yield int(number)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python from looking for garbage: a layout makes millions of objects, all in use."""
    busy = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if busy:
            gc.enable()


def _import_weasyprint() -> Any:
    # The library of fonts logs every table it reads; nobody reads that.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        import weasyprint
        from weasyprint import svg
        from weasyprint.layout import block, page
    except OSError as exc:
        raise RenderError(_PANGO_MISSING) from exc
    let_figures_float(block, page)
    keep_last_lines(block)
    write_outlines(svg)
    return weasyprint


def _without_pictures(html: str) -> tuple[str, Any]:
    """Return a page whose pictures have short addresses, and what fetches them.

    Megabytes of base64 would be read letter by letter, several times over.
    """
    pictures: dict[str, tuple[bytes, str]] = {}

    def shortened(match: re.Match[str]) -> str:
        address = f"{_SCHEME}:{len(pictures)}"
        pictures[address] = (b64decode(match[2]), match[1])
        return f'src="{address}"'

    return _PICTURE.sub(shortened, html), _closed_fetcher(pictures)


def _closed_fetcher(pictures: Mapping[str, tuple[bytes, str]]) -> Any:
    """Return what fetches these pictures, by address, data: URIs, and nothing else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ClosedFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in pictures:
                content, media_type = pictures[url]
                return URLFetcherResponse(url, content, {"Content-Type": media_type})
            if not url.startswith("data:"):
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return ClosedFetcher(allowed_protocols={"data", _SCHEME})
