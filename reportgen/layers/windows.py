"""Lengths along one axis when a window slides over it: Keras' arithmetic for one dimension.

Formulas: ``keras.src.ops.operation_utils`` (convolution, pooling) and
``keras.src.backend.common.backend_utils`` (transposed convolution).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Padding = Literal["valid", "same", "causal"]


@dataclass(frozen=True)
class Window:
    """A window along one axis: all numbers are whole and at least 1."""

    size: int
    stride: int = 1
    dilation: int = 1

    @property
    def reach(self) -> int:
        """Number of input positions from the first to the last that the window reads."""
        return self.dilation * (self.size - 1) + 1


def slid_length(length: int, window: Window, padding: Padding) -> int:
    """Return the number of places a window takes; 0 when it does not fit.

    >>> slid_length(32, Window(5), "valid"), slid_length(7, Window(2, 2), "same")
    (28, 4)
    """
    if padding == "valid":
        return max(0, (length - window.reach) // window.stride + 1)
    return (length - 1) // window.stride + 1


def spread_length(
    length: int, window: Window, padding: Padding, output_padding: int | None = None
) -> int:
    """Return the length after a transposed convolution; 0 or less when nothing is left.

    >>> spread_length(7, Window(3, 2), "same")
    14
    """
    if output_padding is None:
        grown = max(window.reach - window.stride, 0) if padding == "valid" else 0
        return length * window.stride + grown
    start = (length - 1) * window.stride + window.reach
    removed = 0 if padding == "valid" else 2 * (window.reach // 2)
    return start - removed + output_padding
