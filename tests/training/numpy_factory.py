"""A run that NumPy trains, on the data of the other factory, small enough for milliseconds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportgen.lab.types import Call, LayerSpec, ModelSpec, RunSpec, TrainingSpec
from tests.training.factory import RUN, layer

LAYERS = (
    layer("Flatten"),
    layer("Dense", units=5, activation="sigmoid"),
    layer("Dense", units=2, activation="softmax"),
)
SGD = TrainingSpec(Call("SGD", {"learning_rate": 0.5}), batch_size=16, engine="numpy")


def by_hand(
    epochs: int = 4, layers: tuple[LayerSpec, ...] = LAYERS, name: str = "main", **changes: Any
) -> RunSpec:
    """Return a run of the NumPy engine; ``changes`` are those of its training."""
    model = ModelSpec("dense", "réseau dense", layers)
    training = replace(SGD, **changes)
    return replace(RUN, name=name, title=name, model=model, training=training, epochs=epochs)
