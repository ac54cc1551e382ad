"""The values of a loaded lab: what the definition says, checked and resolved, nothing computed.

Every later stage receives these. They are frozen, compare by value and know neither Keras
nor the file system (but for the places that messages name).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from reportgen.playground.settings import Network, Task, Training

Config = Mapping[str, Any]
"""Arguments by their Keras names; the values are plain JSON values."""

QuestionKind = Literal["exact", "mesure", "texte", "code", "figure", "choix"]
SplitName = Literal["train", "validation", "test"]
Engine = Literal["keras", "numpy"]
"""What trains: Keras, or back-propagation written out in NumPy."""


@dataclass(frozen=True)
class Place:
    """Where something stands in a source file; line and column count from 1."""

    file: Path
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Call:
    """A Keras object by class name and arguments: a layer, optimizer, loss, or one of ours."""

    name: str
    config: Config = field(default_factory=dict)


@dataclass(frozen=True)
class LayerSpec(Call):
    """One layer of a stack; ``label`` is the author's name for it and changes no number."""

    label: str | None = None


@dataclass(frozen=True)
class BuilderSpec:
    """A Python function that returns a Keras model: ``file`` relative to the lab folder."""

    file: Path
    function: str
    config: Config = field(default_factory=dict)


@dataclass(frozen=True)
class ModelSpec:
    """A network after derivation: a stack of layers without its input, or a builder."""

    name: str
    title: str
    layers: tuple[LayerSpec, ...]
    builder: BuilderSpec | None = None
    parent: str | None = None


@dataclass(frozen=True)
class ValidationSpec:
    """How the validation split is made.

    Exactly one of three ways: ``fraction`` (0–1) or ``count`` images drawn at random, with
    ``seed``, out of ``source`` ("train" or "test"; they are taken away from it); the ``last``
    images of it, in file order (Keras' ``validation_split``); or, when ``source`` is
    "validation", the split that the dataset itself carries.
    """

    source: SplitName = "train"
    fraction: float | None = None
    count: int | None = None
    last: int | None = None
    seed: int = 0


@dataclass(frozen=True)
class DatasetSpec:
    """A dataset of a lab: ``source`` is a known name, or "folder" / "npz" with a ``path``.

    ``train`` and ``test`` cap the number of images (None: all), drawn without replacement
    and balanced over classes with ``subset_seed``; the caps of a profile replace them when
    they are smaller.
    """

    name: str
    title: str
    source: str
    path: Path | None
    classes: tuple[str, ...]
    validation: ValidationSpec | None
    image_size: tuple[int, int] | None = None
    train: int | None = None
    test: int | None = None
    subset_seed: int = 0


@dataclass(frozen=True)
class EarlyStopping:
    """Keras' EarlyStopping, by its own argument names."""

    monitor: str = "val_loss"
    patience: int = 5
    min_delta: float = 0.0
    mode: Literal["min", "max"] = "min"


@dataclass(frozen=True)
class TrainingSpec:
    """How a run is trained and by which engine, apart from how long."""

    optimizer: Call = Call("Adam")
    loss: Call = Call("sparse_categorical_crossentropy")
    metrics: tuple[str, ...] = ("accuracy",)
    batch_size: int = 32
    shuffle: bool = True
    early_stopping: EarlyStopping | None = None
    engine: Engine = "keras"


@dataclass(frozen=True)
class RunSpec:
    """A training that the lab asks for.

    ``weights`` says which weights are evaluated: those after the last epoch, or those of the
    epoch with the best ``monitor`` (a history name; lower is better for losses).
    ``checkpoints`` are further epochs, from 1, whose model is kept to be shown.
    """

    name: str
    title: str
    model: ModelSpec
    dataset: DatasetSpec
    preprocess: tuple[Call, ...]
    training: TrainingSpec
    epochs: int
    seeds: tuple[int, ...] = (1,)
    weights: Literal["last", "best"] = "last"
    monitor: str = "val_loss"
    checkpoints: tuple[int, ...] = ()


