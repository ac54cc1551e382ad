"""A whole project in a temporary folder: a small lab on its own data, built in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.pipeline import BuildReport, BuildRequest, build
from reportgen.project import Project, locate
from reportgen.reporting import SilentReporter

DEFINITION = """\
title: Reconnaître le haut du bas
course: Essais
datasets:
  points:
    source: npz
    path: points.npz
    classes: [bas, haut]
    validation: {from: train, count: 20}
models:
  petit:
    title: petit réseau
    layers:
      - Conv2D: {filters: 4, kernel_size: 3, activation: relu}
      - Flatten
      - Dense: {units: 2, activation: softmax}
  large:
    from: petit
    title: réseau large
    edit:
      - {set: Conv2D, to: {filters: 8}}
training: {optimizer: adam, loss: sparse_categorical_crossentropy, batch_size: 16, epochs: 2}
runs:
  petit: {title: petit, model: petit, dataset: points}
  large: {title: large, model: large, dataset: points}
profiles:
  rapide: {}
"""
SECTION = """\
# Mesures

Le jeu compte {{ datasets.points.train.count | entier }} images.

::::{question} exactitude
:points: 2
:kind: mesure

Quelle est l’exactitude du petit réseau sur le test ?

:::{reponse}
Elle vaut {{ runs.petit.test.accuracy | pourcent(1) }}.

{{ courbes("petit") }}

{{ evaluation("petit", "large") }}
:::

:::{bareme}
- 2 : la valeur est mesurée sur le test
:::
::::
"""


@dataclass
class Counter(SilentReporter):
    """Remembers the trainings it was told of, as (run, first epoch, last epoch)."""

    started: list[tuple[str, int, int]] = field(default_factory=list)
    epochs: int = 0
    warnings: list[str] = field(default_factory=list)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def run_started(self, name: str, seed: int, first_epoch: int, epochs: int, reason: str) -> None:
        self.started.append((name, first_epoch, epochs))

    def epoch_ended(self, *_: Any) -> None:
        self.epochs += 1


@dataclass(frozen=True)
class Bench:
    """A project with one lab, ``tp_points``."""

    project: Project

    @property
    def folder(self) -> Path:
        return self.project.root / "labs" / "tp_points"

    @property
    def reports(self) -> Path:
        return self.project.reports / "tp_points"

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace *old*, which must be there, in a file of the lab."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, counter: Counter | None = None, **changes: Any) -> BuildReport:
        request = replace(BuildRequest("tp_points", formats=("html",)), **changes)
        return build(self.project, request, counter or Counter())


def make_bench(root: Path) -> Bench:
    """Make the project; nothing outside *root* is read or written but shipped templates."""
    folder = root / "labs" / "tp_points"
    (folder / "sections").mkdir(parents=True)
    (folder / "lab.yaml").write_text(DEFINITION, encoding="utf-8")
    (folder / "sections" / "01-mesures.md").write_text(SECTION, encoding="utf-8")
    write_points(folder / "points.npz")
    project = replace(locate(root), build=root / "build", data=root / "data")
    return Bench(project)


def write_points(path: Path, seed: int = 0, first_pixel: int | None = None) -> None:
    """Write noise images, 8 × 8 × 1, brighter in class 1; *first_pixel* changes one byte."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, 160)
    x = rng.integers(0, 120, (160, 8, 8, 1)) + 60 * y[:, None, None, None]
    x[0, 0, 0, 0] = x[0, 0, 0, 0] if first_pixel is None else first_pixel
    split = {"x_train": x[:120], "y_train": y[:120], "x_test": x[120:], "y_test": y[120:]}
    arrays: dict[str, Any] = {k: v.astype("uint8") for k, v in split.items()}
    np.savez(path, **arrays)
