"""The work that every tool does, and the changes that are made to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

RUNS = ("base", "dropout")


@dataclass(frozen=True)
class Work:
    """A lab of two runs: sizes in images, and everything that a scenario may change."""

    train: int = 4000
    test: int = 1000
    epochs: int = 6
    rate: float = 0.5
    units: int = 256
    sentence: str = "Le second réseau est le premier, avec du dropout."
    caption: str = "Les pertes au fil des époques"
    verb: str = "atteint"

    @property
    def validation(self) -> int:
        """Images at the end of the training file that are kept for validation."""
        return self.train // 10

    @property
    def params(self) -> int:
        """Weights of either network: 5×5 and 3×3 convolutions, then three dense layers."""
        flat = 6 * 6 * 32
        dense = (flat + 1) * self.units + (self.units + 1) * 128 + (128 + 1) * 10
        return (5 * 5 * 3 + 1) * 16 + (3 * 3 * 16 + 1) * 32 + dense

    @property
    def total_epochs(self) -> int:
        """Epochs of both runs."""
        return self.epochs * len(RUNS)

    def expected(self) -> dict[str, int]:
        """Return what up-to-date pages say, and how many times at least."""
        per_run = (
            self.caption,
            f"Le réseau {self.verb}",
            f"{self.params} poids",
            f"{self.epochs} époques",
        )
        return {self.sentence: 1} | dict.fromkeys(per_run, len(RUNS))


Start = Literal["empty", "built", "killed"]


@dataclass(frozen=True)
class Scenario:
    """A row of the table: from an empty folder, a finished build or a killed one, one change."""

    title: str
    start: Start = "built"
    change: Callable[[Work], Work] = lambda work: work


SCENARIOS = (
    Scenario("première fois", "empty"),
    Scenario("rien de changé"),
    Scenario("une phrase changée", change=lambda w: replace(w, sentence="Cette phrase est neuve.")),
    Scenario("une phrase qui porte un nombre mesuré", change=lambda w: replace(w, verb="obtient")),
    Scenario("une légende changée", change=lambda w: replace(w, caption="Deux courbes de perte")),
    Scenario("dropout d’un entraînement changé", change=lambda w: replace(w, rate=0.4)),
    Scenario("deux fois plus d’époques", change=lambda w: replace(w, epochs=2 * w.epochs)),
    Scenario("tué à mi-chemin : la relance", "killed"),
    Scenario("une fonction du modèle changée", change=lambda w: replace(w, units=192)),
)


def write_images(path: Path, work: Work) -> None:
    """Write x_train, y_train, x_test and y_test: ten faint 32×32×3 patterns under noise."""
    rng = np.random.default_rng(1)
    patterns = rng.normal(0, 6, (10, 32, 32, 3))
    arrays = {}
    for split, count in (("train", work.train), ("test", work.test)):
        labels = rng.integers(0, 10, count)
        images = 128 + patterns[labels] + rng.normal(0, 50, (count, 32, 32, 3))
        arrays[f"x_{split}"] = images.clip(0, 255).astype("uint8")
        arrays[f"y_{split}"] = labels
    np.savez(path, allow_pickle=False, **arrays)
