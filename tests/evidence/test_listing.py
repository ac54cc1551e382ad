"""The program of a run builds and trains that very run when it is executed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.data.loading import describe_dataset, load_dataset
from reportgen.errors import EvidenceError
from reportgen.evidence.listing import code, program
from reportgen.evidence.program_model import literal, model_part
from reportgen.lab.types import (
    BuilderSpec,
    Call,
    DatasetSpec,
    EarlyStopping,
    LayerSpec,
    ModelSpec,
    RunSpec,
    TrainingSpec,
    ValidationSpec,
)
from reportgen.plan import make_plan
from reportgen.reporting import SilentReporter
from reportgen.results import RunResult
from reportgen.store.reading import read_run
from reportgen.store.store import Store
from tests.evidence import factory
from tests.evidence.programs import assert_same_networks, run_program


def layer(name: str, label: str | None = None, **config: Any) -> LayerSpec:
    return LayerSpec(name, config, label)


STACKS = {
    "couches usuelles": (
        layer("Input", shape=[8, 8, 3]),
        layer("Conv2D", "conv_1", filters=4, kernel_size=[3, 3], activation="relu"),
        layer("BatchNormalization"),
        layer("MaxPooling2D", pool_size=2),
        layer("Dropout", rate=0.25),
        layer("Flatten"),
        layer("Dense", "sortie", units=3, activation="softmax"),
    ),
    "objets en argument": (
        layer(
            "Conv2D",
            filters=4,
            kernel_size=3,
            padding="same",
            kernel_regularizer={"L2": {"l2": 0.01}},
            kernel_constraint={"MaxNorm": {"max_value": 2}},
            bias_initializer={"RandomNormal": {"stddev": 0.1}},
        ),
        layer("LeakyReLU", negative_slope=0.3),
        layer("ZeroPadding2D", padding=[[1, 1], [2, 2]]),
        layer("SeparableConv2D", filters=2, kernel_size=3, activation="relu6"),
        layer("GlobalAveragePooling2D"),
        layer("Dense", units=3),
    ),
    "couches imbriquées": (
        layer("TimeDistributed", layer={"Dense": {"units": 4}}),
        layer("Reshape", target_shape=[64, 4]),
        layer("Bidirectional", layer={"LSTM": {"units": 2}}),
        layer("Dense", units=3, activation="softmax"),
    ),
}


def result_of(layers: tuple[LayerSpec, ...], **changes: Any) -> RunResult:
    return factory.run_result(layers=layers, **changes)


@pytest.mark.keras
def test_the_program_builds_the_same_network_with_the_same_weights() -> None:
    training = TrainingSpec(
        optimizer=Call("SGD", {"learning_rate": SCHEDULE, "momentum": 0.9}),
        loss=Call("sparse_categorical_crossentropy", {"from_logits": True}),
    )
    results = [result_of(layers, training=training) for layers in STACKS.values()]
    assert_same_networks(results, (8, 8, 3))


SCHEDULE = {"PiecewiseConstantDecay": {"boundaries": [10, 20], "values": [0.1, 0.01, 0.001]}}


def saved_points(folder: Path) -> Path:
    rng = np.random.default_rng(0)
    arrays = {}
    for split, count in (("train", 160), ("test", 60)):
        labels = rng.integers(0, 3, count)
        noise = rng.integers(0, 120, (count, 8, 8, 1))
        arrays[f"x_{split}"] = (noise + labels[:, None, None, None] * 40).astype(np.uint8)
        arrays[f"y_{split}"] = labels
    np.savez(folder / "points.npz", **arrays)
    return folder / "points.npz"


def noisy_run(path: Path) -> RunSpec:
    """Return a run that uses every kind of chance: caps, validation, order, dropout, flips."""
    dataset = DatasetSpec(
        name="points",
        title="points",
        source="npz",
        path=path,
        classes=("bas", "moyen", "haut"),
        validation=ValidationSpec(fraction=0.2, seed=3),
        train=120,
        test=45,
        subset_seed=2,
    )
    layers = (
        layer("RandomFlip", mode="horizontal"),
        layer("Conv2D", filters=4, kernel_size=3, activation="relu"),
        layer("Dropout", rate=0.25),
        layer("Flatten"),
        layer("Dense", units=3, activation="softmax"),
    )
    return RunSpec(
        name="essai",
        title="essai",
        model=ModelSpec("petit", "petit", layers),
        dataset=dataset,
        preprocess=(Call("standardize", {"mode": "pixel"}),),
        training=TrainingSpec(batch_size=16),
        epochs=3,
        seeds=(7,),
        weights="best",
    )


def train(run: RunSpec, folder: Path) -> RunResult:
    from reportgen.training.engine import Task, carry_out
    from reportgen.training.prepared import prepare

    dataset = load_dataset(run.dataset, folder / "data")
    lab = replace(
        factory.lab({}), runs={run.name: run}, datasets={"points": run.dataset}, folder=folder
    )
    store = Store(folder / "store")
    described = describe_dataset(run.dataset, folder / "data")
    (step,) = make_plan(lab, store, {"points": described}).missing
    entry = store.entry(step.trajectory.key)
    carry_out(Task(step, entry, prepare(run, dataset), SilentReporter()))
    return read_run(run, (entry,), dataset.origin)


@pytest.mark.keras
def test_the_program_trains_the_very_run(tmp_path: Path) -> None:
    result = train(noisy_run(saved_points(tmp_path)), tmp_path)
    done = run_program(program(result, (8, 8, 1)), {"cwd": tmp_path})
    expected = [
        f"{name} : perte {scores.loss:.4f}, exactitude {scores.accuracy:.4f}"
        for name, scores in (
            ("apprentissage", result.first.evaluations["train"]),
            ("validation", result.first.evaluations["validation"]),
            ("test", result.first.evaluations["test"]),
        )
    ]
    assert done.stdout.strip().splitlines()[-3:] == expected


def test_lines_fit_the_printed_page() -> None:
    training = TrainingSpec(Call("SGD", {"learning_rate": SCHEDULE, "momentum": 0.9}))
    for layers in STACKS.values():
        result = result_of(layers, training=training, origin=factory.STAND_IN)
        assert max(map(len, program(result, (8, 8, 3)).splitlines())) <= 88


def text_of(**changes: Any) -> str:
    runs = {"base": factory.run_result(**changes)}
    return code(factory.MemoryContext(runs=runs), "base").text


KERAS_OWN = replace(factory.ORIGIN, source="keras")


def test_data_of_keras_are_loaded_by_keras() -> None:
    text = text_of(origin=KERAS_OWN)
    assert "keras.datasets.cifar10.load_data()" in text
    assert "reportgen" not in text


def test_replacement_data_are_said_and_drawn_anew() -> None:
    text = text_of(origin=factory.STAND_IN)
    assert "# Images dessinées par le programme (remplacent CIFAR-10)." in text
    assert 'find_stand_in("cifar10")' in text


def test_a_run_without_validation_or_chance_has_a_short_program() -> None:
    dataset = replace(factory.DATASET_SPEC, validation=None)
    dense = (factory.dense(3, 4, "softmax"),)
    text = text_of(
        dataset=dataset,
        origin=KERAS_OWN,
        summary=factory.ModelSummary((4,), dense),
        layers=(LayerSpec("Dense", {"units": 3}),),
        training=TrainingSpec(shuffle=False),
    )
    for absent in ("validation", "Hasard", "def ordre_aleatoire", "callbacks"):
        assert absent not in text


def test_the_last_images_may_be_the_validation() -> None:
    dataset = replace(factory.DATASET_SPEC, validation=ValidationSpec(last=5000))
    text = text_of(dataset=dataset)
    assert "x_validation, y_validation = x_train[-5000:], y_train[-5000:]" in text
    assert "def ordre_aleatoire" not in text


def test_early_stopping_is_that_of_the_run() -> None:
    stop = EarlyStopping(patience=3, min_delta=0.01)
    text = text_of(training=TrainingSpec(early_stopping=stop))
    callback = text[text.index("keras.callbacks.EarlyStopping(") :]
    for argument in ('monitor="val_loss"', "patience=3", "min_delta=0.01", 'mode="min"'):
        assert argument in callback


def test_a_builder_is_imported_from_its_file() -> None:
    result = factory.run_result()
    builder = BuilderSpec(Path("models.py"), "resnet", {"depth": 2})
    model = replace(result.spec.model, layers=(), builder=builder)
    text = model_part(replace(result, spec=replace(result.spec, model=model)))
    assert "from models import resnet" in text
    assert "model = resnet(x_train.shape[1:], depth=2)" in text


def test_every_variant_is_valid_python() -> None:
    for validation in (
        None,
        ValidationSpec(count=10),
        ValidationSpec(last=5),
        ValidationSpec(source="test", count=10),
        ValidationSpec(source="validation"),
    ):
        for source, origin in (("npz", factory.ORIGIN), ("folder", factory.ORIGIN)):
            dataset = replace(
                factory.DATASET_SPEC,
                source=source,
                path=Path("dossier « été »"),
                validation=validation,
                train=5,
            )
            compile(text_of(dataset=dataset, origin=origin), "programme", "exec")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('a"b\\c', '"a\\"b\\\\c"'),
        ((1,), "(1,)"),
        ([1, 2.5], "[1, 2.5]"),
        ({"l2": None}, '{"l2": None}'),
        (True, "True"),
    ],
)
def test_plain_values_read_back_as_python(value: Any, text: str) -> None:
    assert literal(value) == text
    assert eval(text) == value


def test_the_listing_is_described() -> None:
    element = code(factory.MemoryContext(), "base")
    assert element.language == "python"
    assert element.caption == "Apprentissage de « réseau de base » avec Keras"
    assert "construit le réseau de « réseau de base » (6\u00a0couches)" in element.alt


def test_a_part_of_the_program_may_be_shown_alone() -> None:
    ctx = factory.MemoryContext(runs={"base": factory.run_result()})
    alone = code(ctx, "base", partie="reseau")
    assert alone.text.startswith("model = keras.Sequential(")
    assert "fit(" not in alone.text
    with pytest.raises(EvidenceError, match="partie de programme inconnue : « fin »"):
        code(ctx, "base", partie="fin")
