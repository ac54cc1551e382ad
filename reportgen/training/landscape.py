"""Answer what is asked of weights: whether the loss is convex, which units are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reportgen.backprop.activations import Matrix
from reportgen.backprop.network import Affine, loss_value
from reportgen.errors import EvidenceError
from reportgen.evidence.probes import ConvexityProbe, UnitsProbe
from reportgen.results import RunResult
from reportgen.store.entries import Entry
from reportgen.store.records import AnyArray
from reportgen.training.numpy_learner import NumpyLearner, numpy_learner, one_thread
from reportgen.training.numpy_probes import DenseModel
from reportgen.training.prepared import Prepared

Weights = dict[str, Matrix]
LossOf = Callable[[Weights], float]

_SCALES = (0.01, 0.1, 1.0)
"""Standard deviations of random weights: near a point, as at a start, and far away."""
_STEP = 1e-2
_PARTS = np.linspace(0.0, 1.0, 41)
_SAME = 1e-9
"""Units whose weights differ by less than this share of the largest are the same."""


def ask_about_weights(
    result: RunResult, entry: Entry, probe: ConvexityProbe | UnitsProbe, data: Prepared
) -> dict[str, AnyArray]:
    """Return the answer to a probe about the first seed; EvidenceError for a run of Keras."""
    run = result.spec
    if run.training.engine != "numpy":
        msg = f"« {run.name} » est entraîné par Keras : il faut « engine: numpy »"
        raise EvidenceError(msg)
    learner = numpy_learner(run, result.first.seed, data)

    def after(epoch: int) -> Weights:
        return DenseModel.load(run.model, entry, epoch, data).parameters

    if isinstance(probe, UnitsProbe):
        return _units(learner, probe, after)
    return _convexity(learner, probe, after(result.first.weights_epoch))


def _convexity(
    learner: NumpyLearner, probe: ConvexityProbe, trained: Weights
) -> dict[str, AnyArray]:
    random = np.random.default_rng([learner.seed, 1])
    x, y = learner.batch("train", slice(0, probe.examples))
    steps = learner.stack.network.steps

    def loss(weights: Weights) -> float:
        return loss_value(steps, weights, learner.loss, x, y)

    with one_thread(), np.errstate(over="ignore"):
        pairs = [(_point(random, trained), _point(random, trained)) for _ in range(probe.pairs)]
        swapped = list(_permuted(random, learner, trained, probe.pairs))
        found = _middles(loss, pairs + swapped, len(swapped))
        curved = _curvatures(loss, random, trained, probe.directions)
        bound = _smoothness(learner)
    kinds = np.repeat([0, 1], [len(pairs), len(swapped)])
    return found | curved | {"permuted": kinds, "bound": np.array([bound])}


def _point(random: np.random.Generator, trained: Weights) -> Weights:
    """Return random weights, around 0 or around the trained ones."""
    share, scale = random.integers(0, 2), random.choice(_SCALES)
    return {n: share * w + scale * random.normal(size=w.shape) for n, w in trained.items()}


def _permuted(
    random: np.random.Generator, learner: NumpyLearner, trained: Weights, count: int
) -> Iterator[tuple[Weights, Weights]]:
    """Yield the trained weights with the same, the units of the first hidden layer exchanged."""
    affines = [step for step in learner.stack.network.steps if isinstance(step, Affine)]
    if len(affines) < 2:
        return
    hidden, after = affines[:2]
    for _ in range(count):
        order = random.permutation(hidden.units)
        other = trained | {after.weights: trained[after.weights][order]}
        other |= {name: trained[name][..., order] for name in hidden.names}
        yield trained, other


def _middles(
    loss: LossOf, pairs: list[tuple[Weights, Weights]], swapped: int
) -> dict[str, AnyArray]:
    """Return losses at ends and middles, and along a segment.

    That of an exchange of units, when one speaks against convexity, is the easiest to read.
    """
    ends = np.array([[loss(a), loss(b)] for a, b in pairs])
    middle = np.array([loss(_between(a, b, 0.5)) for a, b in pairs])
    rises = middle - ends.mean(axis=1)
    first = len(pairs) - swapped
    telling = swapped and rises[first:].max() > _SAME
    a, b = pairs[first + int(rises[first:].argmax()) if telling else int(rises.argmax())]
    segment = np.array([loss(_between(a, b, share)) for share in _PARTS])
    return {"ends": ends, "middle": middle, "segment": segment}


def _between(a: Weights, b: Weights, share: float) -> Weights:
    return {name: (1 - share) * a[name] + share * b[name] for name in a}


def _curvatures(
    loss: LossOf, random: np.random.Generator, trained: Weights, count: int
) -> dict[str, AnyArray]:
    found = [_second_difference(loss, random, _point(random, trained)) for _ in range(count)]
    curvature, level = np.array(found).reshape(-1, 2).T
    return {"curvature": curvature, "level": level, "step": np.array([_STEP])}


def _second_difference(
    loss: LossOf, random: np.random.Generator, at: Weights
) -> tuple[float, float]:
    """Return (L(θ + hd) − 2 L(θ) + L(θ − hd)) / h² in a random direction d, and L(θ)."""
    drawn = {name: random.normal(size=w.shape) for name, w in at.items()}
    norm = np.sqrt(sum(float((d**2).sum()) for d in drawn.values()))
    ahead, behind = (
        loss({name: w + sign * _STEP / norm * drawn[name] for name, w in at.items()})
        for sign in (1, -1)
    )
    here = loss(at)
    return (ahead - 2 * here + behind) / _STEP**2, here


def _smoothness(learner: NumpyLearner) -> float:
    """Return a bound of the Hessian of a softmax regression: diag(p) − ppᵀ is at most ½.

    Böhning, "Multinomial logistic regression algorithm" (1992), gives that bound. NaN for
    another network or loss.
    """
    steps = learner.stack.network.steps
    if len(steps) != 2 or steps[1] != "softmax" or learner.loss.activation != "softmax":
        return float("nan")
    x, _ = learner.batch("train", slice(None))
    extended = np.hstack([x, np.ones((len(x), 1))])
    return float(np.linalg.eigvalsh(extended.T @ extended / len(x))[-1]) / 2


def _units(
    learner: NumpyLearner, probe: UnitsProbe, after: Callable[[int], Weights]
) -> dict[str, AnyArray]:
    affine = learner.stack.network.affine_of(probe.layer)
    if affine is None:
        raise EvidenceError(f"la couche {probe.layer} n’est pas une couche dense")
    seen = [learner.parameters, *map(after, probe.epochs)]
    columns = [_weights_of_units(learner, affine, weights) for weights in seen]
    return {
        "epochs": np.array([0, *probe.epochs]),
        "distinct": np.array([distinct_columns(found) for found in columns]),
        "spread": np.array([_spread(found) for found in columns]),
        "units": np.array([affine.units]),
    }


def _weights_of_units(learner: NumpyLearner, affine: Affine, weights: Weights) -> Matrix:
    """Return all weights that touch each unit, (weights, units): those that enter and leave it."""
    steps = [step for step in learner.stack.network.steps if isinstance(step, Affine)]
    leaving = [weights[step.weights].T for step in steps[affine.number : affine.number + 1]]
    return np.vstack([weights[name] for name in affine.names] + leaving)


def distinct_columns(columns: Matrix) -> int:
    """Return how many columns differ by more than rounding: (inputs, units)."""
    limit = _SAME * float(np.abs(columns).max())
    left, count = columns, 0
    while left.shape[1]:
        left = left[:, np.abs(left - left[:, :1]).max(axis=0) > limit]
        count += 1
    return count


def _spread(columns: Matrix) -> float:
    size = float(np.abs(columns).max())
    return float(np.abs(columns - columns[:, :1]).max()) / size if size else 0.0
