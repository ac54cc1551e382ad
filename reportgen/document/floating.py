"""Figures that go to the top of the next page while the text fills this one.

WeasyPrint 70 cuts a float between two pages and lets text pass what is carried over, but

- it gives all the rest of the page to the part that stays: here that part, the strut of
  ``print.css`` and nothing else, takes no room;
- it holds back a second float: here those that follow one another are carried over together,
  while they leave some lines to the text of their page, and one that floats to the other side and
  fits stays, so that a table may pass a figure;
- it takes along a float that fits when it breaks the page before what follows: here that stays;
- making one page again, it carries over to whatever page it makes next: here each page has its own;
- where nothing but the floats fits a page, it prints what follows twice or stops with an
  IndexError: here that page has them alone.

``clear`` still holds back whatever must come after the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile
from math import inf
from typing import Any

_ONLY_THE_STRUT = {1: None}
"""Where a float goes on of which only the first child, of no height, is on this page."""
_BESIDE_FIGURES = "avoid-page"
"""The break that ``print.css`` avoids unless a figure waits for the next page."""
_ROOM = 40
"""Pixels that figures carried over leave to the text of their page, at the least."""


@cache
def let_figures_float(block: Any, page: Any) -> None:
    """Teach WeasyPrint, once, that a float carried over whole leaves its page to the text.

    *block* and *page* are its modules ``weasyprint.layout.block`` and ``….page``.
    """
    block.boxes.Box.carried = 0
    block.float_layout = _floating(block.float_layout)
    block.avoid_page_break = _avoiding(block.avoid_page_break)
    block.find_earlier_page_break = _keeping(block.find_earlier_page_break)
    page.remake_page = _making_again(page.remake_page)
    page.block_level_layout = _going_on(page.block_level_layout, block.boxes.BlockBox)


def _floating(plain: Any) -> Any:
    def float_layout(context: Any, box: Any, *given: Any, **named: Any) -> tuple[Any, Any]:
        waiting, context.broken_out_of_flow = context.broken_out_of_flow, {}
        placed, resume_at = plain(context, box, *given, **named)
        context.broken_out_of_flow = waiting
        behind = any(other.style["float"] == placed.style["float"] for other in waiting)
        if not behind and resume_at != _ONLY_THE_STRUT:
            return placed, resume_at
        height = _height(plain, context, box, *given)
        if waiting and _room(context) < height + sum(other.carried for other in waiting):
            placed.position_y = inf  # beyond the page: it waits, and so does all after it
            return placed, None
        _carry(context, placed, height)
        return placed, _ONLY_THE_STRUT

    return float_layout


def _carry(context: Any, box: Any, height: float) -> None:
    """Leave nothing of a float on this page; *height* is what it takes of the next one."""
    context.excluded_shapes.remove(box)
    box.children = []
    box.width = box.height = 0
    box.carried = height


def _height(plain: Any, context: Any, box: Any, block: Any, *_: Any) -> float:
    """Return the height of a float, margins included, on a page that never ends."""
    waiting, context.broken_out_of_flow = context.broken_out_of_flow, {}
    whole, _resume_at = plain(context, box.deepcopy(), block, [], [], -inf, skip_stack=None)
    context.excluded_shapes.remove(whole)
    context.broken_out_of_flow = waiting
    return float(whole.margin_height())


def _room(context: Any) -> float:
    """Return the height that figures may take of a page: the cover's is the lowest."""
    return float(context.style_for.initial_page_sizes["area"][1]) - _ROOM


def _avoiding(plain: Any) -> Any:
    def avoid_page_break(page_break: str, context: Any) -> bool:
        beside = page_break == _BESIDE_FIGURES and context.broken_out_of_flow
        return not beside and bool(plain(page_break, context))

    return avoid_page_break


def _keeping(plain: Any) -> Any:
    def find_earlier_page_break(context: Any, children: Sequence[Any], *given: Any) -> Any:
        found = plain(context, children, *given)
        if not found:
            return found
        kept, resume_at = found
        after = children[len(kept) :]
        fit = list(takewhile(lambda box: box.is_floated() and not box.carried, after))
        if fit and len(fit) < len(after):
            return [*kept, *fit], {after[len(fit)].index: None}
        return kept, resume_at

    return find_earlier_page_break


def _making_again(plain: Any) -> Any:
    def remake_page(index: int, context: Any, *given: Any) -> Any:
        carried: dict[int, dict[Any, Any]] = context.__dict__.setdefault("carried_to", {})
        before = carried.get(index + 1, {})
        context.broken_out_of_flow = dict(carried.get(index, {}))
        page, resume_at = plain(index, context, *given)
        carried[index + 1] = dict(context.broken_out_of_flow)
        if resume_at and _elements(carried[index + 1]) != _elements(before):
            context.page_maker[index + 1][-1]["content_changed"] = True
        return page, resume_at

    return remake_page


def _elements(boxes: Iterable[Any]) -> list[Any]:
    return [box.element for box in boxes]


def _going_on(plain: Any, block: type) -> Any:
    def block_level_layout(context: Any, root: Any, *given: Any, **named: Any) -> Any:
        layout = plain(context, root, *given, **named)
        if layout[0] is not None:
            return layout
        bottom_space, resume_at, page, _is_empty, *others = given
        left = root.deepcopy()
        _leave_nothing(left, resume_at, block)
        empty, _, *rest = plain(context, left, bottom_space, resume_at, page, True, *others)
        return empty, resume_at, *rest

    return block_level_layout


def _leave_nothing(box: Any, resume_at: Any, block: type) -> None:
    """Empty a box of all that comes from *resume_at* on; it still goes on on the next page."""
    box.force_fragmentation = True
    ((index, rest),) = resume_at.items()
    child = box.children[index]
    if rest is not None and isinstance(child, block):
        box.children = box.children[: index + 1]
        _leave_nothing(child, rest, block)
    else:
        box.children = box.children[:index]
