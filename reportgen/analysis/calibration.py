"""How far a network's confidence can be believed: reliability by slices, and its mean error.

Knows probabilities and labels only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Bin:
    """Images whose confidence falls in one slice: how many, how sure, how right (0–1)."""

    count: int
    confidence: float
    accuracy: float


def reliability(
    probabilities: npt.NDArray[Any], labels: npt.NDArray[Any], bins: int = 15
) -> tuple[Bin, ...]:
    """Return the non-empty slices of equal width of the confidence (largest probability)."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    # A confidence of exactly 1 belongs to the last slice, not to one of its own.
    slices = np.minimum((confidence * bins).astype(int), bins - 1)
    chosen = (slices == index for index in range(bins))
    return tuple(
        Bin(int(mask.sum()), float(confidence[mask].mean()), float(right[mask].mean()))
        for mask in chosen
        if mask.any()
    )


def calibration_error(
    probabilities: npt.NDArray[Any], labels: npt.NDArray[Any], bins: int = 15
) -> float:
    """Return the expected calibration error, 0–1 (Guo et al., ICML 2017, equation 3)."""
    slices = reliability(probabilities, labels, bins)
    return sum(s.count * abs(s.accuracy - s.confidence) for s in slices) / len(labels)