@dataclass(frozen=True)
class PopulationSpec:
    """Networks of the Playground that the lab asks for: one definition, ``resets`` first weights.

    ``threshold`` is the test loss at or below which a network counts as successful; it changes
    no training.
    """

    name: str
    title: str
    task: Task
    network: Network
    training: Training
    resets: int
    threshold: float | None = None

    @property
    def neurons(self) -> int:
        """Number of hidden neurons."""
        return sum(self.network.hidden)

    @property
    def parameters(self) -> int:
        """Number of weights and biases of one network."""
        return self.network.parameters(len(self.task.features))


@dataclass(frozen=True)
class FamilySpec:
    """Populations that differ by a few settings: ``members`` are their names."""

    name: str
    title: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """How much work: caps on images and epochs, and the seeds.

    ``epoch_scale`` multiplies the epochs of every run (rounded up), then ``max_epochs`` caps
    them; ``seeds`` (when given) replaces the seeds of every run. ``resets`` caps those of every
    population, whose epochs stay as they are.
    """

    name: str
    title: str
    train: int | None = None
    test: int | None = None
    epoch_scale: float = 1.0
    max_epochs: int | None = None
    seeds: tuple[int, ...] | None = None
    resets: int | None = None


@dataclass(frozen=True)
class Prose:
    """Markdown source with expressions, and where it starts."""

    source: str
    place: Place


@dataclass(frozen=True)
class Criterion:
    """One line of a marking scheme."""

    points: float
    text: Prose


@dataclass(frozen=True)
class Solution:
    """What only the teacher may see of a question.

    ``expected`` are the expressions of ``:attendu:``, the first for the first criterion and so
    on; one without source leaves its criterion to be judged, those in excess belong to none.
    """

    answer: Prose
    scheme: tuple[Criterion, ...]
    expected: tuple[Prose, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question: ``id`` is unique in the lab; ``solution`` is None in what students get."""

    id: str
    title: str | None
    points: float
    kind: QuestionKind
    statement: Prose
    solution: Solution | None
    place: Place


@dataclass(frozen=True)
class Section:
    """One Markdown file: a title, then text and questions in their order.

    ``number`` is how documents number it: None is its place in the lab, 0 no number.
    """

    id: str
    title: str
    blocks: tuple[Prose | Question, ...]
    place: Place
    number: int | None = None


@dataclass(frozen=True)
class Work:
    """What makes a lab the report of students.

    ``lab`` is the slug of the lab that they answer, ``version`` that of its statement (see
    :func:`reportgen.lab.statement.statement_version`), ``unanswered`` the ids of the questions
    without an answer. The names are the lab's ``authors``.
    """

    lab: str
    version: str
    group: str = ""
    date: date | None = None
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handout:
    """What makes a lab the version that students are given, without its answers.

    It keeps what their outline owed to the answers: ``elements`` are the figures and tables that
    it offers, by question; ``elsewhere`` are the questions that another program answers;
    ``loads_data`` tells that loading the data is what a question asks.
    """

    elements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    loads_data: bool = False


@dataclass(frozen=True)
class Lab:
    """A whole lab. The mappings keep the order of the file.

    ``reused`` are the definitions of other labs that it takes from. ``work`` is set when the
    answers, the models and the runs are those of students. ``populations`` holds the members
    of ``families`` too. ``handout`` is set when the lab is given without its answers.
    """

    slug: str
    folder: Path
    title: str
    course: str
    abstract: str
    authors: tuple[str, ...]
    datasets: Mapping[str, DatasetSpec]
    models: Mapping[str, ModelSpec]
    runs: Mapping[str, RunSpec]
    profiles: Mapping[str, Profile]
    default_profile: str
    sections: tuple[Section, ...]
    reused: tuple[Path, ...] = ()
    work: Work | None = None
    populations: Mapping[str, PopulationSpec] = field(default_factory=dict)
    families: Mapping[str, FamilySpec] = field(default_factory=dict)
    handout: Handout | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in reading order."""
        return tuple(b for s in self.sections for b in s.blocks if isinstance(b, Question))
