"""What a PDF offers to readers and to their software, read with pypdf."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

from documents.page import Share

_PARTS = frozenset({"/TR", "/THead", "/TBody", "/TFoot", "/Caption"})
"""What ISO 32000-1, 14.8.4.3.4, lets a table contain."""

_LATEX = re.compile(r"\\(?:frac|hat|ln|max|mathrm|partial|sum|times)\b")
_DECLARED = re.compile(r"pdfuaid:part(?:>|=[\"'])(\d)")


@dataclass(frozen=True)
class Paper:
    """Pages, tags, language and title ("" for none), bookmarks, declared standard ("" for none).

    ``figures`` are those with an alternative text, ``tables`` those with header cells
    and only rows below them; ``latex`` is how many commands of LaTeX are left in the text.
    """

    pages: int
    tagged: bool
    language: str
    title: str
    figures: Share
    tables: Share
    headings: int
    bookmarks: int
    standard: str
    latex: int


def read_paper(content: bytes) -> Paper:
    """Read a PDF; the tags of an untagged one are none."""
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    tree = root.get("/StructTreeRoot")
    nodes = list(walk(tree)) if tree is not None else []
    figures = [node for node in nodes if node.get("/S") in ("/Figure", "/Formula")]
    tables = [node for node in nodes if node.get("/S") == "/Table"]
    return Paper(
        pages=len(reader.pages),
        tagged=bool(nodes) and bool(root.get("/MarkInfo", {}).get("/Marked")),
        language=str(root.get("/Lang", "")),
        title=str((reader.metadata or {}).get("/Title", "")),
        figures=Share(sum(map(_is_described, figures)), len(figures)),
        tables=Share(sum(map(_is_well_made, tables)), len(tables)),
        headings=sum(bool(re.fullmatch(r"/H\d?", str(node.get("/S")))) for node in nodes),
        bookmarks=_count(reader.outline),
        standard=_standard(root),
        latex=sum(len(_LATEX.findall(page.extract_text())) for page in reader.pages),
    )


def walk(node: Any) -> Iterator[Any]:
    """Yield the elements of the structure tree in reading order."""
    node = node.get_object()
    if not hasattr(node, "get"):
        return
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        yield from walk(kid)


def _is_described(figure: Any) -> bool:
    return bool(str(figure.get("/Alt", "")).strip())


def _is_well_made(table: Any) -> bool:
    """Tell a table that has header cells, and only groups of rows right below it."""
    kids = table.get("/K", [])
    parts = {kid.get_object().get("/S") for kid in (kids if isinstance(kids, list) else [kids])}
    return parts <= _PARTS and any(node.get("/S") == "/TH" for node in walk(table))


def _count(outline: Any) -> int:
    return sum(_count(item) if isinstance(item, list) else 1 for item in outline)


def _standard(root: Any) -> str:
    """Return « PDF/UA-1 » when the metadata declare it."""
    metadata = root.get("/Metadata")
    text = metadata.get_object().get_data().decode("utf-8", "replace") if metadata else ""
    match = _DECLARED.search(text)
    return f"PDF/UA-{match[1]}" if match else ""
