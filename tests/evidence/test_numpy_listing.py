"""The NumPy program of a run trains that very run, to the last bit, without Keras."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportgen.evidence.listing import code, program
from reportgen.lab.types import Call, EarlyStopping, LayerSpec, ModelSpec, RunSpec, TrainingSpec
from reportgen.results import RunResult
from tests.evidence import factory
from tests.evidence.test_listing import KERAS_OWN, layer, noisy_run, saved_points, train

PERCEPTRON = (
    layer("Flatten"),
    layer("Dense", units=5, activation="sigmoid"),
    layer("Dense", units=3, activation="softmax"),
)
TRAINING = TrainingSpec(Call("SGD", {"learning_rate": 0.5}), batch_size=16, engine="numpy")
ONE_HOT = (Call("rescale", {"by": 255}), Call("one_hot"))
SPREAD = {"RandomNormal": {"stddev": 0.1}}

VARIANTS: dict[str, dict[str, Any]] = {
    "perceptron": {"layers": PERCEPTRON},
    "régression logistique, départ nul": {
        "layers": (
            layer("Flatten"),
            layer("Dense", units=3, activation="softmax", kernel_initializer="zeros"),
        ),
        "shuffle": False,
    },
    "élan, meilleurs poids, toutes les activations": {
        "layers": (
            layer("Flatten"),
            layer("Dense", units=6, activation="relu", kernel_initializer=SPREAD),
            layer("Dense", units=5, use_bias=False),
            layer("Activation", activation="tanh"),
            layer("Dense", units=4, activation="softmax", bias_initializer=SPREAD),
            layer("Dense", units=3),
            layer("Activation", activation="softmax"),
        ),
        "optimizer": Call("SGD", {"learning_rate": 0.05, "momentum": 0.9}),
        "weights": "best",
        "monitor": "val_accuracy",
    },
    "erreur quadratique, arrêt précoce": {
        "layers": PERCEPTRON,
        "loss": Call("mean_squared_error"),
        "preprocess": ONE_HOT,
        "early_stopping": EarlyStopping(patience=1, min_delta=0.04),
        "weights": "best",
    },
    "entropie binaire": {
        "layers": (layer("Flatten"), layer("Dense", units=3, activation="sigmoid")),
        "loss": Call("binary_crossentropy"),
        "preprocess": ONE_HOT,
    },
    "un réseau profond": {
        "layers": (
            layer("Flatten"),
            *(layer("Dense", units=4, activation="tanh"),) * 12,
            layer("Dense", units=3, activation="softmax"),
        ),
    },
    "une sortie linéaire": {
        "layers": (layer("Flatten"), layer("Dense", units=1, kernel_initializer="zeros")),
        "loss": Call("mean_squared_error"),
        "optimizer": Call("SGD", {"learning_rate": 0.001}),
    },
}


def run_of(path: Path, layers: tuple[LayerSpec, ...], **changes: Any) -> RunSpec:
    own = {name: changes.pop(name) for name in list(changes) if hasattr(TRAINING, name)}
    run = replace(noisy_run(path), model=ModelSpec("petit", "petit", layers), **changes)
    return replace(run, training=replace(TRAINING, **own), epochs=6, weights=run_weights(changes))


def run_weights(changes: dict[str, Any]) -> Any:
    return changes.get("weights", "last")


def executed(text: str, folder: Path) -> tuple[list[dict[str, float]], list[str]]:
    """Return the history of a program, and the lines of its evaluation."""
    told = f"{text}\nimport json, sys\nassert 'keras' not in sys.modules\n"
    told += "print(json.dumps(historique))\n"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=folder, capture_output=True, text=True, check=True
    )
    *lines, history = done.stdout.strip().splitlines()
    return json.loads(history), [line for line in lines if " : perte " in line]


def evaluations(result: RunResult) -> list[str]:
    names = (("apprentissage", "train"), ("validation", "validation"), ("test", "test"))
    found = [(french, result.first.evaluations[split]) for french, split in names]
    return [f"{n} : perte {e.loss:.4f}, exactitude {e.accuracy:.4f}" for n, e in found]


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_the_program_trains_the_very_run(variant: dict[str, Any], tmp_path: Path) -> None:
    result = train(run_of(saved_points(tmp_path), **variant), tmp_path)
    text = program(result, (8, 8, 1))
    history, evaluated = executed(text, tmp_path)
    ours = result.first.history
    assert {name: tuple(epoch[name] for epoch in history) for name in ours.metrics} == ours.metrics
    assert evaluated == evaluations(result)
    network = text.partition("# Réseau, propagation")[2]
    assert max(map(len, network.splitlines())) <= 88
    assert (result.first.epochs < result.spec.epochs) == ("early_stopping" in variant)


def test_a_perceptron_reads_as_on_paper() -> None:
    result = factory.run_result(
        summary=factory.ModelSummary((4,), (factory.dense(5, 4), factory.dense(3, 5, "softmax"))),
        layers=PERCEPTRON[1:],
        training=TRAINING,
        origin=KERAS_OWN,
    )
    ctx = factory.MemoryContext(runs={"base": result})
    element = code(ctx, "base")
    assert element.caption == "Apprentissage de « réseau de base » avec NumPy"
    for line in (
        's1 = x @ p["W1"] + p["b1"]',
        "h1 = sigmoide(s1)",
        "ds2 = (h2 - y) / len(y)",
        'g["W2"] = h1.T @ ds2',
        'dh1 = ds2 @ p["W2"].T',
        "ds1 = dh1 * h1 * (1 - h1)",
        "import keras  # pour les données seulement",
    ):
        assert f"{line}\n" in element.text
    assert max(map(len, element.text.splitlines())) <= 88
    alone = code(ctx, "base", partie="reseau")
    assert alone.caption == "Le « réseau de base » en NumPy"
    assert "def retropropager" in alone.text
    assert "def lot" not in alone.text
