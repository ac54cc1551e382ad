"""The program of a run, Keras or NumPy: executed, it builds and trains that very run.

It repeats what ``reportgen.data.sampling`` and ``reportgen.training`` do, in few lines that a
student can read; tests compare them. This module orders the parts; each part has its own module.
"""

from __future__ import annotations

from reportgen.errors import EvidenceError
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Code
from reportgen.evidence.lookup import find_run, note_for
from reportgen.evidence.program_backprop import backprop_part
from reportgen.evidence.program_data import data_part, preprocess_part, uses_keras_data
from reportgen.evidence.program_descent import batches_part, descent_part, results_part
from reportgen.evidence.program_model import compile_part, literal, model_part
from reportgen.evidence.program_training import evaluation_part, training_part
from reportgen.french.naming import headed, named
from reportgen.french.numbers import entier, pluriel
from reportgen.results import RunResult


def code(ctx: EvidenceContext, run: str, partie: str = "tout") -> Code:
    """Return the program of a run, for its first seed; ``partie`` "reseau" the network alone."""
    result = find_run(ctx, run)
    if partie == "reseau":
        return _network(result)
    if partie != "tout":
        msg = f"partie de programme inconnue : « {partie} » ; attendu : tout, reseau."
        raise EvidenceError(msg)
    text = program(result, ctx.described(result.spec.dataset.name).shape)
    epochs = pluriel(result.spec.epochs, "époque", "époques")
    title = result.spec.title
    return Code(
        id="",
        caption=f"Apprentissage de « {title} » avec {_engine(result)}",
        alt=f"Programme Python de {entier(text.count(chr(10)))} lignes qui charge les données, "
        f"construit le réseau de « {title} » ({_layers(result)}), l’entraîne ({epochs}) et "
        "l’évalue.",
        note=note_for([result]),
        text=text,
    )


def _network(result: RunResult) -> Code:
    """Return the network alone; no array stands beside it to say what an input looks like."""
    title = result.spec.model.title
    by_hand = result.spec.training.engine == "numpy"
    keras = model_part(result).replace("x_train.shape[1:]", literal(result.summary.input_shape))
    return Code(
        id="",
        caption=f"{headed('réseau', title)} en {_engine(result)}",
        alt=f"Programme Python qui construit le {named('réseau', title)} ({_layers(result)}).",
        text=(backprop_part(result) if by_hand else keras) + "\n",
    )


def _engine(result: RunResult) -> str:
    return "NumPy" if result.spec.training.engine == "numpy" else "Keras"


def _layers(result: RunResult) -> str:
    return pluriel(len(result.summary.layers), "couche", "couches")


def program(result: RunResult, example_shape: tuple[int, ...]) -> str:
    """Return the text of the program; ``example_shape`` is that of a stored image."""
    by_hand = result.spec.training.engine == "numpy"
    parts = {
        "Bibliothèques et hasard": _numpy_opening(result) if by_hand else _opening(result),
        "Données": data_part(result),
        "Prétraitement": preprocess_part(result, example_shape),
        **(_numpy_parts(result) if by_hand else _keras_parts(result)),
    }
    return (
        "\n\n\n".join(f"# {_rule(title)}\n{text.strip()}" for title, text in parts.items()) + "\n"
    )


def _keras_parts(result: RunResult) -> dict[str, str]:
    return {
        "Réseau": model_part(result),
        "Réglages de l’apprentissage": compile_part(result),
        "Apprentissage": training_part(result),
        "Évaluation": evaluation_part(result),
    }


def _numpy_parts(result: RunResult) -> dict[str, str]:
    return {
        "Réseau, propagation et rétropropagation": backprop_part(result),
        "Lots et mesures": batches_part(result),
        "Descente de gradient": descent_part(result),
        "Évaluation": results_part(result),
    }


def _rule(title: str) -> str:
    """Return a title drawn out to the width of the listing."""
    return f"{title} ".ljust(78, "-")


def _opening(result: RunResult) -> str:
    backend = result.machine.backend
    lines = ["import os", "", f'os.environ["KERAS_BACKEND"] = "{backend}"', ""]
    lines += ["import keras", "import numpy as np"]
    if backend == "tensorflow":
        lines += ["import tensorflow as tf"]
    lines += ["from keras import layers"]
    lines += ["", f"GRAINE = {result.first.seed}", "keras.utils.set_random_seed(GRAINE)"]
    if backend == "tensorflow":
        lines += ["tf.config.experimental.enable_op_determinism()  # les mêmes bits à chaque fois"]
    return "\n".join(lines)


def _numpy_opening(result: RunResult) -> str:
    """Return the imports; Keras only where its data are used."""
    lines = [
        "import os",
        "",
        "# Un seul fil de calcul : les mêmes bits sur deux cœurs ou sur huit.",
    ]
    lines += ['os.environ["OPENBLAS_NUM_THREADS"] = "1"', ""]
    lines += ["import keras  # pour les données seulement"] if uses_keras_data(result) else []
    return "\n".join([*lines, "import numpy as np", "", f"GRAINE = {result.first.seed}"])
