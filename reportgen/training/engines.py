"""Choose what trains a run."""

from __future__ import annotations

from pathlib import Path

from reportgen.lab.types import RunSpec
from reportgen.training.learner import Learner
from reportgen.training.prepared import Prepared


def make_learner(run: RunSpec, seed: int, data: Prepared, lab_folder: Path) -> Learner:
    """Return the learner of a run before its first epoch; TrainingError when it is refused."""
    if run.training.engine == "numpy":
        from reportgen.training.numpy_learner import numpy_learner

        return numpy_learner(run, seed, data)
    from reportgen.training.keras_learner import keras_learner

    return keras_learner(run, seed, data, lab_folder)
