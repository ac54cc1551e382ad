"""How far apart classes lie: convex hulls, Gaussians, and neighbours, of labelled points.

Points are (n, 2), or (n, d) for neighbours; labels are class numbers, (n,).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

NEIGHBOURS = 6
"""Neighbours that the neighbourhood hit looks at, the point itself left out."""

_REGULAR = 1e-6
"""Added to variances, as scikit-learn's mixtures do: points on a line have an ellipse too."""
_TOUCHING = 1e-9
"""Distance outside a hull at which a point still counts as inside."""


@dataclass(frozen=True, eq=False)
class Hull:
    """A convex hull: its ``corners`` in order, (k, 2), and for each side a·x + b ≤ 0 inside."""

    corners: Points
    sides: Points

    def holds(self, points: Points) -> npt.NDArray[np.bool_]:
        """Return which points lie inside or on the border; none when the hull has no area."""
        if not len(self.sides):
            return np.zeros(len(points), dtype=np.bool_)
        outside = points @ self.sides[:, :2].T + self.sides[:, 2]
        return np.asarray((outside <= _TOUCHING).all(axis=1))


@dataclass(frozen=True, eq=False)
class Gaussian:
    """The most likely Gaussian of some points: ``mean`` (2,) and full ``covariance`` (2, 2)."""

    mean: Points
    covariance: Points


def convex_hull(points: Points) -> Hull:
    """Return the hull of some points; without sides when they all lie on a line."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        found = ConvexHull(points)
    except (QhullError, ValueError):  # fewer than three points, or no area
        return Hull(np.unique(points, axis=0), np.zeros((0, 3)))
    return Hull(points[found.vertices], found.equations)


def gaussian(points: Points) -> Gaussian:
    """Return the Gaussian of greatest likelihood."""
    centred = points - points.mean(axis=0)
    covariance = centred.T @ centred / len(points) + _REGULAR * np.eye(points.shape[1])
    return Gaussian(points.mean(axis=0), covariance)


def by_class(points: Points, labels: Numbers) -> Mapping[int, Points]:
    """Return the points of each class that has some, by its number."""
    return {int(label): points[labels == label] for label in np.unique(labels)}


def hull_overlap(points: Points, labels: Numbers) -> float:
    """Return the share of points, 0–1, that lie in the hull of at least one other class."""
    inside = np.zeros(len(points), dtype=np.bool_)
    for label, own in by_class(points, labels).items():
        inside |= convex_hull(own).holds(points) & (labels != label)
    return float(inside.mean())


def ellipse_overlap(points: Points, labels: Numbers) -> float:
    """Return the mean Bhattacharyya coefficient of the Gaussians of two classes, 0–1.

    0 for classes without common place, 1 for equal ones; NaN when there is one class only.
    """
    found = [gaussian(own) for own in by_class(points, labels).values()]
    pairs = [affinity(a, b) for a, b in combinations(found, 2)]
    return float(np.mean(pairs)) if pairs else float("nan")


def affinity(a: Gaussian, b: Gaussian) -> float:
    """Return ∫ √(pₐ p_b): Bhattacharyya's coefficient (Bull. Calcutta Math. Soc. 35, 1943).

    Its −log is ⅛ δᵀ Σ⁻¹ δ + ½ log(|Σ| / √(|Σₐ| |Σ_b|)), δ between the means, Σ the mean covariance.
    """
    shared = (a.covariance + b.covariance) / 2
    between = a.mean - b.mean
    sizes = [float(np.linalg.slogdet(c)[1]) for c in (shared, a.covariance, b.covariance)]
    distance = between @ np.linalg.solve(shared, between) / 8
    return float(np.exp(-distance - (sizes[0] - (sizes[1] + sizes[2]) / 2) / 2))


def neighbourhood_hits(points: Points, labels: Numbers) -> Points:
    """Return for every point the share of its 6 nearest others that have its label, (n,)."""
    from sklearn.neighbors import NearestNeighbors

    # joblib counts cores by a command that small systems lack, and warns; we use one anyway.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", "1")
    count = min(NEIGHBOURS, len(points) - 1)
    near = NearestNeighbors(n_neighbors=count).fit(points).kneighbors(return_distance=False)
    return np.asarray((labels[near] == labels[:, np.newaxis]).mean(axis=1), dtype=np.float64)
