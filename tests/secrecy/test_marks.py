"""The search finds a mark wherever a file could hide it."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64encode

import pytest
from PIL import Image, PngImagePlugin

from tests.notebook.emptied import emptied
from tests.secrecy.marks import leaks

MARK = "Canari0042"


def png(*, packed: bool) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Title", f"un {MARK}", zip=packed)
    file = io.BytesIO()
    Image.new("L", (4, 4)).save(file, "PNG", pnginfo=texts)
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", f"{MARK} " * 20)
    return file.getvalue()


def uri(content: bytes, kind: str) -> bytes:
    return f'<img src="data:image/{kind};base64,{b64encode(content).decode()}">'.encode()


SVG = f"<svg><desc>{'a' * 60}{MARK}</desc></svg>".encode()


@pytest.mark.parametrize(
    "content",
    [
        MARK.encode(),
        png(packed=False),
        png(packed=True),
        archive(),
        uri(SVG, "svg+xml"),
        uri(png(packed=True), "png"),
        b'<img src="data:image/svg+xml,%3Csvg%3E%43anari0042%3C/svg%3E">',
        f"<file>{b64encode(SVG).decode()}</file>".encode(),
    ],
)
def test_a_mark_is_found_in_texts_pictures_and_archives(content: bytes) -> None:
    assert MARK in leaks(content)


@pytest.mark.pdf
@pytest.mark.parametrize(
    "page",
    [
        f"<title>{MARK}</title>",
        f"<meta name=description content='{MARK}'>",
        f"<p>{MARK}</p>",
        f"<img alt='{MARK}' src='data:image/png;base64,{b64encode(png(packed=False)).decode()}'>",
        f"<h1>a</h1><h2>é{MARK}</h2>",
        f"<a href='https://exemple.fr/{MARK}'>a</a>",
        f"<link rel=attachment href='data:text/plain,{MARK}'>",
    ],
)
def test_a_mark_is_found_in_every_part_of_a_pdf(page: str) -> None:
    from weasyprint import HTML

    html = f"<html lang=fr>{page}<body>texte</body></html>"
    assert MARK in leaks(HTML(string=html).write_pdf(pdf_variant="pdf/ua-1") or b"")


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert leaks(b"un canal, une image") == []


def test_emptying_an_answer_leaves_its_attachments() -> None:
    graded = {"nbgrader": {"solution": True}}
    attachment = {"a.png": {"image/png": b64encode(png(packed=False)).decode()}}
    cell = {"cell_type": "markdown", "metadata": graded, "source": [MARK]}
    assert leaks(emptied(json.dumps({"cells": [cell]}).encode())) == []
    cell["attachments"] = attachment
    assert leaks(emptied(json.dumps({"cells": [cell]}).encode())) == [MARK]
