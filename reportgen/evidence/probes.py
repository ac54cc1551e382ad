"""Requests for arrays that only a trained model can give; nothing is computed here.

The training package answers them (it alone imports Keras) and stores the answers. All of them
concern the first seed of a run; those about a trained model concern the weights after ``epoch``,
which the run must have kept (None: those that were evaluated, ``weights_epoch``). A layer is a
position in ``RunResult.summary.layers``, from 0; an image is a position in the run's split, from
0, and is preprocessed as the run does before it enters the network. Arrays are float32, except
those of gradients and losses, which are float64.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.lab.types import SplitName
from reportgen.results import RunResult


@dataclass(frozen=True)
class ActivationsProbe:
    """Outputs of layers for a few images.

    Answer: for every layer *i*, ``"layer_<i>"``: its output, (images, *output_shape*), images in
    the order of ``indices``; for a convolution (images, height, width, channels).
    """

    layers: tuple[int, ...]
    indices: tuple[int, ...]
    split: SplitName = "test"
    epoch: int | None = None


@dataclass(frozen=True)
class KernelsProbe:
    """Weights of a layer with a kernel.

    Answer: ``"kernel"``, as Keras stores it (convolution: (kernel height, kernel width, input
    channels, filters)), and ``"bias"``, (filters,), absent when the layer has none. A layer
    without kernel raises EvidenceError.
    """

    layer: int
    epoch: int | None = None


@dataclass(frozen=True)
class FeaturesProbe:
    """Output of a layer for many images, as vectors.

    Answer: ``"features"``, (images, size): the outputs flattened in C order, images in the order
    of ``indices``.
    """

    layer: int
    indices: tuple[int, ...]
    split: SplitName = "test"
    epoch: int | None = None


@dataclass(frozen=True)
class GradientsProbe:
    """Gradients of the loss at the initial weights, for a run of the NumPy engine.

    On the first ``examples`` training examples that epoch 1 goes through. Answer, for each
    parameter ``p`` (W1, b1, W2…) in the order of the layers, float64: ``"p_backward"`` and
    ``"p_automatic"``, of its shape, by back-propagation and by TensorFlow; ``"p_entries"``,
    flat numbers of at most ``entries`` of its values, drawn at random, and ``"p_differences"``,
    the slopes there by central finite differences.
    """

    examples: int
    entries: int = 200


@dataclass(frozen=True)
class TwinProbe:
    """The training of a NumPy run done again by Keras: same initial weights, same order.

    Answer: ``"loss_float32"`` and ``"loss_float64"``, (epochs,): the losses of the first
    ``epochs`` epochs, computed in single and in double precision.
    """

    epochs: int


@dataclass(frozen=True)
class ScoresProbe:
    """What enters the network and what enters its softmax, on the whole of a split.

    Answer: ``"scores"``, (images, classes), the sums that the last softmax turns into
    probabilities; ``"inputs"``, (2,): the least and the greatest value that the network receives.
    A network that does not end with a softmax raises EvidenceError.
    """

    split: SplitName = "test"


@dataclass(frozen=True)
class ReloadProbe:
    """The stored file of the model, read again by Keras and evaluated again on the test images.

    Answer: ``"loss"`` and ``"accuracy"``, float64 scalars, ``"probabilities"``, (images, classes):
    what the model read again gives; ``"weights"`` and ``"optimizer"``, int64 scalars: how many
    values the file holds for the model and for its optimizer; ``"members"``, texts, and
    ``"bytes"``, int64, (members,): what the archive is made of; ``"size"``, int64 scalar: that of
    the whole file, in bytes.
    """


@dataclass(frozen=True)
class ConvexityProbe:
    """Whether the loss of a run of the NumPy engine bends upwards everywhere, by trial.

    On the first ``examples`` training examples, between ``pairs`` pairs of random parameter
    points and, when there are hidden units, as many pairs of the trained weights with the same
    weights after a permutation of these units, which compute the same outputs. Answer, float64:
    ``"ends"`` (pairs, 2) and ``"middle"`` (pairs,), losses; ``"permuted"`` (pairs,), 1 for the
    second kind of pair; ``"segment"`` (41,), the losses from end to end of the pair where the
    middle stands highest over the mean of the ends, among those of the second kind if it does;
    ``"curvature"`` and ``"level"`` (directions,), second differences in random directions of
    norm 1, with step ``"step"``, and the losses there; ``"bound"`` (1,), for a
    softmax regression ½ λmax(XᵀX/n) over all training examples, with a column of ones for the
    biases, else NaN.
    """

    examples: int = 500
    pairs: int = 200
    directions: int = 200


@dataclass(frozen=True)
class UnitsProbe:
    """How many units of a dense layer differ, for a run of the NumPy engine.

    Answer: ``"epochs"`` (k,), 0 (the initial weights) then those asked for; ``"distinct"``
    (k,), units that differ from the others by a weight that enters or leaves them; ``"spread"``
    (k,), the largest distance between a weight and that of the first unit, relative to the
    largest weight; ``"units"`` (1,).
    """

    layer: int
    epochs: tuple[int, ...]


ModelProbe = ActivationsProbe | KernelsProbe | FeaturesProbe
"""What is asked of a trained model by its own engine."""

KerasProbe = ScoresProbe | ReloadProbe
"""What is asked of the stored file, which Keras reads whichever engine wrote it."""

WeightsProbe = ConvexityProbe | UnitsProbe
"""What is asked of the weights of the NumPy engine, trained and initial."""

Probe = ModelProbe | KerasProbe | GradientsProbe | TwinProbe | WeightsProbe


def asked_epoch(probe: Probe, result: RunResult) -> int:
    """Return the epoch, from 1, whose weights a probe is about."""
    epoch = probe.epoch if isinstance(probe, ModelProbe) else None
    return result.first.weights_epoch if epoch is None else epoch


def array_name(layer: int) -> str:
    """Return the name of a layer's array in the answer to an :class:`ActivationsProbe`."""
    return f"layer_{layer}"
