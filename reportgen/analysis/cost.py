"""What a network costs: operations and memory by layer, and the time that its training takes.

Finds and does not tell. Operations and memory are exact by a stated convention; times are those
measured, on the machine of the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, prod
from statistics import median, quantiles

from reportgen.analysis.network import definitions
from reportgen.lab.types import LayerSpec
from reportgen.layers import ShapeError, multiply_adds
from reportgen.results import LayerRow, RunResult

FLOAT_BYTES = 4
"""Bytes of a single-precision number, which Keras computes with unless told otherwise."""

VIEWS = frozenset({"Flatten", "Reshape", "InputLayer"})
"""Layers whose output is their input seen otherwise: it takes no memory of its own."""

ENOUGH = 3
"""Epochs of each run below which their times are not compared."""

PROPORTIONAL = 0.05
"""A ratio closer to 1 than this is no difference worth a sentence."""


@dataclass(frozen=True)
class LayerCost:
    """One layer on one image, forward.

    ``operations``: floating-point operations, two (multiply, add) for each use of a kernel
    weight, nothing for the rest, as :mod:`reportgen.layers.cost` counts; None for a layer with
    weights but without rule. ``values``: numbers that it puts into memory.
    """

    class_name: str
    operations: int | None
    values: int
    params: int

    @property
    def size(self) -> int:
        """Bytes of its output for one image."""
        return FLOAT_BYTES * self.values


@dataclass(frozen=True)
class Cost:
    """A network on one image, forward, and on a batch in training; ``inputs`` in values.

    In training every activation is kept until the gradients are known; weights, gradients and
    the optimizer's state come on top.
    """

    inputs: int
    layers: tuple[LayerCost, ...]
    batch: int

    @property
    def operations(self) -> int | None:
        """Operations for one image; None when a layer's are unknown."""
        known = [layer.operations for layer in self.layers if layer.operations is not None]
        return sum(known) if len(known) == len(self.layers) else None

    @property
    def size(self) -> int:
        """Bytes of the input and of all activations of one image."""
        return FLOAT_BYTES * self.inputs + sum(layer.size for layer in self.layers)

    @property
    def batch_size(self) -> int:
        """Bytes of the input and of all activations of a batch."""
        return self.batch * self.size


@dataclass(frozen=True)
class Timing:
    """How long the epochs of a run took, the first of each seed left out (it compiles).

    ``seconds`` holds every epoch of every seed, validation included; ``steps`` are the updates
    of the weights in one, of at most ``batch`` images each.
    """

    batch: int
    steps: int
    seconds: tuple[float, ...]

    @property
    def epoch(self) -> float:
        """Median seconds of an epoch."""
        return median(self.seconds)

    @property
    def step(self) -> float:
        """Median seconds of an epoch over its steps; the share of validation is in it."""
        return self.epoch / self.steps

    @property
    def middle(self) -> tuple[float, float]:
        """Quartiles of the epochs: a busy moment of the machine does not move them."""
        if len(self.seconds) < 2:
            return self.epoch, self.epoch
        first, _, third = quantiles(self.seconds, n=4, method="inclusive")
        return first, third

    def apart_from(self, other: Timing) -> bool:
        """Whether the middle halves of the epochs of both do not meet, and it shows.

        False with fewer than three epochs, or when the medians differ by less than 5 %.
        """
        slow, quick = sorted((self, other), key=lambda t: -t.epoch)
        apart = enough(self, other) and not self.mixed_with(other)
        return apart and slow.epoch >= (1 + PROPORTIONAL) * quick.epoch

    def mixed_with(self, other: Timing) -> bool:
        """Whether the middle halves of the epochs of both meet."""
        slow, quick = sorted((self, other), key=lambda t: -t.epoch)
        return slow.middle[0] <= quick.middle[1]


def cost(run: RunResult) -> Cost:
    """Return what the network of a run costs."""
    rows = zip(run.summary.layers, definitions(run), strict=True)
    return Cost(
        inputs=prod(run.summary.input_shape),
        layers=tuple(_layer(row, definition) for row, definition in rows),
        batch=run.spec.training.batch_size,
    )


def timing(run: RunResult) -> Timing:
    """Return how long the epochs of a run took."""
    batch = run.spec.training.batch_size
    seconds = tuple(time for seed in run.seeds for time in seed.history.settled)
    return Timing(batch, ceil(run.counts["train"] / batch), seconds)


def work(run: RunResult) -> tuple[object, ...]:
    """Return what decides how long an epoch takes, the size of the batches left out."""
    rows = ((r.class_name, r.output_shape, r.params) for r in run.summary.layers)
    images = (run.counts.get("train"), run.counts.get("validation"))
    return tuple(rows), images, str(run.spec.training.optimizer), _machine(run)


def enough(one: Timing, other: Timing) -> bool:
    """Whether both have epochs enough for their times to be compared."""
    return min(len(one.seconds), len(other.seconds)) >= ENOUGH


def same_work(runs: Sequence[RunResult]) -> bool:
    """Whether an epoch of every run does the same operations on the same machine."""
    return len({work(run) for run in runs}) == 1


def same_machine(runs: Sequence[RunResult]) -> bool:
    """Whether all runs were timed on machines of one kind."""
    return len({_machine(run) for run in runs}) == 1


def _layer(row: LayerRow, definition: LayerSpec | None) -> LayerCost:
    values = 0 if row.class_name in VIEWS else prod(row.output_shape)
    return LayerCost(row.class_name, _operations(row, definition), values, row.params)


def _operations(row: LayerRow, definition: LayerSpec | None) -> int | None:
    if row.params == 0:
        return 0
    try:
        found = multiply_adds(definition, row.input_shape) if definition else None
    except ShapeError:
        return None
    return None if found is None else 2 * found


def _machine(run: RunResult) -> tuple[object, ...]:
    found = run.machine
    return found.processor, found.cores, found.accelerator, found.backend
