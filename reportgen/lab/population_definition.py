"""The shape of ``populations:`` in ``lab.yaml``; the bounds are those of the Playground."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from reportgen.lab.forms import wrong
from reportgen.lab.strict import STRICT, Title
from reportgen.playground.settings import (
    MAX_LAYERS,
    MAX_NEURONS,
    ActivationName,
    DatasetName,
    FeatureName,
)

MAX_RESETS = 10_000
MAX_PASSES = 100_000

Neurons = Annotated[int, Field(ge=1, le=MAX_NEURONS)]
Hidden = Annotated[list[Neurons], Field(max_length=MAX_LAYERS)]
Rate = Annotated[float, Field(ge=0, le=10)]
BatchSize = Annotated[int, Field(ge=1, le=30)]
Resets = Annotated[int, Field(ge=1, le=MAX_RESETS)]


def _quoted(value: Any) -> Any:
    """Refuse a number: "0.50" and "0.5" are two seeds."""
    if type(value) in (int, float):
        raise wrong('un texte entre guillemets, comme "0.50819"', str(value))
    return value


Seed = Annotated[
    str,
    BeforeValidator(_quoted),
    StringConstraints(min_length=1, max_length=256, pattern=r"^[ -~]+$"),
]


class _Strict(BaseModel):
    model_config = STRICT


class RawPenalty(_Strict):
    """``regularizer:`` by its Keras names: one penalty and its rate."""

    l1: Rate | None = Field(default=None, alias="L1")
    l2: Rate | None = Field(default=None, alias="L2")

    @model_validator(mode="after")
    def _one(self) -> RawPenalty:
        if (self.l1 is None) == (self.l2 is None):
            received = "aucun des deux" if self.l1 is None else "les deux"
            raise wrong("« L1 » ou « L2 », et son taux", received)
        return self


class RawGrid(_Strict):
    """``grid:`` of a family: the values that each key takes; every combination is a member."""

    hidden: Annotated[list[Hidden], Field(min_length=1, max_length=100)] | None = None
    activation: Annotated[list[ActivationName], Field(min_length=1, max_length=4)] | None = None
    learning_rate: Annotated[list[Rate], Field(min_length=1, max_length=20)] | None = None
    batch_size: Annotated[list[BatchSize], Field(min_length=1, max_length=20)] | None = None
    regularizer: Annotated[list[RawPenalty | None], Field(min_length=1, max_length=20)] | None = (
        None
    )

    @model_validator(mode="after")
    def _not_empty(self) -> RawGrid:
        if not self.model_fields_set:
            raise wrong("au moins une clé, par exemple {hidden: [[1], [2], [2, 2]]}", "rien")
        return self


class RawPopulation(_Strict):
    """One entry of ``populations:``; what is not said comes from ``from`` or the Playground."""

    title: Title | None = None
    parent: str | None = Field(default=None, alias="from")
    dataset: DatasetName | None = None
    noise: Annotated[float, Field(ge=0, le=100)] = 0.0
    seed: Seed = "0.50819"
    features: Annotated[list[FeatureName], Field(min_length=1, max_length=7)] = ["x1", "x2"]
    hidden: Hidden | None = None
    activation: ActivationName = "relu"
    learning_rate: Rate = 0.01
    batch_size: BatchSize = 10
    epochs: Annotated[int, Field(ge=1, le=MAX_PASSES)] = 500
    regularizer: RawPenalty | None = None
    resets: Resets = 64
    threshold: Annotated[float, Field(gt=0, le=2)] | None = None
    grid: RawGrid | None = None
