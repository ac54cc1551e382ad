"""How far a network's confidence can be believed: reliability by slices, and its mean error.

Knows probabilities and labels only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

BINS = 15
"""Slices of the confidence, as in Guo et al., ICML 2017."""


@dataclass(frozen=True)
class Bin:
    """Images whose confidence falls in the slice ``number`` of ``of`` equal ones, from 0.

    How many, how sure on average, how right (0–1).
    """

    number: int
    of: int
    count: int
    confidence: float
    accuracy: float

    @property
    def low(self) -> float:
        """Confidence at which the slice begins."""
        return self.number / self.of

    @property
    def high(self) -> float:
        """Confidence at which the slice ends."""
        return (self.number + 1) / self.of


def reliability(
    probabilities: npt.NDArray[Any], labels: npt.NDArray[Any], bins: int = BINS
) -> tuple[Bin, ...]:
    """Return the non-empty slices of equal width of the confidence (largest probability).

    Rows that are no numbers, those of a network that diverged, are in no slice.
    """
    known = np.isfinite(probabilities).all(axis=1)
    probabilities, labels = probabilities[known], labels[known]
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    # A confidence of exactly 1 belongs to the last slice, not to one of its own.
    slices = np.minimum((confidence * bins).astype(int), bins - 1)
    chosen = ((index, slices == index) for index in range(bins))
    return tuple(
        Bin(index, bins, int(m.sum()), float(confidence[m].mean()), float(right[m].mean()))
        for index, m in chosen
        if m.any()
    )


def calibration_error(
    probabilities: npt.NDArray[Any], labels: npt.NDArray[Any], bins: int = BINS
) -> float:
    """Return the expected calibration error, 0–1 (Guo et al., ICML 2017, equation 3).

    NaN when no row is made of numbers.
    """
    slices = reliability(probabilities, labels, bins)
    known = sum(s.count for s in slices)
    return sum(s.count * abs(s.accuracy - s.confidence) for s in slices) / (known or math.nan)
