"""Runs generated programs in a fresh interpreter and compares what they build with the engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.evidence.program_model import compile_part, model_part
from reportgen.results import RunResult

_BUILD = """
import json, sys
import keras, numpy as np
configs = []
shape, texts = json.load(sys.stdin)
for text in texts:
    keras.utils.set_random_seed(1)
    names = {"keras": keras, "layers": keras.layers, "np": np, "x_train": np.zeros((1, *shape))}
    exec(text, names)
    model = names["model"]
    weights = [float(np.abs(w).sum()) for w in model.get_weights()]
    compiled = model.get_compile_config()
    configs.append([model.get_config(), weights, compiled])
print(json.dumps(configs, default=str), file=sys.stderr)
"""


def run_program(source: str, arguments: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.run(
        [sys.executable, "-c", source],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        **arguments,
    )


def without_names(value: Any) -> Any:
    """Drop what only names or counts the layers of a process."""
    if isinstance(value, dict):
        dropped = ("name", "build_config", "seed")
        return {k: without_names(v) for k, v in value.items() if k not in dropped}
    if isinstance(value, list | tuple):
        return [without_names(item) for item in value]
    return value


def assert_same_networks(results: Sequence[RunResult], shape: tuple[int, ...]) -> None:
    """Check that each program builds and compiles the network of its run, weights included."""
    from reportgen.training.models import build_model, compile_model

    texts = [f"{model_part(result)}\n{compile_part(result)}" for result in results]
    done = run_program(_BUILD, {"input": json.dumps([shape, texts])})
    found = json.loads(done.stderr.strip().splitlines()[-1])
    for result, (config, weights, compiled) in zip(results, found, strict=True):
        model = build_model(result.spec.model, shape, 1, Path())
        compile_model(model, result.spec.training)
        ours = json.loads(json.dumps(model.get_config(), default=str))
        assert without_names(config) == without_names(ours)
        assert weights == [float(np.abs(w).sum()) for w in model.get_weights()]
        expected = json.loads(json.dumps(model.get_compile_config(), default=str))
        assert without_names(compiled) == without_names(expected)
