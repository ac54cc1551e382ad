"""Train a trajectory as far as its runs need, from wherever it was left.

Epoch *e* is a pure function of the state after epoch *e* − 1 and of (seed, *e*). After each
epoch the state and then the history are stored by a thread, off the critical path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from reportgen.errors import TrainingError
from reportgen.files import write_saved
from reportgen.horizon import (
    NO_HISTORY,
    is_complete,
    latest_start,
    merged,
    precious_epochs,
    wanted_models,
)
from reportgen.lab.types import RunSpec
from reportgen.plan import Step
from reportgen.reporting import Reporter
from reportgen.results import History
from reportgen.store.entries import Entry
from reportgen.store.records import AnyArray
from reportgen.store.values import history_record
from reportgen.training.engines import make_learner
from reportgen.training.learner import Learner
from reportgen.training.prepared import Prepared


@dataclass(frozen=True)
class Task:
    """A step of the plan with everything that carrying it out needs.

    ``budget`` is how many bytes of states may be kept beside those that somebody needs.
    """

    step: Step
    entry: Entry
    data: Prepared
    reporter: Reporter
    budget: int = 0

    @property
    def run(self) -> RunSpec:
        """The run that stands for the trajectory."""
        return self.step.trajectory.run

    @property
    def last(self) -> int:
        """The epochs of the longest run."""
        return max(run.epochs for run in self.step.runs)


def carry_out(task: Task) -> int:
    """Train and evaluate what *task* lacks; return the number of epochs trained.

    Raises TrainingError when Keras fails, StoreError when the disk does. What was complete
    before an error or an interruption stays in the store.
    """
    trajectory = task.step.trajectory
    learner = make_learner(task.run, trajectory.seed, task.data, task.step.lab_folder)
    task.entry.write_spec(trajectory.definition)
    task.entry.write_summary(learner.summary())
    known = task.entry.history() or NO_HISTORY
    history = _resume(task, learner, known)
    start = history.epochs
    if is_complete(history, task.step.runs):
        _settle(task, known)
    else:
        history = _train(task, learner, _Past(known, history))
    _measure_missing(task, learner, merged(known, history))
    return history.epochs - start


@dataclass(frozen=True)
class _Past:
    """What a training starts from: all that is known, and the part of it that it goes on from."""

    known: History
    history: History


def _resume(task: Task, learner: Learner, known: History) -> History:
    """Set *learner* to the best stored starting point; return the history up to it."""
    states = task.entry.states()
    measured = {e for e in range(1, known.epochs + 1) if task.entry.is_measured(e)}
    limit = latest_start(known, task.step.runs, measured | set(states))
    for epoch in sorted((e for e in states if e <= limit), reverse=True):
        arrays = task.entry.state(epoch)
        if arrays is not None:
            learner.restore(arrays)
            return known.first(epoch)
        task.reporter.warn(f"état endommagé ignoré : {task.entry.state_path(epoch)}")
    return NO_HISTORY


def _train(task: Task, learner: Learner, past: _Past) -> History:
    run, seed, done = task.run, task.step.trajectory.seed, past.history.epochs
    with _writer() as write:
        keeper = _Keeper(task, learner, past, write, past.history)
        task.reporter.run_started(run.name, seed, done + 1, task.last, task.step.reason)
        started = perf_counter()
        learner.learn(done, task.last, keeper)
    task.reporter.run_ended(run.name, seed, perf_counter() - started)
    return keeper.history


@contextmanager
def _writer() -> Iterator[Any]:
    """Yield ``write(job)``: jobs run one after another in a thread; their errors come back."""
    pending: list[Future[None]] = []

    def write(job: Any) -> None:
        if pending:
            pending.pop().result()
        pending.append(pool.submit(job))

    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            yield write
        finally:
            if pending:
                pending.pop().result()


@dataclass
class _Keeper:
    """Follows one training: keeps what each epoch gave, and says when no run needs more."""

    task: Task
    learner: Learner
    past: _Past
    write: Any
    history: History
    started: float = 0.0

    def begin_epoch(self, epoch: int) -> None:
        """Start the clock of an epoch."""
        self.started = perf_counter()

    def end_epoch(self, epoch: int, values: Mapping[str, float]) -> bool:
        """Store the epoch and say so; return whether a run needs more."""
        seconds = perf_counter() - self.started
        self.history = self.history.extended(values, seconds)
        state = self.learner.state()
        self.write(lambda h=self.history: self._commit(h, state))
        name, seed = self.task.run.name, self.task.step.trajectory.seed
        self.task.reporter.epoch_ended(name, seed, epoch, self.task.last, values, seconds)
        return not is_complete(self.history, self.task.step.runs)

    def _commit(self, history: History, state: list[AnyArray]) -> None:
        """Write the state, then the history, then drop the states that nobody needs.

        The state holds the history up to it; a replay must not make the history shorter.
        """
        entry = self.task.entry
        whole = merged(self.past.known, history)
        if whole.epochs < self.past.known.epochs:
            entry.forget_from(history.epochs)  # it was trained elsewhere, with other bits
        machine, now = self.learner.machine(), datetime.now(UTC).isoformat(timespec="seconds")
        entry.write_state(history.epochs, state, history_record(history, machine, now))
        entry.write_history(whole, machine, now)
        _drop_states(self.task, whole, precious_epochs(history))


def _drop_states(task: Task, history: History, keep: Set[int] = frozenset()) -> None:
    """Remove the states that nobody needs; those of *keep* are needed to go on."""
    wanted = {epoch for run in task.step.runs for epoch in wanted_models(history, run)}
    task.entry.drop_states(wanted | precious_epochs(history) | keep, task.budget)


def _settle(task: Task, history: History) -> None:
    """Finish the last commit, should its process have died before its end.

    Before anything is measured: a trajectory with all its measures is not opened again.
    """
    trained = task.entry.trained()
    if trained is not None:
        task.entry.write_history(history, *trained)
    _drop_states(task, history)


def _measure_missing(task: Task, learner: Learner, history: History) -> None:
    """Store outputs and Keras file for every epoch that a run shows."""
    wanted = {epoch for run in task.step.runs for epoch in wanted_models(history, run)}
    for epoch in sorted(wanted):
        if task.entry.is_measured(epoch):
            continue
        state = task.entry.state(epoch)
        if state is None:
            msg = f"l’état de l’époque {epoch} manque dans {task.entry.folder}"
            raise TrainingError(msg)
        learner.restore(state)
        task.entry.write_outputs(epoch, learner.outputs())
        write_saved(task.entry.model_path(epoch), learner.save)
