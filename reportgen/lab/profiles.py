"""How much work a profile asks of a lab. Pure: a lab in, a lab out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from reportgen.errors import UsageError
from reportgen.lab.definition import RawProfile
from reportgen.lab.problems import suggestion
from reportgen.lab.types import DatasetSpec, Lab, PopulationSpec, Profile, RunSpec

DEFAULT_NAME = "rapide"

_DEFAULTS = {
    "rapide": Profile("rapide", "rapide", 5000, 2000, epoch_scale=0.25, max_epochs=8),
    "complet": Profile("complet", "complet"),
}


def resolve_profiles(raw: Mapping[str, RawProfile]) -> dict[str, Profile]:
    """Return the profiles of a lab; « rapide » and « complet » when it defines none."""
    return {name: _profile(name, entry) for name, entry in raw.items()} or dict(_DEFAULTS)


def default_profile(profiles: Mapping[str, Profile]) -> str:
    """Return the name of the profile that is used unless another is asked for."""
    return DEFAULT_NAME if DEFAULT_NAME in profiles else next(iter(profiles))


def apply_profile(lab: Lab, name: str) -> Lab:
    """Return the lab with the epochs, seeds and caps of a profile; UsageError if it has none.

    Epochs become ``min(ceil(epochs × epoch_scale), max_epochs)``. A cap replaces that of a
    dataset when it is smaller. Populations keep their epochs: half a descent would answer
    another question.
    """
    profile = lab.profiles.get(name)
    if profile is None:
        hint = suggestion(name, lab.profiles)
        advice = f" ; {hint}" if hint else ""
        raise UsageError(f"profil inconnu « {name} » pour le TP « {lab.slug} »{advice}.")
    datasets = {key: capped(dataset, profile) for key, dataset in lab.datasets.items()}
    runs = {key: _scaled(run, profile, datasets) for key, run in lab.runs.items()}
    populations = {key: fewer(one, profile) for key, one in lab.populations.items()}
    return replace(lab, datasets=datasets, runs=runs, populations=populations)


def _profile(name: str, entry: RawProfile) -> Profile:
    seeds = entry.seeds if entry.seed is None else [entry.seed]
    return Profile(
        name=name,
        title=entry.title or name,
        train=entry.train,
        test=entry.test,
        epoch_scale=entry.epoch_scale,
        max_epochs=entry.max_epochs,
        seeds=tuple(dict.fromkeys(seeds)) if seeds else None,
        resets=entry.resets,
    )


def capped(dataset: DatasetSpec, profile: Profile) -> DatasetSpec:
    """Return a dataset with the smaller of its caps and those of a profile."""
    return replace(
        dataset,
        train=_smaller(dataset.train, profile.train),
        test=_smaller(dataset.test, profile.test),
    )


def _smaller(one: int | None, other: int | None) -> int | None:
    given = [cap for cap in (one, other) if cap is not None]
    return min(given, default=None)


def fewer(population: PopulationSpec, profile: Profile) -> PopulationSpec:
    """Return a population with at most as many resets as a profile allows."""
    resets = population.resets
    return replace(population, resets=min(resets, profile.resets or resets))


def scaled_epochs(epoch: int, profile: Profile) -> int:
    """Return an epoch, counted from 1, after the scale and the cap of a profile."""
    # The decimal as typed: 0.07 × 100 epochs is 7, though the float product is above 7.
    epochs = math.ceil(epoch * Fraction(str(profile.epoch_scale)))
    return min(epochs, profile.max_epochs or epochs)


def _scaled(run: RunSpec, profile: Profile, datasets: Mapping[str, DatasetSpec]) -> RunSpec:
    return replace(
        run,
        dataset=datasets[run.dataset.name],
        epochs=scaled_epochs(run.epochs, profile),
        checkpoints=tuple(sorted({scaled_epochs(epoch, profile) for epoch in run.checkpoints})),
        seeds=profile.seeds or run.seeds,
    )
