"""The layers of a trained run: how each is defined, and what to call it."""

from __future__ import annotations

from reportgen.lab.types import LayerSpec, ModelSpec
from reportgen.layers import arguments, canonical_layer
from reportgen.results import LayerRow, RunResult


def stack(model: ModelSpec) -> tuple[LayerSpec, ...]:
    """Return the author's layers without an input layer, which a network has anyway."""
    return tuple(spec for spec in model.layers if spec.name not in ("Input", "InputLayer"))


def definitions(run: RunResult) -> tuple[LayerSpec | None, ...]:
    """Return the definition of every layer, in order.

    The author's; or, for a network from a builder, what Keras says of its layers, None for a
    class that is not Keras' own.
    """
    specs = stack(run.spec.model)
    if len(specs) == len(run.summary.layers):
        return specs
    return tuple(_from_keras(row) for row in run.summary.layers)


def layer_names(run: RunResult) -> tuple[str, ...]:
    """Return what to call each layer of a network, in order.

    The author's label where he gave one; else the class name, numbered from 1 when several
    layers without label share it: ``Conv2D 1``.
    """
    rows, labels = run.summary.layers, _labels(run)
    unnamed = [r.class_name for r, label in zip(rows, labels, strict=True) if label is None]
    numbers = {name: iter(range(1, unnamed.count(name) + 1)) for name in unnamed}
    return tuple(
        label or (f"{row.class_name} {next(numbers[row.class_name])}")
        if label or unnamed.count(row.class_name) > 1
        else row.class_name
        for row, label in zip(rows, labels, strict=True)
    )


def _labels(run: RunResult) -> tuple[str | None, ...]:
    """Return the author's labels; none for a builder, whose layers he did not list."""
    specs = stack(run.spec.model)
    if len(specs) != len(run.summary.layers):
        return (None,) * len(run.summary.layers)
    return tuple(spec.label for spec in specs)


def _from_keras(row: LayerRow) -> LayerSpec | None:
    try:
        known = arguments(canonical_layer(row.class_name))
    except KeyError:
        return None
    return LayerSpec(row.class_name, {k: v for k, v in row.config.items() if k in known})
