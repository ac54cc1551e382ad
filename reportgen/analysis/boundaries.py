"""What a straight line can do on the points of a task, and what nobody can do better.

A network whose hidden neurons are linear answers tanh(w·x + b): its border is a straight line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from reportgen.analysis.samples import Floats
from reportgen.playground.data import Data, Examples, make_data
from reportgen.playground.layers import forward
from reportgen.playground.settings import Task
from reportgen.results import PopulationResult

_REACH = 5.0
"""Half the side of the square that points and noise are drawn from."""


@cache
def data_of(task: Task) -> Data:
    """Return the points of a task, drawn once."""
    return make_data(task)


def best_line(points: Floats, labels: Floats) -> float:
    """Return the largest share of points, in general position, that a line separates rightly.

    Exact: the best line can be moved until it passes by two points, and shifted or turned by a
    hair it has them on whichever sides one likes. ``points`` is (n, 2), n ≥ 2; labels are ±1.
    """
    most = 0
    for i in range(len(points) - 1):
        reach, ends = points - points[i], points[i + 1 :] - points[i]
        sides = np.sign(np.outer(ends[:, 0], reach[:, 1]) - np.outer(ends[:, 1], reach[:, 0]))
        sides[:, i] = 0
        sides[np.arange(len(ends)), np.arange(i + 1, len(points))] = 0
        right = (sides == labels).sum(axis=1)
        others = len(points) - 2
        most = max(most, int(np.maximum(right, others - right).max()))
    return (most + 2) / len(points)


def accuracies(result: PopulationResult, examples: Examples) -> Floats:
    """Return the share of ``examples`` that each network classifies rightly, (networks,).

    0 for a network that diverged.
    """
    spec, population = result.spec, result.population

    def right(k: int) -> float:
        answers = forward(population.network(k), spec.network, examples.inputs)[-1][:, 0]
        return float((np.sign(answers) == examples.labels).mean())

    return np.array([right(k) for k in range(len(population.resets))])


@dataclass(frozen=True)
class Border:
    """Shares of the train points: the best straight line, and each network of a population."""

    line: float
    networks: Floats

    @property
    def beyond(self) -> int:
        """How many networks classify more points than any straight line: their border bends."""
        return int((self.networks > self.line).sum())


def border(result: PopulationResult) -> Border:
    """Compare the networks of a population with the best straight line, on the train points."""
    train = data_of(result.spec.task).train
    return Border(best_line(train.points, train.labels), accuracies(result, train))


def ideal_loss(task: Task) -> float | None:
    """Return the test loss of the best answers that the law of the labels allows; None but for xor.

    The best answer at a point is the mean of its label, E[t | x]. The noise, uniform over ±a,
    keeps the sign of a coordinate u with probability (1 + min(|u|/a, 1))/2, independently for
    both, so that E[t | x] is the product of both clipped ratios u/a.
    """
    if task.dataset != "xor":
        return None
    test, reach = data_of(task).test, _REACH * task.noise / 100
    ratios = np.clip(test.points / reach, -1, 1) if reach else np.sign(test.points)
    return float(np.mean(0.5 * (ratios.prod(axis=1) - test.labels) ** 2))
