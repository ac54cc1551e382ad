"""A lab with everything that a fault can hit: two trajectories, noise, a probe, data files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.project_lab import write_points

SLUG = "tp_pannes"
EPOCHS = 6
DEFINITION = f"""\
title: Résister aux pannes
datasets:
  points:
    source: npz
    path: points.npz
    classes: [bas, haut]
    validation: {{from: train, count: 20}}
models:
  petit:
    layers:
      - Conv2D: {{filters: 4, kernel_size: 3, activation: relu}}
      - BatchNormalization
      - Dropout: {{rate: 0.25}}
      - Flatten
      - Dense: {{units: 2, activation: softmax}}
  large:
    from: petit
    edit:
      - {{set: Conv2D, to: {{filters: 6}}}}
training: {{optimizer: adam, batch_size: 32, epochs: {EPOCHS}}}
runs:
  petit:
    {{title: petit, model: petit, dataset: points, preprocess: [{{rescale: 255}}]}}
  large:
    title: large
    model: large
    dataset: points
    preprocess: [{{rescale: 255}}]
    training: {{evaluate: best, checkpoints: [2]}}
profiles:
  complet: {{}}
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

{{ courbes("petit", "large") }}

{{ evaluation("petit", "large") }}

{{ filtres("petit") }}
:::
::::
"""


@dataclass(frozen=True)
class Place:
    """A project folder with that lab in it; ``build`` is where its results go."""

    root: Path
    build: Path

    @property
    def lab(self) -> Path:
        return self.root / "labs" / SLUG

    @property
    def store(self) -> Path:
        return self.build / "store"

    @property
    def reports(self) -> Path:
        return self.build / "reports" / SLUG

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace *old*, which must be there, in a file of the lab."""
        path = self.lab / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """Return the variables that a build in this place runs with."""
        return {
            "REPORTGEN_BUILD": str(self.build),
            "REPORTGEN_DATA": str(self.root / "data"),
            "SOURCE_DATE_EPOCH": "1700000000",
        }


def make_place(root: Path, build: Path | None = None) -> Place:
    """Make the project, never built yet."""
    place = Place(root, build or root / "build")
    (place.lab / "sections").mkdir(parents=True)
    (place.lab / "lab.yaml").write_text(DEFINITION, encoding="utf-8")
    (place.lab / "sections" / "01-mesures.md").write_text(SECTION, encoding="utf-8")
    write_points(place.lab / "points.npz")
    return place
