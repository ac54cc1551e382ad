"""Time an epoch with and without XLA: the three-block network of tp_cifar on noise images.

    .venv/bin/python benchmarks/xla.py

Prints the minimum, median and maximum seconds of each, pair by pair in one run, after one
epoch of each that is not counted (it compiles).
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from reportgen.lab.loading import load_lab
from reportgen.project import find_lab, locate
from reportgen.training.models import build_model

IMAGES, PAIRS = 2560, 5


def make(xla: bool) -> Any:
    """Return the compiled network."""
    lab = load_lab(find_lab(locate(Path(__file__).parent.parent), "tp_cifar"))
    model = build_model(lab.models["normalise"], (32, 32, 3), 1, lab.folder)
    model.compile("adam", "sparse_categorical_crossentropy", jit_compile=xla)
    return model


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(0)
    x, y = rng.random((IMAGES, 32, 32, 3), dtype="float32"), rng.integers(0, 10, IMAGES)
    models = {"sans XLA": make(xla=False), "avec XLA": make(xla=True)}
    seconds: dict[str, list[float]] = {name: [] for name in models}
    for _ in range(PAIRS + 1):
        for name, model in models.items():
            start = perf_counter()
            model.fit(x, y, batch_size=128, verbose=0)
            seconds[name].append(perf_counter() - start)
    for name, (_, *counted) in seconds.items():
        print(f"{name} : {min(counted):.2f}, {median(counted):.2f}, {max(counted):.2f} s")


if __name__ == "__main__":
    main()
