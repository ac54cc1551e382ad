"""Choose which examples a run sees: caps and validation split. Pure index arithmetic.

The rules, in this order, all deterministic:

1. ``count`` or ``last`` validation images are taken out of the complete source split, so they
   mean what they say whatever the caps are.
2. The caps draw from what remains, without replacement, as many of each class as of any
   other (classes that are too small give all they have).
3. A validation ``fraction`` is drawn from the images that the cap kept, so that it stays in
   proportion.

Kept images stay in file order. The three splits are disjoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.data.content import random_order
from reportgen.data.types import Labels
from reportgen.errors import DataError
from reportgen.lab.types import DatasetSpec, SplitName, ValidationSpec

Indices = npt.NDArray[np.int64]

# Keep the streams of the draws apart when their seeds are equal.
_STREAMS: Mapping[SplitName, int] = {"train": 1, "test": 2, "validation": 3}


@dataclass(frozen=True)
class Selection:
    """Indices into the complete splits; ``validation`` indexes the split ``source``."""

    train: Indices
    test: Indices
    validation: Indices | None
    source: SplitName


def select(spec: DatasetSpec, labels: Mapping[SplitName, Labels]) -> Selection:
    """Return the examples that *spec* asks for; DataError when nothing would be left."""
    rule = spec.validation or ValidationSpec()
    kept: dict[SplitName, Indices] = {
        "train": np.arange(len(labels["train"])),
        "test": np.arange(len(labels["test"])),
    }
    drawn: Indices | None = None
    if spec.validation and rule.source != "validation" and rule.fraction is None:
        kept[rule.source], drawn = _take_fixed(kept[rule.source], rule)
    caps: dict[SplitName, int | None] = {"train": spec.train, "test": spec.test}
    for name, cap in caps.items():
        kept[name] = _capped(kept[name], labels[name], cap, (spec.subset_seed, _STREAMS[name]))
    if spec.validation and rule.source == "validation":
        drawn = _own_validation(spec, labels)
    elif spec.validation and rule.fraction is not None:
        size = fraction_size(len(kept[rule.source]), rule.fraction)
        kept[rule.source], drawn = _draw(kept[rule.source], size, rule.seed)
    _refuse_empty(spec, kept, drawn)
    return Selection(kept["train"], kept["test"], drawn, rule.source)


def fraction_size(count: int, fraction: float) -> int:
    """Return the size of a validation fraction, rounded to the nearest image, at least 1."""
    return max(1, round(count * fraction))


def _take_fixed(pool: Indices, rule: ValidationSpec) -> tuple[Indices, Indices]:
    if rule.last is not None:
        cut = max(0, len(pool) - rule.last)
        return pool[:cut], pool[cut:]
    return _draw(pool, rule.count or 0, rule.seed)


def _draw(pool: Indices, size: int, seed: int) -> tuple[Indices, Indices]:
    """Return what remains of *pool*, and *size* of it drawn at random; both in order."""
    order = random_order(len(pool), seed, _STREAMS["validation"])
    return pool[np.sort(order[size:])], pool[np.sort(order[:size])]


def _capped(pool: Indices, labels: Labels, cap: int | None, seed: tuple[int, ...]) -> Indices:
    if cap is None or cap >= len(pool):
        return pool
    order = random_order(len(pool), *seed)
    shuffled = labels[pool][order]
    rank = _rank_in_class(shuffled)
    # First the first image of every class, then the second, and so on: balanced, and a
    # larger cap with the same seed keeps the images of a smaller one.
    chosen = np.lexsort((np.arange(len(pool)), rank))[:cap]
    return pool[np.sort(order[chosen])]


def _rank_in_class(labels: Labels) -> Indices:
    """Return for every label how many equal labels come before it."""
    by_class = np.argsort(labels, kind="stable")
    ordered = labels[by_class]
    starts = np.searchsorted(ordered, ordered, side="left")
    rank = np.empty(len(labels), dtype=np.int64)
    rank[by_class] = np.arange(len(labels)) - starts
    return rank


def _own_validation(spec: DatasetSpec, labels: Mapping[SplitName, Labels]) -> Indices:
    if "validation" not in labels:
        raise DataError(
            f"le jeu « {spec.name} » n’a pas de partie de validation à lui : remplacez "
            "« validation: {from: validation} » par exemple par "
            "« validation: {from: train, fraction: 0.1} »."
        )
    return np.arange(len(labels["validation"]))


def _refuse_empty(
    spec: DatasetSpec, kept: Mapping[SplitName, Indices], validation: Indices | None
) -> None:
    for name, indices in kept.items():
        if not len(indices):
            raise DataError(
                f"jeu « {spec.name} » : il ne reste aucune image dans « {name} » après la "
                "validation et les plafonds ; diminuez la validation."
            )
    if validation is not None and not len(validation):
        raise DataError(f"jeu « {spec.name} » : la partie de validation est vide.")
