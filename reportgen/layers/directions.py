"""Which way a metric gets better, as Keras' own metrics say of themselves."""

from __future__ import annotations

_LOWER = frozenset(
    {
        "loss",
        "crossentropy",
        "binary_crossentropy",
        "categorical_crossentropy",
        "sparse_categorical_crossentropy",
        "kl_divergence",
        "poisson",
        "hinge",
        "squared_hinge",
        "categorical_hinge",
        "false_negatives",
        "false_positives",
    }
)


def higher_is_better(metric: str) -> bool:
    """Return whether a larger value of a history metric, ``val_`` or not, is a better one."""
    name = metric.removeprefix("val_")
    return name not in _LOWER and not name.endswith("_error")
