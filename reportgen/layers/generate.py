"""Write ``keras.json`` from the installed Keras; the only module of this package that needs it.

Run ``python -m reportgen.layers.generate`` after a new Keras version. It reads constructor
signatures and Keras' own tables of names, and never builds an object.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

TARGET = Path(__file__).with_name("keras.json")

Named = Mapping[str, Any]
Rename = Callable[[str], str]

# Base classes and objects that wrap another live object: no definition file can state them.
_LEFT_OUT = (
    "Layer Wrapper InputSpec Optimizer OptimizerMap MultiOptimizer LossScaleOptimizer Loss "
    "LossFunctionWrapper Metric MeanMetricWrapper Initializer Regularizer Constraint "
    "LearningRateSchedule"
)
# Layers take these through ``**kwargs``; the other base arguments are Keras' own business.
_BASE_ARGUMENTS: Mapping[str, list[list[Any]]] = {
    "Layer": [
        ["name", None],
        ["trainable", True],
        ["dtype", None],
        ["activity_regularizer", None],
    ],
    "RNN": [["zero_output_for_mask", False]],
}


def catalogue() -> dict[str, Any]:
    """Return the whole content of ``keras.json`` for the installed Keras."""
    import keras
    from keras.src import (
        activations,
        constraints,
        initializers,
        losses,
        metrics,
        optimizers,
        regularizers,
    )
    from keras.src.utils.naming import to_snake_case

    def same(name: str) -> str:
        return name

    tables = {
        "layers": _kind(_public(keras.layers), {"Input": keras.layers.InputLayer}, same),
        "optimizers": _kind(_public(keras.optimizers), optimizers.ALL_OBJECTS_DICT, same),
        "schedules": _kind(_public(keras.optimizers.schedules), {}, same),
        "losses": _kind(_public(keras.losses), losses.ALL_OBJECTS_DICT, to_snake_case),
        "metrics": _kind(_public(keras.metrics), metrics.ALL_OBJECTS_DICT, to_snake_case),
        "initializers": _kind(_public(keras.initializers), initializers.ALL_OBJECTS_DICT, same),
        "regularizers": _kind(_public(keras.regularizers), regularizers.ALL_OBJECTS_DICT, same),
        "constraints": _kind(_public(keras.constraints), constraints.ALL_OBJECTS_DICT, same),
        "activations": _activations(activations.ALL_OBJECTS_DICT),
    }
    return {"keras": minor_version(keras.__version__), **tables}


def minor_version(version: str) -> str:
    """Return the major and minor number: ``3.15`` for ``3.15.1``."""
    return ".".join(version.split(".")[:2])


def rendered(content: Mapping[str, Any]) -> str:
    """Return the text of the data file: one object a line, so that differences read well."""
    parts = [f'"keras": {json.dumps(content["keras"])}']
    for kind, table in content.items():
        if kind != "keras":
            groups = ",\n".join(f'"{group}": {_lines(table[group])}' for group in table)
            parts.append(f'"{kind}": {{\n{groups}}}')
    return "{" + ",\n".join(parts) + "}\n"


def _lines(rows: Mapping[str, Any]) -> str:
    text = (f"{json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items())
    return "{\n" + ",\n".join(text) + "}"


def _public(module: ModuleType) -> Named:
    classes = {name: item for name, item in vars(module).items() if inspect.isclass(item)}
    left_out = _LEFT_OUT.split()
    return {name: item for name, item in classes.items() if item.__name__ not in left_out}


def _kind(public: Named, spelled: Named, canonical: Rename) -> dict[str, Any]:
    """Describe one kind of class: names to canonical names, canonical names to arguments.

    ``spelled`` holds the further spellings that Keras accepts as a string.
    """
    classes = {_public_name(name, item, public): item for name, item in public.items()}
    by_function = {canonical(name): name for name in classes}
    names = {
        name: canonical(_public_name(name, item, public))
        for name, item in public.items()
        if name[0].isupper()
    }
    for name, item in spelled.items():
        owner = by_function.get(item.__name__, item.__name__)
        if owner in classes:
            names[name] = canonical(owner)
    names |= {canonical(name): canonical(name) for name in classes}
    objects = {
        canonical(name): {"class": name, "arguments": _arguments(item)}
        for name, item in classes.items()
    }
    return {"names": _sorted(names), "objects": _sorted(objects)}


def _public_name(name: str, item: type, public: Named) -> str:
    """Return the class name, unless Keras publishes the class under other names only."""
    return item.__name__ if item.__name__ in public else name


def _activations(spelled: Named) -> dict[str, Any]:
    functions = {item.__name__: item for item in spelled.values()}
    objects = {
        name: {"class": name, "arguments": _described(_parameters(item)[1:])}
        for name, item in functions.items()
    }
    names = {name: item.__name__ for name, item in spelled.items()}
    return {"names": _sorted(names), "objects": _sorted(objects)}


def _arguments(item: type) -> list[list[Any]]:
    parameters = _parameters(item)
    described = _described(parameters)
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        taken = {row[0] for row in described}
        described += [row for row in _inherited(item) if row[0] not in taken]
    return described


def _inherited(item: type) -> list[list[Any]]:
    bases = [base.__name__ for base in item.__mro__]
    return [row for name, rows in _BASE_ARGUMENTS.items() if name in bases for row in rows]


def _parameters(function: Any) -> list[inspect.Parameter]:
    return list(inspect.signature(function).parameters.values())


def _described(parameters: Iterable[inspect.Parameter]) -> list[list[Any]]:
    named = (p for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL))
    return [[p.name] if p.default is p.empty else [p.name, _as_json(p.default)] for p in named]


def _as_json(default: Any) -> Any:
    try:
        return json.loads(json.dumps(default))
    except TypeError:
        return None


def _sorted(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(mapping.items()))


if __name__ == "__main__":
    TARGET.write_text(rendered(catalogue()), encoding="utf-8")
