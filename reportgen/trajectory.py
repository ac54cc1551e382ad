"""A trajectory: a run with one seed, without its number of epochs; and its training key.

The key hashes what changes numbers and nothing else: not the epochs, titles, labels of
layers, prose, nor the order of keys. Nothing here imports Keras or reads data.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportgen import layers
from reportgen.builders import builder_digest
from reportgen.lab.types import (
    BuilderSpec,
    Call,
    DatasetSpec,
    Engine,
    LayerSpec,
    ModelSpec,
    RunSpec,
)
from reportgen.libraries import version

VERSION = 1
"""Raise by hand when the engine starts to give other numbers from the same definition."""

ENGINE_VERSIONS = {"numpy": 1}
"""The same for an engine beside Keras: its trainings alone are then done again."""

_BACKEND_PACKAGES = {"tensorflow": ("tensorflow-cpu", "tensorflow"), "jax": ("jax",)}


@dataclass(frozen=True)
class Trajectory:
    """What is trained: a definition in plain JSON values, and a run and seed that ask for it."""

    definition: Mapping[str, Any]
    run: RunSpec
    seed: int

    @property
    def key(self) -> str:
        """The training key: 32 hexadecimal digits of the sha256 of the definition."""
        return digest(self.definition)


def make_trajectory(
    run: RunSpec,
    seed: int,
    data_digest: str,
    lab_folder: Path,
    installed: Mapping[str, str] | None = None,
) -> Trajectory:
    """Return the trajectory of *run* with *seed* on the dataset of that content digest.

    ``installed`` replaces the versions installed here (see :func:`versions`).
    """
    definition = {
        "dataset": _dataset(run.dataset, data_digest),
        "preprocess": [_call(step) for step in run.preprocess],
        "model": _model(run.model, lab_folder),
        "optimizer": _call(run.training.optimizer),
        "loss": _call(run.training.loss),
        "metrics": list(run.training.metrics),
        "batch_size": run.training.batch_size,
        "shuffle": run.training.shuffle,
        "seed": seed,
        **_engine(run.training.engine, installed or versions()),
    }
    return Trajectory(definition, run, seed)


def _engine(engine: Engine, known: Mapping[str, str]) -> dict[str, Any]:
    """Return the engine and the versions that its numbers depend on; Keras goes without saying."""
    if engine == "keras":
        return {"versions": {name: known[name] for name in known if name != "numpy"}}
    used = {name: known[name] for name in ("trajectory", "numpy") if name in known}
    return {"engine": [engine, ENGINE_VERSIONS[engine]], "versions": used}


def digest(value: Any) -> str:
    """Return 32 hexadecimal digits of the sha256 of *value* as canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def changed_components(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[tuple[str, Any, Any], ...]:
    """Return (component, old value, new value) for each component that differs."""
    names = sorted(set(old) | set(new))
    return tuple((n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n))


@cache
def backend_name() -> str:
    """Return the Keras backend that a training would use, by Keras' own rules."""
    name = os.environ.get("KERAS_BACKEND")
    if name:
        return name
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    try:
        return str(json.loads((home / "keras.json").read_text(encoding="utf-8"))["backend"])
    except (OSError, ValueError, KeyError, TypeError):
        return "tensorflow"


@cache
def versions() -> dict[str, str]:
    """Return the versions that training keys hold, without importing the packages."""
    backend = backend_name()
    packages = _BACKEND_PACKAGES.get(backend, (backend,))
    return {
        "trajectory": str(VERSION),
        "keras": version("keras"),
        "backend": f"{backend} {version(*packages)}",
        "numpy": version("numpy"),
    }


def _dataset(spec: DatasetSpec, data_digest: str) -> dict[str, Any]:
    validation = None if spec.validation is None else asdict(spec.validation)
    return {
        "digest": data_digest,
        "train": spec.train,
        "test": spec.test,
        "subset_seed": spec.subset_seed,
        "validation": validation,
    }


def _call(call: Call) -> list[Any]:
    return [call.name, dict(call.config)]


def _model(model: ModelSpec, lab_folder: Path) -> list[Any]:
    if model.builder is not None:
        return ["builder", _builder(model.builder, lab_folder)]
    stack = (layer for layer in model.layers if layer.name not in ("Input", "InputLayer"))
    return [_layer(layer) for layer in stack]


def _layer(layer: LayerSpec) -> list[Any]:
    """Return class and arguments, Keras' defaults filled in: writing a default changes nothing."""
    defaults = {
        name: argument.default
        for name, argument in layers.arguments(layer.name).items()
        if not argument.required
    }
    config = {k: v for k, v in (defaults | dict(layer.config)).items() if k != "name"}
    return [layer.name, config]


def _builder(builder: BuilderSpec, lab_folder: Path) -> dict[str, Any]:
    syntax = builder_digest(lab_folder, builder.file, builder.function)
    return {"function": builder.function, "config": dict(builder.config), "syntax": syntax}
