"""Check that the end of a network suits the classes and the loss; knows no other layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.lab.derivation import PlacedLayer, Stack
from reportgen.lab.inputs import Shape, class_count
from reportgen.lab.source import KeyPath
from reportgen.lab.types import RunSpec
from reportgen.layers.wording import dimensions

Found = tuple[KeyPath, str, str | None]
"""Where, what, and what to do."""

_SPARSE = ("sparse_categorical_crossentropy",)
_CATEGORICAL = (
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_generalized_cross_entropy",
)
_BINARY = ("binary_crossentropy", "binary_focal_crossentropy")
_PROBABILITY = {**dict.fromkeys((*_SPARSE, *_CATEGORICAL), "softmax"),
                **dict.fromkeys(_BINARY, "sigmoid")}  # fmt: skip


@dataclass(frozen=True)
class _End:
    """The last layer that has units, and the activation that its output goes through."""

    layer: PlacedLayer
    activation: str
    activation_path: KeyPath


def output_problems(
    run: RunSpec, stack: Stack, output: Shape, loss_path: KeyPath
) -> Iterator[Found]:
    """Yield what does not match between the output, the classes, the labels and the loss."""
    if len(output) != 1:
        hint = "ajouter Flatten ou GlobalAveragePooling2D avant la dernière couche Dense"
        message = f"sortie du réseau : attendu : un vecteur ; reçu : {dimensions(output)}"
        yield stack[-1].path, message, hint
        return
    end = _end(stack)
    yield from _labels(run, loss_path)
    wrong_units = list(_units(run, end, output[0]))
    yield from wrong_units
    if not wrong_units:
        yield from _activation(run, end)


def _end(stack: Stack) -> _End:
    last = stack[-1]
    with_units = next((la for la in reversed(stack) if "units" in la.spec.config), last)
    if last.spec.name == "Softmax":
        return _End(with_units, "softmax", last.path)
    activation = last.spec.config.get("activation")
    name = activation if isinstance(activation, str) else "linear" if activation is None else ""
    return _End(with_units, name, last.argument_path("activation"))


def _one_hot(run: RunSpec) -> int | None:
    """Return the number of the ``one_hot`` step of a run."""
    return next((i for i, step in enumerate(run.preprocess) if step.name == "one_hot"), None)


def _labels(run: RunSpec, loss_path: KeyPath) -> Iterator[Found]:
    step, loss = _one_hot(run), run.training.loss.name
    if step is not None and loss in _SPARSE:
        message = f"« {loss} » attend des numéros de classe ; reçu : des cibles « one_hot »"
        hint = "retirer « one_hot », ou choisir categorical_crossentropy"
        yield ("runs", run.name, "preprocess", step), message, hint
    if step is None and loss in _CATEGORICAL:
        message = f"« {loss} » attend des cibles « one_hot » ; reçu : des numéros de classe"
        hint = "ajouter « one_hot » à « preprocess », ou choisir sparse_categorical_crossentropy"
        yield loss_path, message, hint


def _units(run: RunSpec, end: _End, units: int) -> Iterator[Found]:
    classes, loss = class_count(run.dataset), run.training.loss.name
    if classes is None:
        return
    expected = _expected_units(run, classes)
    if expected is None or units == expected:
        return
    path = end.layer.argument_path("units")
    wanted = f"{expected} sortie{'s' if expected > 1 else ''}"
    message = f"{classes} classes et « {loss} » : attendu : {wanted} ; reçu : {units}"
    hint = f"mettre « units: {expected} » à la dernière couche"
    if units == 1 and loss not in _BINARY and classes == 2:
        hint = "pour une seule sortie, choisir binary_crossentropy et sigmoid"
    if expected == 1 and classes > 2:
        hint = "pour plus de deux classes, choisir sparse_categorical_crossentropy et softmax"
    yield path, message, hint


def _expected_units(run: RunSpec, classes: int) -> int | None:
    loss = run.training.loss.name
    if loss in (*_SPARSE, *_CATEGORICAL) or _one_hot(run) is not None:
        return classes
    return 1 if loss in _BINARY else None


def _activation(run: RunSpec, end: _End) -> Iterator[Found]:
    loss = run.training.loss
    wanted = _PROBABILITY.get(loss.name)
    if wanted is None or not end.activation:
        return
    if loss.config.get("from_logits"):
        if end.activation in ("softmax", "sigmoid"):
            message = f"« from_logits: true » attend une sortie linéaire ; reçu : {end.activation}"
            yield end.activation_path, message, "retirer l’activation, ou « from_logits »"
    elif end.activation != wanted:
        received = "aucune" if end.activation == "linear" else f"« {end.activation} »"
        message = f"activation de sortie : attendu : {wanted} pour « {loss.name} »"
        hint = f"ajouter « activation: {wanted} » à la dernière couche"
        yield end.activation_path, f"{message} ; reçu : {received}", hint
