"""The random stream of the Playground: David Bau's ``seedrandom`` 2.4.3, seeded by a string.

ARC4 (RC4) keyed with the characters of the seed, its first 256 bytes thrown away; a number takes
six bytes, then further ones until 52 bits are significant. Not for cryptography.
"""

from __future__ import annotations

_WIDTH = 256
_CHUNKS = 6
_DENOMINATOR = 2**48  # of the six bytes
_SIGNIFICANT = 2**52
_OVERFLOW = 2**53


class SeededRandom:
    """The stream that ``Math.random`` gives after ``Math.seedrandom(seed)``.

    ``seed`` has 1 to 256 ASCII characters; longer keys, which seedrandom folds, are refused
    by :class:`reportgen.playground.settings.Task`.
    """

    def __init__(self, seed: str) -> None:
        self._state = _schedule(seed.encode("ascii"))
        self._i = self._j = 0
        for _ in range(_WIDTH):
            self._byte()

    def random(self) -> float:
        """Return the next number, uniform in [0, 1), every bit of the mantissa drawn."""
        numerator, denominator, last = 0, _DENOMINATOR, 0
        for _ in range(_CHUNKS):
            numerator = numerator * _WIDTH + self._byte()
        while numerator < _SIGNIFICANT:
            numerator = (numerator + last) * _WIDTH
            denominator *= _WIDTH
            last = self._byte()
        while numerator >= _OVERFLOW:
            numerator //= 2  # exact: the last byte is still zero
            denominator //= 2
            last >>= 1
        return (numerator + last) / denominator

    def uniform(self, low: float, high: float) -> float:
        """Return the next number of [low, high)."""
        return self.random() * (high - low) + low

    def _byte(self) -> int:
        state = self._state
        self._i = (self._i + 1) % _WIDTH
        first = state[self._i]
        self._j = (self._j + first) % _WIDTH
        second = state[self._j]
        state[self._i], state[self._j] = second, first
        return state[(first + second) % _WIDTH]


def _schedule(key: bytes) -> list[int]:
    state, j = list(range(_WIDTH)), 0
    for i in range(_WIDTH):
        j = (j + key[i % len(key)] + state[i]) % _WIDTH
        state[i], state[j] = state[j], state[i]
    return state
