"""Figures that go to the top of the next page while the text fills this one.

WeasyPrint 70 cuts a float between two pages and lets text pass what is carried over, but gives
all the rest of the page to the part that stays. Here that part, the strut of ``print.css`` and
nothing else, takes no room; ``clear`` still holds back whatever must come after the figure.
"""

from __future__ import annotations

from functools import cache
from typing import Any

FLOATING = "float: left;"
"""How ``print.css`` asks for it; nothing else in it floats."""
_ONLY_THE_STRUT = {1: None}
"""Where a float goes on of which only the first child, of no height, is on this page."""


@cache
def let_figures_float(block: Any) -> None:
    """Teach WeasyPrint, once, that a float carried over whole leaves its page to the text.

    *block* is its module ``weasyprint.layout.block``.
    """
    lay_out = block.float_layout

    def float_layout(*given: Any, **named: Any) -> tuple[Any, Any]:
        box, resume_at = lay_out(*given, **named)
        if resume_at == _ONLY_THE_STRUT:
            box.width = box.height = 0
        return box, resume_at

    block.float_layout = float_layout


def with_figures_in_place(html: str) -> str:
    """Return a page where no figure floats.

    WeasyPrint stops with an IndexError when what is carried over leaves no room for any text.
    """
    style, end, body = html.partition("</style>")
    return style.replace(FLOATING, "") + end + body
