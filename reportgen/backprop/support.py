"""What the NumPy engine knows of Keras' layers, optimizers and losses; imports no NumPy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from reportgen.lab.types import Call, LayerSpec, TrainingSpec
from reportgen.layers.catalogue import Argument, arguments, arguments_of, canonical
from reportgen.layers.issues import ConfigIssue
from reportgen.layers.nested import as_call
from reportgen.layers.wording import quoted, shown

LAYERS = ("Dense", "Flatten", "Activation")
ACTIVATIONS = ("linear", "sigmoid", "tanh", "relu", "softmax")
INITIALIZERS: Mapping[str, tuple[str, ...]] = {
    "Zeros": (),
    "RandomNormal": ("mean", "stddev"),
    "GlorotUniform": (),
}
"""Each initializer with the arguments that count."""
LOSSES = (
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "binary_crossentropy",
    "mean_squared_error",
)

_DENSE = ("units", "activation", "use_bias", "kernel_initializer", "bias_initializer")
_ENGINE = "le moteur numpy"


def layer_issues(layer: LayerSpec) -> Iterator[ConfigIssue]:
    """Yield what the engine cannot do of a layer that Keras accepts."""
    if layer.name in ("Input", "InputLayer"):
        return
    if layer.name not in LAYERS:
        hint = "entraîner avec « engine: keras »"
        yield ConfigIssue(None, f"couche « {layer.name} » : {_only(LAYERS)}", hint)
        return
    taken = {"Dense": _DENSE, "Flatten": (), "Activation": ("activation",)}[layer.name]
    yield from _beyond(arguments(layer.name), layer.config, taken)
    yield from _activation(layer.config.get("activation"))
    for argument in ("kernel_initializer", "bias_initializer"):
        if argument in layer.config:
            yield from _initializer(argument, layer.config[argument])


def training_issues(training: TrainingSpec) -> Iterator[tuple[str, ConfigIssue]]:
    """Yield the key of ``training:`` and what the engine cannot do of it."""
    for issue in _optimizer(training.optimizer):
        yield "optimizer", issue
    if training.loss.name not in LOSSES:
        yield "loss", ConfigIssue(None, f"« {training.loss.name} » : {_only(LOSSES)}")
    elif training.loss.config:
        known = arguments_of("losses", training.loss.name)
        for issue in _beyond(known, training.loss.config, ()):
            yield "loss", issue
    for metric in training.metrics:
        if metric != "accuracy":
            yield "metrics", ConfigIssue(None, f"« {metric} » : {_only(['accuracy'])}")


def initializer(value: Any) -> Call:
    """Return an initializer under the name of its Keras class; KeyError when Keras has none."""
    call = as_call(value)
    if call is None:
        raise KeyError(value)
    return Call(canonical("initializers", call.name), call.config)


def activation(value: Any) -> str:
    """Return the name of an activation, « linear » for none."""
    return "linear" if value is None else canonical("activations", str(value))


def _activation(value: Any) -> Iterator[ConfigIssue]:
    try:
        known = activation(value) in ACTIVATIONS
    except KeyError:
        return  # Keras lacks it too, and that is said elsewhere
    if not known:
        yield ConfigIssue("activation", f"activation {shown(value)} : {_only(ACTIVATIONS)}")


def _initializer(argument: str, value: Any) -> Iterator[ConfigIssue]:
    try:
        call = initializer(value)
    except KeyError:
        return
    if call.name not in INITIALIZERS:
        yield ConfigIssue(argument, f"« {argument} » {shown(value)} : {_only(INITIALIZERS)}")
        return
    known = arguments_of("initializers", call.name)
    for issue in _beyond(known, call.config, INITIALIZERS[call.name]):
        yield ConfigIssue(argument, issue.message, issue.hint)


def _optimizer(call: Call) -> Iterator[ConfigIssue]:
    if call.name != "SGD":
        yield ConfigIssue(None, f"« {call.name} » : {_only(['SGD'])}")
        return
    yield from _beyond(
        arguments_of("optimizers", "SGD"), call.config, ("learning_rate", "momentum")
    )
    if isinstance(call.config.get("learning_rate"), Mapping):
        message = f"« learning_rate » : {_ENGINE} ne suit pas de plan"
        yield ConfigIssue("learning_rate", message, "donner un nombre")


def _beyond(
    known: Mapping[str, Argument], config: Mapping[str, Any], taken: Collection[str]
) -> Iterator[ConfigIssue]:
    """Yield the arguments that are not taken into account and differ from Keras' default."""
    for name, value in config.items():
        if name in taken or name == "name" or name not in known:
            continue
        if value != known[name].default:
            message = f"« {name} » : {_ENGINE} ne connaît pas cet argument"
            yield ConfigIssue(name, message, "le retirer, ou entraîner avec « engine: keras »")


def _only(names: Iterable[str]) -> str:
    listed = list(names)
    known = f"« {listed[0]} »" if len(listed) == 1 else quoted(listed).replace(" ou ", " et ")
    return f"{_ENGINE} ne connaît que {known}"
