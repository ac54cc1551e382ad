"""The part of a generated program that builds and compiles the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.analysis.network import stack
from reportgen.lab.types import BuilderSpec, Call, LayerSpec
from reportgen.layers import class_name
from reportgen.layers.nested import as_call
from reportgen.results import RunResult

_WIDTH = 86
"""Characters of a line of the listing, as the printed page holds them."""

_OBJECTS = {"regularizer": "regularizers", "constraint": "constraints"}
"""Arguments written as Keras objects. Not the initializers: making one early draws a number
from Keras' random stream, and the weights would no longer be those of the run."""

_LAYER_ARGUMENTS = ("layer", "backward_layer")
"""Arguments of wrappers that are themselves layers."""


def model_part(result: RunResult) -> str:
    """Return the statements that make ``model``."""
    spec = result.spec.model
    if spec.builder is not None:
        return f"{_from_builder(spec.builder)}\nmodel.summary()"
    layers = "\n".join(f"        {_layer_line(layer)}" for layer in stack(spec))
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
    """Return a plain value as Python text, strings in double quotes."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{literal(str(k))}: {literal(v)}" for k, v in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, tuple):
        items = ", ".join(map(literal, value))
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)


def _layer_line(spec: LayerSpec) -> str:
    """Return the line of a layer, its label behind it or, where that is too long, above it."""
    line = f"{_layer(spec, indent=8)},"
    if not spec.label:
        return line
    beside = f"{line}  # {spec.label}"
    fits = 8 + len(beside) <= _WIDTH and "\n" not in line
    return beside if fits else f"# {spec.label}\n        {line}"


def _layer(call: Call, indent: int = 0) -> str:
    arguments = [f"{k}={_argument(k, v)}" for k, v in call.config.items() if k != "name"]
    return written(f"layers.{call.name}", arguments, indent)


def written(function: str, arguments: Sequence[str], indent: int) -> str:
    """Return a call, an argument a line when it would not fit in the width of the listing."""
    line = f"{function}({', '.join(arguments)})"
    if indent + len(line) < _WIDTH:
        return line
    margin = " " * indent
    inner = "".join(f"{margin}    {argument},\n" for argument in arguments)
    return f"{function}(\n{inner}{margin})"


def _argument(name: str, value: Any) -> str:
    """Return an argument of a layer as the engine gives it to Keras."""
    nested = as_call(value) if not isinstance(value, str) or name in _LAYER_ARGUMENTS else None
    if nested is not None and name in _LAYER_ARGUMENTS:
        return _layer(nested)
    module = _OBJECTS.get(name.rpartition("_")[2])
    if nested is not None and module is not None:
        return f"keras.{module}.{nested.name}({_keywords(nested.config)})"
    if nested is not None:
        return literal({"class_name": nested.name, "config": dict(nested.config)})
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return literal(tuple(value) if is_list else value)


def _keywords(config: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={literal(value)}" for name, value in config.items())


def _optimizer(call: Call) -> str:
    config = dict(call.config)
    rate = config.pop("learning_rate", None)
    arguments = [f"learning_rate={_rate(rate)}"] if rate is not None else []
    arguments += [f"{name}={literal(value)}" for name, value in config.items()]
    return written(f"keras.optimizers.{call.name}", arguments, indent=4)


def _rate(rate: Any) -> str:
    if not isinstance(rate, Mapping):
        return literal(rate)
    ((name, arguments),) = rate.items()
    listed = [f"{k}={literal(v)}" for k, v in arguments.items()]
    return written(f"keras.optimizers.schedules.{name}", listed, indent=8)


def _loss(call: Call) -> str:
    return f"keras.losses.{class_name('losses', call.name)}({_keywords(call.config)})"


def _from_builder(builder: BuilderSpec) -> str:
    arguments = ", ".join(["x_train.shape[1:]", *filter(None, [_keywords(builder.config)])])
    return f"""# {builder.file} est livré avec le TP : placez-le à côté de ce programme.
from {builder.file.stem} import {builder.function}

model = {builder.function}({arguments})"""
