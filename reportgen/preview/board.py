"""What the preview shows at the moment, shared by the writer, the trainer and the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Condition
from typing import Any

from reportgen.document.types import Built


@dataclass
class Growth:
    """A training that goes on: ``metrics`` by Keras' names, one value an epoch done here."""

    title: str
    first: int
    last: int
    metrics: dict[str, list[float]] = field(default_factory=dict)

    def add(self, values: Mapping[str, float]) -> None:
        """Add an epoch."""
        for name, value in values.items():
            self.metrics.setdefault(name, []).append(value)


@dataclass
class Board:
    """Pages by kind of document, what is wrong, and the trainings; every change is counted.

    ``version`` goes up when a page is new, ``beat`` with any change.
    """

    pages: dict[Built, str] = field(default_factory=dict)
    problem: str = ""
    stage: str = ""
    growing: dict[str, Growth] = field(default_factory=dict)
    version: int = 0
    beat: int = 0
    _changed: Condition = field(default_factory=Condition)

    def change(self, apply: Callable[[Board], object]) -> None:
        """Change the board and wake whoever waits for it."""
        with self._changed:
            apply(self)
            self.beat += 1
            self._changed.notify_all()

    def show(self, pages: Mapping[Built, str]) -> None:
        """Show new pages, if they are new, and no problem."""

        def apply(board: Board) -> None:
            board.problem = ""
            if pages != board.pages:
                board.pages = dict(pages)
                board.version += 1

        self.change(apply)

    def fail(self, problem: str) -> None:
        """Show a problem over the last pages."""
        self.change(lambda board: setattr(board, "problem", problem))

    def state(self, seen: int, seconds: float) -> dict[str, Any]:
        """Return what a page must know as soon as the beat is not *seen*, within *seconds*."""
        with self._changed:
            self._changed.wait_for(lambda: self.beat != seen, timeout=seconds)
            return {
                "beat": self.beat,
                "version": self.version,
                "problem": self.problem,
                "stage": self.stage,
                "growing": {
                    name: {
                        "title": g.title,
                        "first": g.first,
                        "last": g.last,
                        "metrics": {k: list(v) for k, v in g.metrics.items()},
                    }
                    for name, g in self.growing.items()
                },
            }
