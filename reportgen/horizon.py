"""How far into a trajectory a run reaches: its epochs, its best epoch, the weights it needs.

Pure functions of a history. Early stopping is decided here, from the history alone, so a run
that stops early and one that does not share the same trajectory.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable

import numpy as np

from reportgen.lab.types import EarlyStopping, RunSpec
from reportgen.layers import higher_is_better
from reportgen.results import History

NO_HISTORY = History({}, ())


def epochs_used(history: History, run: RunSpec) -> int | None:
    """Return how many epochs *run* consists of, or None when more must be trained to know."""
    stop = run.training.early_stopping
    stopped = None if stop is None else _stop_epoch(history, stop)
    if stopped is not None and stopped <= run.epochs:
        return stopped
    return run.epochs if history.epochs >= run.epochs else None


def is_complete(history: History, runs: Iterable[RunSpec]) -> bool:
    """Return whether every run has all the epochs it needs."""
    return all(epochs_used(history, run) is not None for run in runs)


def best_epoch(history: History, epochs: int, monitor: str) -> int:
    """Return the first epoch (from 1) with the best *monitor* among the first *epochs*.

    Without that metric (no validation split) the last epoch is the best known.
    """
    values = history.metrics.get(monitor, ())[:epochs]
    ranked = [(-v if higher_is_better(monitor) else v, i + 1) for i, v in enumerate(values)]
    finite = [pair for pair in ranked if math.isfinite(pair[0])]
    return min(finite)[1] if finite else epochs


def weights_epoch(history: History, run: RunSpec) -> int:
    """Return the epoch whose weights *run* evaluates; the run must be complete."""
    epochs = epochs_used(history, run) or history.epochs
    return epochs if run.weights == "last" else best_epoch(history, epochs, run.monitor)


def wanted_models(history: History, run: RunSpec) -> set[int]:
    """Return the epochs whose model *run* shows: the one evaluated, and its checkpoints."""
    epochs = epochs_used(history, run) or history.epochs
    return {weights_epoch(history, run)} | {e for e in run.checkpoints if e <= epochs}


def shown_epochs(history: History, runs: Iterable[RunSpec]) -> set[int]:
    """Return the epochs whose model a run shows, of the runs that the history completes."""
    finished = [run for run in runs if epochs_used(history, run) is not None]
    return {epoch for run in finished for epoch in wanted_models(history, run)}


def precious_epochs(history: History) -> set[int]:
    """Return the epochs worth keeping whatever the runs: the last, and each metric's best."""
    best = {best_epoch(history, history.epochs, metric) for metric in history.metrics}
    return best | {history.epochs}


def latest_start(history: History, runs: Iterable[RunSpec], kept: Container[int]) -> int:
    """Return the last epoch after which training may start and still give all runs need.

    That is the end of the history, unless the weights that a finished run shows are not
    among the *kept* epochs: those before them must then be replayed.
    """
    shown = shown_epochs(history, runs)
    return min([history.epochs, *(epoch - 1 for epoch in shown if epoch not in kept)])


def merged(known: History, replayed: History) -> History:
    """Return the longer of two histories of one trajectory.

    A replay gives the same bits, and what was known beyond it still holds. Should it differ
    (another machine), what was known is of another trajectory and gives way.
    """
    # As text, because a loss that is no number differs from itself.
    same = repr(known.first(replayed.epochs).metrics) == repr(replayed.metrics)
    return known if same and known.epochs > replayed.epochs else replayed


def _stop_epoch(history: History, stop: EarlyStopping) -> int | None:
    """Return the epoch at which Keras' EarlyStopping would stop, None if it would not."""
    best: float | None = None
    waited = 0
    for epoch, value in enumerate(history.metrics.get(stop.monitor, ()), start=1):
        if best is None or _improves(value, best, stop):
            best, waited = value, 0
            continue
        waited += 1
        if waited >= stop.patience:
            return epoch
    return None


def _improves(value: float, best: float, stop: EarlyStopping) -> bool:
    """Compare as Keras does: the margin in double precision, the comparison in single."""
    if stop.mode == "min":
        return bool(np.float32(value + stop.min_delta) < np.float32(best))
    return bool(np.float32(value - stop.min_delta) > np.float32(best))
