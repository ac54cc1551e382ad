"""Time training on a trajectory against a bare ``model.fit``: the base network of tp_cifar.

    .venv/bin/python benchmarks/overhead.py [--images 50000] [--epochs 6] [--pairs 5]

Both train the same model on the same noise images, with the same validation images, from the
call of ``fit`` to the last epoch on the disk. The trajectory adds what it promises: the order
and noise of each epoch from (seed, epoch), deterministic operations, a checkpoint of weights
and optimizer after every epoch, progress. Pairs are interleaved, each in a process of its own,
since determinism cannot be switched off again; the order within a pair alternates.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from reportgen.data.types import Described, Origin

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("bare", "trajectory")


def main() -> None:
    """Print the seconds of every pair and the median ratio, or time one side."""
    options = _options()
    if options.kind:
        print(_seconds(options.kind, options.images, options.epochs))
        return
    ratios = []
    print(f"{options.images} images, {options.epochs} epochs\npair     bare  trajectory  ratio")
    for pair in range(options.pairs):
        order = KINDS if pair % 2 == 0 else KINDS[::-1]
        found = {kind: _in_process(kind, options) for kind in order}
        ratios.append(found["trajectory"] / found["bare"])
        print(
            f"{pair + 1:4} {found['bare']:8.2f} {found['trajectory']:11.2f} {ratios[-1]:6.3f}",
            flush=True,
        )
    print(f"median ratio {median(ratios):.3f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=50_000)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--kind", choices=KINDS)
    return parser.parse_args()


def _in_process(kind: str, options: argparse.Namespace) -> float:
    command = [sys.executable, __file__, "--kind", kind]
    command += ["--images", str(options.images), "--epochs", str(options.epochs)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _seconds(kind: str, images: int, epochs: int) -> float:
    return {"bare": _bare, "trajectory": _trajectory}[kind](images, epochs)


def _bare(images: int, epochs: int) -> float:
    import keras

    x, y, validation = _data(images)
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            keras.layers.Conv2D(16, 5, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(256, activation="relu"),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    started = perf_counter()
    model.fit(x, y, batch_size=128, epochs=epochs, validation_data=validation, verbose=0)
    return perf_counter() - started


def _trajectory(images: int, epochs: int) -> float:
    from dataclasses import replace

    from reportgen.lab.loading import load_lab
    from reportgen.plan import make_plan
    from reportgen.project import find_lab, locate
    from reportgen.reporting import SilentReporter
    from reportgen.store.store import Store
    from reportgen.training.engine import Task, carry_out
    from reportgen.training.prepared import Prepared

    class Clock(SilentReporter):
        """Remembers how long the training took."""

        seconds = 0.0

        def run_ended(self, name: str, seed: int, seconds: float) -> None:
            self.seconds = seconds

    lab = load_lab(find_lab(locate(ROOT), "tp_cifar"))
    run = replace(lab.runs["normalise"], epochs=epochs)
    x, y, validation = _data(images)
    splits = {"train": (x, y), "validation": validation, "test": validation}
    data = Prepared(splits, {name: labels for name, (_, labels) in splits.items()})
    with tempfile.TemporaryDirectory() as folder:
        store, clock = Store(Path(folder)), Clock()
        lab = replace(lab, runs={run.name: run})
        (step,) = make_plan(lab, store, {"cifar": _described(images)}).steps
        carry_out(Task(step, store.entry(step.trajectory.key), data, clock))
    return clock.seconds


def _described(images: int) -> Described:
    counts = {"train": images, "validation": images // 10, "test": images // 10}
    origin = Origin("cifar10", "noise", stand_in=True, text="noise")
    classes = tuple("0123456789")
    return Described(
        "cifar", "noise", classes, origin, (32, 32, 3), "float32", counts, {}, 0, 1, "noise"
    )


def _data(images: int) -> tuple:
    import numpy as np

    rng = np.random.default_rng(0)
    x = rng.random((images + images // 10, 32, 32, 3), dtype="float32")
    y = rng.integers(0, 10, len(x))
    return x[:images], y[:images], (x[images:], y[images:])


if __name__ == "__main__":
    main()
