"""Numbers as people type them in French; without Babel, which takes long to load."""

from __future__ import annotations

from decimal import Decimal


def typed(x: float) -> str:
    """Return a number as one types it: ``1,5``, ``0,00001``, ``12000``; no space, no power of ten.

    Ten significant digits, so that a sum of points such as 0.1 + 0.2 reads ``0,3``.
    """
    return format(Decimal(f"{x:.10g}"), "f").replace(".", ",")
