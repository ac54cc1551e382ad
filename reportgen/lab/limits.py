"""How far the numbers of prose may go: epochs, layers, images and networks, in every profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.lab.inputs import KNOWN_SOURCES
from reportgen.lab.profiles import capped, fewer, scaled_epochs
from reportgen.lab.types import DatasetSpec, ModelSpec, PopulationSpec, Profile, RunSpec, SplitName


@dataclass(frozen=True)
class Limit:
    """How many there are at most, in the profile that has the fewest."""

    count: int
    profile: str


@dataclass(frozen=True)
class Limits:
    """What is known before anything is trained, by name; nothing for what is not.

    ``epochs`` of runs (fewer when a run stops early), ``layers`` and ``convolutions`` of models
    made of layers, ``tests`` and ``trains`` images of datasets, ``resets`` of populations.
    ``models`` and ``datasets`` are those of runs.
    """

    epochs: Mapping[str, Limit] = field(default_factory=dict)
    tests: Mapping[str, Limit] = field(default_factory=dict)
    trains: Mapping[str, Limit] = field(default_factory=dict)
    resets: Mapping[str, Limit] = field(default_factory=dict)
    layers: Mapping[str, int] = field(default_factory=dict)
    convolutions: Mapping[str, int] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    datasets: Mapping[str, str] = field(default_factory=dict)


def limits(
    datasets: Mapping[str, DatasetSpec],
    models: Mapping[str, ModelSpec],
    runs: Mapping[str, RunSpec],
    populations: Mapping[str, PopulationSpec],
    profiles: Iterable[Profile],
) -> Limits:
    """Return the limits of the parts of a lab over all its profiles."""
    every = tuple(profiles)
    stacks = {name: model.layers for name, model in models.items() if model.layers}
    return Limits(
        epochs={
            n: _fewest((scaled_epochs(r.epochs, p), p) for p in every) for n, r in runs.items()
        },
        tests=dict(_images(datasets, every, "test")),
        trains=dict(_images(datasets, every, "train")),
        resets={n: _fewest((fewer(s, p).resets, p) for p in every) for n, s in populations.items()},
        layers={name: len(stack) for name, stack in stacks.items()},
        convolutions={n: sum("Conv2D" in la.name for la in stack) for n, stack in stacks.items()},
        models={name: run.model.name for name, run in runs.items()},
        datasets={name: run.dataset.name for name, run in runs.items()},
    )


def _images(
    datasets: Mapping[str, DatasetSpec], profiles: tuple[Profile, ...], split: SplitName
) -> Iterator[tuple[str, Limit]]:
    """Yield the images of a split where the source or a cap bounds them."""
    for name, dataset in datasets.items():
        whole = getattr(KNOWN_SOURCES.get(dataset.source), split, None)
        caps = [(getattr(capped(dataset, p), split), p) for p in profiles]
        known = [(min(filter(None, (cap, whole))), p) for cap, p in caps if cap or whole]
        if known:
            yield name, _fewest(known)


def _fewest(counts: Iterable[tuple[int, Profile]]) -> Limit:
    count, profile = min(counts, key=lambda one: one[0])
    return Limit(count, profile.name)
