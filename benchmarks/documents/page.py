"""What a page of HTML offers to readers: alternative texts, language, French spaces (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import PurePosixPath

NOT_PROSE = frozenset(
    {"script", "style", "template", "title", "svg", "math", "pre", "code", "kbd", "textarea"}
)
INLINE = frozenset(
    {"a", "abbr", "b", "cite", "em", "i", "q", "s", "small", "span", "strong", "sub"}
)
EDGE, OBJECT = "\0", "\ufffc"
"""Where a block of text starts or ends; what stands for code or a formula."""

_PLACEHOLDERS = frozenset({"No description has been provided for this image"})
_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\0]+\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
_BEFORE = re.compile(r"(?<=[^\s\0])(\s*)[;:!?»%](?=[\s\0)\].,…»”]|$)")
_AFTER = re.compile(r"«(\s*)(?=[^\s\0])")
_NO_BREAK = ("\u00a0", "\u202f")


@dataclass(frozen=True)
class Share:
    """So many out of so many."""

    good: int
    all: int


@dataclass(frozen=True)
class Page:
    """The declared language ("" for none), pictures with a text in their place, French spaces."""

    language: str
    pictures: Share
    spaces: Share


def read_page(source: str) -> Page:
    """Read a page as a browser without scripts does."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    described = sum(is_description(alt, src) for alt, src in reader.pictures)
    pictures = Share(described, len(reader.pictures))
    return Page(reader.language, pictures, french_spaces("".join(reader.text)))


def is_description(alternative: str, address: str) -> bool:
    """Tell a text that somebody wrote from the ones that tools put for lack of any."""
    text = alternative.strip()
    return bool(text) and text not in {*_PLACEHOLDERS, address, PurePosixPath(address).name}


def french_spaces(text: str) -> Share:
    """Count the places where French wants a no-break space, and those that have one.

    They are before ``; : ! ? » %`` at the end of a word, and after ``«``. Formulas are left out.
    """
    prose = _FORMULA.sub(OBJECT, text)
    found = _BEFORE.findall(prose) + _AFTER.findall(prose)
    return Share(sum(space in _NO_BREAK for space in found), len(found))


@dataclass
class _Reader(HTMLParser):
    language: str = ""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        elif tag == "img" and values.get("aria-hidden") != "true":
            self.pictures.append((values.get("alt", ""), values.get("src", "")))
        if tag in NOT_PROSE:
            self.skipped.append(tag)
        elif not self.skipped and tag not in INLINE:
            self.text.append(EDGE)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and tag == self.skipped[-1]:
            self.skipped.pop()
            self.text.append(OBJECT if tag in ("code", "kbd", "math") else EDGE)
        elif not self.skipped and tag not in INLINE:
            self.text.append(EDGE)

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.text.append(data)
