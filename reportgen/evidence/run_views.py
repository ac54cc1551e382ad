"""What ``runs.NAME`` and ``models.NAME`` give to prose.

Numbers that several seeds measured are means over the seeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from reportgen.analysis.network import layer_names
from reportgen.errors import EvidenceError
from reportgen.evidence.histories import best_epoch
from reportgen.evidence.lookup import SPLITS, unknown
from reportgen.evidence.named import Strict
from reportgen.lab.types import SplitName
from reportgen.results import Evaluation, ModelSummary, RunResult


@dataclass(frozen=True)
class LayerView(Strict):
    """One layer: ``name`` is the author's label or the numbered class name."""

    name: str
    class_name: str
    output_shape: tuple[int, ...]
    params: int


@dataclass(frozen=True)
class SplitScore(Strict, Evaluation):
    """The mean evaluation of all seeds on one split."""


class HistoryView:
    """Values per epoch by Keras' names, up to the epoch that every seed reached."""

    def __init__(self, result: RunResult) -> None:
        """Show the histories of all seeds as one."""
        self._result = result

    def __getattr__(self, metric: str) -> tuple[float, ...]:
        if metric.startswith("_"):
            raise AttributeError(metric)
        histories = [seed.history for seed in self._result.seeds]
        known = set.intersection(*(set(history.metrics) for history in histories))
        if metric not in known:
            raise unknown(f"métrique inconnue de « {self._result.spec.name} »", metric, known)
        return tuple(map(fmean, zip(*(history[metric] for history in histories), strict=False)))


@dataclass(frozen=True)
class NetworkView(Strict):
    """The network of a model or a run."""

    title: str
    summary: ModelSummary
    layers: tuple[LayerView, ...]

    @property
    def params(self) -> int:
        """All weights."""
        return self.summary.params

    @property
    def trainable_params(self) -> int:
        """The weights that training changes."""
        return self.summary.trainable_params


class RunView(Strict):
    """A trained run."""

    def __init__(self, result: RunResult) -> None:
        """Show *result*."""
        self._result = result

    def _title(self) -> str:
        return f"l’entraînement « {self._result.spec.name} »"

    @property
    def title(self) -> str:
        """The author's title."""
        return self._result.spec.title

    @property
    def params(self) -> int:
        """All weights."""
        return self._result.params

    @property
    def trainable_params(self) -> int:
        """The weights that training changes."""
        return self._result.summary.trainable_params

    @property
    def layers(self) -> tuple[LayerView, ...]:
        """The layers in order."""
        return layer_views(self._result)

    @property
    def epochs(self) -> int:
        """Epochs done by the first seed."""
        return self._result.first.epochs

    @property
    def batch_size(self) -> int:
        """Examples in a batch."""
        return self._result.spec.training.batch_size

    @property
    def steps_per_epoch(self) -> int:
        """Updates of the weights in an epoch."""
        return -(-self._result.counts["train"] // self.batch_size)

    @property
    def updates(self) -> int:
        """Updates of the weights in all epochs done by the first seed."""
        return self.steps_per_epoch * self.epochs

    @property
    def seconds_per_epoch(self) -> float:
        """Median wall time of an epoch."""
        return self._result.seconds_per_epoch

    @property
    def seconds(self) -> float:
        """Wall time of a whole training."""
        return fmean(sum(seed.history.seconds) for seed in self._result.seeds)

    @property
    def best_epoch(self) -> int:
        """Epoch, from 1, that curves mark; that of the first seed without such a mark."""
        return best_epoch(self._result) or self._result.first.best_epoch

    @property
    def weights_epoch(self) -> int:
        """Epoch, from 1, whose weights were evaluated, for the first seed."""
        return self._result.first.weights_epoch

    @property
    def seed_count(self) -> int:
        """Number of seeds."""
        return len(self._result.seeds)

    @property
    def history(self) -> HistoryView:
        """Values per epoch."""
        return HistoryView(self._result)

    @property
    def train(self) -> SplitScore:
        """Scores on the training images, evaluated without dropout."""
        return self._score("train")

    @property
    def validation(self) -> SplitScore:
        """Scores on the validation images."""
        return self._score("validation")

    @property
    def test(self) -> SplitScore:
        """Scores on the test images."""
        return self._score("test")

    @property
    def gap(self) -> float:
        """Train minus validation accuracy of the last epoch's history, 0–1."""
        histories = [seed.history for seed in self._result.seeds]
        if any("val_accuracy" not in history.metrics for history in histories):
            raise EvidenceError(f"{self._title()} n’a pas de validation : « gap » n’existe pas.")
        return fmean(h["accuracy"][-1] - h["val_accuracy"][-1] for h in histories)

    def _score(self, split: SplitName) -> SplitScore:
        scores = [s.evaluations[split] for s in self._result.seeds if split in s.evaluations]
        if not scores:
            raise EvidenceError(f"{self._title()} n’a pas été évalué en {SPLITS[split]}.")
        loss, accuracy = fmean(s.loss for s in scores), fmean(s.accuracy for s in scores)
        return SplitScore(scores[0].count, loss, accuracy)


def layer_views(result: RunResult) -> tuple[LayerView, ...]:
    """Return the layers of a run's network."""
    rows = zip(layer_names(result), result.summary.layers, strict=True)
    return tuple(LayerView(n, r.class_name, r.output_shape, r.params) for n, r in rows)
