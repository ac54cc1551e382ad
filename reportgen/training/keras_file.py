"""Write and read dense networks in Keras' own file format, without Keras.

A ``.keras`` file is a zip archive: ``config.json`` says the layers, ``model.weights.h5`` holds
``layers/<name>/vars/0`` (kernel) and ``/1`` (bias). ``keras.models.load_model`` opens what is
written here; a test holds it to the same outputs.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.libraries import version
from reportgen.results import LayerRow, ModelSummary
from reportgen.store.records import AnyArray

WEIGHTS = "model.weights.h5"
_POLICY = {
    "module": "keras",
    "class_name": "DTypePolicy",
    "config": {"name": "float64"},
    "registered_name": None,
}


def write_keras_file(
    path: Path, summary: ModelSummary, weights: Mapping[str, Sequence[AnyArray]]
) -> None:
    """Write a network; ``weights`` are the arrays of each layer that has some, by its name."""
    metadata = {
        "keras_version": version("keras"),
        "date_saved": datetime.now(UTC).strftime("%Y-%m-%d@%H:%M:%S"),
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps(metadata))
        archive.writestr("config.json", json.dumps(_config(summary)))
        archive.writestr(WEIGHTS, _weights(summary, weights))


def read_weights(path: Path) -> dict[str, list[AnyArray]]:
    """Return the arrays of each layer that has some; OSError, KeyError or BadZipFile if damaged."""
    import h5py

    with zipfile.ZipFile(path) as archive:
        content = io.BytesIO(archive.read(WEIGHTS))
    with h5py.File(content, "r") as file:
        layers = {name: group["vars"] for name, group in file["layers"].items()}
        return {
            name: [np.asarray(group[str(i)]) for i in range(len(group))]
            for name, group in layers.items()
            if len(group)
        }


def _weights(summary: ModelSummary, weights: Mapping[str, Sequence[AnyArray]]) -> bytes:
    import h5py

    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        file.create_group("vars").attrs["name"] = "sequential"
        for row in summary.layers:
            group = file.create_group(f"layers/{row.name}/vars")
            group.attrs["name"] = row.name
            for index, array in enumerate(weights.get(row.name, ())):
                group[str(index)] = array
    return content.getvalue()


def _config(summary: ModelSummary) -> dict[str, Any]:
    shape = [None, *summary.input_shape]
    entry = {"batch_shape": shape, "dtype": "float64", "name": "input_layer"}
    layers = [_object("keras.layers", "InputLayer", entry), *map(_layer, summary.layers)]
    config = {
        "name": "sequential",
        "trainable": True,
        "dtype": _POLICY,
        "layers": layers,
        "build_input_shape": shape,
    }
    return {
        **_object("keras", "Sequential", config),
        "build_config": {"input_shape": shape},
        "compile_config": {},
    }


def _layer(row: LayerRow) -> dict[str, Any]:
    config = {**row.config, "dtype": _POLICY}
    return {
        **_object("keras.layers", row.class_name, config),
        "build_config": {"input_shape": [None, *row.input_shape]},
    }


def _object(module: str, class_name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "module": module,
        "class_name": class_name,
        "config": dict(config),
        "registered_name": None,
    }
