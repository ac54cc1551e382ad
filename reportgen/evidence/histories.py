"""What the epochs of a run left: its metrics as curves, and the epoch that was best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.errors import EvidenceError
from reportgen.evidence.lookup import unknown
from reportgen.results import RunResult

METRICS = {
    "loss": "Perte",
    "accuracy": "Exactitude",
    "top_k_categorical_accuracy": "Exactitude des premiers rangs",
    "sparse_top_k_categorical_accuracy": "Exactitude des premiers rangs",
    "auc": "Aire sous la courbe ROC",
    "precision": "Précision",
    "recall": "Rappel",
}
"""French names of Keras' metrics; another metric keeps its own name."""


@dataclass(frozen=True)
class Curve:
    """One metric of one run on one split: (seeds, epochs), cut to the shortest seed."""

    result: RunResult
    metric: str
    validation: bool
    values: npt.NDArray[np.float64]

    @property
    def mean(self) -> npt.NDArray[np.float64]:
        """Mean over the seeds, (epochs,)."""
        mean: npt.NDArray[np.float64] = self.values.mean(axis=0)
        return mean

    @property
    def best(self) -> int:
        """The epoch, from 1, where the mean is best."""
        signed = self.mean if self.lower_is_better else -self.mean
        return int(np.argmin(np.where(np.isfinite(signed), signed, np.inf))) + 1

    @property
    def lower_is_better(self) -> bool:
        """Whether a smaller value is a better one."""
        return "loss" in self.metric or "error" in self.metric


def best_epoch(result: RunResult) -> int | None:
    """Return the epoch, from 1, to mark on the curves; None when the monitor was not measured.

    With one seed it is the stored one; with several, that of the best mean of the monitor.
    """
    monitor = result.spec.monitor
    if any(monitor not in seed.history.metrics for seed in result.seeds):
        return None
    if len(result.seeds) == 1:
        return result.first.best_epoch
    return _curve(result, monitor.removeprefix("val_"), monitor.startswith("val_")).best


def metric_name(metric: str) -> str:
    """Return the French name of a Keras metric."""
    return METRICS.get(metric, metric)


def make_curves(results: Sequence[RunResult], metric: str) -> Iterator[Curve]:
    """Yield the curves of a metric: of each run, on train and then on validation.

    EvidenceError for a metric that a run lacks, or that names the split.
    """
    if metric.startswith("val_"):
        msg = f"métrique « {metric} » : écrivez « {metric[4:]} », la validation est tracée avec."
        raise EvidenceError(msg)
    for result in results:
        known = set.intersection(*(set(seed.history.metrics) for seed in result.seeds))
        if metric not in known:
            raise unknown(
                "métrique inconnue", metric, (m for m in known if not m.startswith("val_"))
            )
        yield _curve(result, metric, False)
        if f"val_{metric}" in known:
            yield _curve(result, metric, True)


def _curve(result: RunResult, metric: str, validation: bool) -> Curve:
    name = f"val_{metric}" if validation else metric
    epochs = min(seed.history.epochs for seed in result.seeds)
    values = np.array([seed.history[name][:epochs] for seed in result.seeds], dtype=np.float64)
    return Curve(result, metric, validation, values)
