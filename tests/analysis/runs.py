"""Runs made of chosen numbers, for tests: no Keras, no files."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.data.types import Origin
from reportgen.lab.types import (
    Call,
    DatasetSpec,
    LayerSpec,
    ModelSpec,
    RunSpec,
    SplitName,
    TrainingSpec,
)
from reportgen.layers import derive
from reportgen.results import (
    Evaluation,
    History,
    LayerRow,
    Machine,
    ModelSummary,
    RunResult,
    SeedResult,
)

CLASSES = ("Avion", "Voiture", "Oiseau", "Chat", "Biche", "Chien", "Grenouille", "Cheval", "Bateau")
CLASSES = (*CLASSES, "Camion")
BASE: tuple[tuple[str, Mapping[str, Any]], ...] = (("Conv2D", {}), ("Flatten", {}), ("Dense", {}))
TEST, TRAIN, VALIDATION = 2_000, 4_500, 500


@dataclass(frozen=True)
class Memory:
    """Arrays in memory, the same for every split."""

    outputs: npt.NDArray[np.float32]
    truth: npt.NDArray[np.int64]

    def probabilities(self, split: SplitName) -> npt.NDArray[np.float32]:
        return self.outputs

    def labels(self, split: SplitName) -> npt.NDArray[np.int64]:
        return self.truth


@dataclass(frozen=True)
class Made:
    """What a test wants to vary of a run; everything else is ordinary."""

    title: str = "réseau de base"
    train: Sequence[float] = (0.50, 0.60, 0.66, 0.70, 0.72, 0.73, 0.735, 0.738)
    validation: Sequence[float] | None = (0.48, 0.57, 0.62, 0.65, 0.66, 0.665, 0.666, 0.667)
    loss: Sequence[float] = (1.5, 1.2, 1.0, 0.9, 0.85, 0.82, 0.81, 0.805)
    val_loss: Sequence[float] | None = (1.55, 1.3, 1.12, 1.05, 1.02, 1.01, 1.008, 1.007)
    accuracies: Sequence[float] = (0.66,)
    confidence: float = 0.75
    test_loss: float = 1.0
    fitted: float | None = 0.74
    layers: Sequence[tuple[str, Mapping[str, Any]]] = BASE
    params: int = 100_000
    seconds: float = 4.0
    preprocess: Sequence[str] = ("rescale",)
    batch: int = 32
    weights: str = "last"
    key: str = ""
    digest: str = "d"
    classes: Sequence[str] = CLASSES
    luck: int = 0
    constant: bool = False
    processor: str = "cpu"
    accelerator: str = ""
    tables: Sequence[Sequence[Sequence[int]]] = ()
    arrays: Memory | None = None
    image: tuple[int, ...] = (32, 32, 3)
    dips: Sequence[int] = ()
    counts: Mapping[SplitName, int] = field(
        default_factory=lambda: {"train": TRAIN, "validation": VALIDATION, "test": TEST}
    )


def run(**wanted: Any) -> RunResult:
    """Return a run with one seed per test accuracy."""
    made = Made(**wanted)
    spec = RunSpec(
        name=made.title.replace(" ", "_"),
        title=made.title,
        model=ModelSpec("m", "modèle", ()),
        dataset=DatasetSpec("cifar", "CIFAR-10", "cifar10", None, tuple(made.classes), None),
        preprocess=tuple(Call(step) for step in made.preprocess),
        training=TrainingSpec(batch_size=made.batch),
        epochs=len(made.train),
        seeds=tuple(range(1, len(made.accuracies) + 1)),
        weights=made.weights,  # type: ignore[arg-type]
    )
    return RunResult(
        spec=spec,
        summary=_summary(made),
        origin=Origin("cifar10", made.digest, False, "CIFAR-10"),
        counts=made.counts,
        seeds=tuple(_seed(made, i, a) for i, a in enumerate(made.accuracies, 1)),
        machine=Machine(made.processor, 2, "Linux", "3.11", {}, "tensorflow", made.accelerator),
        trained_at="2026-01-01T00:00:00",
    )


@cache
def arrays(accuracy: float, confidence: float, seed: int, classes: int, count: int) -> Memory:
    """Return outputs with an exact accuracy; which images are hard is shared by all runs."""
    truth = np.arange(count, dtype=np.int64) % classes
    hardness = np.random.default_rng(0).random(count)
    noise = np.random.default_rng(seed).normal(0, 0.08, count)
    wrong = np.argsort(hardness + noise)[round(accuracy * count) :]
    answers = truth.copy()
    shift = 1 + (np.random.default_rng(1).integers(0, max(1, classes - 1), count) ** 2) % 7
    answers[wrong] = (truth[wrong] + shift[wrong] % (classes - 1 or 1) + (classes == 2)) % classes
    stuck = answers[wrong] == truth[wrong]
    answers[wrong[stuck]] = (truth[wrong[stuck]] + 1) % classes
    outputs = np.full((count, classes), (1 - confidence) / max(1, classes - 1), dtype=np.float32)
    outputs[np.arange(count), answers] = confidence
    return Memory(outputs, truth)


def tabulated(table: Sequence[Sequence[int]], confidence: float) -> Memory:
    """Return outputs whose confusion matrix is the table."""
    counts = np.array(table)
    classes = len(counts)
    cells = np.repeat(np.arange(classes**2), counts.ravel())
    outputs = np.full((len(cells), classes), (1 - confidence) / (classes - 1), dtype=np.float32)
    outputs[np.arange(len(cells)), cells % classes] = confidence
    return Memory(outputs, cells // classes)


def of_hits(hits: npt.NDArray[np.bool_]) -> Memory:
    """Return outputs on two classes, right for the images that the flags say."""
    truth = np.arange(len(hits), dtype=np.int64) % 2
    outputs = np.full((len(hits), 2), 0.25, dtype=np.float32)
    outputs[np.arange(len(hits)), np.where(hits, truth, 1 - truth)] = 0.75
    return Memory(outputs, truth)


def _seed(made: Made, seed: int, accuracy: float) -> SeedResult:
    count = made.counts["test"]
    evaluations: dict[SplitName, Evaluation] = {"test": Evaluation(count, made.test_loss, accuracy)}
    if made.fitted is not None:
        evaluations["train"] = Evaluation(made.counts["train"], 0.6, made.fitted)
    if made.validation is not None:
        last = made.validation[-1] if math.isfinite(made.validation[-1]) else 0.1
        evaluations["validation"] = Evaluation(made.counts["validation"], 1.0, last)
    classes = len(made.classes) or 10
    memory = arrays(accuracy, made.confidence, seed + 100 * made.luck, classes, count)
    if made.tables:
        memory = tabulated(made.tables[(seed - 1) % len(made.tables)], made.confidence)
        count = len(memory.truth)
        accuracy = float((memory.outputs.argmax(axis=1) == memory.truth).mean())
    if made.arrays is not None:
        memory = made.arrays
    if made.constant:
        memory = Memory(np.eye(classes, dtype=np.float32)[memory.truth * 0], memory.truth)
    history = _history(made, seed)
    return SeedResult(
        seed=seed,
        key=made.key or f"{made.title}-{seed}",
        epochs=history.epochs,
        history=history,
        best_epoch=1,
        weights_epoch=history.epochs,
        evaluations=evaluations,
        arrays=memory,
    )


def _history(made: Made, seed: int) -> History:
    metrics = {"accuracy": tuple(made.train), "loss": tuple(made.loss)}
    if made.validation is not None and made.val_loss is not None:
        losses = list(made.val_loss)
        if made.dips:
            losses[made.dips[seed - 1]] *= 0.9
        metrics |= {"val_accuracy": tuple(made.validation), "val_loss": tuple(losses)}
    return History(metrics, (made.seconds,) * len(made.loss))


def _summary(made: Made) -> ModelSummary:
    rows = [_row(f"l{i}", name, config, made) for i, (name, config) in enumerate(made.layers)]
    units = len(made.classes) or 10
    last = LayerRow("sortie", "Dense", {"units": units}, (8,), (units,), made.params, made.params)
    return ModelSummary(made.image, (*rows, last))


def _row(name: str, kind: str, config: Mapping[str, Any], made: Made) -> LayerRow:
    """Return a layer on 8 × 8 × 3 values; its weights are right when its arguments are given."""
    found = (
        derive(LayerSpec(kind, config), (8, 8, 3)) if {"filters", "layer"} & set(config) else None
    )
    params = found.total if found else 500 if kind == "Maison" else 0
    return LayerRow(name, kind, config, (8, 8, 3), _shape(kind, made), params, params)


def _shape(name: str, made: Made) -> tuple[int, ...]:
    return (made.params // 100,) if name == "Flatten" else (8, 8, 16)
