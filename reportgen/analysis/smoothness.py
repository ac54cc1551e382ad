"""How convoluted a decision surface is: the mean length of its level lines.

By the co-area formula (Fleming and Rishel, Arch. Math. 11:218–222, 1960), the total variation
∬‖∇f‖ is the length of the line {f = t}, summed over all levels t. Divided by the height 2 between
the answers −1 and 1 it is the mean length of these lines, whatever their steepness; divided by
the side of the square, a straight border from edge to edge measures 1. Unlike second differences
it converges when the grid is refined, even across the folds of ReLU and the steepest slopes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from reportgen.analysis.samples import Floats
from reportgen.playground.populations import Population
from reportgen.playground.settings import FeatureName, Network
from reportgen.playground.surfaces import compute_surfaces
from reportgen.results import PopulationResult


def level_length(surface: Floats) -> float:
    """Return the mean length of the level lines from −1 to 1, in sides of the square.

    ``surface`` is (steps, steps), on a square grid that includes the edges. The gradient is
    that of each cell, from its four corners.
    """
    down = np.diff(surface, axis=0)
    across = np.diff(surface, axis=1)
    slopes = np.hypot(
        (down[:, :-1] + down[:, 1:]) / 2,
        (across[:-1] + across[1:]) / 2,
    )
    return float(slopes.sum() / (2 * (len(surface) - 1)))


def decisions(result: PopulationResult, steps: int) -> Floats:
    """Return the decision surface of every network, (networks, steps, steps)."""
    spec = result.spec
    found = _decisions(result.population, spec.network, spec.task.features, steps)
    return np.stack(list(found))


def level_lengths(result: PopulationResult, steps: int = 100) -> Floats:
    """Return :func:`level_length` of every network, (networks,); NaN for one that diverged."""
    spec = result.spec
    return _level_lengths(result.population, spec.network, spec.task.features, steps)


@lru_cache(maxsize=64)
def _level_lengths(
    population: Population, network: Network, features: tuple[FeatureName, ...], steps: int
) -> Floats:
    """Return the lengths, which several elements of a document ask for; seconds to compute."""
    surfaces = _decisions(population, network, features, steps)
    found = np.array([level_length(surface) for surface in surfaces])
    found.flags.writeable = False
    return found


def _decisions(
    population: Population, network: Network, features: tuple[FeatureName, ...], steps: int
) -> Iterator[Floats]:
    for k in range(len(population.resets)):
        yield compute_surfaces(population.network(k), network, features, steps).decision
