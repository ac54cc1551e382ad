"""A lab small enough to train in a second: two classes that are easy to tell apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.data.types import Dataset, Described, Origin, Split
from reportgen.lab.types import (
    Call,
    DatasetSpec,
    Lab,
    LayerSpec,
    ModelSpec,
    RunSpec,
    TrainingSpec,
    ValidationSpec,
)
from reportgen.plan import Plan, make_plan
from reportgen.reporting import SilentReporter
from reportgen.results import RunResult
from reportgen.store.reading import read_run
from reportgen.store.store import Store
from reportgen.training.engine import Task, carry_out
from reportgen.training.prepared import prepare

DATASET = DatasetSpec("points", "points", "npz", None, ("bas", "haut"), ValidationSpec(count=20))
SCHEDULE = {"CosineDecay": {"initial_learning_rate": 0.01, "decay_steps": 30}}


def layer(name: str, **config: Any) -> LayerSpec:
    return LayerSpec(name, config)


# Everything that draws numbers or keeps a state beside the weights.
MODEL = ModelSpec(
    "petit",
    "petit réseau",
    (
        layer("RandomFlip", mode="horizontal"),
        layer("Conv2D", filters=4, kernel_size=3, activation="relu"),
        layer("BatchNormalization"),
        layer("MaxPooling2D", pool_size=2),
        layer("Dropout", rate=0.25),
        layer("Flatten"),
        layer("Dense", units=2, activation="softmax"),
    ),
)
RUN = RunSpec(
    name="essai",
    title="essai",
    model=MODEL,
    dataset=DATASET,
    preprocess=(),
    training=TrainingSpec(Call("Adam", {"learning_rate": SCHEDULE}), batch_size=16),
    epochs=4,
    seeds=(1,),
)


def make_data(seed: int = 0) -> Dataset:
    """Noise images, 8 × 8 × 1, brighter in class 1."""
    rng = np.random.default_rng(seed)

    def split(count: int) -> Split:
        y = rng.integers(0, 2, count)
        x = rng.normal(size=(count, 8, 8, 1)) + y[:, None, None, None] * 0.3
        return Split(x.astype("float32"), y)

    origin = Origin("npz", "d1", stand_in=False, text="points")
    return Dataset("points", DATASET.classes, origin, split(96), split(20), split(40), {})


def make_lab(*runs: RunSpec) -> Lab:
    return Lab(
        slug="tp_essai",
        folder=Path(),
        title="Essai",
        course="",
        abstract="",
        authors=(),
        datasets={"points": DATASET},
        models={"petit": MODEL},
        runs={run.name: run for run in runs},
        profiles={},
        default_profile="rapide",
        sections=(),
    )


def longer(epochs: int, name: str = "long", **changes: Any) -> RunSpec:
    return replace(RUN, name=name, epochs=epochs, **changes)


class Recorder(SilentReporter):
    """Remembers the epochs it was told of; raises *error* after epoch *stop_at*."""

    def __init__(self, stop_at: int = 0, error: type[BaseException] = KeyboardInterrupt) -> None:
        self.epochs: list[int] = []
        self.warnings: list[str] = []
        self._stop_at, self._error = stop_at, error

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def epoch_ended(self, name: str, seed: int, epoch: int, *_: Any) -> None:
        self.epochs.append(epoch)
        if epoch == self._stop_at:
            raise self._error


def plan(store: Store, *runs: RunSpec) -> Plan:
    return make_plan(make_lab(*runs), store, {"points": describe(make_data())})


def describe(data: Dataset) -> Described:
    counts = {"train": data.train.count, "validation": 20, "test": data.test.count}
    return Described(
        name=data.name,
        title=data.name,
        classes=data.classes,
        origin=data.origin,
        shape=data.shape,
        dtype="float32",
        counts=counts,
        full_counts={},
        minimum=0.0,
        maximum=1.0,
        fingerprint="",
    )


def train(
    store: Store, *runs: RunSpec, recorder: Recorder | None = None, budget: int = 0
) -> list[int]:
    """Carry out the plan of these runs; return the epochs that were trained, in order."""
    recorder = recorder or Recorder()
    for step in plan(store, *runs).missing:
        data = prepare(step.runs[0], make_data())
        carry_out(Task(step, store.entry(step.trajectory.key), data, recorder, budget))
    return recorder.epochs


def result(store: Store, run: RunSpec) -> RunResult:
    keys = [step.trajectory.key for step in plan(store, run).steps]
    return read_run(run, tuple(map(store.entry, keys)), make_data().origin)


def last_state(store: Store, epoch: int) -> list[np.ndarray]:
    """Return the weights and the optimizer state of the only trajectory of a store."""
    (entry,) = store.entries()
    state = entry.state(epoch)
    assert state is not None
    return state


def assert_same_training(store: Store, other: Store, run: RunSpec) -> None:
    """Compare what two stores hold of a run to the last bit."""
    pairs = zip(*(last_state(s, run.epochs) for s in (store, other)), strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)
    ours, theirs = result(store, run).first, result(other, run).first
    assert ours.history.metrics == theirs.history.metrics
    assert ours.evaluations == theirs.evaluations
    assert np.array_equal(ours.arrays.probabilities("test"), theirs.arrays.probabilities("test"))
