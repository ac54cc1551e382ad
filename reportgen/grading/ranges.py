"""In which range a measure of students should fall, from what the corrigé measured. Pure.

With three seeds or more it is the interval of one more training (Student's law). With fewer,
nothing says how far another seed would fall, and the range is a convention, stated wherever it
is used: Wilson's interval of an accuracy, and never less than two points on either side. The loss
of one network of a population falls where nineteen of its networks out of twenty do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from reportgen.analysis.statistics import FEWEST, LEVEL, Interval, prediction, wilson
from reportgen.errors import EvidenceError
from reportgen.french.numbers import entier, pluriel
from reportgen.submission.known import Sort

LEAST_SHARE = 0.02
"""Half-width of the range of an accuracy, at least: 0–1."""
LEAST_GAP = 0.04
"""The same for a difference of two accuracies."""
LEAST_LOSS = 0.005
"""The same for a loss of one network of a population: the Playground shows three decimals."""
LOSS_SHARE = 0.2
"""Half-width of the range of a loss of one seed, as a share of it."""


@dataclass(frozen=True)
class Target:
    """A value that an answer should give.

    ``name`` is what to call it in French, ``owner`` the title of what has it; ``low`` = ``high``
    for an exact value; ``how`` says in French where the range comes from, "" for an exact value.
    ``of_data``: it is a size of the images used, which are not everybody's.
    """

    name: str
    value: float
    sort: Sort
    low: float
    high: float
    how: str = ""
    of_data: bool = False
    owner: str = ""

    @property
    def label(self) -> str:
        """The name and its owner: « exactitude de test de « réseau de base » »."""
        return f"{self.name} de « {self.owner} »" if self.owner else self.name

    @property
    def is_exact(self) -> bool:
        """Whether only one value is right."""
        return self.low == self.high

    def contains(self, value: float, slack: float = 0.0) -> bool:
        """Tell whether a value that was rounded by at most *slack* may lie in the range."""
        return self.low - slack <= value <= self.high + slack


def exact(name: str, value: float, sort: Sort, *, of_data: bool = False) -> Target:
    """Return the target of a value without tolerance."""
    return Target(name, value, sort, value, value, of_data=of_data)


def measured_target(name: str, values: Sequence[float], sort: Sort, count: int = 0) -> Target:
    """Return the target of a measure: one value a seed, of a share of ``count`` examples."""
    mean = sum(values) / len(values)
    if len(values) >= FEWEST:
        seen, how = prediction(values), f"intervalle prévu d’après {entier(len(values))} graines"
    else:
        seen, how = _convention(mean, sort, count)
    low, high = seen.low, seen.high
    if sort == "share":
        low, high = max(0.0, low), min(1.0, high)
    return Target(name, mean, sort, low, high, how)


def population_target(name: str, value: float, losses: Sequence[float]) -> Target:
    """Return the target of a final loss of one network, from those of a population.

    Losses that left the numbers (NaN) are left out; EvidenceError when no other is left. Quantiles,
    and not a law: descents end in a few valleys, and their losses in as many heaps.
    """
    finite = sorted(loss for loss in losses if isfinite(loss))
    if not finite:
        raise EvidenceError("tous les réseaux de cette population ont divergé.")
    out = int((1 - LEVEL) / 2 * len(finite))
    how = f"dix-neuf initialisations sur vingt, de {entier(len(losses))}, au moins ± 0,005"
    low = min(finite[out], value - LEAST_LOSS)
    return Target(name, value, "loss", low, max(finite[-1 - out], value + LEAST_LOSS), how)


def same_score(one: float, other: float, count: int) -> bool:
    """Tell whether two machines may have found these accuracies from one definition."""
    seen = _convention(other, "share", count)[0]
    return seen.contains(one)


def _convention(mean: float, sort: Sort, count: int) -> tuple[Interval, str]:
    if sort == "share" and count:
        seen = wilson(round(mean * count), count)
        half = f"intervalle de Wilson à 95 % sur {pluriel(count, 'image', 'images')}"
        low, high = min(seen.low, mean - LEAST_SHARE), max(seen.high, mean + LEAST_SHARE)
        return Interval(low, high), f"{half}, au moins ± 2 points"
    if sort == "loss":
        reach = abs(mean) * LOSS_SHARE
        return Interval(mean - reach, mean + reach), "convention : ± 20 %"
    return Interval(mean - LEAST_GAP, mean + LEAST_GAP), "convention : ± 4 points"
