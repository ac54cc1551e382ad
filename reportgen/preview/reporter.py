"""Tells the board what a training does, and stops it when its definition is out of date."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event

from reportgen.errors import ReportgenError
from reportgen.preview.board import Board, Growth
from reportgen.reporting import SilentReporter


class AbandonedError(ReportgenError):
    """The definition changed while it was trained; the epochs done are kept."""


class BoardReporter(SilentReporter):
    """Shows stages and epochs on a board."""

    def __init__(self, board: Board, titles: Mapping[str, str]) -> None:
        """Report to *board*; ``titles`` are those of the runs."""
        self._board = board
        self._titles = titles
        self.abandon = Event()

    def stage(self, text: str) -> None:
        """Show the stage."""
        self._board.change(lambda board: setattr(board, "stage", text))

    def run_started(self, name: str, seed: int, first_epoch: int, epochs: int, reason: str) -> None:
        """Begin a curve."""
        growth = Growth(self._titles.get(name, name), first_epoch, epochs)
        self._board.change(lambda board: board.growing.update({f"{name}#{seed}": growth}))

    def epoch_ended(
        self,
        name: str,
        seed: int,
        epoch: int,
        epochs: int,
        metrics: Mapping[str, float],
        seconds: float,
    ) -> None:
        """Prolong a curve; AbandonedError when nobody asks for this training any more."""
        self._board.change(lambda board: board.growing[f"{name}#{seed}"].add(metrics))
        if self.abandon.is_set():
            raise AbandonedError("définition changée")

    def run_ended(self, name: str, seed: int, seconds: float) -> None:
        """End a curve: the document shows it from now on."""
        self._board.change(lambda board: board.growing.pop(f"{name}#{seed}", None))
