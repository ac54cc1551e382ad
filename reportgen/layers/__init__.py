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
    canonical_metric,
    class_name,
    keras_version,
    names,
)
from reportgen.layers.checks import check_call, check_config
from reportgen.layers.cost import activation_count, multiply_adds
from reportgen.layers.derivation import Derivation, Term
from reportgen.layers.directions import higher_is_better
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
    "canonical_metric",
    "check_call",
    "check_config",
    "class_name",
    "derive",
    "higher_is_better",
    "infer",
    "keras_version",
    "multiply_adds",
    "names",
]
