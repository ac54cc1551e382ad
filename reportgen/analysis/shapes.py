"""The forms that the decision surfaces of a population take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportgen.analysis.smoothness import decisions
from reportgen.results import PopulationResult

ALIKE = 0.9
"""Two networks have the same form when they give the same class to that share of the square."""

_STEPS = 50


@dataclass(frozen=True)
class Shape:
    """One form: the position of the network it was first seen in, and of all that have it."""

    first: int
    members: tuple[int, ...]


def shapes(result: PopulationResult) -> tuple[Shape, ...]:
    """Return the forms of a population, the most frequent first; networks that diverged have none.

    Each network joins the first form, in the order of the resets, whose first network it is like.
    """
    surfaces = decisions(result, _STEPS)
    classes = (surfaces >= 0).reshape(len(surfaces), -1)
    found: list[list[int]] = []
    for k in np.flatnonzero(np.isfinite(surfaces).all(axis=(1, 2))).tolist():
        like = (form for form in found if (classes[form[0]] == classes[k]).mean() >= ALIKE)
        form = next(like, None)
        if form is None:
            found.append([k])
        else:
            form.append(k)
    ordered = sorted(found, key=lambda form: (-len(form), form[0]))
    return tuple(Shape(form[0], tuple(form)) for form in ordered)
