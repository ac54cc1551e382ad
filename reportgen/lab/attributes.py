"""The values of a lab that expressions read, by their attributes. No code behind them."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.lab.vocabulary import SPLITS

Tree = Mapping[str, "Tree | None"]
"""Attributes by name; None: what comes after is not looked into."""


def _leaves(names: str) -> dict[str, Tree | None]:
    return dict.fromkeys(names.split())


_SPLIT: Tree = _leaves("count accuracy loss error")
_COUNT: Tree = _leaves("count")

RUN: Tree = {
    **_leaves(
        "title params trainable_params epochs batch_size seconds_per_epoch seconds "
        "steps_per_epoch updates best_epoch weights_epoch seed_count history gap layers"
    ),
    **dict.fromkeys(SPLITS, _SPLIT),
}
MODEL: Tree = _leaves("title params trainable_params layers")
DATASET: Tree = {
    **_leaves(
        "title shape height width channels classes class_count dtype min max stand_in origin"
    ),
    **dict.fromkeys(SPLITS, _COUNT),
    "full": _leaves("train test"),
}
POPULATION: Tree = _leaves(
    "title hidden neurons params activation features learning_rate batch_size epochs penalty "
    "noise seed resets threshold successes success_rate diverged best quartile_low median "
    "quartile_high worst"
)
LAYER: Tree = _leaves("name class_name output_shape params")
PROFILE: Tree = _leaves("name title")

COLLECTIONS: Mapping[str, Tree] = {
    "runs": RUN,
    "models": MODEL,
    "datasets": DATASET,
    "populations": POPULATION,
}
"""The values that are looked into by a name of the lab, with what each entry has."""

TEXTS = frozenset(
    ("title", "name", "class_name", "activation", "origin", "dtype", "seed", "stand_in")
)
"""Values that are no numbers; ``stand_in`` is true or false."""
LISTS = frozenset(("classes", "hidden", "shape", "output_shape", "layers", "history"))
"""Values that hold several others."""
