"""Read a stored Keras file again and answer what evidence asks of it, whichever engine wrote it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.errors import EvidenceError, StoreError
from reportgen.evidence.probes import KerasProbe, ScoresProbe
from reportgen.results import RunResult
from reportgen.store.entries import Entry
from reportgen.store.records import DAMAGE, AnyArray
from reportgen.training.backend import load_keras
from reportgen.training.evaluation import BATCH_SIZE, evaluate_model
from reportgen.training.keras_file import WEIGHTS
from reportgen.training.models import compile_model, load_model
from reportgen.training.prepared import Prepared


def ask_the_file(
    result: RunResult, entry: Entry, probe: KerasProbe, data: Prepared
) -> dict[str, AnyArray]:
    """Return the answer to a probe about the file of the evaluated weights of the first seed.

    Raises StoreError when the file is damaged, EvidenceError when the network has no softmax.
    """
    path = entry.model_path(result.first.weights_epoch)
    model = load_model(path)
    if isinstance(probe, ScoresProbe):
        return scores(model, data.splits[probe.split][0])
    compile_model(model, result.spec.training)
    return {**_evaluated(model, data), **file_content(path)}


def _evaluated(model: Any, data: Prepared) -> dict[str, AnyArray]:
    """Return what the model gives on the test, measured as it was after training."""
    test = Prepared({"test": data.splits["test"]}, {"test": data.labels["test"]})
    outputs = evaluate_model(model, test)
    found = outputs.evaluations["test"]
    return {
        "loss": np.array(found.loss),
        "accuracy": np.array(found.accuracy),
        "probabilities": outputs.arrays["test_probabilities"],
        "weights": np.array(model.count_params(), dtype=np.int64),
    }


def scores(model: Any, x: AnyArray) -> dict[str, AnyArray]:
    """Return the answer to a :class:`ScoresProbe` for the inputs *x*; the model is changed."""
    keras = load_keras()
    last = model.layers[-1]
    if getattr(last, "activation", None) is not keras.activations.softmax:
        msg = f"la couche {last.name} ({type(last).__name__}) n’est pas un softmax"
        raise EvidenceError(f"pas de scores à montrer : {msg}.")
    last.activation = keras.activations.linear
    found = model.predict(x, batch_size=BATCH_SIZE, verbose=0)
    limits = (float(x.min()), float(x.max()))
    return {
        "scores": np.asarray(found, dtype=np.float32),
        "inputs": np.array(limits, dtype=np.float32),
    }


def file_content(path: Path) -> dict[str, AnyArray]:
    """Return what a ``.keras`` file is made of; StoreError when it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            sizes = _stored(archive.read(WEIGHTS))
    except DAMAGE as error:
        raise StoreError(f"le modèle {path} ne se relit pas : {error}") from error
    optimizer = sum(size for name, size in sizes.items() if name.startswith("optimizer/"))
    return {
        "members": np.array([member.filename for member in members]),
        "bytes": np.array([member.file_size for member in members], dtype=np.int64),
        "size": np.array(path.stat().st_size, dtype=np.int64),
        "optimizer": np.array(optimizer, dtype=np.int64),
    }


def _stored(weights: bytes) -> dict[str, int]:
    """Return the number of values of every array of an HDF5 file, by its name."""
    import h5py

    found: dict[str, int] = {}

    def note(name: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset):
            found[name] = int(item.size)

    with h5py.File(io.BytesIO(weights), "r") as file:
        file.visititems(note)
    return found
