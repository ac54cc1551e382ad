"""Decide what must be trained, and say why; nothing is carried out here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from reportgen.data.types import Described
from reportgen.horizon import (
    NO_HISTORY,
    epochs_used,
    is_complete,
    latest_start,
    shown_epochs,
)
from reportgen.lab.types import Lab, RunSpec
from reportgen.store.entries import Entry
from reportgen.store.speeds import Examples, predict_seconds
from reportgen.store.store import Store
from reportgen.trajectory import Trajectory, changed_components, make_trajectory

Action = Literal["reuse", "evaluate", "extend", "train"]
Change = tuple[str, Any, Any]


@dataclass(frozen=True)
class Step:
    """One trajectory of a plan and the runs that share it.

    ``changes`` are the components of the training key that differ from the last time the
    same run was planned; ``epochs_asked`` adds up the epochs of the runs, where one that is
    known to stop early counts for what it does; ``damaged`` are stored files that do not read
    back and count as missing; ``seconds`` is a prediction from measured speeds, None when
    nothing comparable was ever measured.
    """

    trajectory: Trajectory
    runs: tuple[RunSpec, ...]
    lab_folder: Path
    action: Action
    reason: str
    changes: tuple[Change, ...]
    epochs_done: int
    epochs_wanted: int
    epochs_asked: int
    damaged: tuple[Path, ...] = ()
    seconds: float | None = None

    @property
    def run_names(self) -> tuple[str, ...]:
        """Names of the runs, in the order of the lab."""
        return tuple(run.name for run in self.runs)

    @property
    def seed(self) -> int:
        """The seed of the trajectory."""
        return self.trajectory.seed

    @property
    def epochs_missing(self) -> int:
        """Epochs to train."""
        return max(0, self.epochs_wanted - self.epochs_done)


@dataclass(frozen=True)
class Plan:
    """Everything a lab needs trained, in order.

    ``populations`` are the names of those not computed yet: no steps, they are made when asked.
    """

    steps: tuple[Step, ...]
    populations: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Step, ...]:
        """The steps that are not already in the store."""
        return tuple(step for step in self.steps if step.action != "reuse")

    def keys(self) -> dict[tuple[str, int], str]:
        """Return the training key of every run and seed."""
        return {(name, s.seed): s.trajectory.key for s in self.steps for name in s.run_names}

    def definitions(self) -> dict[str, Mapping[str, Any]]:
        """Return what was hashed for every run and seed, to explain the next plan."""
        return {
            run_identity(run, step.seed): step.trajectory.definition
            for step in self.steps
            for run in step.runs
        }

    @property
    def epochs_asked(self) -> int:
        """Epochs that the runs add up to, each with each of its seeds."""
        return sum(step.epochs_asked for step in self.steps)

    @property
    def epochs_in_all(self) -> int:
        """Epochs of all trajectories: what the lab costs from nothing."""
        return sum(step.epochs_wanted for step in self.steps)


def make_plan(
    lab: Lab,
    store: Store,
    described: Mapping[str, Described],
    versions: Mapping[str, str] | None = None,
) -> Plan:
    """Return the plan of a lab whose profile is already applied.

    Runs of one definition become one trajectory, as long as the longest of them.
    ``described`` are the lab's datasets by name; ``versions`` are those that training keys
    hold, by default those installed.
    """
    groups: dict[str, tuple[Trajectory, list[RunSpec]]] = {}
    for run in lab.runs.values():
        for seed in run.seeds:
            digest = described[run.dataset.name].origin.digest
            trajectory = make_trajectory(run, seed, digest, lab.folder, versions)
            groups.setdefault(trajectory.key, (trajectory, []))[1].append(run)
    last = store.last_definitions(lab.slug)
    steps = [_step(t, tuple(runs), lab, store, last) for t, runs in groups.values()]
    steps = [_timed(step, store, described[step.runs[0].dataset.name]) for step in steps]
    return Plan(tuple(steps))


def run_identity(run: RunSpec, seed: int) -> str:
    """Return the name under which the store remembers the last definition of a run."""
    return f"{run.name}#{seed}"


def _step(
    trajectory: Trajectory,
    runs: tuple[RunSpec, ...],
    lab: Lab,
    store: Store,
    last: Mapping[str, Mapping[str, Any]],
) -> Step:
    entry = store.entry(trajectory.key)
    found = _situation(entry, runs)
    changes = _changes(trajectory, runs, last) if found.action == "train" else ()
    damaged = entry.damaged(found.shown)
    if damaged and found.action == "reuse":
        found = replace(found, action="evaluate")  # which writes the records again
    return Step(
        trajectory=trajectory,
        runs=runs,
        lab_folder=lab.folder,
        action=found.action,
        reason=_reason(found, changes, damaged),
        changes=changes,
        epochs_done=found.done,
        epochs_wanted=found.wanted,
        epochs_asked=found.asked,
        damaged=damaged,
    )


def _timed(step: Step, store: Store, described: Described) -> Step:
    examples = Examples(described.counts["train"], described.shape)
    seconds = predict_seconds(store, step.trajectory, examples, step.epochs_missing)
    return replace(step, seconds=seconds)


@dataclass(frozen=True)
class _Situation:
    """What the store has of a trajectory and what is asked.

    ``done`` and ``wanted`` are the epochs to start from and to reach, ``asked`` the sum of what
    the runs need; ``shown`` those whose model a run shows, once the trajectory reaches them.
    """

    action: Action
    done: int
    wanted: int
    asked: int
    shown: frozenset[int] = frozenset()


def _situation(entry: Entry, runs: tuple[RunSpec, ...]) -> _Situation:
    history, states = entry.history() or NO_HISTORY, entry.states()
    used = [epochs_used(history, run) or run.epochs for run in runs]
    shown = shown_epochs(history, runs)
    measured = {epoch for epoch in shown if entry.is_measured(epoch)}
    limit = latest_start(history, runs, measured | set(states))
    if limit == history.epochs and is_complete(history, runs):
        known = entry.summary() is not None and shown <= measured
        action: Action = "reuse" if known else "evaluate"
        return _Situation(action, max(used), max(used), sum(used), frozenset(shown))
    start = max((epoch for epoch in states if epoch <= limit), default=0)
    return _Situation("extend" if start else "train", start, max(used), sum(used))


def _changes(
    trajectory: Trajectory, runs: tuple[RunSpec, ...], last: Mapping[str, Mapping[str, Any]]
) -> tuple[Change, ...]:
    old = last.get(run_identity(runs[0], trajectory.seed))
    return () if old is None else changed_components(old, trajectory.definition)


def _reason(found: _Situation, changes: tuple[Change, ...], damaged: tuple[Path, ...]) -> str:
    if found.action == "reuse":
        return "résultats connus"
    if damaged:
        return f"endommagé, à refaire : {', '.join(path.name for path in damaged)}"
    if found.action == "evaluate":
        return "entraîné, mesures à refaire"
    if found.action == "extend":
        return f"reprise après l’époque {found.done} sur {found.wanted}"
    if changes:
        return "modifié : " + ", ".join(name for name, _, _ in changes)
    return "jamais entraîné"
