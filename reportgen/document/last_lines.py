"""The last line that a page holds of a paragraph or of a listing.

WeasyPrint 70 breaks a page in the middle of a word, and lets a page begin with the empty line of
a listing. Here a paragraph leaves its last line to the next page sooner than half a word, or goes
there whole when what stays is less than its orphans; an empty line at the break is not printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

_HYPHEN = "-"
"""``hyphenate-character`` of ``print.css``; a compound word is not broken there either."""


@cache
def keep_last_lines(block: Any) -> None:
    """Teach WeasyPrint, once, where to break; *block* is ``weasyprint.layout.block``."""
    block._break_line = _breaking(block._break_line)
    block.find_earlier_page_break = _breaking_earlier(block.find_earlier_page_break)


def _breaking(plain: Any) -> Any:
    def break_line(
        context: Any, box: Any, line: Any, lines: list[Any], needed: int, *others: Any
    ) -> Any:
        needed += _lines_of_a_broken_word(lines[: len(lines) - needed])
        layout = plain(context, box, line, lines, needed, *others)
        if lines and not needed and not _text(line):
            lines[-1].resume_at = line.resume_at
        return layout

    return break_line


def _breaking_earlier(plain: Any) -> Any:
    def find_earlier_page_break(context: Any, children: Sequence[Any], *others: Any) -> Any:
        found = plain(context, children, *others)
        if not found or not hasattr(found[0][-1], "resume_at"):  # not lines
            return found
        taken = _lines_of_a_broken_word(found[0])
        return plain(context, children[: len(children) - taken], *others) if taken else found

    return find_earlier_page_break


def _lines_of_a_broken_word(lines: Sequence[Any]) -> int:
    """Return how many lines to take from the end so that they end with a whole word."""
    whole = (number for number, line in enumerate(reversed(lines)) if not _is_broken(line))
    return next(whole, len(lines))


def _is_broken(line: Any) -> bool:
    return _text(line).endswith(_HYPHEN)


def _text(line: Any) -> str:
    return "".join(box.text for box in line.descendants() if hasattr(box, "text")).strip()
