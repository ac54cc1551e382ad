"""The 95 % intervals that sentences print, read back: has an estimate moved out of one? Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportgen.drift.claims import SPACES

_NUMBER = rf"−?\d+(?:{SPACES}\d{{3}}(?!\d))*(?:,\d+)?"
_PRINTED = re.compile(
    rf"intervalle à 95{SPACES}%[^:]*?:{SPACES}(?:de|entre) ({_NUMBER})(?:{SPACES}%)? "
    rf"(?:à|et) ({_NUMBER})"
)


@dataclass(frozen=True)
class Estimate:
    """A printed value and the bounds of its interval, in the unit of the sentence."""

    value: float
    low: float
    high: float


def has_moved(before: str, after: str) -> bool:
    """Return whether the estimate of *after* lies outside the interval that *before* prints.

    False when one of them prints no estimate with its interval.
    """
    old, new = read_estimate(before), read_estimate(after)
    return old is not None and new is not None and not old.low <= new.value <= old.high


def read_estimate(sentence: str) -> Estimate | None:
    """Return the estimate that stands before the interval of a sentence.

    A difference is printed as a size, its bounds with their signs: the estimate takes the sign
    that brings it nearer to their middle.
    """
    printed = _PRINTED.search(sentence)
    stated = re.findall(_NUMBER, sentence[: printed.start()]) if printed else []
    if printed is None or not stated:
        return None
    low, high = _value(printed[1]), _value(printed[2])
    size, middle = _value(stated[-1]), (low + high) / 2
    return Estimate(min((size, -size), key=lambda value: abs(value - middle)), low, high)


def _value(text: str) -> float:
    return float(re.sub(SPACES, "", text).replace(",", ".").replace("−", "-"))
