"""Attacks by models, archives and programs, under every name that a tool might look for."""

from __future__ import annotations

import io
import json
import os
import pickle
import tarfile
import zipfile
from collections.abc import Callable

from reportgen.submission.types import DEFINITION, MADE
from tests.submission.arena import Arena
from tests.submission.attacks_files import archive, lambda_model
from tests.submission.attacks_folders import ANSWER, DATA, Plant
from tests.submission.bench import Work


class _Bomb:
    """What runs a command when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/hostile",)


def _weights() -> bytes:
    return pickle.dumps(_Bomb())


def _arrays() -> bytes:
    """Return an ``.npz`` whose arrays are pickles."""
    import numpy as np

    content = io.BytesIO()
    np.savez(content, x_train=np.array([_Bomb()], dtype=object))
    return content.getvalue()


def _custom_model() -> bytes:
    """Return a ``.keras`` file that asks for a class of a module of its own."""
    content = io.BytesIO()
    layer = {"module": "modele", "class_name": "Mine", "registered_name": "os>system", "config": {}}
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": [layer]}}
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("config.json", json.dumps(config))
        made.writestr("../../../dehors/sortie.txt", "a")
    return content.getvalue()


def _tar() -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as made:
        for name in ("../../../dehors/sortie.txt", "/tmp/hostile"):
            made.addfile(tarfile.TarInfo(name))
    return content.getvalue()


MODELS: dict[str, Callable[[], bytes]] = {
    f"{folder}{name}": make
    for folder in ("", f"{MADE}/", f"{MADE}/data/", f"{DATA}/", "build/store/", "models/", "data/")
    for name, make in {
        "model.keras": lambda_model,
        "modele.keras": _custom_model,
        "mon_essai.keras": lambda_model,
        "mon_modele.keras": lambda_model,
        "tp_points.keras": lambda_model,
        "model-0001.keras": lambda_model,
        "epoch-0001.npz": _arrays,
        "outputs-0001.npz": _arrays,
        "points.npz": _arrays,
        "mon_essai.npy": _weights,
        "model.weights.h5": _weights,
        "weights.pkl": _weights,
        "resultats.pkl": _weights,
        "rendu.zip": lambda: archive(1000, "../../../dehors/sortie.txt"),
        "rendu.tar.gz": _tar,
        "modele.py": lambda: b"raise SystemExit",
        "points.py": lambda: b"raise SystemExit",
        "__init__.py": lambda: b"raise SystemExit",
    }.items()
}
"""Every plausible name of what unpacks or runs, and the content that harms who opens it."""
ASKED = {
    "a model by its file": "from: model.keras",
    "a model to load": "load: model.keras",
    "weights to load": "layers: [Flatten], weights: model.weights.h5",
    "a builder": "builder: modele:construire",
    "a layer of their own": "layers: [{modele>Mine: {}}]",
    "a layer that is a model": "layers: [{Model: {filepath: model.keras}}]",
    "first weights in a file": "layers: [{Dense: {units: 2, kernel_initializer: weights.pkl}}]",
    "weights of a layer": "layers: [{Dense: {units: 2, weights: weights.pkl}}]",
    "a registered name": 'layers: [{class_name: Dense, registered_name: "os>system"}]',
}
"""What a definition may ask for, to have such a file opened."""


def models(work: Work, _: Arena) -> None:
    """Plant every model, archive and program."""
    work.answer(ANSWER)
    for name, make in MODELS.items():
        path = work.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())


def asking(model: str) -> Plant:
    """Plant them, and ask for one in the definition."""

    def act(work: Work, arena: Arena) -> None:
        models(work, arena)
        text = (work.folder / DEFINITION).read_text(encoding="utf-8")
        start = text.index("models:")
        end = text.index("\n\n", start)
        work.edit(DEFINITION, text[start:end], f"models:\n  mon_modele: {{{model}}}")

    return act
