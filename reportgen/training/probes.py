"""Answer the requests of evidence about a training (see ``reportgen.evidence.probes``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from reportgen.errors import EvidenceError
from reportgen.evidence.probes import (
    ActivationsProbe,
    ConvexityProbe,
    GradientsProbe,
    KernelsProbe,
    ModelProbe,
    Probe,
    ReloadProbe,
    ScoresProbe,
    TwinProbe,
    UnitsProbe,
    array_name,
    asked_epoch,
)
from reportgen.results import RunResult
from reportgen.store.entries import Entry
from reportgen.store.records import AnyArray
from reportgen.training.backend import load_keras
from reportgen.training.models import load_model
from reportgen.training.prepared import Prepared

BATCH_SIZE = 500


def ask(result: RunResult, entry: Entry, probe: Probe, data: Prepared) -> dict[str, AnyArray]:
    """Return the answer to a probe about a run, whichever engine trained it.

    *entry* is that of the first seed. Raises StoreError when its file is damaged,
    EvidenceError when the run has nothing of what is asked, or did not keep its epoch.
    """
    if isinstance(probe, GradientsProbe | TwinProbe):
        from reportgen.training.twin import ask_about_learning

        return ask_about_learning(result.spec, result.first.seed, probe, data)
    if isinstance(probe, ReloadProbe | ScoresProbe):
        from reportgen.training.reloading import ask_the_file

        return ask_the_file(result, entry, probe, data)
    if isinstance(probe, ConvexityProbe | UnitsProbe):
        from reportgen.training.landscape import ask_about_weights

        return ask_about_weights(result, entry, probe, data)
    epoch = asked_epoch(probe, result)
    if probe.epoch is not None and not entry.model_path(epoch).is_file():
        raise EvidenceError(_not_kept(result, epoch))
    if result.spec.training.engine == "numpy":
        from reportgen.training.numpy_probes import DenseModel

        return DenseModel.load(result.spec.model, entry, epoch, data).answer(probe, data)
    return answer(load_model(entry.model_path(epoch)), probe, data)


def _not_kept(result: RunResult, epoch: int) -> str:
    return (
        f"le modèle de « {result.spec.name} » après l’époque {epoch} n’est pas gardé : ajoutez "
        f"« checkpoints: [{epoch}] » à ses réglages, puis refaites le TP"
    )


def answer(model: Any, probe: ModelProbe, data: Prepared) -> dict[str, AnyArray]:
    """Return the arrays that *probe* asks for; EvidenceError when the layer has no such thing."""
    layers = [la for la in model.layers if type(la).__name__ != "InputLayer"]
    if isinstance(probe, KernelsProbe):
        return _kernels(_layer(layers, probe.layer))
    x = data.splits[probe.split][0][list(probe.indices)]
    if isinstance(probe, ActivationsProbe):
        outputs = _outputs(model, [_layer(layers, i) for i in probe.layers], x)
        return {array_name(i): out for i, out in zip(probe.layers, outputs, strict=True)}
    (features,) = _outputs(model, [_layer(layers, probe.layer)], x)
    return {"features": features.reshape(len(x), -1)}


def _outputs(model: Any, layers: list[Any], x: AnyArray) -> list[AnyArray]:
    """Return the output of each layer for the inputs, float32."""
    keras = load_keras()
    part = keras.Model(model.inputs, [layer.output for layer in layers])
    outputs = part.predict(x, batch_size=BATCH_SIZE, verbose=0)
    found = outputs if isinstance(outputs, list) else [outputs]
    return [np.asarray(out, dtype=np.float32) for out in found]


def _kernels(layer: Any) -> dict[str, AnyArray]:
    kernel = getattr(layer, "kernel", None)
    if kernel is None:
        msg = f"la couche {layer.name} ({type(layer).__name__}) n’a pas de noyau à montrer"
        raise EvidenceError(msg)
    found = {"kernel": np.asarray(kernel, dtype=np.float32)}
    if getattr(layer, "bias", None) is not None:
        found["bias"] = np.asarray(layer.bias, dtype=np.float32)
    return found


def _layer(layers: list[Any], index: int) -> Any:
    try:
        return layers[index]
    except IndexError:
        msg = f"il n’y a pas de couche {index} : le réseau en compte {len(layers)}"
        raise EvidenceError(msg) from None
