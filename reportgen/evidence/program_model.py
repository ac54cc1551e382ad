"""The part of a generated program that builds and compiles the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.lab.types import BuilderSpec, Call, LayerSpec
from reportgen.results import RunResult

_NESTED = {"regularizer": "regularizers", "constraint": "constraints"}
"""Arguments written as Keras objects. Not the initializers: making one early draws a number
from Keras' random stream, and the weights would no longer be those of the run."""


def model_part(result: RunResult) -> str:
    """Return the statements that make ``model``."""
    spec = result.spec.model
    if spec.builder is not None:
        return f"{_from_builder(spec.builder)}\nmodel.summary()"
    layers = "\n".join(f"        {_layer(layer)}" for layer in spec.layers)
    return f"""model = keras.Sequential(
    [
        keras.Input(shape=x_train.shape[1:]),
{layers}
    ]
)
model.summary()"""


def compile_part(result: RunResult) -> str:
    """Return the statement that compiles ``model``."""
    training = result.spec.training
    compiled = "False" if result.machine.backend == "tensorflow" else "True"
    return f"""model.compile(
    optimizer={_optimizer(training.optimizer)},
    loss={_loss(training.loss)},
    metrics=[{", ".join(map(literal, training.metrics))}],
    jit_compile={compiled},
)"""


def literal(value: Any) -> str:
    """Return a JSON value as Python text; lists become tuples, as Keras gets them."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{literal(str(k))}: {literal(v)}" for k, v in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, Sequence):
        items = ", ".join(map(literal, value))
        return f"({items},)" if len(value) == 1 else f"({items})"
    return repr(value)


def _layer(spec: LayerSpec) -> str:
    arguments = ", ".join(f"{k}={_argument(k, v)}" for k, v in spec.config.items() if k != "name")
    comment = f"  # {spec.label}" if spec.label else ""
    return f"keras.layers.{spec.name}({arguments}),{comment}"


def _argument(name: str, value: Any) -> str:
    if not isinstance(value, Mapping) or len(value) != 1:
        return literal(value)
    ((class_name, config),) = value.items()
    module = _NESTED.get(name.rpartition("_")[2])
    if module is None:
        return literal({"class_name": class_name, "config": dict(config or {})})
    return f"keras.{module}.{class_name}({_keywords(config or {})})"


def _keywords(config: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={literal(value)}" for name, value in config.items())


def _optimizer(call: Call) -> str:
    config = dict(call.config)
    rate = config.pop("learning_rate", None)
    arguments = [f"learning_rate={_rate(rate)}"] if rate is not None else []
    arguments += [_keywords(config)] if config else []
    return f"keras.optimizers.{call.name}({', '.join(arguments)})"


def _rate(rate: Any) -> str:
    if not isinstance(rate, Mapping):
        return literal(rate)
    ((name, arguments),) = rate.items()
    return f"keras.optimizers.schedules.{name}({_keywords(arguments)})"


def _loss(call: Call) -> str:
    if not call.config:
        return literal(call.name)
    return f"keras.losses.get({literal({'class_name': call.name, 'config': dict(call.config)})})"


def _from_builder(builder: BuilderSpec) -> str:
    arguments = ", ".join(["x_train.shape[1:]", *filter(None, [_keywords(builder.config)])])
    return f"""# {builder.file} est livré avec le TP : placez-le à côté de ce programme.
from {builder.file.stem} import {builder.function}

model = {builder.function}({arguments})"""
