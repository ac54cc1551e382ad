"""Marks in every solution of a lab, and a search for them in whatever students are given."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
from ruamel.yaml import YAML

MARK = "Canari"
"""Every mark starts so; no lab says it."""

_BLOCK = re.compile(r"^:::\{(\w+)\}")
_CRITERION = re.compile(r"^[-*]\s+\S+\s*:\s+\S")
_DATA = re.compile(rb"data:[\w/+.-]+(;base64)?,([^\"')\s>\\]*)")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")


def mark_lab(source: Path, folder: Path) -> int:
    """Copy a lab with a mark in each answer, criterion, model and run; return how many."""
    shutil.copytree(source, folder)
    numbers = count(1)
    for path in sorted((folder / "sections").glob("*.md")):
        lines = _marked(path.read_text(encoding="utf-8").split("\n"), numbers)
        path.write_text("\n".join(lines), encoding="utf-8")
    _mark_titles(folder / "lab.yaml", numbers)
    return next(numbers) - 1


def _marked(lines: list[str], numbers: Iterator[int]) -> Iterator[str]:
    inside = ""
    for line in lines:
        opened = _BLOCK.match(line)
        if opened and opened[1] in ("reponse", "bareme"):
            inside = opened[1]
        elif line.strip() == ":::":
            inside = ""
        criterion = inside == "bareme" and _CRITERION.match(line)
        yield f"{line} {_mark(numbers)}" if criterion else line
        if opened and inside == "reponse":
            yield f"\n{_mark(numbers)}.\n"
        elif inside == "reponse" and line == "```python":
            yield f"# {_mark(numbers)}"


def _mark_titles(path: Path, numbers: Iterator[int]) -> None:
    yaml = YAML()
    definition = yaml.load(path.read_text(encoding="utf-8"))
    for family in ("models", "runs", "populations"):
        for name, entry in definition.get(family, {}).items():
            entry["title"] = f"{entry.get('title', name)} {_mark(numbers)}"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"# {_mark(numbers)}\n")
        yaml.dump(definition, file)


def _mark(numbers: Iterator[int]) -> str:
    return f"{MARK}{next(numbers):04d}"


def leaks(content: bytes) -> list[str]:
    """Return the marks in a file, in what it embeds, packs, and says in a PDF."""
    return sorted({m for part in _parts(content) for m in _found(part)})


def _found(part: bytes) -> list[str]:
    spelled = [part, part.replace(b"\x00", b"")]  # PDF writes some texts as UTF-16
    return [m.decode() for text in spelled for m in re.findall(rb"(?i)canari\w*", text)]


def _parts(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """Yield a content and all that can be unpacked from it, three levels deep."""
    yield content
    if depth == 3:
        return
    if content[:5] == b"%PDF-":
        for part in _pdf_parts(content):
            yield from _parts(part, depth + 1)
    elif content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _parts(archive.read(name), depth + 1)
    elif content[:4] == b"\x89PNG":
        yield from _png_parts(content)
    else:
        for match in _DATA.finditer(content):
            yield from _parts(_unpacked(match[1], match[2]), depth + 1)
        for match in _BASE64.finditer(content):
            yield from _parts(_unpacked(b"base64", match[0]), depth + 1)


def _unpacked(encoding: bytes | None, text: bytes) -> bytes:
    if encoding is None:
        return unquote_to_bytes(text)
    try:
        return b64decode(text + b"=" * (-len(text) % 4))
    except ValueError:
        return b""


def _png_parts(content: bytes) -> Iterator[bytes]:
    """Yield the texts of a PNG, the packed ones unpacked."""
    position = 8
    while position < len(content):
        size = int.from_bytes(content[position : position + 4])
        kind, body = content[position + 4 : position + 8], content[position + 8 :][:size]
        if kind in (b"zTXt", b"iTXt"):
            for start in range(len(body)):
                try:
                    yield zlib.decompress(body[start:])
                except zlib.error:
                    continue
        position += size + 12


def _pdf_parts(content: bytes) -> Iterator[bytes]:
    """Yield the texts of the pages, every string, and every stream of a PDF, unpacked."""
    reader = PdfReader(io.BytesIO(content))
    yield from (page.extract_text().encode() for page in reader.pages)
    yield repr(reader.metadata).encode()
    for files in reader.attachments.values():
        yield from files
    for number in range(1, int(str(reader.trailer["/Size"]))):
        found = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(found, StreamObject):
            yield found.get_data()
        yield "\n".join(_strings(found)).encode()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, DictionaryObject):
        for name, held in value.items():
            yield str(name)
            yield from _strings(held)
    elif isinstance(value, ArrayObject):
        for held in value:
            yield from _strings(held)
    elif not isinstance(value, IndirectObject):
        yield str(value)
