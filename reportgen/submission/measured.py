"""What the runs of students measured, as values and as the file that goes with their report.

The file says what the students' machine found. A teacher whose own store has the same training
keys need not believe it; a checksum tells a damaged file, not a forged one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from reportgen.analysis.network import layer_names
from reportgen.errors import DataError
from reportgen.lab.types import Profile, Work
from reportgen.results import RunResult, SeedResult
from reportgen.trajectory import digest

RESULTS = "resultats.json"
FORMAT = 1
MAX_BYTES = 8_000_000
"""Largest file of results that is read: a hundred runs of a thousand epochs."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Number = Annotated[float, Field(allow_inf_nan=True)]
Count = Annotated[int, Field(ge=0, le=10**12)]


class Score(_Closed):
    """Loss and accuracy (0–1) on ``count`` examples."""

    count: Count
    loss: Number
    accuracy: Annotated[float, Field(ge=0, le=1)]


class Layer(_Closed):
    """One layer: ``name`` is what documents call it."""

    name: Annotated[str, Field(max_length=200)]
    kind: Annotated[str, Field(max_length=200)]
    params: Count


class Seed(_Closed):
    """One training: ``key`` is its training key, ``confusion`` counts test images, rows true."""

    seed: Count
    key: Annotated[str, Field(max_length=64)]
    epochs: Count
    weights_epoch: Count
    seconds: Number
    history: dict[str, Annotated[list[Number], Field(max_length=10_000)]]
    scores: dict[str, Score]
    confusion: Annotated[list[list[Count]], Field(max_length=1_000)] = []


class Measured(_Closed):
    """A run of the students: what was asked and what came out, one entry a seed.

    ``data`` is the digest of the images, "" when the file does not say.
    """

    title: Annotated[str, Field(max_length=300)]
    epochs: Count
    batch_size: Count
    params: Count
    layers: Annotated[list[Layer], Field(max_length=1_000)]
    seeds: Annotated[list[Seed], Field(min_length=1, max_length=50)]
    data: Annotated[str, Field(max_length=128)] = ""

    @property
    def first(self) -> Seed:
        """The seed that pictures show."""
        return self.seeds[0]


@dataclass(frozen=True)
class HandedResults:
    """The results handed in with a report, by run name."""

    lab: str
    version: str
    profile: str
    runs: Mapping[str, Measured]


def measured_record(work: Work, profile: Profile, runs: Mapping[str, RunResult]) -> bytes:
    """Return the file that goes with a report."""
    value = {
        "format": FORMAT,
        "lab": work.lab,
        "version": work.version,
        "profile": profile.name,
        "runs": {name: measured(result).model_dump() for name, result in runs.items()},
    }
    signed = {**value, "sha256": digest(value)}
    return (json.dumps(signed, ensure_ascii=False, indent=1) + "\n").encode()


def read_measured(path: Path) -> HandedResults:
    """Return the results in a file; DataError when it is missing, too large, damaged or strange."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be read for ever
            raise DataError(f"{path.name} : attendu un fichier.")
        if path.stat().st_size > MAX_BYTES:
            raise DataError(f"{path.name} : fichier trop gros.")
        value = json.loads(path.read_bytes())
        if value.pop("sha256") != digest(value) or value["format"] != FORMAT:
            raise DataError(f"{path.name} : fichier modifié, ou d’une autre version de reportgen.")
        return HandedResults(
            lab=str(value["lab"]),
            version=str(value["version"]),
            profile=str(value["profile"]),
            runs={str(name): Measured.model_validate(run) for name, run in value["runs"].items()},
        )
    except FileNotFoundError as error:
        raise DataError(f"{path.name} manque : le rendu n’a pas été construit.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(f"{path.name} : fichier illisible.") from error


def measured(result: RunResult) -> Measured:
    """Return what a run measured."""
    rows = zip(layer_names(result), result.summary.layers, strict=True)
    return Measured(
        title=result.spec.title,
        epochs=result.spec.epochs,
        batch_size=result.spec.training.batch_size,
        params=result.params,
        layers=[Layer(name=n, kind=row.class_name, params=row.params) for n, row in rows],
        seeds=[_seed(seed) for seed in result.seeds],
        data=result.origin.digest,
    )


def _seed(seed: SeedResult) -> Seed:
    return Seed(
        seed=seed.seed,
        key=seed.key,
        epochs=seed.epochs,
        weights_epoch=seed.weights_epoch,
        seconds=sum(seed.history.seconds),
        history={name: list(values) for name, values in seed.history.metrics.items()},
        scores={name: Score(**asdict(value)) for name, value in seed.evaluations.items()},
        confusion=_confusion(seed),
    )


def _confusion(seed: SeedResult) -> list[list[int]]:
    """Count the test images by true and given class."""
    given: Any = seed.arrays.probabilities("test")
    if given.ndim != 2 or "test" not in seed.evaluations:
        return []
    matrix = np.zeros((given.shape[1], given.shape[1]), dtype=np.int64)
    np.add.at(matrix, (seed.arrays.labels("test"), given.argmax(axis=1)), 1)
    return [[int(count) for count in row] for row in matrix]
