"""What a page could do to its reader, and a table to its spreadsheet."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from urllib.parse import unquote

_FETCHED = re.compile(
    "src|srcset|poster|data|background|action|formaction|ping|manifest|cite|longdesc|xlink:href"
    "|icon|profile|codebase|archive|classid|dynsrc|lowsrc"
)
_ELEMENTS = re.compile(
    "iframe|frame|object|embed|applet|base|form|link|portal|audio|video|source|track"
    "|foreignobject|animate|set|use|image|frameset|bgsound"
)
_LINK = re.compile(r"(?:https?://|mailto:|#)")
_STYLE = re.compile(r"url\(\s*['\"]?(?!data:)|expression\(|@import|javascript:", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "script" and given.get("type") != "application/json":
            self.scripts += 1
        if _ELEMENTS.fullmatch(tag) or (tag == "meta" and "http-equiv" in given):
            self.found.append(f"<{tag}>")
        self.found += [text for name, value in attributes for text in _wrong(tag, name, value)]


def _wrong(tag: str, name: str, value: str | None) -> Iterator[str]:
    text = (value or "").strip()
    if name.startswith("on"):
        yield f"{tag} {name}={text}"
    if _FETCHED.fullmatch(name) and not text.startswith("data:image/"):
        yield f"{tag} {name}={text[:80]}"
    if name == "src" and "<script" in unquote(text).lower():
        yield f"a script in the picture of {tag}"
    if name == "href" and not _LINK.match(text):
        yield f"{tag} href={text[:80]}"
    if name == "style" and _STYLE.search(text):
        yield f"{tag} style={text[:80]}"


def harms(html: str, scripts: int = 1) -> list[str]:
    """Return what is in a page that would run or fetch anything, its own *scripts* left out."""
    reader = _Reader()
    reader.feed(html)
    more = [f"{reader.scripts} scripts"] if reader.scripts != scripts else []
    return reader.found + more


def unsafe_cells(table: str) -> list[str]:
    """Return the cells of a CSV table that some spreadsheet would take for a formula.

    Spaces and invisible characters before the sign do not make it text, nor does its width.
    """
    cells = (cell for row in csv.reader(StringIO(table), delimiter=";") for cell in row)
    return [cell for cell in cells if _first_seen(cell) in ("=", "+", "-", "@")]


def _first_seen(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell)
    return next((c for c in plain if unicodedata.category(c)[0] not in "ZCM"), "")
