"""What print asks of a finished page of HTML: folded listings, whole words, page numbers.

It changes text and marks only; how they look is the style sheet's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from html import unescape
from itertools import count

COLUMNS = 86
"""Characters of a listing that the width of an answer holds."""

SHORT = 17
"""Most lines of a listing that is not cut in two."""

FOLD = '\n<span class="fold">…\u00a0</span>'
"""The visible mark of a line that goes on."""

_QUESTIONS = re.compile(r'(?=<article class="question")')
_REFERENCE = re.compile(r'<a class="ref" href="#([^"]*)">')
_NUMBERED = re.compile(r'<a class="ref" data-number="(\d+)"')
_ID = re.compile(r'\bid="([^"]*)"')
_LISTING = re.compile(r"<pre>(<code[^>]*>)(.*?)(</code></pre>)", re.DOTALL)
_PIECE = re.compile(r"<[^>]*>|&[^;]*;|.", re.DOTALL)
_TAG = re.compile(r"(<(?:style|pre|title)\b.*?</(?:style|pre|title)>|<[^>]*>)", re.DOTALL)
_INLINE = re.compile(r"<(?:em|strong|code|a|img)\b")
_WHOLE = re.compile(
    "([ \u00a0\u202f]?)"
    r"\b((?:[^\W\d_]-[^\W\d_]{2,}|\w*[a-zé][A-Z]\w*|[^\W\d_]+-(?:t-)?"
    r"(?:les?|la|lui|ils?|on|ce|ci|là|moi|en|y)))\b"
)
_SPACES = (" ", "\u00a0", "\u202f")
_LEAD = re.compile(r"<p>(?=(?:(?!</p>).)*:</p>)", re.DOTALL)


def finish(html: str) -> str:
    """Return a page made ready for print.

    A paragraph that ends with a colon is marked as a lead: it stays with what it announces.
    References to something of the same question or its neighbours ask for no page number; the
    others are numbered, for :func:`without_pages`.
    """
    html = _LISTING.sub(_set_listing, html)
    parts = _TAG.split(html)
    html = "".join(
        part if number % 2 else _free_space(_keep_whole(part), parts[number + 1 : number + 2])
        for number, part in enumerate(parts)
    )
    questions = _QUESTIONS.split(_LEAD.sub('<p class="lead">', html))
    ids = [set(_ID.findall(question)) for question in questions]
    numbers = count()
    return "".join(
        _mark(question, set().union(*ids[max(0, n - 1) : n + 2]), numbers)
        for n, question in enumerate(questions)
    )


def _set_listing(match: re.Match[str]) -> str:
    """Return a folded listing, marked when it is short enough to be kept on one page."""
    text = fold_listing(match[2])
    short = ' class="short"' if text.count("\n") < SHORT else ""
    return f"<pre{short}>{match[1]}{text}{match[3]}"


def _free_space(text: str, following: Sequence[str]) -> str:
    """Return a text whose last space, before an inline tag, is a box of its own.

    WeasyPrint 70 breaks a line after its first word when the text fits but for that space, be it
    a space that does not break.
    """
    if text.endswith(_SPACES) and following and _INLINE.match(following[0]):
        return f"{text[:-1]}<span>{text[-1]}</span>"
    return text


def without_pages(html: str, references: Collection[int]) -> str:
    """Return a finished page where these references, by number, ask for no page number."""

    def marked(match: re.Match[str]) -> str:
        near = int(match[1]) in references
        return match[0].replace('"ref"', '"ref near"') if near else match[0]

    return _NUMBERED.sub(marked, html)


def _mark(question: str, near: Collection[str], numbers: count[int]) -> str:
    def marked(match: re.Match[str]) -> str:
        if match[1] in near:
            return match[0].replace('"ref"', '"ref near"')
        return match[0].replace("href=", f'data-number="{next(numbers)}" href=')

    return _REFERENCE.sub(marked, question)


def fold_listing(html: str, columns: int = COLUMNS) -> str:
    """Return highlighted code whose lines longer than *columns* go on after a visible mark."""
    return "\n".join(_fold(line, columns) for line in html.split("\n"))


def _fold(line: str, columns: int) -> str:
    pieces = _PIECE.findall(line)
    letters = [number for number, piece in enumerate(pieces) if not _is_tag(piece)]
    text = "".join(unescape(pieces[number]) for number in letters)
    for break_ in reversed(_breaks(text, columns)):
        pieces.insert(letters[break_], FOLD)
    return "".join(pieces)


def _is_tag(piece: str) -> bool:
    return len(piece) > 1 and piece[0] == "<"


def _breaks(text: str, columns: int) -> list[int]:
    """Return where to break a line: after a space in the second half of what fits, if any."""
    found, start, room = [], 0, columns
    while len(text) - start > room:
        space = text.rfind(" ", start + room // 2, start + room)
        start = space + 1 if space > 0 else start + room
        found.append(start)
        room = columns - 2
    return found


def _keep_whole(text: str) -> str:
    """Keep « T-shirt », « mesurez-les » and « LeakyReLU » on one line; free the space before."""
    return _WHOLE.sub(_kept_whole, text)


def _kept_whole(match: re.Match[str]) -> str:
    space = f"<span>{match[1]}</span>" if match[1] else ""
    return f'{space}<span class="whole">{match[2]}</span>'
