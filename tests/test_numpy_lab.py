"""A lab that NumPy trains is built from end to end without Keras."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

LAB = """
title: À la main
datasets:
  points:
    source: npz
    path: points.npz
    classes: [bas, haut]
    validation: {from: train, count: 20}
models:
  perceptron:
    layers:
      - Flatten
      - Dense: {units: 4, activation: sigmoid, name: cachee}
      - Dense: {units: 2, activation: softmax}
training:
  engine: numpy
  optimizer: {SGD: {learning_rate: 0.5}}
  batch_size: 16
  epochs: 3
runs:
  main: {title: à la main, model: perceptron, dataset: points, preprocess: [{rescale: 255}]}
"""
SECTION = """
# Perceptron

::::{question} essai
:points: 1
:kind: mesure

Que vaut l’exactitude ?

:::{reponse}
{{ runs.main.test.accuracy | pourcent }}

{{ resume("main") }}

{{ projection("main", method="pca", layer="cachee", n=20) }}

{{ constat("apprentissage", "main") }}

{{ code("main") }}
:::
:::{bareme}
- 1 : la valeur
:::
::::
"""
PROGRAM = """
import sys
from reportgen.cli.main import cli
cli(["build", "labs/tp_points", "--format", "html"], standalone_mode=False)
print("LOADED", *sorted({"keras", "tensorflow"} & set(sys.modules)))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "labs" / "tp_points"
    (folder / "sections").mkdir(parents=True)
    (folder / "lab.yaml").write_text(LAB, encoding="utf-8")
    (folder / "sections" / "01.md").write_text(SECTION, encoding="utf-8")
    random = np.random.default_rng(0)
    labels = {"train": random.integers(0, 2, 80), "test": random.integers(0, 2, 40)}
    arrays = {f"y_{split}": y for split, y in labels.items()}
    for split, y in labels.items():
        noise = random.integers(0, 100, (len(y), 6, 6, 1))
        arrays[f"x_{split}"] = (noise + 80 * y[:, None, None, None]).astype(np.uint8)
    np.savez(folder / "points.npz", **arrays)
    return tmp_path


def build(project: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=project, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_a_build_needs_no_keras_and_the_next_one_trains_nothing(project: Path) -> None:
    first = build(project)
    assert first.count("LOADED\n") == 1
    assert "1\u00a0entraînement," in first
    (section,) = project.rglob("sections/01.md")
    section.write_text(SECTION.replace("Que vaut", "Combien vaut"), encoding="utf-8")
    assert "0\u00a0entraînement," in build(project)
