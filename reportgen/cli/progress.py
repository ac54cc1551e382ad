"""Show what a build does: a live bar on a terminal, plain lines elsewhere. On standard error.

Standard output is left to the results, so that a script can read them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reportgen.cli.session import Verbosity
from reportgen.reporting import Computed, Reporter, SilentReporter

if TYPE_CHECKING:  # rich is imported only where there is a terminal to draw on
    from rich.progress import Progress, TaskID

_METRICS = {
    "loss": "perte",
    "accuracy": "exactitude",
    "val_loss": "perte en validation",
    "val_accuracy": "validation",
}
_SHORT_METRICS = ("loss", "accuracy", "val_accuracy")


@contextmanager
def show_progress(verbosity: Verbosity) -> Iterator[Reporter]:
    """Give the reporter that suits the terminal; its drawing ends with the block."""
    if verbosity is Verbosity.QUIET:
        yield WarningReporter()
    elif sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        with _live_progress() as progress:
            yield LiveReporter(progress, verbose=verbosity is Verbosity.VERBOSE)
    else:
        yield LineReporter(verbose=verbosity is Verbosity.VERBOSE)


def format_metrics(metrics: Mapping[str, float], names: tuple[str, ...] | None = None) -> str:
    """Return metrics in French words, those of *names* only: « perte 0,53, exactitude 0,81 »."""
    from reportgen.french.numbers import decimal

    chosen = [name for name in names or tuple(metrics) if name in metrics]
    return ", ".join(f"{_METRICS.get(name, name)} {decimal(metrics[name], 3)}" for name in chosen)


class WarningReporter(SilentReporter):
    """Shows warnings only: they must never be missed."""

    def warn(self, text: str) -> None:
        """Print the warning."""
        click.echo(f"Attention : {text}", err=True)


class LineReporter(WarningReporter):
    """One plain line per stage, training and epoch."""

    def __init__(self, *, verbose: bool) -> None:
        self._names = None if verbose else _SHORT_METRICS
        self._counter = _Counter()

    def stage(self, text: str) -> None:
        """Print the stage."""
        click.echo(text, err=True)

    def training_planned(self, trainings: int, epochs: int) -> None:
        """Remember how much there is to do."""
        self._counter = _Counter(trainings)

    def run_started(self, name: str, seed: int, first_epoch: int, epochs: int, reason: str) -> None:
        """Print which training starts, and why."""
        click.echo(f"{self._counter.next()} : {name} (graine {seed}), {reason}", err=True)

    def epoch_ended(
        self,
        name: str,
        seed: int,
        epoch: int,
        epochs: int,
        metrics: Mapping[str, float],
        seconds: float,
    ) -> None:
        """Print the epoch with its metrics and seconds."""
        values = format_metrics(metrics, self._names)
        click.echo(f"  {name} époque {epoch}/{epochs} : {values} ({_seconds(seconds)})", err=True)

    def run_ended(self, name: str, seed: int, seconds: float) -> None:
        """Print how long the training took."""
        click.echo(f"  {name} terminé en {_duration(seconds)}", err=True)

    def computed(self, kind: Computed, name: str) -> None:
        """Print what is computed, when everything is to be said."""
        if self._names is None:
            click.echo(f"  calcul : {name}", err=True)


class LiveReporter:
    """A bar for all trainings and one for the current one, with the time left."""

    def __init__(self, progress: Progress, *, verbose: bool) -> None:
        self._progress = progress
        self._verbose = verbose
        self._counter = _Counter()
        self._total: TaskID | None = None
        self._run: TaskID | None = None
        self._values = ""

    def stage(self, text: str) -> None:
        """Print the stage above the bars."""
        self._say(text)

    def warn(self, text: str) -> None:
        """Print the warning above the bars."""
        self._say(f"Attention : {text}")

    def training_planned(self, trainings: int, epochs: int) -> None:
        """Show the bar of everything to be trained."""
        self._counter = _Counter(trainings)
        if trainings > 1 and epochs:
            self._total = self._progress.add_task("En tout", total=epochs, values="")

    def run_started(self, name: str, seed: int, first_epoch: int, epochs: int, reason: str) -> None:
        """Show the bar of a training."""
        count = self._counter.next()
        if self._verbose:
            self._say(f"{count} : {name} (graine {seed}), {reason}")
        missing = epochs - first_epoch + 1
        self._run = self._progress.add_task(name, total=missing, values="première époque…")

    def epoch_ended(
        self,
        name: str,
        seed: int,
        epoch: int,
        epochs: int,
        metrics: Mapping[str, float],
        seconds: float,
    ) -> None:
        """Move both bars on and show the metrics."""
        self._values = f"époque {epoch}/{epochs}, {format_metrics(metrics, _SHORT_METRICS)}"
        if self._verbose:
            self._say(f"  {name} {self._values} ({_seconds(seconds)})")
        if self._run is not None:
            self._progress.update(self._run, advance=1, values=self._values)
        if self._total is not None:
            self._progress.update(self._total, advance=1, values=self._counter.current)

    def run_ended(self, name: str, seed: int, seconds: float) -> None:
        """Replace the bar of the training by one line."""
        if self._run is not None:
            self._progress.remove_task(self._run)
            self._run = None
        self._say(f"{name} (graine {seed}) : {self._values}, en {_duration(seconds)}")

    def computed(self, kind: Computed, name: str) -> None:
        """Say what is computed, when everything is to be said."""
        if self._verbose:
            self._say(f"  calcul : {name}")

    def _say(self, text: str) -> None:
        self._progress.console.print(text, markup=False, highlight=False)


class _Counter:
    """Numbers the trainings: « Entraînement 2/8 »."""

    def __init__(self, total: int | None = None) -> None:
        self._total = total
        self._count = 0

    @property
    def current(self) -> str:
        return f"Entraînement {self._count}" + (f"/{self._total}" if self._total else "")

    def next(self) -> str:
        self._count += 1
        return self.current


def _seconds(seconds: float) -> str:
    from reportgen.french.numbers import secondes

    return secondes(seconds)


def _duration(seconds: float) -> str:
    from reportgen.french.numbers import duree

    return duree(seconds)


def _live_progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Column

    # The metrics take what room is left: on a narrow terminal the time left stays whole.
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=14),
        TextColumn("reste"),
        TimeRemainingColumn(),
        TextColumn(
            "{task.fields[values]}", markup=False, table_column=Column(no_wrap=True, ratio=1)
        ),
        console=Console(stderr=True),
        expand=True,
        transient=True,
    )
