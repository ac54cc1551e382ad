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

TASK, TRAINING = Task("xor", 35), Training(epochs=500)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Work:
    """``networks`` for Node and a ``population`` for reportgen, ``rounds`` times."""

    network: Network
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
    are ours of these very resets, ``others`` ours of other resets.
    """

    node_costs: tuple[Cost, ...]
    our_costs: tuple[Cost, ...]
    first_seconds: float
    node: Floats
    same: Floats
    others: Floats


def measure(engine: Engine, work: Work) -> Measures:
    """Run all rounds; each times Node, then reportgen."""
    compared = work.rounds * work.networks
    started = perf_counter()
    same, _ = _ours(work.network, range(compared))
    first_seconds = perf_counter() - started
    rounds = [_round(engine, work, k) for k in range(work.rounds)]
    others, _ = _ours(work.network, range(compared, 2 * compared))
    return Measures(
        tuple(cost for _, cost, _ in rounds),
        tuple(cost for *_, cost in rounds),
        first_seconds,
        np.concatenate([losses for losses, *_ in rounds]),
        same,
        others,
    )


def _round(engine: Engine, work: Work, k: int) -> tuple[Floats, Cost, Cost]:
    first = k * work.networks
    answer = engine.run(TASK, work.network, TRAINING, range(first, first + work.networks))
    losses = np.array([one["losses"][-1] for one in answer["trained"]])
    node = Cost(*(1e3 * answer[name] / work.networks for name in ("seconds", "cpu")))
    _, ours = _ours(work.network, range(work.population))
    print(f"round {k + 1}: {node.wall:.1f} ms, {ours.wall:.2f} ms", file=sys.stderr, flush=True)
    return losses, node, ours


def _ours(network: Network, resets: range) -> tuple[Floats, Cost]:
    wall, cpu = perf_counter(), process_time()
    found = train_population(TASK, network, TRAINING, resets)
    seconds = (perf_counter() - wall, process_time() - cpu)
    cost = Cost(*(1e3 * spent / len(resets) for spent in seconds))
    return np.stack([found.train[:, -1], found.test[:, -1]], axis=1), cost
