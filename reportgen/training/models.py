"""Build Keras models from their definition, and describe what was built."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reportgen import layers
from reportgen.errors import StoreError, TrainingError
from reportgen.lab.types import BuilderSpec, Call, ModelSpec, TrainingSpec
from reportgen.results import LayerRow, ModelSummary
from reportgen.store.records import DAMAGE
from reportgen.training.backend import load_keras

_LAYER_ARGUMENTS = ("layer", "backward_layer")
"""Arguments of wrappers (Bidirectional, TimeDistributed) that are themselves layers."""


def build_model(spec: ModelSpec, input_shape: tuple[int, ...], seed: int, lab_folder: Path) -> Any:
    """Return the Keras model, its weights drawn from *seed*; TrainingError when Keras refuses."""
    keras = load_keras()
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    try:
        if spec.builder is not None:
            return _call_builder(spec.builder, input_shape, lab_folder)
        stack = [layer for layer in spec.layers if layer.name not in ("Input", "InputLayer")]
        return keras.Sequential([keras.Input(input_shape), *map(make_layer, stack)])
    except (ValueError, TypeError, AttributeError) as error:
        msg = f"Keras refuse le modèle « {spec.name} » : {error}"
        raise TrainingError(msg) from error


def load_model(path: Path) -> Any:
    """Return a stored model, not compiled; StoreError when its file is missing or damaged."""
    try:
        return load_keras().models.load_model(path, compile=False)
    except DAMAGE as error:
        raise StoreError(f"le modèle {path} ne se relit pas : {error}") from error


def make_layer(spec: Call) -> Any:
    """Return the Keras layer; its label is left to Keras, so that names change nothing."""
    return getattr(load_keras().layers, spec.name)(**keras_arguments(spec.config))


def keras_arguments(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments as Keras takes them: tuples for lists, a config for ``{L2: {…}}``."""
    return {name: _argument(name, value) for name, value in config.items() if name != "name"}


def _argument(name: str, value: Any) -> Any:
    is_layer = name in _LAYER_ARGUMENTS
    nested = layers.as_call(value) if is_layer or isinstance(value, Mapping) else None
    if nested is not None and is_layer:
        return make_layer(nested)
    if nested is not None:
        return {"class_name": nested.name, "config": dict(nested.config)}
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def compile_model(model: Any, training: TrainingSpec) -> None:
    """Compile *model* as the run says.

    XLA is left out on TensorFlow's CPU: no clear gain there (``benchmarks/xla.py``).
    """
    keras = load_keras()
    model.compile(
        optimizer=make_optimizer(training.optimizer),
        loss=_make_loss(training.loss),
        metrics=list(training.metrics),
        jit_compile=keras.backend.backend() != "tensorflow",
    )


def make_optimizer(call: Call) -> Any:
    """Return the Keras optimizer; its learning rate may be a schedule."""
    keras = load_keras()
    config = dict(call.config)
    rate = config.get("learning_rate")
    if isinstance(rate, Mapping):
        ((name, arguments),) = rate.items()
        config["learning_rate"] = getattr(keras.optimizers.schedules, name)(**arguments)
    return getattr(keras.optimizers, call.name)(**config)


def _make_loss(call: Call) -> Any:
    """Return the loss by its class: by its function's name Keras would drop the arguments."""
    name = layers.class_name("losses", call.name)
    return getattr(load_keras().losses, name)(**call.config)


def summarize(model: Any) -> ModelSummary:
    """Return the layers of a built model as Keras counts them, its input left out."""
    built = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    return ModelSummary(tuple(model.input_shape[1:]), tuple(_row(layer) for layer in built))


def _row(layer: Any) -> LayerRow:
    trainable = sum(_size(v) for v in layer.trainable_variables)
    return LayerRow(
        name=layer.name,
        class_name=type(layer).__name__,
        config=_plain(layer.get_config()),
        input_shape=tuple(layer.input.shape[1:]),
        output_shape=tuple(layer.output.shape[1:]),
        params=layer.count_params(),
        trainable_params=trainable,
    )


def _size(variable: Any) -> int:
    size = 1
    for n in variable.shape:
        size *= int(n)
    return size


def _plain(value: Any) -> Any:
    """Return JSON values only: what is not JSON is said by its name."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _call_builder(builder: BuilderSpec, input_shape: tuple[int, ...], lab_folder: Path) -> Any:
    path = lab_folder / builder.file
    module_spec = importlib.util.spec_from_file_location(f"lab_builder_{path.stem}", path)
    if module_spec is None or module_spec.loader is None:
        msg = f"le constructeur {path} ne se lit pas"
        raise TrainingError(msg)
    module = importlib.util.module_from_spec(module_spec)
    try:
        with _importable(path.parent, lab_folder):
            module_spec.loader.exec_module(module)
            return getattr(module, builder.function)(input_shape, **builder.config)
    except Exception as error:  # what an author's own code may raise has no end
        msg = f"le constructeur {builder.file}:{builder.function} échoue : {error!r}"
        raise TrainingError(msg) from error


@contextmanager
def _importable(*folders: Path) -> Iterator[None]:
    """Let a builder import its neighbours; forget them after, for they may change or be others'.

    Compiled files are neither written nor read: Python takes one for fresh when a source was
    changed within the same second, and the training would not be that of its key.
    """
    before, settings = set(sys.modules), (sys.dont_write_bytecode, sys.pycache_prefix)
    sys.dont_write_bytecode, sys.pycache_prefix = True, f"{os.devnull}/none"
    sys.path[:0] = map(str, folders)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.dont_write_bytecode, sys.pycache_prefix = settings
        del sys.path[: len(folders)]
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file and any(Path(file).is_relative_to(folder) for folder in folders):
                del sys.modules[name]
