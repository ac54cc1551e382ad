"""What the work says while it goes on: the protocol between the pipeline and whoever shows it.

Nothing here prints; :mod:`reportgen.cli.progress` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

Computed = Literal["element", "arrays"]


class Reporter(Protocol):
    """Receives what happens during a build, in order, from one thread.

    All texts are French and ready to show. ``name`` is the run's name in the lab; epochs
    count from 1; ``seconds`` is wall time.
    """

    def stage(self, text: str) -> None:
        """Announce the start of a stage ("Composition du corrigé")."""

    def warn(self, text: str) -> None:
        """Show something that the user must know but that stops nothing."""

    def training_planned(self, trainings: int, epochs: int) -> None:
        """Announce how many trainings will follow, with how many epochs to do in all."""

    def run_started(self, name: str, seed: int, first_epoch: int, epochs: int, reason: str) -> None:
        """Announce the training of epochs ``first_epoch`` to ``epochs``, and why."""

    def epoch_ended(
        self,
        name: str,
        seed: int,
        epoch: int,
        epochs: int,
        metrics: Mapping[str, float],
        seconds: float,
    ) -> None:
        """Report an epoch that is done and stored; ``metrics`` by Keras' history names."""

    def run_ended(self, name: str, seed: int, seconds: float) -> None:
        """Report the end of a training, after ``seconds`` in all."""

    def computed(self, kind: Computed, name: str) -> None:
        """Report that an element (by its function) or arrays (by their kind) will be computed."""


class SilentReporter:
    """A reporter that shows nothing."""

    def stage(self, text: str) -> None:
        """Ignore the stage."""

    def warn(self, text: str) -> None:
        """Ignore the warning."""

    def training_planned(self, trainings: int, epochs: int) -> None:
        """Ignore the plan."""

    def run_started(self, name: str, seed: int, first_epoch: int, epochs: int, reason: str) -> None:
        """Ignore the start."""

    def epoch_ended(
        self,
        name: str,
        seed: int,
        epoch: int,
        epochs: int,
        metrics: Mapping[str, float],
        seconds: float,
    ) -> None:
        """Ignore the epoch."""

    def run_ended(self, name: str, seed: int, seconds: float) -> None:
        """Ignore the end."""

    def computed(self, kind: Computed, name: str) -> None:
        """Ignore the evidence."""
