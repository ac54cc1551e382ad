"""The training key holds what changes numbers, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.lab.types import Call, Engine, LayerSpec, RunSpec, ValidationSpec
from reportgen.trajectory import changed_components, digest, make_trajectory
from tests.training.factory import DATASET, MODEL, RUN, layer

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def key(run: RunSpec = RUN, seed: int = 1, data: str = "d1") -> str:
    return make_trajectory(run, seed, data, Path()).key


def with_layer(index: int, new: LayerSpec) -> RunSpec:
    layers = list(MODEL.layers)
    layers[index] = new
    return replace(RUN, model=replace(MODEL, layers=tuple(layers)))


SAME = {
    "name": replace(RUN, name="autre"),
    "title": replace(RUN, title="autre"),
    "model name": replace(RUN, model=replace(MODEL, name="autre", title="autre")),
    "layer label": with_layer(1, replace(MODEL.layers[1], label="première")),
    "epochs": replace(RUN, epochs=40),
    "weights evaluated": replace(RUN, weights="best", monitor="val_accuracy"),
    "a default written": with_layer(
        1, layer("Conv2D", filters=4, kernel_size=3, activation="relu", padding="valid")
    ),
    "order of arguments": with_layer(
        1, layer("Conv2D", activation="relu", kernel_size=3, filters=4)
    ),
    "class names": replace(RUN, dataset=replace(DATASET, classes=("low", "high"))),
}
OTHER = {
    "an argument": with_layer(1, layer("Conv2D", filters=5, kernel_size=3, activation="relu")),
    "preprocessing": replace(RUN, preprocess=(Call("rescale", {"by": 255}),)),
    "optimizer": replace(RUN, training=replace(RUN.training, optimizer=Call("SGD"))),
    "batch size": replace(RUN, training=replace(RUN.training, batch_size=8)),
    "validation": replace(RUN, dataset=replace(DATASET, validation=ValidationSpec(count=21))),
    "engine": replace(RUN, training=replace(RUN.training, engine="numpy")),
    "cap": replace(RUN, dataset=replace(DATASET, train=50)),
}


@pytest.mark.parametrize("run", SAME.values(), ids=SAME.keys())
def test_key_ignores(run: RunSpec) -> None:
    assert key(run) == key()


@pytest.mark.parametrize("run", OTHER.values(), ids=OTHER.keys())
def test_key_holds(run: RunSpec) -> None:
    assert key(run) != key()


def test_key_holds_the_seed_and_the_data() -> None:
    assert len({key(), key(seed=2), key(data="d2")}) == 3


@pytest.mark.parametrize(
    ("engine", "held"),
    [("keras", {"trajectory", "keras", "backend"}), ("numpy", {"trajectory", "numpy"})],
)
def test_key_holds_the_versions_of_its_engine_alone(engine: Engine, held: set[str]) -> None:
    known = dict.fromkeys(("trajectory", "keras", "backend", "numpy"), "1")
    run = replace(RUN, training=replace(RUN.training, engine=engine))
    assert set(make_trajectory(run, 1, "d1", Path(), known).definition["versions"]) == held


@given(st.dictionaries(st.text(), json_values, min_size=2))
def test_digest_ignores_the_order_of_keys(value: dict[str, Any]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


@given(json_values, json_values)
def test_digest_tells_values_apart(a: Any, b: Any) -> None:
    same = repr(a) == repr(b) or digest(a) != digest(b) or a == b
    assert same


def test_changes_name_the_component_with_its_values() -> None:
    old, new = {"seed": 1, "loss": "a"}, {"seed": 2, "loss": "a"}
    assert changed_components(old, new) == (("seed", 1, 2),)
