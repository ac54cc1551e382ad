"""Small literal results for tests: runs, datasets and a context that live in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.data.types import Dataset, Described, Origin, Split
from reportgen.evidence.codec import decode, encode
from reportgen.evidence.context import Arrays
from reportgen.evidence.elements import Element
from reportgen.evidence.probes import (
    ActivationsProbe,
    FeaturesProbe,
    KernelsProbe,
    Probe,
    array_name,
)
from reportgen.lab.types import (
    Call,
    DatasetSpec,
    FamilySpec,
    Lab,
    LayerSpec,
    ModelSpec,
    Profile,
    RunSpec,
    SplitName,
    TrainingSpec,
    ValidationSpec,
)
from reportgen.playground.populations import Population
from reportgen.populations import identity
from reportgen.results import (
    Evaluation,
    FloatArray,
    History,
    LayerRow,
    Machine,
    ModelSummary,
    PopulationResult,
    RunResult,
    SeedResult,
)
from reportgen.trajectory import digest

CLASSES = ("Avion", "Voiture", "Oiseau")
TEST_LABELS = (0, 0, 1, 1, 2, 2)
ORIGIN = Origin(source="cifar10", digest="ab" * 32, stand_in=False, text="CIFAR-10")
STAND_IN = Origin(
    source="cifar10",
    digest="cd" * 32,
    stand_in=True,
    text="images dessinées par le programme (remplacent CIFAR-10)",
)
MACHINE = Machine("processeur d’essai", 2, "Linux", "3.11.9", {"keras": "3.15.1"}, "tensorflow")
DATASET_SPEC = DatasetSpec(
    name="cifar",
    title="CIFAR-10",
    source="cifar10",
    path=None,
    classes=CLASSES,
    validation=ValidationSpec(fraction=0.1),
)


@dataclass(frozen=True, eq=False)
class FixedArrays:
    """Probabilities and labels given literally."""

    by_split: Mapping[SplitName, FloatArray]
    labels_of: Mapping[SplitName, Sequence[int]]

    def labels(self, split: SplitName) -> npt.NDArray[np.int64]:
        return np.asarray(self.labels_of[split], dtype=np.int64)

    def probabilities(self, split: SplitName) -> FloatArray:
        return self.by_split[split]


def probabilities(predicted: Sequence[int], classes: int, sure: float = 0.8) -> FloatArray:
    """Return softmax-like rows whose largest entry is the predicted class."""
    rest = (1 - sure) / max(classes - 1, 1)
    rows = np.full((len(predicted), classes), rest, dtype=np.float32)
    rows[np.arange(len(predicted)), predicted] = sure
    return rows


def conv(
    filters: int, inputs: tuple[int, int, int], size: int = 3, padding: str = "valid"
) -> LayerRow:
    """Return the row of a Conv2D with stride 1 and relu."""
    height, width, channels = inputs
    lost = 0 if padding == "same" else size - 1
    params = (size * size * channels + 1) * filters
    return LayerRow(
        name="conv2d",
        class_name="Conv2D",
        config={
            "filters": filters,
            "kernel_size": [size, size],
            "strides": [1, 1],
            "padding": padding,
            "activation": "relu",
            "use_bias": True,
            "groups": 1,
        },
        input_shape=inputs,
        output_shape=(height - lost, width - lost, filters),
        params=params,
        trainable_params=params,
    )


def dense(units: int, inputs: int, activation: str = "relu") -> LayerRow:
    """Return the row of a Dense layer."""
    params = (inputs + 1) * units
    config = {"units": units, "activation": activation, "use_bias": True}
    return LayerRow("dense", "Dense", config, (inputs,), (units,), params, params)


def plain(
    class_name: str,
    inputs: tuple[int, ...],
    outputs: tuple[int, ...] | None = None,
    **config: Any,
) -> LayerRow:
    """Return the row of a layer without weights."""
    return LayerRow(class_name.lower(), class_name, config, inputs, outputs or inputs, 0, 0)


def small_summary(classes: int = 3) -> ModelSummary:
    """Return a convolutional network on 8 × 8 × 3 images."""
    return ModelSummary(
        (8, 8, 3),
        (
            conv(4, (8, 8, 3)),
            plain("MaxPooling2D", (6, 6, 4), (3, 3, 4), pool_size=[2, 2]),
            plain("Dropout", (3, 3, 4), rate=0.25),
            plain("Flatten", (3, 3, 4), (36,)),
            dense(16, 36),
            dense(classes, 16, "softmax"),
        ),
    )


def small_layers(classes: int = 3) -> tuple[LayerSpec, ...]:
    """Return the definition that :func:`small_summary` is built from."""
    return (
        LayerSpec("Conv2D", {"filters": 4, "kernel_size": 3, "activation": "relu"}),
        LayerSpec("MaxPooling2D", {"pool_size": 2}),
        LayerSpec("Dropout", {"rate": 0.25}),
        LayerSpec("Flatten"),
        LayerSpec("Dense", {"units": 16, "activation": "relu"}),
        LayerSpec("Dense", {"units": classes, "activation": "softmax"}, label="sortie"),
    )


def history(**metrics: Sequence[float]) -> History:
    """Return a history; every epoch lasts two seconds, the first three."""
    epochs = len(next(iter(metrics.values())))
    seconds = (3.0, *(2.0 for _ in range(epochs - 1)))
    return History({name: tuple(values) for name, values in metrics.items()}, seconds)


HISTORY = history(
    loss=(1.5, 1.0, 0.7, 0.4),
    accuracy=(0.4, 0.6, 0.75, 0.9),
    val_loss=(1.4, 1.1, 1.0, 1.2),
    val_accuracy=(0.42, 0.55, 0.67, 0.64),
)


def seed_result(
    seed: int = 1,
    past: History = HISTORY,
    accuracies: Mapping[SplitName, float] | None = None,
    predicted: Sequence[int] = (0, 0, 1, 1, 2, 0),
    labels: Sequence[int] = TEST_LABELS,
    classes: int = 3,
) -> SeedResult:
    """Return one training; its best epoch is that of the lowest validation loss."""
    shares = accuracies or {"train": 0.9, "validation": 0.64, "test": 5 / 6}
    counts: dict[SplitName, int] = {"train": 900, "validation": 100, "test": len(predicted)}
    losses: dict[SplitName, float] = {"train": 0.4, "validation": 1.2, "test": 1.1}
    values = past.metrics.get("val_loss") or past["loss"]
    return SeedResult(
        seed=seed,
        key=f"{seed:032d}",
        epochs=past.epochs,
        history=past,
        best_epoch=values.index(min(values)) + 1,
        weights_epoch=past.epochs,
        evaluations={s: Evaluation(counts[s], losses[s], shares[s]) for s in shares},
        arrays=FixedArrays({"test": probabilities(predicted, classes)}, {"test": labels}),
    )


def run_result(
    name: str = "base",
    title: str = "réseau de base",
    *,
    summary: ModelSummary | None = None,
    layers: tuple[LayerSpec, ...] | None = None,
    seeds: Sequence[SeedResult] | None = None,
    origin: Origin = ORIGIN,
    dataset: DatasetSpec = DATASET_SPEC,
    preprocess: tuple[Call, ...] = (),
    training: TrainingSpec | None = None,
    epochs: int = 4,
) -> RunResult:
    """Return a run of one seed on three classes, unless told otherwise."""
    results = tuple(seeds or (seed_result(),))
    spec = RunSpec(
        name=name,
        title=title,
        model=ModelSpec(name, title, small_layers() if layers is None else layers),
        dataset=dataset,
        preprocess=preprocess,
        training=training or TrainingSpec(batch_size=128),
        epochs=epochs,
        seeds=tuple(result.seed for result in results),
    )
    counts = {split: e.count for split, e in results[0].evaluations.items()}
    machine, when = MACHINE, "2026-11-21T10:00:00+00:00"
    return RunResult(spec, summary or small_summary(), origin, counts, results, machine, when)


def split(labels: Sequence[int], shape: tuple[int, ...] = (8, 8, 3), seed: int = 0) -> Split:
    """Return images of noise, brighter with the class number, and their labels."""
    noise = np.random.default_rng(seed).integers(0, 60, (len(labels), *shape))
    base = np.asarray(labels).reshape(-1, *(1 for _ in shape)) * 60
    return Split((noise + base).astype(np.uint8), np.asarray(labels, dtype=np.int64))


def dataset(origin: Origin = ORIGIN, name: str = "cifar", **changes: Any) -> Dataset:
    """Return 12 train, 3 validation and 6 test images of three classes."""
    parts: dict[str, Any] = {
        "name": name,
        "classes": CLASSES,
        "origin": origin,
        "train": split([0, 1, 2] * 4),
        "validation": split([0, 1, 2], seed=1),
        "test": split(TEST_LABELS, seed=2),
        "full_counts": {"train": 50000, "test": 10000},
    }
    return Dataset(**(parts | changes))


def lab(runs: Mapping[str, RunResult], datasets: Mapping[str, DatasetSpec] | None = None) -> Lab:
    """Return a lab without sections that has the given runs."""
    profile = Profile("rapide", "profil rapide")
    return Lab(
        slug="tp_essai",
        folder=Path("labs/tp_essai"),
        title="TP d’essai",
        course="",
        abstract="",
        authors=(),
        datasets=datasets or {"cifar": DATASET_SPEC},
        models={result.spec.model.name: result.spec.model for result in runs.values()},
        runs={name: result.spec for name, result in runs.items()},
        profiles={"rapide": profile},
        default_profile="rapide",
        sections=(),
    )


@dataclass
class MemoryContext:
    """An evidence context on values in memory; probes get smooth deterministic numbers."""

    runs: Mapping[str, RunResult] = field(default_factory=lambda: {"base": run_result()})
    datasets: Mapping[str, Dataset] = field(default_factory=lambda: {"cifar": dataset()})
    probes: list[Probe] = field(default_factory=list)
    kept: dict[str, Arrays] = field(default_factory=dict)
    lab_runs: Mapping[str, RunResult] | None = None
    """Runs that the lab asks for; by default those that have a result."""
    populations: Mapping[str, PopulationResult] = field(default_factory=dict)
    families: Mapping[str, FamilySpec] = field(default_factory=dict)

    @property
    def lab(self) -> Lab:
        found = lab(self.runs if self.lab_runs is None else self.lab_runs)
        specs = {name: result.spec for name, result in self.populations.items()}
        return replace(found, populations=specs, families=self.families)

    def population(self, name: str) -> Population:
        return self.populations[name].population

    def population_key(self, name: str) -> str:
        return digest(identity(self.populations[name].spec, "2.21"))

    @property
    def profile(self) -> Profile:
        return self.lab.profiles["rapide"]

    def dataset(self, name: str) -> Dataset:
        return self.datasets[name]

    def described(self, name: str) -> Described:
        found = self.datasets[name]
        parts = {"train": found.train, "validation": found.validation, "test": found.test}
        return Described(
            name=name,
            title=self.lab.datasets[name].title,
            classes=found.classes,
            origin=found.origin,
            shape=found.shape,
            dtype=str(found.train.x.dtype),
            counts={key: part.count for key, part in parts.items() if part is not None},
            full_counts=found.full_counts,
            minimum=float(found.train.x.min()),
            maximum=float(found.train.x.max()),
            fingerprint=found.origin.digest,
        )

    def probe(self, run: str, probe: Probe) -> Arrays:
        self.probes.append(probe)
        rows = self.runs[run].summary.layers
        random = np.random.default_rng(0)
        if isinstance(probe, ActivationsProbe):
            count = len(probe.indices)
            return {
                array_name(i): random.normal(size=(count, *rows[i].output_shape)).astype(np.float32)
                for i in probe.layers
            }
        if isinstance(probe, KernelsProbe):
            return {"kernel": random.normal(size=kernel_shape(rows[probe.layer])).astype("f4")}
        assert isinstance(probe, FeaturesProbe)
        size = int(np.prod(rows[probe.layer].output_shape))
        return {"features": random.normal(size=(len(probe.indices), size)).astype(np.float32)}

    def cached(
        self, kind: str, parameters: Mapping[str, Any], compute: Callable[[], Arrays]
    ) -> Arrays:
        key = f"{kind} {sorted(parameters.items())}"
        if key not in self.kept:
            self.kept[key] = compute()
        return self.kept[key]

    def element(self, parameters: Mapping[str, Any], make: Callable[[], Element]) -> Element:
        return decode(json.loads(json.dumps(encode(make()))))


def kernel_shape(row: LayerRow) -> tuple[int, ...]:
    """Return the shape of a convolution's kernel."""
    height, width = row.config["kernel_size"]
    return (height, width, row.input_shape[-1], row.config["filters"])
