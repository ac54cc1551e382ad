"""A stack of layers as the NumPy engine builds it: its network, and its layers as Keras counts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen import layers
from reportgen.backprop.network import Affine, Parameters
from reportgen.backprop.stack import Network, read_network
from reportgen.backprop.support import activation, initializer, layer_issues
from reportgen.errors import TrainingError
from reportgen.lab.types import LayerSpec, ModelSpec
from reportgen.layers.settings import resolve
from reportgen.results import LayerRow, ModelSummary
from reportgen.store.records import AnyArray


@dataclass(frozen=True)
class DenseStack:
    """A network and the summary of the layers that it was read from, one row a layer."""

    network: Network
    summary: ModelSummary

    def by_layer(self, parameters: Parameters) -> dict[str, list[AnyArray]]:
        """Return the arrays of each layer that has some, by the layer's name."""
        return {
            row.name: [parameters[name] for name in affine.names] for row, affine in self._affines()
        }

    def by_name(self, arrays: Mapping[str, Sequence[AnyArray]]) -> dict[str, AnyArray]:
        """Return the parameters that :meth:`by_layer` sorted."""
        return {
            name: array
            for row, affine in self._affines()
            for name, array in zip(affine.names, arrays[row.name], strict=True)
        }

    def _affines(self) -> Iterator[tuple[LayerRow, Affine]]:
        for index, row in enumerate(self.summary.layers):
            affine = self.network.affine_of(index)
            if affine is not None:
                yield row, affine


def dense_stack(model: ModelSpec, input_shape: tuple[int, ...]) -> DenseStack:
    """Return the stack of a model; TrainingError when the NumPy engine cannot build it."""
    specs = [spec for spec in model.layers if spec.name not in ("Input", "InputLayer")]
    issues = [issue.message for spec in specs for issue in layer_issues(spec)]
    if model.builder is not None or not specs:
        issues = ["il faut une pile de couches"]
    elif not issues and len(input_shape) > 1 and specs[0].name != "Flatten":
        issues = ["la première couche doit être Flatten : les entrées ne sont pas à plat"]
    if issues:
        msg = f"le moteur numpy refuse le modèle « {model.name} » : {issues[0]}"
        raise TrainingError(msg)
    rows = tuple(_rows(specs, input_shape))
    return DenseStack(read_network(specs, math.prod(input_shape)), ModelSummary(input_shape, rows))


def _rows(specs: Sequence[LayerSpec], shape: tuple[int, ...]) -> Iterator[LayerRow]:
    seen: Counter[str] = Counter()
    for spec in specs:
        inferred = layers.infer(spec, shape)
        output, params = inferred.output_shape or shape, inferred.params or 0
        name = spec.name.lower()
        numbered = f"{name}_{seen[name]}" if seen[name] else name
        seen[name] += 1
        yield LayerRow(numbered, spec.name, _config(spec, numbered), shape, output, params, params)
        shape = output


def _config(spec: LayerSpec, name: str) -> dict[str, Any]:
    """Return the arguments as Keras gives them back: objects by class, « linear » for none."""
    settings = resolve(spec)
    config = {"name": name, "trainable": True}
    if spec.name == "Dense":
        config |= {"units": settings.size("units"), "use_bias": settings.flag("use_bias")}
        for argument in ("kernel_initializer", "bias_initializer"):
            call = initializer(settings[argument])
            config[argument] = {"class_name": call.name, "config": dict(call.config)}
    if settings.has("activation"):
        config["activation"] = activation(settings["activation"])
    return config
