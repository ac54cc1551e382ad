"""The shape of ``lab.yaml``, key by key; references between its parts are checked elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from reportgen.lab.forms import (
    CALL_SCHEMA,
    LAYER_SCHEMA,
    REUSED_SCHEMA,
    SELECTOR_SCHEMA,
    STEP_SCHEMA,
    Selector,
    parse_call,
    parse_layer,
    parse_reused,
    parse_selector,
    parse_step,
    wrong,
)
from reportgen.lab.population_definition import RawPopulation, Resets
from reportgen.lab.strict import STRICT, Name, Title
from reportgen.lab.types import Call, Engine, LayerSpec

MAX_LAYERS = 500
MAX_EPOCHS = 10_000
MAX_IMAGES = 10_000_000
MAX_SEED = 2**32 - 1


def _text(value: Any) -> Any:
    """Accept ``[0, 1, 2]`` as class names: quotes around digits are easily forgotten."""
    return str(value) if type(value) in (int, float) else value


Slug = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9_-]+$", max_length=80)]
ClassName = Annotated[
    str,
    BeforeValidator(_text),
    StringConstraints(min_length=1, max_length=80),
    WithJsonSchema({"type": ["string", "number"]}),
]
Images = Annotated[int, Field(ge=1, le=MAX_IMAGES)]
Checkpoint = Annotated[int, Field(ge=1, le=MAX_EPOCHS)]
Seed = Annotated[int, Field(ge=0, le=MAX_SEED)]
Seeds = Annotated[list[Seed], Field(min_length=1, max_length=50)]
RawCall = Annotated[Call, PlainValidator(parse_call), WithJsonSchema(CALL_SCHEMA)]
RawLayer = Annotated[LayerSpec, PlainValidator(parse_layer), WithJsonSchema(LAYER_SCHEMA)]
RawReused = Annotated[dict[str, str], PlainValidator(parse_reused), WithJsonSchema(REUSED_SCHEMA)]
RawLayers = Annotated[list[RawLayer], Field(min_length=1, max_length=MAX_LAYERS)]
RawStep = Annotated[Call, PlainValidator(parse_step), WithJsonSchema(STEP_SCHEMA)]
RawSelector = Annotated[Selector, PlainValidator(parse_selector), WithJsonSchema(SELECTOR_SCHEMA)]


def _refuse_both(seed: int | None, seeds: list[int] | None) -> None:
    if seed is not None and seeds is not None:
        raise wrong("« seed » ou « seeds »", "les deux")


class _Strict(BaseModel):
    model_config = STRICT


class RawValidation(_Strict):
    """``validation:`` of a dataset."""

    source: Literal["train", "test", "validation"] = Field(default="train", alias="from")
    fraction: float | None = Field(default=None, gt=0, lt=1)
    count: Images | None = None
    last: Images | None = None
    seed: Seed = 0

    @model_validator(mode="after")
    def _one_way(self) -> RawValidation:
        given = [n for n in ("fraction", "count", "last") if getattr(self, n) is not None]
        if self.source == "validation" and given:
            raise wrong("« from: validation » seul", f"aussi « {given[0]} »")
        if self.source != "validation" and len(given) != 1:
            received = " et ".join(f"« {name} »" for name in given) or "aucun des trois"
            raise wrong("un seul de « fraction », « count » et « last »", received)
        return self


class RawDataset(_Strict):
    """One entry of ``datasets:``."""

    title: Title | None = None
    source: Literal["mnist", "fashion_mnist", "cifar10", "folder", "npz"]
    path: Title | None = None
    image_size: Annotated[
        list[Annotated[int, Field(ge=1, le=4096)]] | None, Field(min_length=2, max_length=2)
    ] = None
    classes: Annotated[list[ClassName], Field(max_length=10_000)] = []
    validation: RawValidation | None = None
    train: Images | None = None
    test: Images | None = None
    subset_seed: Seed = 0

    @model_validator(mode="after")
    def _needs(self) -> RawDataset:
        on_disk = self.source in ("folder", "npz")
        if on_disk and self.path is None:
            raise wrong(f"« path » avec « source: {self.source} »", "pas de « path »")
        if not on_disk and self.path is not None:
            raise wrong(f"pas de « path » avec « source: {self.source} »", f"« {self.path} »")
        if self.source != "folder" and self.image_size is not None:
            raise wrong("« image_size » avec « source: folder » seulement", self.source)
        return self


class RawEdit(_Strict):
    """One step of ``edit:``: one operation and what it needs."""

    insert_after: RawSelector | None = None
    insert_before: RawSelector | None = None
    replace: RawSelector | None = None
    remove: RawSelector | None = None
    set: RawSelector | None = None
    append: RawLayers | None = None
    layers: RawLayers | None = None
    to: dict[str, Any] | None = None

    @property
    def operation(self) -> str:
        """The one operation given."""
        return next(name for name in OPERATIONS if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _one_operation(self) -> RawEdit:
        given = [name for name in OPERATIONS if getattr(self, name) is not None]
        if len(given) != 1:
            received = " et ".join(f"« {name} »" for name in given) or "aucune"
            raise wrong("une seule opération parmi " + ", ".join(OPERATIONS), received)
        companion = OPERATIONS[given[0]]
        for name in ("layers", "to"):
            present = getattr(self, name) is not None
            if present and name != companion:
                raise wrong(f"« {given[0]} » sans « {name} »", "les deux")
            if not present and name == companion:
                raise wrong(f"« {given[0]} » avec « {name} »", f"« {given[0]} » seul")
        return self


OPERATIONS: Mapping[str, str | None] = {
    "insert_after": "layers",
    "insert_before": "layers",
    "replace": "layers",
    "remove": None,
    "set": "to",
    "append": None,
}
"""Each operation with the key that must accompany it."""


class RawModel(_Strict):
    """One entry of ``models:``."""

    title: Title | None = None
    layers: RawLayers | None = None
    parent: str | None = Field(default=None, alias="from")
    edit: Annotated[list[RawEdit], Field(min_length=1, max_length=MAX_LAYERS)] | None = None
    builder: Annotated[str, StringConstraints(max_length=200)] | None = None
    config: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> RawModel:
        ways = {"layers": self.layers, "from": self.parent, "builder": self.builder}
        given = [f"« {name} »" for name, value in ways.items() if value is not None]
        if len(given) != 1:
            expected = "un seul de « layers », « from » et « builder »"
            raise wrong(expected, " et ".join(given) or "aucun des trois")
        if self.edit is not None and self.parent is None:
            raise wrong("« edit » avec « from »", "« edit » seul")
        if self.config is not None and self.builder is None:
            raise wrong("« config » avec « builder »", "« config » seul")
        return self


class RawEarlyStopping(_Strict):
    """``early_stopping:`` of a training."""

    monitor: str = "val_loss"
    patience: int = Field(default=5, ge=0, le=MAX_EPOCHS)
    min_delta: float = Field(default=0.0, ge=0, le=1e6)
    mode: Literal["min", "max"] | None = None


class RawTraining(_Strict):
    """``training:`` of the lab or of a run; None is « not said here »."""

    engine: Engine | None = None
    optimizer: RawCall | None = None
    loss: RawCall | None = None
    metrics: Annotated[list[str], Field(min_length=1, max_length=20)] | None = None
    batch_size: int | None = Field(default=None, ge=1, le=1_000_000)
    epochs: int | None = Field(default=None, ge=1, le=MAX_EPOCHS)
    shuffle: bool | None = None
    early_stopping: RawEarlyStopping | None = None
    seed: Seed | None = None
    seeds: Seeds | None = None
    evaluate: Literal["last", "best"] | None = None
    monitor: str | None = None
    checkpoints: Annotated[list[Checkpoint], Field(max_length=50)] = []

    @model_validator(mode="after")
    def _one_seed_key(self) -> RawTraining:
        _refuse_both(self.seed, self.seeds)
        return self


class RawRun(_Strict):
    """One entry of ``runs:``."""

    title: Title | None = None
    model: str
    dataset: str
    preprocess: Annotated[list[RawStep], Field(max_length=20)] = []
    training: RawTraining = RawTraining()


class RawProfile(_Strict):
    """One entry of ``profiles:``."""

    title: Title | None = None
    train: Images | None = None
    test: Images | None = None
    epoch_scale: float = Field(default=1.0, gt=0, le=100)
    max_epochs: int | None = Field(default=None, ge=1, le=MAX_EPOCHS)
    seed: Seed | None = None
    seeds: Seeds | None = None
    resets: Resets | None = None

    @model_validator(mode="after")
    def _one_seed_key(self) -> RawProfile:
        _refuse_both(self.seed, self.seeds)
        return self


class RawHandout(_Strict):
    """``students:`` of a lab without its answers, as an export writes it."""

    elements: dict[Slug, list[Name]] = {}
    elsewhere: list[Slug] = []
    loads_data: bool = False


class RawLab(_Strict):
    """The whole of ``lab.yaml``."""

    title: Title
    course: str = ""
    abstract: str = ""
    authors: Annotated[list[Title], Field(max_length=50)] = []
    students: RawHandout | None = None
    reuse: dict[Slug, RawReused] = {}
    datasets: dict[Name, RawDataset] = {}
    models: dict[Name, RawModel] = {}
    training: RawTraining = RawTraining()
    runs: dict[Name, RawRun] = {}
    populations: dict[Name, RawPopulation] = {}
    profiles: dict[Name, RawProfile] = {}
