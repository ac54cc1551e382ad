"""A drawing of Matplotlib in the few characters that a screen needs; it looks the same there.

Written into a page it is escaped, so that a space costs three characters: commas, relative
coordinates and short names halve it. Half of a drawing is the outlines of its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import count, product
from string import ascii_letters

# What begins with a plain text is found ten times as fast as what looks behind itself.
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BETWEEN = re.compile(r">\s+<")
_PATH = re.compile(r' d="([^"]*)"')
_KNOWN = re.compile(r"[-MLQCz\d.\s]*")
_COMMAND = re.compile(r"([MLQCz])([^MLQCz]*)")
_NAMES = tuple(map(re.compile, (r'( id=")([^"]*)', r'(href="#)([^"]*)', r"(url\(#)([^)]*)")))
_STYLE = re.compile(r' style="[^"]*"')
_TRANSFORM = re.compile(r' transform="([^"]*)"')
_LONG = re.compile(r"(?<=\.\d\d)\d+")
_PLAIN = re.compile(r'="(?<=[a-z]=")([^"\']*)"(?=[ />])')
"""A value that may stand between single quotes, which need no escape."""


def shortened(svg: str) -> str:
    """Return the same drawing; paths keep their numbers to half a hundredth."""
    svg = _BETWEEN.sub("><", _COMMENT.sub("", svg))
    svg = _PATH.sub(lambda match: f' d="{_short_path(match[1])}"', svg)
    svg = _STYLE.sub(lambda match: match[0].replace(": ", ":").replace("; ", ";"), svg)
    svg = _TRANSFORM.sub(lambda match: f' transform="{_short_transform(match[1])}"', svg)
    return _PLAIN.sub(r"='\1'", _with_short_names(svg))


@lru_cache(maxsize=4096)
def _short_path(path: str) -> str:
    """Return a path with relative coordinates; one with other commands as it is.

    Coordinates are rounded before they become differences, so that nothing adds up.
    """
    if not _KNOWN.fullmatch(path):
        return path
    return "".join(_relative(path))


def _relative(path: str) -> Iterator[str]:
    x = y = 0
    start = (0, 0)
    for command, given in _COMMAND.findall(path):
        numbers = [round(100 * float(number)) for number in given.split()]
        moves = [n - (y if odd % 2 else x) for odd, n in enumerate(numbers)]
        yield command.lower() + ",".join(map(_hundredths, moves)).replace(",-", "-")
        x, y = numbers[-2:] or start
        start = (x, y) if command == "M" else start


def _hundredths(number: int) -> str:
    return f"{number / 100:.2f}".rstrip("0").rstrip(".") if number % 100 else str(number // 100)


def _short_transform(transform: str) -> str:
    """Return a change of place with hundredths; scales of letters keep all their digits."""
    moved = re.sub(
        r"translate\(([^ )]*)(?: ([^)]*))?\)",
        lambda m: f"translate({_LONG.sub('', m[1])}{_further(m[2])})",
        transform,
    )
    return moved.replace(") ", ")").replace(" ", ",")


def _further(y: str | None) -> str:
    return "" if y in (None, "0") else f",{_LONG.sub('', str(y))}"


def _with_short_names(svg: str) -> str:
    """Return the drawing with names of a letter or two: a picture shares them with no other."""
    names = dict.fromkeys(name for kind in _NAMES for _, name in kind.findall(svg))
    given = dict(zip(names, _short_names(), strict=False))
    for kind in _NAMES:
        svg = kind.sub(lambda match: match[1] + given[match[2]], svg)
    return svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace("xlink:", "")


def _short_names() -> Iterator[str]:
    for size in count(1):
        yield from map("".join, product(ascii_letters, repeat=size))
