"""Train a trajectory as far as its runs need, from wherever it was left.

Epoch *e* is a pure function of the state after epoch *e* − 1 and of (seed, *e*). After each
epoch the state and then the history are stored by a thread, off the critical path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np

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
from reportgen.store.entries import Entry, history_record
from reportgen.store.records import AnyArray
from reportgen.training.backend import describe_machine, load_keras
from reportgen.training.evaluation import evaluate_model
from reportgen.training.feeding import EpochData
from reportgen.training.models import build_model, compile_model, summarize
from reportgen.training.prepared import Prepared
from reportgen.training.randomness import epoch_order, noise_states, set_noise


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


def carry_out(task: Task) -> int:
    """Train and evaluate what *task* lacks; return the number of epochs trained.

    Raises TrainingError when Keras fails, StoreError when the disk does. What was complete
    before an error or an interruption stays in the store.
    """
    model = _new_model(task)
    task.entry.write_spec(task.step.trajectory.definition)
    task.entry.write_summary(summarize(model))
    known = task.entry.history() or NO_HISTORY
    history = _resume(task, model, known)
    start = history.epochs
    if is_complete(history, task.step.runs):
        _settle(task, known)
    else:
        history = _train(task, model, _Past(known, history))
    _measure_missing(task, model, merged(known, history))
    return history.epochs - start


def set_state(model: Any, arrays: list[AnyArray]) -> None:
    """Give the model and its optimizer the values of a stored state."""
    variables = _variables(model)
    if len(arrays) != len(variables):
        msg = "l’état enregistré ne correspond pas au modèle : effacez cette entrée du magasin."
        raise TrainingError(msg)
    for variable, value in zip(variables, arrays, strict=True):
        variable.assign(value)


def _variables(model: Any) -> list[Any]:
    return [*model.variables, *model.optimizer.variables]


def _snapshot(model: Any) -> list[AnyArray]:
    """Return a copy of the state: the next epoch changes the variables while it is written."""
    to_numpy = load_keras().ops.convert_to_numpy
    return [np.array(to_numpy(variable)) for variable in _variables(model)]


def _new_model(task: Task) -> Any:
    step = task.step
    model = build_model(
        task.run.model, task.data.input_shape, step.trajectory.seed, step.lab_folder
    )
    compile_model(model, task.run.training)
    model.optimizer.build(model.trainable_variables)
    return model


@dataclass(frozen=True)
class _Past:
    """What a training starts from: all that is known, and the part of it that it goes on from."""

    known: History
    history: History


def _resume(task: Task, model: Any, known: History) -> History:
    """Set *model* to the best stored starting point; return the history up to it."""
    states = task.entry.states()
    measured = {e for e in range(1, known.epochs + 1) if task.entry.is_measured(e)}
    limit = latest_start(known, task.step.runs, measured | set(states))
    for epoch in sorted((e for e in states if e <= limit), reverse=True):
        arrays = task.entry.state(epoch)
        if arrays is not None:
            set_state(model, arrays)
            return known.first(epoch)
        task.reporter.warn(f"état endommagé ignoré : {task.entry.state_path(epoch)}")
    return NO_HISTORY


def _train(task: Task, model: Any, past: _Past) -> History:
    run, seed = task.run, task.step.trajectory.seed
    data = EpochData(task.data.x_train, task.data.y_train, run.training.batch_size)
    first, last = past.history.epochs + 1, max(run.epochs for run in task.step.runs)
    with _writer() as write:
        keeper = _Keeper(task, model, data, past, write)
        task.reporter.run_started(run.name, seed, first, last, task.step.reason)
        started = perf_counter()
        model.fit(
            data.feed(),
            initial_epoch=past.history.epochs,
            epochs=last,
            validation_data=task.data.validation,
            validation_batch_size=512,
            callbacks=[keeper.callback()],
            shuffle=False,
            verbose=0,
        )
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
    """Follows one ``fit``: sets chance at the start of an epoch, keeps its result at the end."""

    task: Task
    model: Any
    data: EpochData
    past: _Past
    write: Any
    history: History = NO_HISTORY
    started: float = 0.0
    noise: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.history = self.past.history

    def callback(self) -> Any:
        """Return the Keras callback."""
        self.noise = noise_states(self.model)
        return load_keras().callbacks.LambdaCallback(
            on_epoch_begin=self.begin_epoch, on_epoch_end=self.end_epoch
        )

    def begin_epoch(self, index: int, logs: Mapping[str, float] | None = None) -> None:
        """Set the order of the data and the noise of the layers; *index* counts from 0."""
        seed = self.task.step.trajectory.seed
        if self.task.run.training.shuffle:
            self.data.order = epoch_order(len(self.data.order), seed, index + 1)
        set_noise(self.noise, seed, index + 1)
        self.started = perf_counter()

    def end_epoch(self, index: int, logs: Mapping[str, float]) -> None:
        """Store the epoch and say so; stop when no run needs more."""
        seconds = perf_counter() - self.started
        values = {name: float(value) for name, value in logs.items()}
        self.history = self.history.extended(values, seconds)
        state = _snapshot(self.model)
        self.write(lambda h=self.history: self._commit(h, state))
        last = max(run.epochs for run in self.task.step.runs)
        trajectory = self.task.step.trajectory
        self.task.reporter.epoch_ended(
            self.task.run.name, trajectory.seed, index + 1, last, values, seconds
        )
        if is_complete(self.history, self.task.step.runs):
            self.model.stop_training = True

    def _commit(self, history: History, state: list[AnyArray]) -> None:
        """Write the state, then the history, then drop the states that nobody needs.

        The state holds the history up to it; a replay must not make the history shorter.
        """
        entry = self.task.entry
        whole = merged(self.past.known, history)
        if whole.epochs < self.past.known.epochs:
            entry.forget_from(history.epochs)  # it was trained elsewhere, with other bits
        machine, now = describe_machine(), datetime.now(UTC).isoformat(timespec="seconds")
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


def _measure_missing(task: Task, model: Any, history: History) -> None:
    """Store outputs and Keras file for every epoch that a run shows."""
    wanted = {epoch for run in task.step.runs for epoch in wanted_models(history, run)}
    for epoch in sorted(wanted):
        if task.entry.is_measured(epoch):
            continue
        state = task.entry.state(epoch)
        if state is None:
            msg = f"l’état de l’époque {epoch} manque dans {task.entry.folder}"
            raise TrainingError(msg)
        set_state(model, state)
        task.entry.write_outputs(epoch, evaluate_model(model, task.data))
        save = partial(model.save, include_optimizer=False)
        write_saved(task.entry.model_path(epoch), save)
