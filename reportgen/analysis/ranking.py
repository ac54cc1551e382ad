"""Many runs side by side: what each costs and gives, which are tied, which to choose.

Finds and does not tell. Seconds are those measured; energy is not guessed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from reportgen.analysis.comparison import Comparison, Verdict, compare_all
from reportgen.results import RunResult


@dataclass(frozen=True)
class Candidate:
    """One run: means over its seeds. ``gap`` is train − test accuracy (None: train not evaluated).

    ``seconds`` is the training time of one seed, all epochs; ``position`` its place in the list
    that was given.
    """

    position: int
    title: str
    accuracy: float
    gap: float | None
    params: int
    epochs: int
    seconds_per_epoch: float
    seconds: float

    def dominates(self, other: Candidate) -> bool:
        """Whether it is nowhere worse and somewhere better (accuracy, gap, weights, seconds)."""
        mine, theirs = self._costs(), other._costs()
        return mine != theirs and all(a <= b for a, b in zip(mine, theirs, strict=True))

    def _costs(self) -> tuple[float, ...]:
        # NaN compares false: a run whose gap is unknown neither dominates nor is dominated.
        gap = math.nan if self.gap is None else self.gap
        return (-self.accuracy, gap, self.params, self.seconds)


@dataclass(frozen=True)
class Ranking:
    """Candidates by decreasing accuracy, and the choice among the leaders.

    ``tied`` holds the leader and all that the data cannot tell from it (Holm's correction);
    ``chosen`` is the one of them with the fewest weights, then the least seconds. ``front`` is
    the Pareto front. ``comparable``: all were tested on the same images.
    """

    candidates: tuple[Candidate, ...]
    tied: tuple[Candidate, ...]
    front: tuple[Candidate, ...]
    chosen: Candidate
    comparable: bool

    @property
    def leader(self) -> Candidate:
        """The candidate with the highest accuracy, significant or not."""
        return self.candidates[0]

    @property
    def lightest(self) -> Candidate:
        """The candidate with the fewest weights, the more accurate of equals."""
        return min(self.candidates, key=lambda c: (c.params, -c.accuracy, c.position))


def rank(runs: Sequence[RunResult]) -> Ranking:
    """Rank runs by test accuracy; ``ValueError`` without any."""
    if not runs:
        raise ValueError("no runs")
    candidates = sorted(
        (candidate(run, i) for i, run in enumerate(runs)),
        key=lambda c: (-c.accuracy, c.params, c.seconds, c.position),
    )
    leader = candidates[0]
    others = candidates[1:]
    compared = compare_all(runs[leader.position], [runs[c.position] for c in others])
    tied = (leader, *(c for c, found in zip(others, compared, strict=True) if _level(found)))
    return Ranking(
        candidates=tuple(candidates),
        tied=tied,
        front=front(candidates),
        chosen=min(tied, key=lambda c: (c.params, c.seconds, -c.accuracy, c.position)),
        comparable=all(found.paired is not None for found in compared),
    )


def candidate(run: RunResult, position: int = 0) -> Candidate:
    """Return what a run gives and costs, averaged over its seeds."""
    evaluated = all("train" in s.evaluations for s in run.seeds)
    accuracy = run.accuracy("test")
    return Candidate(
        position=position,
        title=run.spec.title,
        accuracy=accuracy,
        gap=run.accuracy("train") - accuracy if evaluated else None,
        params=run.params,
        epochs=max(s.epochs for s in run.seeds),
        seconds_per_epoch=run.seconds_per_epoch,
        seconds=fmean(sum(s.history.seconds) for s in run.seeds),
    )


def front(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return those that no other dominates, in the order given."""
    return tuple(c for c in candidates if not any(o.dominates(c) for o in candidates))


def trade_off(
    candidates: Sequence[Candidate], price: Callable[[Candidate], float]
) -> tuple[Candidate, ...]:
    """Return the Pareto front of accuracy against one price, cheapest first.

    Those to which no other is at least as accurate for no higher price, and better in one.
    """
    by_price = sorted(candidates, key=lambda c: (price(c), -c.accuracy, c.position))
    return tuple(
        c
        for c in by_price
        if not any(
            o.accuracy >= c.accuracy
            and price(o) <= price(c)
            and (o.accuracy, price(o)) != (c.accuracy, price(c))
            for o in candidates
        )
    )


def _level(found: Comparison) -> bool:
    return found.paired is not None and found.verdict is not Verdict.WORSE
