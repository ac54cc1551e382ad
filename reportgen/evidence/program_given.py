"""What a notebook gives before its first question: the libraries, and data without reportgen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportgen.evidence.program_data import data_part, from_keras, uses_keras_data
from reportgen.evidence.program_model import literal
from reportgen.lab.types import DatasetSpec, Question
from reportgen.results import RunResult

PUBLIC = ("mnist", "fashion_mnist", "cifar10")
"""The datasets that Keras loads."""

_LOADS = re.compile(r"\bload_data\s*\(")

_IMPORTS = """\
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers"""

_NPZ = """\
# {title} : placez le fichier {name} à côté de ce notebook.
with np.load({path}) as fichier:
    x_train, y_train = fichier["x_train"], fichier["y_train"]
    x_test, y_test = fichier["x_test"], fichier["y_test"]"""

_FOLDER = """\
# {title} : placez le dossier {name}, ses images rangées par classe, à côté de ce notebook.
reglages = {{"image_size": {size}, "batch_size": None, "shuffle": False}}
apprentissage = keras.utils.image_dataset_from_directory({train}, **reglages)
essai = keras.utils.image_dataset_from_directory({test}, **reglages)
x_train, y_train = map(np.array, zip(*apprentissage))
x_test, y_test = map(np.array, zip(*essai))"""


def imports(results: Iterable[RunResult] = ()) -> str:
    """Return the imports; those that *results* need to give the same bits come first."""
    ran = list(results)
    keras = [result for result in ran if result.spec.training.engine == "keras"]
    lines = [f'os.environ["KERAS_BACKEND"] = "{result.machine.backend}"' for result in keras[:1]]
    if len(keras) < len(ran):
        lines += ['os.environ["OPENBLAS_NUM_THREADS"] = "1"  # les mêmes bits partout']
    return "\n".join((["import os", "", *lines, ""] if lines else []) + [_IMPORTS])


def public_data(datasets: Iterable[DatasetSpec]) -> str:
    """Return the statements that load the whole data where reportgen is not installed.

    They make x_train, y_train, x_test, y_test; "" when no dataset of the lab can be had so.
    """
    return "\n\n".join(filter(None, map(_public, datasets)))


def measured_data(results: Iterable[RunResult]) -> str:
    """Return the statements that load the data of the first result as it was measured on."""
    result = next(iter(results), None)
    return "" if result is None or uses_keras_data(result) else data_part(result)


def asks_to_load(questions: Iterable[Question]) -> bool:
    """Tell whether loading the data is itself what a question asks for."""
    answers = (q.solution.answer.source for q in questions if q.solution is not None)
    return any(_LOADS.search(answer) for answer in answers)


def _public(spec: DatasetSpec) -> str:
    if spec.source in PUBLIC:
        return f"# {spec.title}\n{from_keras(spec.source)}"
    if spec.path is None:
        return ""
    name = spec.path.name
    if spec.source == "npz":
        return _NPZ.format(title=spec.title, name=name, path=literal(name))
    train, test = literal(f"{name}/train"), literal(f"{name}/test")
    return _FOLDER.format(title=spec.title, name=name, size=spec.image_size, train=train, test=test)
