"""Answers that are the same, or nearly, in two reports. Pure; it says so, and judges nobody.

An answer is kept as a print: the digest of its words, and the smallest hashes of its runs of four
words (Broder, Compression and Complexity of Sequences, 1997), which estimate what two texts share.

Two sketches that share 8 of 10 hashes share one of their first few, so that only reports which
meet there are compared. A class that has made every pair meet costs a comparison of two sets a pair
and question, whatever the length of its answers.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
_MEETING = _KEPT - int(NEAR * _KEPT) + 1
"""Of so many smallest hashes of the union of two sketches that are near, one is common."""

_NOT_WORDS = re.compile(r"\{\{[^{}]*\}\}|[^\w]|_")


@dataclass(frozen=True)
class Print:
    """What is kept of an answer: ``sketch`` are the least hashes of its runs of words, in order."""

    digest: str
    words: int
    sketch: array[int]


@dataclass(frozen=True)
class Likeness:
    """Two reports with answers alike: question ids, the same first, then nearly the same."""

    first: str
    second: str
    same: tuple[str, ...]
    near: tuple[str, ...]


def print_of(text: str) -> Print:
    """Return the print of an answer; case, accents, marks and expressions do not count."""
    words = words_of(text)
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
    sketch = array("Q", nsmallest(_KEPT, (int.from_bytes(_hash(run)) for run in runs)))
    return Print(_hash(" ".join(words)).hex(), len(words), sketch)


def words_of(text: str) -> list[str]:
    """Return the words of a text without their case, accents and marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORDS.sub(" ", kept).split()


def likenesses(prints: Mapping[str, Mapping[str, Print]]) -> tuple[Likeness, ...]:
    """Return the pairs of reports that have answers alike, those with most of them first.

    ``prints`` by report, then by question.
    """
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for question in dict.fromkeys(name for answers in prints.values() for name in answers):
        for pair, is_same in _alike(_long(question, prints)):
            same, near = found.setdefault(pair, ([], []))
            (same if is_same else near).append(question)
    ranks = {name: rank for rank, name in enumerate(prints)}
    pairs = sorted(found, key=lambda pair: (ranks[pair[0]], ranks[pair[1]]))
    alike = [Likeness(*pair, *map(tuple, found[pair])) for pair in pairs]
    return tuple(sorted(alike, key=lambda pair: -len(pair.same) - len(pair.near)))


def _long(question: str, prints: Mapping[str, Mapping[str, Print]]) -> dict[str, Print]:
    """Return the answers to one question that are long enough to be compared, by report."""
    there = {name: found[question] for name, found in prints.items() if question in found}
    return {name: one for name, one in there.items() if one.words >= LEAST_WORDS}


def _alike(answers: Mapping[str, Print]) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield the pairs of reports whose answers are alike, and whether they are the same."""
    sketches = {name: frozenset(one.sketch) for name, one in answers.items()}
    for pair in _met(answers):
        one, other = (answers[name] for name in pair)
        if one.digest == other.digest:
            yield pair, True
        elif _near_in_length(one, other) and _are_near(*(sketches[name] for name in pair)):
            yield pair, False


def _met(answers: Mapping[str, Print]) -> Iterable[tuple[str, str]]:
    """Return the pairs of reports, in their order, that share one of their first hashes."""
    places: dict[int, list[str]] = defaultdict(list)
    for name, one in answers.items():
        for run in one.sketch[:_MEETING]:
            places[run].append(name)
    return dict.fromkeys(pair for names in places.values() for pair in combinations(names, 2))


def _near_in_length(one: Print, other: Print) -> bool:
    return max(one.words, other.words) * NEAR <= min(one.words, other.words)


def _are_near(one: frozenset[int], other: frozenset[int]) -> bool:
    """Tell whether two sketches estimate that 8 runs of words of 10 are common."""
    common = one & other
    if len(common) < NEAR * min(_KEPT, max(len(one), len(other))):
        return False
    union = sorted(one | other)[:_KEPT]
    return len(common.intersection(union)) >= NEAR * len(union)


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
