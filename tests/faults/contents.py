"""What a build left, without what legitimately differs between two: durations and dates."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from reportgen.store.entries import Entry
from reportgen.store.records import read_arrays
from reportgen.store.store import Store
from tests.faults.lab import Place

_ELEMENT = re.compile(r"elements/\w{32}\.json")
"""Elements are named by what they are made from, durations included."""
_SHARED = re.compile(r'"shared_object_id": \d+')
"""Keras numbers shared objects by their address."""


def files(place: Place) -> list[str]:
    """Return the paths of everything in the build folder, relative to it, in order."""
    names = [str(p.relative_to(place.build)) for p in place.build.rglob("*") if not p.is_dir()]
    return sorted(_ELEMENT.sub("elements/element.json", name) for name in names)


def results(place: Place) -> dict[str, Any]:
    """Return the metrics, outputs, predictions and models of every trajectory, to the bit."""
    found: dict[str, Any] = {}
    for entry in Store(place.store).entries():
        history = entry.history()
        assert history is not None
        found[f"{entry.key} history"] = dict(history.metrics)
        for path in sorted(entry.folder.glob("outputs-*.npz")):
            found[f"{entry.key} {path.name}"] = _bits(path)
        for path in sorted(entry.folder.glob("model-*.keras")):
            found[f"{entry.key} {path.name}"] = _model(path)
    for path in sorted((place.store / "probes").glob("*.npz")):
        found[path.name] = _bits(path)
    return found


def weights(place: Place) -> dict[str, Any]:
    """Return every kept state by its path, to the bit, and the history that it carries."""
    paths = sorted(place.store.glob("trajectories/*/epoch-*.npz"))
    return {str(path.relative_to(place.store)): _state(path) for path in paths}


def documents(place: Place) -> dict[str, str]:
    """Return the text of every file of the report folder but its stamp, durations hidden."""
    paths = [p for p in place.reports.rglob("*") if p.is_file() and not p.name.startswith(".")]
    return {
        str(path.relative_to(place.reports)): scrubbed(path.read_text(encoding="utf-8"))
        for path in sorted(paths)
    }


def scrubbed(text: str) -> str:
    """Return a document without the cells that tell how long and when a training was."""
    row = r'(<td class="right">[^<]*</td>)<td class="right">[^<]*</td><td>[^<]*</td>(<td><code>)'
    return re.sub(row, r"\1\2", text)


def entries(place: Place) -> list[Entry]:
    """Return the trajectories."""
    return list(Store(place.store).entries())


def _bits(path: Path) -> dict[str, tuple[str, tuple[int, ...], bytes]]:
    arrays = read_arrays(path)
    assert arrays is not None, path
    return {name: (str(a.dtype), a.shape, a.tobytes()) for name, a in arrays.items()}


def _state(path: Path) -> dict[str, Any]:
    with np.load(path) as arrays:
        record = json.loads(str(arrays["record"]))
        bits = {name: arrays[name].tobytes() for name in arrays.files if name != "record"}
    return bits | {"metrics": record["metrics"]}


def _model(path: Path) -> dict[str, Any]:
    """Return the configuration and every array of a Keras file; its date of saving is not said."""
    with zipfile.ZipFile(path) as archive:
        config = _SHARED.sub("", archive.read("config.json").decode())
        with archive.open("model.weights.h5") as file, h5py.File(file) as tree:
            arrays: dict[str, bytes] = {}
            tree.visititems(lambda name, item: _keep(arrays, name, item))
    return {"config": config, **arrays}


def _keep(arrays: dict[str, bytes], name: str, item: Any) -> None:
    if isinstance(item, h5py.Dataset):
        arrays[name] = np.asarray(item).tobytes()
