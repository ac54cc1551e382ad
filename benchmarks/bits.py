"""Which trainings give the same bits, however they are reached: one row per kind of network.

    .venv/bin/python benchmarks/bits.py

Each kind is trained for four epochs at one go, then epoch by epoch in new models that resume
from the disk, and again in other processes, with the same and with other numbers of threads.
What is compared is every bit of the final weights and optimizer state, and of the history. Real
labs are larger; a difference found here is certain, an equality is what was seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
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
)
from reportgen.plan import make_plan
from reportgen.reporting import SilentReporter
from reportgen.store.store import Store

EPOCHS, IMAGES = 4, 600
DATASET = DatasetSpec("bruit", "bruit", "npz", None, ("a", "b"), None)
ORIGIN = Origin("npz", "bruit", stand_in=True, text="bruit")
CNN = (
    LayerSpec("Conv2D", {"filters": 16, "kernel_size": 3, "activation": "relu"}),
    LayerSpec("MaxPooling2D", {"pool_size": 2}),
    LayerSpec("Conv2D", {"filters": 32, "kernel_size": 3, "activation": "relu"}),
)
END = (
    LayerSpec("Flatten"),
    LayerSpec("Dense", {"units": 64, "activation": "relu"}),
    LayerSpec("Dense", {"units": 2, "activation": "softmax"}),
)
AS_SEQUENCE = LayerSpec("Reshape", {"target_shape": [16, 48]})
SCHEDULE = {"CosineDecay": {"initial_learning_rate": 0.01, "decay_steps": 20}}
KINDS: Mapping[str, tuple[tuple[LayerSpec, ...], Call]] = {
    "convolutions, SGD": ((*CNN, *END), Call("SGD")),
    "inertie (Nesterov)": (
        (*CNN, *END),
        Call("SGD", {"learning_rate": 0.01, "momentum": 0.9, "nesterov": True}),
    ),
    "Adam, pas en cosinus": ((*CNN, *END), Call("Adam", {"learning_rate": SCHEDULE})),
    "dropout": ((*CNN, LayerSpec("Dropout", {"rate": 0.3}), *END), Call("Adam")),
    "normalisation par lots": ((*CNN, LayerSpec("BatchNormalization"), *END), Call("Adam")),
    "augmentation": (
        (
            LayerSpec("RandomFlip", {"mode": "horizontal"}),
            LayerSpec("RandomRotation", {"factor": 0.1}),
            LayerSpec("RandomTranslation", {"height_factor": 0.1, "width_factor": 0.1}),
            *CNN,
            *END,
        ),
        Call("Adam"),
    ),
    "bruit gaussien": ((*CNN, LayerSpec("GaussianNoise", {"stddev": 0.2}), *END), Call("RMSprop")),
    "LSTM, dropout récurrent": (
        (
            AS_SEQUENCE,
            LayerSpec("LSTM", {"units": 16, "dropout": 0.2, "recurrent_dropout": 0.2}),
            *END,
        ),
        Call("Adam"),
    ),
    "GRU": ((AS_SEQUENCE, LayerSpec("GRU", {"units": 16}), *END), Call("Adam")),
}
THREADS = (0, 0, 1, 2, 4)
"""One process each; 0 is the number of cores. The first is what the others compare with."""


def main() -> None:
    """Print the table, or the digests of one process."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    if parser.parse_args().one:
        print(json.dumps({name: _digests(name) for name in KINDS}))
        return
    found = [_process(threads) for threads in THREADS]
    titles = ("reprise à chaque époque", "autre processus", "1 fil", "2 fils", "4 fils")
    print("| réseau | " + " | ".join(titles) + " |\n|---|" + "---|" * len(titles))
    for name in KINDS:
        first = found[0][name]["whole"]
        same = [found[0][name]["resumed"] == first]
        same += [process[name]["whole"] == first for process in found[1:]]
        print(
            f"| {name} | " + " | ".join("mêmes bits" if s else "autres bits" for s in same) + " |"
        )


def _process(threads: int) -> dict[str, dict[str, str]]:
    chosen = {"REPORTGEN_THREADS": str(threads)} if threads else {}
    command = [sys.executable, __file__, "--one"]
    environment = {**os.environ, **chosen}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _digests(name: str) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        whole, resumed = Store(Path(folder, "whole")), Store(Path(folder, "resumed"))
        _train(whole, name, EPOCHS)
        for epochs in range(1, EPOCHS + 1):
            _train(resumed, name, epochs)
        return {"whole": _digest(whole), "resumed": _digest(resumed)}


def _train(store: Store, name: str, epochs: int) -> None:
    from reportgen.training.engine import Task, carry_out
    from reportgen.training.prepared import prepare

    layers, optimizer = KINDS[name]
    run = RunSpec(
        name="essai",
        title=name,
        model=ModelSpec("essai", name, layers),
        dataset=DATASET,
        preprocess=(),
        training=TrainingSpec(optimizer, batch_size=32),
        epochs=epochs,
    )
    (step,) = make_plan(_lab(run), store, {"bruit": _described()}).steps
    data = prepare(run, _data())
    carry_out(Task(step, store.entry(step.trajectory.key), data, SilentReporter()))


def _digest(store: Store) -> str:
    (entry,) = store.entries()
    state, history = entry.state(EPOCHS), entry.history()
    found = hashlib.sha256(repr(history and history.metrics).encode())
    for array in state or ():
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def _lab(run: RunSpec) -> Lab:
    empty = Lab("essai", Path(), "", "", "", (), {}, {}, {}, {}, "rapide", ())
    return replace(empty, datasets={"bruit": DATASET}, runs={run.name: run})


def _described() -> Described:
    counts = {"train": IMAGES, "test": IMAGES}
    return Described(
        "bruit", "bruit", ("a", "b"), ORIGIN, (16, 16, 3), "float32", counts, {}, 0, 1, ""
    )


def _data() -> Dataset:
    rng = np.random.default_rng(0)

    def split() -> Split:
        y = rng.integers(0, 2, IMAGES)
        x: Any = rng.normal(size=(IMAGES, 16, 16, 3)) + 0.2 * y[:, None, None, None]
        return Split(x.astype("float32"), y)

    return Dataset("bruit", ("a", "b"), ORIGIN, split(), None, split(), {})


if __name__ == "__main__":
    main()
