"""Answer the requests of evidence about a network that NumPy trained; needs no Keras."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

import numpy as np

from reportgen.backprop.activations import Matrix
from reportgen.backprop.network import forward
from reportgen.errors import EvidenceError, StoreError
from reportgen.evidence.probes import ActivationsProbe, KernelsProbe, ModelProbe, array_name
from reportgen.lab.types import ModelSpec
from reportgen.store.entries import Entry
from reportgen.store.records import AnyArray
from reportgen.training.dense_stack import DenseStack, dense_stack
from reportgen.training.keras_file import read_weights
from reportgen.training.numpy_learner import one_thread
from reportgen.training.prepared import Prepared


@dataclass(frozen=True)
class DenseModel:
    """A dense network with its weights, float64 by name."""

    stack: DenseStack
    parameters: dict[str, Matrix]

    @classmethod
    def load(cls, model: ModelSpec, entry: Entry, epoch: int, data: Prepared) -> DenseModel:
        """Return the network with the weights after *epoch*; StoreError when they do not read."""
        path = entry.model_path(epoch)
        stack = dense_stack(model, data.input_shape)
        try:
            return cls(stack, stack.by_name(read_weights(path)))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise StoreError(f"le modèle {path} ne se relit pas : {error}") from error

    def answer(self, probe: ModelProbe, data: Prepared) -> dict[str, AnyArray]:
        """Return the arrays that *probe* asks for; EvidenceError when a layer lacks them."""
        if isinstance(probe, KernelsProbe):
            return self._kernels(probe.layer)
        x = data.splits[probe.split][0][list(probe.indices)]
        if isinstance(probe, ActivationsProbe):
            outputs = self._outputs(probe.layers, x)
            return {array_name(i): out for i, out in zip(probe.layers, outputs, strict=True)}
        (features,) = self._outputs((probe.layer,), x)
        return {"features": features.reshape(len(x), -1)}

    def _outputs(self, layers: tuple[int, ...], x: AnyArray) -> list[AnyArray]:
        """Return the output of each layer for the inputs, float32."""
        network = self.stack.network
        flat = x.reshape(len(x), -1).astype(np.float64)
        with one_thread():
            values = forward(network.steps, self.parameters, flat)
        shapes = [self.stack.summary.layers[self._known(i)].output_shape for i in layers]
        ends = [network.ends[i] for i in layers]
        return [
            values[end].reshape(-1, *shape).astype(np.float32)
            for end, shape in zip(ends, shapes, strict=True)
        ]

    def _kernels(self, layer: int) -> dict[str, AnyArray]:
        affine = self.stack.network.affine_of(self._known(layer))
        if affine is None:
            row = self.stack.summary.layers[layer]
            msg = f"la couche {row.name} ({row.class_name}) n’a pas de noyau à montrer"
            raise EvidenceError(msg)
        found = {"kernel": self.parameters[affine.weights].astype(np.float32)}
        if affine.use_bias:
            found["bias"] = self.parameters[affine.biases].astype(np.float32)
        return found

    def _known(self, layer: int) -> int:
        count = len(self.stack.summary.layers)
        if not 0 <= layer < count:
            msg = f"il n’y a pas de couche {layer} : le réseau en compte {count}"
            raise EvidenceError(msg)
        return layer
