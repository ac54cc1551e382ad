"""Turn a stack of Keras' layers into the steps of a dense network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.backprop.network import Affine, Step
from reportgen.backprop.support import activation, initializer
from reportgen.lab.types import LayerSpec
from reportgen.layers.settings import Settings, resolve


@dataclass(frozen=True)
class Network:
    """The steps of a network of ``inputs`` values.

    ``ends`` are, for each layer of the definition, how many steps lead to its output.
    """

    inputs: int
    steps: tuple[Step, ...]
    ends: tuple[int, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parameters, in Keras' order."""
        return tuple(n for step in self.steps if isinstance(step, Affine) for n in step.names)

    def affine_of(self, layer: int) -> Affine | None:
        """Return the affine step of a layer, None when it has none."""
        first = self.ends[layer - 1] if layer else 0
        own = self.steps[first : self.ends[layer]]
        return next((step for step in own if isinstance(step, Affine)), None)


def read_network(layers: Sequence[LayerSpec], inputs: int) -> Network:
    """Return the network of a stack that the engine knows, for flat inputs of that size."""
    steps: list[Step] = []
    ends: list[int] = []
    size, count = inputs, 0
    for layer in layers:
        settings = resolve(layer)
        if layer.name == "Dense":
            count += 1
            steps.append(_affine(settings, count, size))
            size = settings.size("units")
        steps += _activations(settings)
        ends.append(len(steps))
    return Network(inputs, tuple(steps), tuple(ends))


def _affine(settings: Settings, number: int, inputs: int) -> Affine:
    return Affine(
        number,
        inputs,
        settings.size("units"),
        settings.flag("use_bias"),
        initializer(settings["kernel_initializer"]),
        initializer(settings["bias_initializer"]),
    )


def _activations(settings: Settings) -> Iterator[str]:
    if settings.has("activation"):
        name = activation(settings["activation"])
        if name != "linear":
            yield name
