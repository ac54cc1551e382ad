"""Answers that are the same, or nearly, in two reports. Pure; it says so, and judges nobody.

An answer is kept as a print: the digest of its words, and the smallest hashes of its runs of four
words (Broder, Compression and Complexity of Sequences, 1997), which estimate what two texts share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import combinations

LEAST_WORDS = 12
"""Shorter answers are equal by chance: a number, a name."""
NEAR = 0.8
"""Share of common runs of words from which two answers are nearly the same."""
_RUN = 4
_KEPT = 96

_NOT_WORDS = re.compile(r"\{\{[^{}]*\}\}|[^\w]|_")


@dataclass(frozen=True)
class Print:
    """What is kept of an answer: ``sketch`` are the smallest hashes of its runs of words."""

    digest: str
    words: int
    sketch: frozenset[int]


@dataclass(frozen=True)
class Likeness:
    """Two reports with answers alike: question ids, the same first, then nearly the same."""

    first: str
    second: str
    same: tuple[str, ...]
    near: tuple[str, ...]


def print_of(text: str) -> Print:
    """Return the print of an answer; case, accents, marks and expressions do not count."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    words = _NOT_WORDS.sub(" ", kept).split()
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
    sketch = nsmallest(_KEPT, (int.from_bytes(_hash(run)) for run in runs))
    return Print(_hash(" ".join(words)).hex(), len(words), frozenset(sketch))


def likenesses(prints: Mapping[str, Mapping[str, Print]]) -> tuple[Likeness, ...]:
    """Return the pairs of reports that have answers alike, those with most of them first.

    ``prints`` by report, then by question.
    """
    found = [
        Likeness(a, b, same, near)
        for (a, first), (b, second) in combinations(prints.items(), 2)
        for same, near in [_alike(first, second)]
        if same or near
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair.same) - len(pair.near)))


def _alike(
    first: Mapping[str, Print], second: Mapping[str, Print]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    same, near = [], []
    for question, one in first.items():
        other = second.get(question)
        if other is None or min(one.words, other.words) < LEAST_WORDS:
            continue
        if one.digest == other.digest:
            same.append(question)
        elif resemblance(one, other) >= NEAR:
            near.append(question)
    return tuple(same), tuple(near)


def resemblance(one: Print, other: Print) -> float:
    """Return the estimated share of runs of words that two answers have in common, 0–1."""
    if max(one.words, other.words) * NEAR > min(one.words, other.words):
        return 0.0
    union = nsmallest(_KEPT, one.sketch | other.sketch)
    return len(one.sketch & other.sketch & set(union)) / len(union)


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
