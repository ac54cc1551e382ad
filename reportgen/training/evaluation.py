"""Evaluate a trained model: probabilities, loss and accuracy on each split."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from reportgen.lab.types import SplitName
from reportgen.results import Evaluation
from reportgen.store.records import AnyArray
from reportgen.store.values import Outputs
from reportgen.training.prepared import Prepared

BATCH_SIZE = 500
WITH_PROBABILITIES = ("validation", "test")


def evaluate_model(model: Any, data: Prepared) -> Outputs:
    """Return loss and accuracy on every split, probabilities and labels of all but train.

    Arrays: ``<split>_probabilities`` float32 (n, classes) and ``<split>_labels`` int64 (n,).
    """
    arrays: dict[str, AnyArray] = {}
    evaluations: dict[SplitName, Evaluation] = {}
    for name, (x, y) in data.splits.items():
        scores = model.evaluate(x, y, batch_size=BATCH_SIZE, verbose=0, return_dict=True)
        evaluations[name] = _evaluation(len(x), scores)
        if name in WITH_PROBABILITIES:
            output = model.predict(x, batch_size=BATCH_SIZE, verbose=0)
            arrays[f"{name}_probabilities"] = np.asarray(output, dtype=np.float32)
            arrays[f"{name}_labels"] = data.labels[name]
    return Outputs(arrays, evaluations)


def _evaluation(count: int, scores: Mapping[str, float]) -> Evaluation:
    """Return the scores; Keras' single-precision accuracy becomes the exact share it stands for."""
    right = round(float(scores["accuracy"]) * count)
    return Evaluation(count, float(scores["loss"]), right / count)
