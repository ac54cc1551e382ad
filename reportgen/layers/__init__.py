"""Keras layers without Keras: their names, arguments, output shapes, weights and cost.

Nothing here builds a model; everything follows from a :class:`LayerSpec` and an input shape.
"""

from reportgen.layers.catalogue import (
    Argument,
    Kind,
    arguments,
    arguments_of,
    canonical,
    canonical_layer,
    canonical_loss,
    canonical_metric,
    canonical_optimizer,
    class_name,
    keras_version,
    known_activations,
    known_constraints,
    known_initializers,
    known_layers,
    known_losses,
    known_metrics,
    known_optimizers,
    known_regularizers,
    known_schedules,
    loss_arguments,
    names,
    optimizer_arguments,
)
from reportgen.layers.checks import check_call, check_config
from reportgen.layers.cost import activation_count, multiply_adds
from reportgen.layers.derivation import Derivation, Term
from reportgen.layers.errors import ShapeError
from reportgen.layers.inference import Inferred, infer
from reportgen.layers.issues import ConfigIssue
from reportgen.layers.nested import as_call
from reportgen.layers.weights import derive

__all__ = [
    "Argument",
    "ConfigIssue",
    "Derivation",
    "Inferred",
    "Kind",
    "ShapeError",
    "Term",
    "activation_count",
    "arguments",
    "arguments_of",
    "as_call",
    "canonical",
    "canonical_layer",
    "canonical_loss",
    "canonical_metric",
    "canonical_optimizer",
    "check_call",
    "check_config",
    "class_name",
    "derive",
    "infer",
    "keras_version",
    "known_activations",
    "known_constraints",
    "known_initializers",
    "known_layers",
    "known_losses",
    "known_metrics",
    "known_optimizers",
    "known_regularizers",
    "known_schedules",
    "loss_arguments",
    "multiply_adds",
    "names",
    "optimizer_arguments",
]
