"""What the runs of students measured, as values and as the file that goes with their report.

The file says what the students' machine found. A teacher whose own store has the same training
keys need not believe it; a checksum tells a damaged file, not a forged one. Its texts end up in
tables and terminals, so that each is held to the form that a build gives it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from reportgen.analysis.network import layer_names
from reportgen.errors import DataError
from reportgen.intake import IrregularError, TooLargeError, read_file
from reportgen.lab.strict import Name
from reportgen.lab.types import Profile, Work
from reportgen.results import RunResult, SeedResult
from reportgen.trajectory import digest
from reportgen.visible import is_visible_line, visible_line

RESULTS = "resultats.json"
FORMAT = 1
MAX_BYTES = 8_000_000
"""Largest file of results that is read: a hundred runs of a thousand epochs."""


MAX_RUNS = 60
"""Runs of a report: ``rendu.yaml`` may have no more."""
MAX_LINE = 300
"""Characters of a title, or of the name of a layer."""


class _Closed(BaseModel):
    # Built when a report is read: labs use this module too, and have nothing to check by it.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def _require_line(text: str) -> str:
    if not is_visible_line(text):
        raise ValueError("a text that hides something, or of several lines")
    return text


Number = Annotated[float, Field(allow_inf_nan=True)]
Count = Annotated[int, Field(ge=0, le=10**12)]
Line = Annotated[str, Field(max_length=MAX_LINE), AfterValidator(_require_line)]
Metric = Annotated[str, Field(pattern=r"^\w{1,80}$")]
Split = Literal["train", "validation", "test"]
Hexadecimal = Annotated[str, Field(pattern=r"^[0-9a-f]{0,128}$")]


class Score(_Closed):
    """Loss and accuracy (0–1) on ``count`` examples."""

    count: Count
    loss: Number
    accuracy: Annotated[float, Field(ge=0, le=1)]


class Layer(_Closed):
    """One layer: ``name`` is what documents call it."""

    name: Line
    kind: Line
    params: Count


class Seed(_Closed):
    """One training: ``key`` is its training key, ``confusion`` counts test images, rows true."""

    seed: Count
    key: Hexadecimal
    epochs: Count
    weights_epoch: Count
    seconds: Number
    history: Annotated[
        dict[Metric, Annotated[list[Number], Field(max_length=10_000)]], Field(max_length=50)
    ]
    scores: dict[Split, Score]
    confusion: Annotated[list[list[Count]], Field(max_length=1_000)] = []


class Measured(_Closed):
    """A run of the students: what was asked and what came out, one entry a seed.

    ``data`` is the digest of the images, "" when the file does not say.
    """

    title: Line
    epochs: Count
    batch_size: Count
    params: Count
    layers: Annotated[list[Layer], Field(max_length=1_000)]
    seeds: Annotated[list[Seed], Field(min_length=1, max_length=50)]
    data: Hexadecimal = ""

    @property
    def first(self) -> Seed:
        """The seed that pictures show."""
        return self.seeds[0]


class HandedResults(_Closed):
    """The results handed in with a report, by run name."""

    format: Literal[1]
    lab: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,80}$")]
    version: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    profile: Name
    runs: Annotated[dict[Name, Measured], Field(max_length=MAX_RUNS)]


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
    """Return the results in a file of a folder of students, which links may not lead out of.

    DataError when it is missing, too large, damaged or strange.
    """
    try:
        content = read_file(path, MAX_BYTES, path.parents[1])
        value = json.loads(content, object_pairs_hook=_without_doubles)
        if value.pop("sha256") != digest(value) or value["format"] != FORMAT:
            raise DataError(f"{path.name} : fichier modifié, ou d’une autre version de reportgen.")
        return HandedResults.model_validate(value)
    except FileNotFoundError as error:
        raise DataError(f"{path.name} manque : le rendu n’a pas été construit.") from error
    except TooLargeError as error:
        raise DataError(f"{path.name} : fichier trop gros.") from error
    except IrregularError as error:
        raise DataError(f"{path.name} : attendu un fichier.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(f"{path.name} : fichier illisible.") from error


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object with two values for one key: readers would not agree on its content."""
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("a key twice")
    return value


def measured(result: RunResult) -> Measured:
    """Return what a run measured."""
    rows = zip(layer_names(result), result.summary.layers, strict=True)
    return Measured(
        title=_line(result.spec.title),
        epochs=result.spec.epochs,
        batch_size=result.spec.training.batch_size,
        params=result.params,
        layers=[Layer(name=_line(n), kind=row.class_name, params=row.params) for n, row in rows],
        seeds=[_seed(seed) for seed in result.seeds],
        data=result.origin.digest,
    )


def _line(text: str) -> str:
    return visible_line(text)[:MAX_LINE]


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
    from reportgen.analysis.classes import counts  # whoever only reads results has no need of it

    given: Any = seed.arrays.probabilities("test")
    if given.ndim != 2 or "test" not in seed.evaluations:
        return []
    found: list[list[int]] = counts(seed, given.shape[1]).tolist()
    return found
