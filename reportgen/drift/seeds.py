"""The new seeds that a lab is told again with. Pure: a lab in, seeds or a lab out."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, islice

from reportgen.errors import UsageError
from reportgen.french.numbers import liste
from reportgen.lab.types import Lab

LEAST = 3
"""Seeds that are tried unless others are given, for a lab that has one."""


def seed_groups(lab: Lab, seeds: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return the new seeds in groups as large as the lab's own.

    Without *seeds* they are the least that the lab does not use: three groups of one, or one
    group of several. UsageError when they are not new, or do not make whole groups.
    """
    own = {seed for run in lab.runs.values() for seed in run.seeds}
    size = max((len(run.seeds) for run in lab.runs.values()), default=1)
    unused = (seed for seed in count(1) if seed not in own)
    chosen = seeds or tuple(islice(unused, size * max(1, LEAST // size)))
    if known := own.intersection(chosen):
        msg = (
            f"le TP est déjà entraîné avec {_numbers('la graine', 'les graines', known)} : "
            "donnez-en de nouvelles à --seeds."
        )
        raise UsageError(msg)
    if len(chosen) % size:
        msg = (
            f"le TP réunit {size} graines par entraînement : --seeds en attend un multiple de "
            f"{size}, reçu {len(chosen)}."
        )
        raise UsageError(msg)
    return tuple(chosen[i : i + size] for i in range(0, len(chosen), size))


def with_seeds(lab: Lab, seeds: tuple[int, ...]) -> Lab:
    """Return the lab with the first of these seeds, as many as each run has of its own."""
    runs = {name: replace(run, seeds=seeds[: len(run.seeds)]) for name, run in lab.runs.items()}
    return replace(lab, runs=runs)


def with_all_seeds(lab: Lab, groups: tuple[tuple[int, ...], ...]) -> Lab:
    """Return the lab with the seeds of all groups: what there is to train."""
    runs = {
        name: replace(run, seeds=tuple(s for group in groups for s in group[: len(run.seeds)]))
        for name, run in lab.runs.items()
    }
    return replace(lab, runs=runs)


def _numbers(one: str, several: str, seeds: set[int]) -> str:
    return f"{one if len(seeds) == 1 else several} {liste(sorted(seeds))}"
