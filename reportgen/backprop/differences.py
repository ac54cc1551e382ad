"""Gradients by finite differences, and how far two gradients are from each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from reportgen.backprop.activations import Matrix

STEP = 1e-5
"""In double precision the error, h² from the third derivative and ε/h from rounding, is least
near the cube root of ε = 2⁻⁵², 6·10⁻⁶."""


def central_differences(
    loss: Callable[[Matrix], float],
    at: Matrix,
    entries: Iterable[int],
    step: float = STEP,
) -> Matrix:
    """Return (L(p + h) − L(p − h)) / 2h for some entries of an array, by their flat numbers."""
    slopes = []
    for entry in entries:
        ahead, behind = at.copy(), at.copy()
        ahead.flat[entry] += step
        behind.flat[entry] -= step
        slopes.append((loss(ahead) - loss(behind)) / (2 * step))
    return np.array(slopes)


def relative_error(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Return ‖a − b‖ / (‖a‖ + ‖b‖): 0 when they agree, two zeros included, 1 when opposed.

    >>> relative_error([3.0, 4.0], [3.0, 4.0])
    0.0
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    size = float(np.linalg.norm(a) + np.linalg.norm(b))
    return float(np.linalg.norm(a - b)) / size if size else 0.0
