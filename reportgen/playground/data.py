"""The Playground's data sets: the same points, in the same order, for the same seed.

V8, which runs the Playground, and Python may round a sine or a logarithm differently in the
last place: xor is the same to the last bit, the others to about 1e-15.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.playground.seedrandom import SeededRandom
from reportgen.playground.settings import SAMPLES, DatasetName, FeatureName, Task

Floats = npt.NDArray[np.float64]
_Point = tuple[float, float, int]

_RADIUS = 5.0


@dataclass(frozen=True)
class Examples:
    """Points with their labels, in the order the network meets them.

    ``points`` is (n, 2), in the plane's own units (about −6 to 6); ``labels`` is (n,), ±1;
    ``inputs`` is (n, features): what the network sees.
    """

    points: Floats
    labels: Floats
    inputs: Floats


@dataclass(frozen=True)
class Data:
    """The two halves of a task, and the random stream where the data left it."""

    train: Examples
    test: Examples
    stream: SeededRandom


def make_data(task: Task) -> Data:
    """Draw the 500 points of ``task``, shuffle them and cut them in train and test."""
    stream = SeededRandom(task.seed)
    points = _GENERATORS[task.dataset](stream, task.noise / 100)
    _shuffle(points, stream)
    cut = math.floor(len(points) * task.split / 100)
    train, test = (_examples(part, task) for part in (points[:cut], points[cut:]))
    return Data(train, test, stream)


def compute_features(points: Floats, features: tuple[FeatureName, ...]) -> Floats:
    """Return the inputs (n, features) of the network at ``points`` (n, 2)."""
    x1, x2 = points[:, 0], points[:, 1]
    return np.stack([_FEATURES[name](x1, x2) for name in features], axis=1)


_FEATURES: Mapping[FeatureName, Callable[[Floats, Floats], Floats]] = {
    "x1": lambda x1, _: x1,
    "x2": lambda _, x2: x2,
    "x1²": lambda x1, _: x1 * x1,
    "x2²": lambda _, x2: x2 * x2,
    "x1x2": lambda x1, x2: x1 * x2,
    "sin x1": lambda x1, _: np.sin(x1),
    "sin x2": lambda _, x2: np.sin(x2),
}


def _examples(points: list[_Point], task: Task) -> Examples:
    table = np.array(points, dtype=np.float64)
    return Examples(table[:, :2], table[:, 2], compute_features(table[:, :2], task.features))


def _shuffle(points: list[_Point], stream: SeededRandom) -> None:
    """Fisher and Yates, from the last place down."""
    for last in range(len(points) - 1, -1, -1):
        chosen = math.floor(stream.random() * (last + 1))
        points[last], points[chosen] = points[chosen], points[last]


def _xor(stream: SeededRandom, noise: float) -> list[_Point]:
    return [_xor_point(stream, noise) for _ in range(SAMPLES)]


def _xor_point(stream: SeededRandom, noise: float) -> _Point:
    x, y = (_pushed(stream.uniform(-_RADIUS, _RADIUS)) for _ in range(2))
    noisy_x, noisy_y = _moved(x, y, stream, noise)
    return x, y, 1 if noisy_x * noisy_y >= 0 else -1


def _pushed(value: float) -> float:
    """Move a coordinate 0.3 away from the axis."""
    return value + (0.3 if value > 0 else -0.3)


def _moved(x: float, y: float, stream: SeededRandom, noise: float) -> tuple[float, float]:
    """Return where the label is read: noise flips labels and leaves the points in place."""
    by_x, by_y = (stream.uniform(-_RADIUS, _RADIUS) * noise for _ in range(2))
    return x + by_x, y + by_y


def _circle(stream: SeededRandom, noise: float) -> list[_Point]:
    rings = ((0.0, _RADIUS * 0.5), (_RADIUS * 0.7, _RADIUS))
    return [_circle_point(stream, noise, ring) for ring in rings for _ in range(SAMPLES // 2)]


def _circle_point(stream: SeededRandom, noise: float, ring: tuple[float, float]) -> _Point:
    radius, angle = stream.uniform(*ring), stream.uniform(0, 2 * math.pi)
    x, y = radius * math.sin(angle), radius * math.cos(angle)
    noisy_x, noisy_y = _moved(x, y, stream, noise)
    inside = math.sqrt(noisy_x * noisy_x + noisy_y * noisy_y) < _RADIUS * 0.5
    return x, y, 1 if inside else -1


def _gauss(stream: SeededRandom, noise: float) -> list[_Point]:
    part = noise / 0.5
    variance = 0.5 * (1 - part) + 4 * part
    return [
        (_normal(stream, centre, variance), _normal(stream, centre, variance), label)
        for centre, label in ((2, 1), (-2, -1))
        for _ in range(SAMPLES // 2)
    ]


def _normal(stream: SeededRandom, mean: float, variance: float) -> float:
    """Marsaglia's polar method; its second value is thrown away."""
    square = 2.0
    while square > 1:
        first, second = 2 * stream.random() - 1, 2 * stream.random() - 1
        square = first * first + second * second
    return mean + math.sqrt(variance) * (math.sqrt(-2 * math.log(square) / square) * first)


def _spiral(stream: SeededRandom, noise: float) -> list[_Point]:
    return [
        _spiral_point(stream, noise, i, turn, label)
        for turn, label in ((0.0, 1), (math.pi, -1))
        for i in range(SAMPLES // 2)
    ]


def _spiral_point(stream: SeededRandom, noise: float, i: int, turn: float, label: int) -> _Point:
    """Return the ``i``-th point of an arm from its centre; here noise moves the points."""
    half = SAMPLES / 2
    radius, angle = i / half * _RADIUS, 1.75 * i / half * 2 * math.pi + turn
    x = radius * math.sin(angle) + stream.uniform(-1, 1) * noise
    y = radius * math.cos(angle) + stream.uniform(-1, 1) * noise
    return x, y, label


_GENERATORS: Mapping[DatasetName, Callable[[SeededRandom, float], list[_Point]]] = {
    "circle": _circle,
    "xor": _xor,
    "gauss": _gauss,
    "spiral": _spiral,
}
