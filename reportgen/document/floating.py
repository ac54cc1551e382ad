"""Figures that go to the top of the next page while the text fills this one.

WeasyPrint 70 cuts a float between two pages and lets text pass what is carried over, but gives
all the rest of the page to the part that stays, and sets the next float before it when that one
fits. Here the part that stays, the strut of ``print.css`` and nothing else, takes no room, and
floats keep their order; ``clear`` still holds back whatever must come after a figure.
"""

from __future__ import annotations

from functools import cache
from math import inf
from typing import Any

_ONLY_THE_STRUT = {1: None}
"""Where a float goes on of which only the first child, of no height, is on this page."""


@cache
def let_figures_float() -> None:
    """Teach WeasyPrint, once, to carry floats over whole, in order, and to fill their page."""
    from weasyprint.layout import block

    lay_out = block.float_layout

    def float_layout(
        context: Any,
        box: Any,
        around: Any,
        absolute: Any,
        fixed: Any,
        below: float,
        skip_stack: Any,
    ) -> tuple[Any, Any]:
        if _has_a_strut(box) and any(other.is_floated() for other in context.broken_out_of_flow):
            below = inf
        laid_out, resume_at = lay_out(context, box, around, absolute, fixed, below, skip_stack)
        if _has_a_strut(box) and resume_at == _ONLY_THE_STRUT:
            laid_out.width = laid_out.height = 0
        return laid_out, resume_at

    block.float_layout = float_layout


def _has_a_strut(box: Any) -> bool:
    return bool(box.children) and str(box.children[0].element_tag).endswith("::before")
