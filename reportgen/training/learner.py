"""What the engine needs of a network that learns, whoever computes: Keras, or NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from reportgen.results import Machine, ModelSummary
from reportgen.store.records import AnyArray
from reportgen.store.values import Outputs


class Follower(Protocol):
    """Is told of each epoch, which counts from 1."""

    def begin_epoch(self, epoch: int) -> None:
        """Take note that the first batch of an epoch comes next."""

    def end_epoch(self, epoch: int, values: Mapping[str, float]) -> bool:
        """Take the values of an epoch by Keras' names; return whether another may follow."""


class Learner(Protocol):
    """A network with its optimizer, on the data of a run, its first weights drawn from the seed.

    Epoch *e* must be a function of the state after *e* − 1 and of (seed, *e*).
    """

    def summary(self) -> ModelSummary:
        """Return the layers as Keras counts them."""

    def machine(self) -> Machine:
        """Return what computes."""

    def state(self) -> list[AnyArray]:
        """Return a copy of the weights, then of what the optimizer keeps."""

    def restore(self, state: list[AnyArray]) -> None:
        """Take a state back; TrainingError when it is another network's."""

    def learn(self, done: int, last: int, follower: Follower) -> None:
        """Train from the epoch after *done* to *last*, unless the follower stops it."""

    def outputs(self) -> Outputs:
        """Return what the present weights give on every split."""

    def save(self, path: Path) -> None:
        """Write the present network as a file of Keras' own format."""
