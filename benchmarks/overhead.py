"""Time training on a trajectory against a bare ``model.fit``: the base network of tp_cifar.

    .venv/bin/python benchmarks/overhead.py [--images 50000] [--epochs 6] [--pairs 5]

Both train the same model on the same noise images, with the same validation images, from the
call of ``fit`` to the last epoch on the disk. The trajectory adds what it promises: the order
and noise of each epoch from (seed, epoch), deterministic operations, a checkpoint of weights
and optimizer after every epoch, progress. Pairs are interleaved, each side in a process of its
own, since determinism cannot be switched off again; the order within a pair alternates. Seconds
are those of the clock, and those that the cores worked for the process: on a machine that does
other things, the second are the ones to trust.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from reportgen.data.types import Described, Origin

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("bare", "trajectory")
Times = tuple[float, float]


def main() -> None:
    """Print the seconds of every pair and the median ratio, or time one side."""
    options = _options()
    if options.kind:
        measure = {"bare": _bare, "trajectory": _trajectory}[options.kind]
        print(*measure(options.images, options.epochs))
        return
    print(f"{options.images} images, {options.epochs} epochs")
    print("pair   clock: bare  trajectory  ratio   cores: bare  trajectory  ratio")
    pairs = []
    for number in range(options.pairs):
        pairs.append(_pair(options, KINDS if number % 2 == 0 else KINDS[::-1]))
        print(f"{number + 1:4}" + "".join(map(_shown, pairs[-1])), flush=True)
    clock, cores = (median(pair[i][1] / pair[i][0] for pair in pairs) for i in (0, 1))
    print(f"median ratios: clock {clock:.3f}, cores {cores:.3f}")


def _pair(options: argparse.Namespace, order: tuple[str, ...]) -> tuple[Times, Times]:
    """Return (bare, trajectory) seconds of the clock, and of the cores."""
    found = {kind: _in_process(kind, options) for kind in order}
    (clock, cores), (own_clock, own_cores) = found["bare"], found["trajectory"]
    return (clock, own_clock), (cores, own_cores)


def _shown(times: Times) -> str:
    return f" {times[0]:13.2f} {times[1]:11.2f} {times[1] / times[0]:6.3f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=50_000)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--kind", choices=KINDS)
    return parser.parse_args()


def _in_process(kind: str, options: argparse.Namespace) -> Times:
    command = [sys.executable, __file__, "--kind", kind]
    command += ["--images", str(options.images), "--epochs", str(options.epochs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    clock, cores = done.stdout.split()
    return float(clock), float(cores)


def _now() -> Times:
    return perf_counter(), process_time()


def _since(start: Times) -> Times:
    clock, cores = _now()
    return clock - start[0], cores - start[1]


def _bare(images: int, epochs: int) -> Times:
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
    started = _now()
    model.fit(x, y, batch_size=128, epochs=epochs, validation_data=validation, verbose=0)
    return _since(started)


def _trajectory(images: int, epochs: int) -> Times:
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

        def run_started(self, *_: object) -> None:
            self.started = _now()

        def run_ended(self, *_: object) -> None:
            self.times = _since(self.started)

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
    return clock.times


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
