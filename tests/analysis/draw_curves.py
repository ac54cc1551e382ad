"""Draws the labelled learning curves of ``curves.json``; run it to make the file again.

Each curve is a noise-free shape, which its label states, plus the noise of a real training.
The others are kept as they are. Those of origin « mesurée » were recorded from a perceptron trained
on handwritten digits, those of origin « TP » from trainings of tp_cifar and tp_fashion on real
images, whole or cut at half their epochs; all were labelled by eye before any criterion saw them,
and those that an eye could not label were left out.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("curves.json")
EACH = 12


def main() -> None:
    """Write every curve, those of real trainings unchanged."""
    rng = np.random.default_rng(7)
    shapes = (overfitting, plateau, improving, diverging, dead, short)
    drawn = [shape(rng, i) for shape in shapes for i in range(EACH)]
    kept = json.loads(FILE.read_text()) if FILE.exists() else []
    measured = [curve for curve in kept if curve["origin"] != "dessinée"]
    lines = (json.dumps(curve, ensure_ascii=False) for curve in drawn + measured)
    FILE.write_text("[\n" + ",\n".join(lines) + "\n]\n")


def overfitting(rng: np.random.Generator, i: int) -> dict[str, object]:
    n = int(rng.integers(10, 41))
    onset = int(rng.integers(2, max(3, n // 2)))
    e = np.arange(1, n + 1)
    train = rng.uniform(1.5, 2.2) * np.exp(-e / rng.uniform(n / 6, n / 3))
    floor, slope = rng.uniform(0.3, 1.2), rng.uniform(0.02, 0.12)
    validation = floor * (1 + 0.8 * np.exp(-e / (onset / 2)) + slope * np.maximum(0, e - onset))
    return curve("surapprentissage", train, noisy(rng, validation, 0.015), onset=onset)


def plateau(rng: np.random.Generator, i: int) -> dict[str, object]:
    n = int(rng.integers(10, 41))
    e = np.arange(1, n + 1)
    tau, floor = rng.uniform(n / 14, n / 9), rng.uniform(0.2, 1.3)
    train = floor * (0.9 + 1.2 * np.exp(-e / tau))
    validation = floor * (1 + rng.uniform(0.5, 1) * np.exp(-e / tau))
    return curve("palier", noisy(rng, train, 0.002), noisy(rng, validation, 0.008))


def improving(rng: np.random.Generator, i: int) -> dict[str, object]:
    n = int(rng.integers(6, 31))
    e = np.arange(1, n + 1)
    tau, floor = rng.uniform(n * 0.6, n * 1.5), rng.uniform(0.1, 0.4)
    train = floor + 1.8 * np.exp(-e / tau)
    validation = 1.1 * floor + 1.8 * np.exp(-e / (1.1 * tau))
    return curve("progrès", train, noisy(rng, validation, 0.008))


def diverging(rng: np.random.Generator, i: int) -> dict[str, object]:
    n = int(rng.integers(3, 21))
    e = np.arange(1, n + 1)
    if i % 2:
        train = rng.uniform(1, 3) * np.exp(e * rng.uniform(0.2, 0.6))
        return curve("divergence", train, noisy(rng, train, 0.05))
    train = 2.3 * np.exp(-e / n)
    train[int(rng.integers(1, n)) :] = math.nan
    return curve("divergence", train, train.copy())


def dead(rng: np.random.Generator, i: int) -> dict[str, object]:
    n = int(rng.integers(3, 21))
    loss = math.log(10) + rng.normal(0, 0.001, n)
    if i % 3 == 0:
        loss[0] = rng.uniform(4, 60)
    made = curve("départ manqué", loss, loss + rng.normal(0, 0.001, n))
    chance = [round(float(v), 4) for v in rng.normal(0.1, 0.002, n)]
    return made | {"accuracy": chance, "val_accuracy": chance}


def short(rng: np.random.Generator, i: int) -> dict[str, object]:
    n = 1 + i % 4
    e = np.arange(1, n + 1)
    train = 0.5 + 1.5 * np.exp(-e / rng.uniform(1, 4))
    rising = 1 + (0.15 * np.maximum(0, e - 1) if i % 3 == 0 else 0)
    return curve("trop court", train, noisy(rng, 1.05 * train * rising, 0.01))


def noisy(rng: np.random.Generator, values: np.ndarray, share: float) -> np.ndarray:
    return values * (1 + rng.normal(0, share, len(values)))


def curve(
    label: str, train: np.ndarray, validation: np.ndarray, onset: int | None = None
) -> dict[str, object]:
    """Return a record; accuracies follow the losses, e⁻ˡ, as they roughly do."""
    return {
        "origin": "dessinée",
        "label": label,
        "onset": onset,
        "loss": written(train),
        "val_loss": written(validation),
        "accuracy": written(np.exp(-train)),
        "val_accuracy": written(np.exp(-validation)),
    }


def written(values: np.ndarray) -> list[float | None]:
    return [round(float(v), 4) if math.isfinite(v) else None for v in values]


if __name__ == "__main__":
    main()
