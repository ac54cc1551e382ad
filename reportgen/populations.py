"""What populations of Playground networks are kept under, and as which arrays; trains nothing.

A population costs seconds, hundreds of networks at a time, and nothing of it can be continued:
it is an array computed when first asked for and kept, not a trajectory with epochs of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.lab.types import PopulationSpec
from reportgen.libraries import version
from reportgen.playground.layers import Layer
from reportgen.playground.populations import Population
from reportgen.playground.settings import describe

Arrays = Mapping[str, npt.NDArray[np.generic]]

KIND = "population"
"""The kind under which the arrays are kept."""


def tensorflow_version() -> str:
    """Return the version of TensorFlow, on which the last bits depend, without importing it."""
    return version("tensorflow-cpu", "tensorflow")


def identity(spec: PopulationSpec, tensorflow: str) -> dict[str, Any]:
    """Return, as JSON values, all that the arrays of a population depend on.

    Neither its name, its title nor its threshold: none changes what is trained.
    """
    described = describe(spec.task, spec.network, spec.training)
    return {**described, "resets": spec.resets, "tensorflow": tensorflow}


def to_arrays(population: Population) -> dict[str, npt.NDArray[np.generic]]:
    """Return a population as named arrays; weights of layer l as ``weights-l``, ``biases-l``."""
    layers = enumerate(population.layers)
    named = {
        name: value
        for number, layer in layers
        for name, value in (
            (f"weights-{number}", layer.weights),
            (f"biases-{number}", layer.biases),
        )
    }
    return {
        "resets": np.array(population.resets, dtype=np.int64),
        "epochs": np.array(population.epochs, dtype=np.int64),
        "train": population.train,
        "test": population.test,
        **named,
    }


def from_arrays(arrays: Arrays) -> Population:
    """Return the population that :func:`to_arrays` was given; KeyError for other arrays."""
    count = sum(name.startswith("weights-") for name in arrays)
    return Population(
        resets=tuple(arrays["resets"].tolist()),
        epochs=tuple(arrays["epochs"].tolist()),
        train=_floats(arrays["train"]),
        test=_floats(arrays["test"]),
        layers=tuple(
            Layer(_floats(arrays[f"weights-{number}"]), _floats(arrays[f"biases-{number}"]))
            for number in range(count)
        ),
    )


def _floats(array: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    return np.asarray(array, dtype=np.float64)
