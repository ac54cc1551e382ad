"""Time both engines in turn, and keep the losses they end with."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from time import perf_counter, process_time

import numpy as np
import numpy.typing as npt

from playground.engine import Engine
from reportgen.playground.settings import Network, Task, Training
from reportgen.training.population import train_population

TASK, NETWORK, TRAINING = Task("xor", 35), Network((3,)), Training(epochs=500)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Work:
    """``networks`` for Node and a ``population`` for reportgen, ``rounds`` times."""

    rounds: int
    networks: int
    population: int


@dataclass(frozen=True)
class Cost:
    """Milliseconds a network: wall clock, and processor time over all cores."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Measures:
    """One cost a round and engine; the seconds of the very first population.

    Final losses are (networks, 2), train and test. ``node`` trained resets 0, 1, 2…; ``same``
    are ours of these very resets, ``others`` ours of the resets that follow.
    """

    work: Work
    node_costs: tuple[Cost, ...]
    our_costs: tuple[Cost, ...]
    first_seconds: float
    node: Floats
    same: Floats
    others: Floats


def measure(engine: Engine, work: Work) -> Measures:
    """Run all rounds; each times Node, then reportgen."""
    started = perf_counter()
    losses, _ = _ours(work.population, 0)
    first_seconds = perf_counter() - started
    rounds = [_round(engine, work, k) for k in range(work.rounds)]
    node = np.concatenate([losses for losses, *_ in rounds])
    ours = np.concatenate([losses, *(_ours(work.population, k)[0] for k in (1,))])
    return Measures(
        work,
        tuple(cost for _, cost, _ in rounds),
        tuple(cost for *_, cost in rounds),
        first_seconds,
        node,
        ours[: len(node)],
        ours[len(node) :],
    )


def _round(engine: Engine, work: Work, k: int) -> tuple[Floats, Cost, Cost]:
    first = k * work.networks
    answer = engine.run(TASK, NETWORK, TRAINING, range(first, first + work.networks))
    losses = np.array([one["losses"][-1] for one in answer["trained"]])
    node = Cost(*(1e3 * answer[name] / work.networks for name in ("seconds", "cpu")))
    _, ours = _ours(work.population, 0)
    print(f"round {k + 1}: {node.wall:.1f} ms, {ours.wall:.2f} ms", file=sys.stderr, flush=True)
    return losses, node, ours


def _ours(count: int, block: int) -> tuple[Floats, Cost]:
    """Train the ``block``-th ``count`` resets."""
    wall, cpu = perf_counter(), process_time()
    resets = range(block * count, (block + 1) * count)
    found = train_population(TASK, NETWORK, TRAINING, resets)
    cost = Cost(*(1e3 * x / count for x in (perf_counter() - wall, process_time() - cpu)))
    return np.stack([found.train[:, -1], found.test[:, -1]], axis=1), cost
