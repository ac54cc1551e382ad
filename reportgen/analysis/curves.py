"""What the shape of one noisy curve says: smoothing, noise, trend at its end, sustained rise.

Knows sequences of finite values, one an epoch; neither losses nor French.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

TAIL = 3
"""Epochs whose median stands for the end of a curve: one odd epoch cannot move it."""

SUSTAINED = 3
"""A rise must have lasted this many epochs before it is called one."""

NOISE_FACTOR = 3.0
"""A rise must exceed the noise of one epoch this many times."""

TELLING = 0.03
"""A rise smaller than this share of the minimum changes nothing for the reader."""

STILL = 0.02
"""A fall over the last quarter of at least this share means that the curve is not flat."""

HIDDEN = 0.05
"""Noise that could hide a change of this share leaves open whether a curve is flat."""


@dataclass(frozen=True)
class Trend:
    """Straight line through the last ``epochs`` values.

    ``change`` is the relative change of the line from its start to its end, ``error`` its
    standard error.
    """

    epochs: int
    change: float
    error: float

    @property
    def clear(self) -> bool:
        """Whether the change is more than twice its standard error."""
        return abs(self.change) > 2 * self.error

    @property
    def still(self) -> bool:
        """Whether the change is small, noise or no noise."""
        return abs(self.change) < STILL

    @property
    def flat(self) -> bool:
        """Whether the change is small and the noise too weak to hide a large one."""
        return self.still and 2 * self.error < HIDDEN


def smooth(values: Sequence[float]) -> tuple[float, ...]:
    """Return centred means of three values, two at the ends; fewer than six stay as they are."""
    if len(values) < 6:
        return tuple(values)
    return tuple(fmean(values[max(0, i - 1) : i + 2]) for i in range(len(values)))


def noise(values: Sequence[float]) -> float:
    """Return the standard deviation of the epoch-to-epoch noise around a smooth curve.

    From the median absolute second difference, which a smooth trend and a few odd epochs leave
    alone; white noise of deviation σ has second differences of deviation σ√6. 0 below 3 values.
    """
    triples = zip(values, values[1:], values[2:], strict=False)
    bends = [abs(a - 2 * b + c) for a, b, c in triples]
    return 1.4826 * median(bends) / math.sqrt(6) if bends else 0.0


def ending(values: Sequence[float]) -> float:
    """Return the median of the last three values."""
    return median(values[-TAIL:])


def lowest(values: Sequence[float]) -> int:
    """Return the epoch, from 1, at which the smoothed curve is lowest."""
    smoothed = smooth(values)
    return smoothed.index(min(smoothed)) + 1


def rises(values: Sequence[float]) -> bool:
    """Whether the curve ends, for good, above the minimum of its smoothed values.

    The minimum is three epochs back or more, and the end exceeds it by 3 % and by three times
    the noise: both a random excursion and a trifle are refused.
    """
    bottom = min(smooth(values))
    rise = ending(values) - bottom
    lasted = len(values) - lowest(values) >= SUSTAINED
    telling = max(TELLING * abs(bottom), NOISE_FACTOR * noise(values))
    return lasted and rise > 0 and rise >= telling  # a curve that ends at 0 does not rise


def trend(values: Sequence[float]) -> Trend:
    """Return the least-squares trend of the last quarter, four values at least.

    The noise is that of the last half, eight values at least: curves bend and shake more at
    their start. ``values`` must be four or more.
    """
    size = max(4, round(len(values) / 4))
    last = values[-size:]
    middle, level = (size - 1) / 2, fmean(last)
    squares = sum((i - middle) ** 2 for i in range(size))
    slope = sum((i - middle) * (v - level) for i, v in enumerate(last)) / squares
    start = level - slope * middle
    error = noise(values[-max(8, len(values) // 2) :]) / math.sqrt(squares)
    scale = (size - 1) / abs(start) if start else 0.0
    return Trend(size, slope * scale, error * scale)
