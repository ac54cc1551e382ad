"""What ``runs.…``, ``models.…``, ``datasets.…`` and ``profile`` give to prose: values, no text.

Numbers that several seeds measured are means over the seeds. A name that does not exist is an
error that says the nearest one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Generic, TypeVar

from reportgen.data.types import Described
from reportgen.errors import EvidenceError
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.curves import best_epoch
from reportgen.evidence.lookup import SPLITS, find, find_run, layer_names, unknown
from reportgen.lab.types import Profile, SplitName
from reportgen.results import ModelSummary, RunResult

View = TypeVar("View")


class Strict:
    """Base of views: an unknown attribute raises EvidenceError with the nearest name.

    Names with two underscores stay ordinary errors: Python and Jinja look for them themselves.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        known = [key for key in dir(type(self)) if not key.startswith("_")]
        raise unknown(f"attribut inconnu de {self._title()}", name, known)

    def _title(self) -> str:
        return "cette valeur"


class Names(Strict, Generic[View]):
    """Views by name, as attributes or items: ``runs.base`` or ``runs["base"]``."""

    def __init__(self, what: str, known: Mapping[str, Any], view: Callable[[str], View]) -> None:
        """*view* makes the view of a known name."""
        self._what, self._known, self._view = what, known, view

    def __getattr__(self, name: str) -> View:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> View:
        find(self._what, name, self._known)
        return self._view(name)


@dataclass(frozen=True)
class LayerView(Strict):
    """One layer: ``name`` is the author's label or the numbered class name."""

    name: str
    class_name: str
    output_shape: tuple[int, ...]
    params: int


@dataclass(frozen=True)
class SplitScore(Strict):
    """Loss and accuracy (0–1) of a run on one split of ``count`` examples."""

    count: int
    loss: float
    accuracy: float

    @property
    def error(self) -> float:
        """Error rate, 0–1."""
        return 1.0 - self.accuracy


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


@dataclass(frozen=True)
class Count(Strict):
    """How many examples a split has."""

    count: int


@dataclass(frozen=True)
class FullCounts(Strict):
    """Sizes of the source before caps and validation."""

    train: int
    test: int


class DatasetView(Strict):
    """A dataset of the lab as its runs see it."""

    def __init__(self, described: Described) -> None:
        """Show *described*."""
        self._described = described

    def _title(self) -> str:
        return f"le jeu « {self._described.name} »"

    @property
    def title(self) -> str:
        """The author's title."""
        return self._described.title

    @property
    def train(self) -> Count:
        """The training split."""
        return self._split("train")

    @property
    def validation(self) -> Count:
        """The validation split."""
        return self._split("validation")

    @property
    def test(self) -> Count:
        """The test split."""
        return self._split("test")

    @property
    def full(self) -> FullCounts:
        """Sizes before caps and validation."""
        counts = self._described.full_counts
        return FullCounts(counts["train"], counts["test"])

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one example."""
        return self._described.shape

    @property
    def height(self) -> int:
        """Height of an image in pixels."""
        return self._axis(0)

    @property
    def width(self) -> int:
        """Width of an image in pixels."""
        return self._axis(1)

    @property
    def channels(self) -> int:
        """Channels of an image."""
        return self._axis(2)

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes in the order of their numbers."""
        return self._described.classes

    @property
    def class_count(self) -> int:
        """Number of classes."""
        return self._described.class_count

    @property
    def dtype(self) -> str:
        """NumPy type of the stored values."""
        return self._described.dtype

    @property
    def min(self) -> float:
        """Least stored value; an integer when the values are."""
        return self._value(self._described.minimum)

    @property
    def max(self) -> float:
        """Greatest stored value; an integer when the values are."""
        return self._value(self._described.maximum)

    @property
    def stand_in(self) -> bool:
        """Whether the images replace a dataset that could not be had."""
        return self._described.origin.stand_in

    @property
    def origin(self) -> str:
        """Where the data come from, a French noun phrase."""
        return self._described.origin.text

    def _split(self, name: SplitName) -> Count:
        if name not in self._described.counts:
            raise EvidenceError(f"{self._title()} n’a pas de partie « {SPLITS[name]} ».")
        return Count(self._described.counts[name])

    def _axis(self, number: int) -> int:
        if len(self.shape) != 3:
            raise EvidenceError(
                f"{self._title()} : ses exemples {self.shape} ne sont pas des images."
            )
        return self.shape[number]

    def _value(self, number: float) -> float:
        return number if self.dtype.startswith("float") else int(number)


@dataclass(frozen=True)
class ProfileView(Strict):
    """The profile of the document."""

    name: str
    title: str


def layer_views(result: RunResult) -> tuple[LayerView, ...]:
    """Return the layers of a run's network."""
    rows = zip(layer_names(result), result.summary.layers, strict=True)
    return tuple(LayerView(n, r.class_name, r.output_shape, r.params) for n, r in rows)


def make_views(ctx: EvidenceContext) -> dict[str, Any]:
    """Return the views by the names that prose uses; nothing is read before it is asked for."""
    lab, profile = ctx.lab, ctx.profile
    return {
        "runs": Names("entraînement inconnu", lab.runs, lambda n: RunView(find_run(ctx, n))),
        "models": Names("modèle inconnu", lab.models, lambda n: _model(ctx, n)),
        "datasets": Names(
            "jeu de données inconnu", lab.datasets, lambda n: DatasetView(ctx.described(n))
        ),
        "profile": _profile(profile),
    }


def _profile(profile: Profile) -> ProfileView:
    return ProfileView(profile.name, profile.title)


def _model(ctx: EvidenceContext, name: str) -> NetworkView:
    """Return a model as built for the first run that trains it."""
    built = (result for result in ctx.runs.values() if result.spec.model.name == name)
    result = next(built, None)
    if result is None:
        msg = f"modèle « {name} » : aucun entraînement ne l’a construit, ses poids sont inconnus."
        raise EvidenceError(msg)
    return NetworkView(result.spec.model.title, result.summary, layer_views(result))
