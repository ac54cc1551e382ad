"""Back-propagation held to finite differences, to automatic differentiation and to Keras."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.backprop.differences import STEP, relative_error
from reportgen.errors import EvidenceError
from reportgen.evidence.context import Arrays, EvidenceContext
from reportgen.evidence.elements import Column, Data, Table
from reportgen.evidence.lookup import find_run, note_for
from reportgen.evidence.probes import GradientsProbe, TwinProbe
from reportgen.french.numbers import decimal, dimensions, entier, pluriel, scientifique
from reportgen.results import RunResult

_EXAMPLES = 500
"""Examples beyond which a larger batch would only make the finite differences slower."""
_ENTRIES = 200

_SUFFIX = "_backward"


@dataclass(frozen=True)
class Check:
    """The gradient of one parameter, and its relative errors ‖a − b‖ / (‖a‖ + ‖b‖)."""

    name: str
    shape: tuple[int, ...]
    norm: float
    measured: int
    differences: float
    automatic: float


def gradients(ctx: EvidenceContext, run: str) -> Table:
    """Return how far back-propagation is from two other ways, parameter by parameter.

    At the initial weights, on the first batch of the first epoch. EvidenceError for a run of
    Keras, which has no back-propagation to show.
    """
    result = _by_hand(ctx, run)
    examples = min(result.spec.training.batch_size, result.counts["train"], _EXAMPLES)
    checks = gradient_checks(ctx.probe(run, GradientsProbe(examples, _ENTRIES)))
    batch = pluriel(examples, "exemple", "exemples")
    return Table(
        id="",
        caption=f"Gradients de « {result.spec.title} » aux poids initiaux ({batch}) : "
        "écart relatif entre la rétropropagation et deux autres calculs",
        alt=_gradients_alt(checks),
        data=_gradients_data(checks),
        note=note_for([result]),
        columns=(
            Column("Paramètre"),
            Column("Forme"),
            Column("Norme du gradient", "right"),
            Column("Valeurs vérifiées", "right"),
            Column("Différences finies", "right"),
            Column("Différentiation automatique", "right"),
        ),
        rows=tuple(map(_gradient_row, checks)),
    )


def _gradients_data(checks: Sequence[Check]) -> Data:
    names = ("parameter", "shape", "norm", "measured", "finite_differences", "automatic")
    rows = (
        (c.name, "x".join(map(str, c.shape)), c.norm, c.measured, c.differences, c.automatic)
        for c in checks
    )
    return Data(names, tuple(rows))


def concordance(ctx: EvidenceContext, run: str, epoques: int = 5) -> Table:
    """Return the loss of the first epochs by NumPy, and by Keras from the same weights and order.

    EvidenceError for a run of Keras.
    """
    result = _by_hand(ctx, run)
    if type(epoques) is not int or epoques < 1:
        msg = f"concordance : « epoques » attend un entier, au moins 1 ; reçu : {epoques!r}."
        raise EvidenceError(msg)
    ours = np.array(result.first.history["loss"][:epoques])
    found = ctx.probe(run, TwinProbe(len(ours)))
    rows = list(zip(ours, found["loss_float32"], found["loss_float64"], strict=True))
    losses = [tuple(map(float, row)) for row in rows]
    return Table(
        id="",
        caption=f"Perte de « {result.spec.title} », par NumPy et par Keras, depuis les mêmes "
        "poids et dans le même ordre",
        alt=_concordance_alt(losses),
        data=Data(
            ("epoch", "numpy", "keras_float32", "keras_float64"),
            tuple((epoch, *row) for epoch, row in enumerate(losses, start=1)),
        ),
        note=note_for([result]),
        columns=(
            Column("Époque", "right"),
            Column("NumPy", "decimal"),
            Column("Keras", "decimal"),
            Column("Écart relatif", "right"),
            Column("Écart relatif en double précision", "right"),
        ),
        rows=tuple(_loss_row(epoch, row) for epoch, row in enumerate(losses, start=1)),
    )


def gradient_checks(found: Arrays) -> tuple[Check, ...]:
    """Return the comparison of each parameter of the answer to a :class:`GradientsProbe`."""
    names = [name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)]
    return tuple(_check(name, found) for name in names)


def _check(name: str, found: Arrays) -> Check:
    backward = np.asarray(found[f"{name}{_SUFFIX}"], dtype=np.float64)
    entries: npt.NDArray[np.int64] = np.asarray(found[f"{name}_entries"], dtype=np.int64)
    return Check(
        name=name,
        shape=backward.shape,
        norm=float(np.linalg.norm(backward)),
        measured=len(entries),
        differences=relative_error(
            backward.ravel()[entries], found[f"{name}_differences"].astype(np.float64)
        ),
        automatic=relative_error(backward, found[f"{name}_automatic"].astype(np.float64)),
    )


def _by_hand(ctx: EvidenceContext, run: str) -> RunResult:
    result = find_run(ctx, run)
    if result.spec.training.engine != "numpy":
        msg = f"« {run} » est entraîné par Keras : il faut « engine: numpy »."
        raise EvidenceError(msg)
    return result


def _gradient_row(check: Check) -> tuple[str, ...]:
    return (
        check.name,
        dimensions(check.shape),
        scientifique(check.norm),
        f"{entier(check.measured)} sur {entier(np.prod(check.shape))}",
        scientifique(check.differences),
        scientifique(check.automatic),
    )


def _gradients_alt(checks: tuple[Check, ...]) -> str:
    differences = max(check.differences for check in checks)
    automatic = max(check.automatic for check in checks)
    zero = [check.name for check in checks if not check.norm]
    flat = f" Le gradient de {', '.join(zero)} est nul." if zero else ""
    return (
        f"Plus grand écart relatif : {scientifique(differences)} avec les différences finies "
        f"centrées (pas {scientifique(STEP, 1)}), {scientifique(automatic)} avec la "
        f"différentiation automatique de TensorFlow.{flat}"
    )


def _loss_row(epoch: int, losses: tuple[float, ...]) -> tuple[str, ...]:
    ours, single, double = losses
    return (
        entier(epoch),
        decimal(ours, 6),
        decimal(single, 6),
        scientifique(relative_gap(single, ours)),
        scientifique(relative_gap(double, ours)),
    )


def relative_gap(a: float, b: float) -> float:
    """Return |a − b| / |b|; 0 when both are 0."""
    return abs(a - b) / abs(b) if b else float(a != b)


def _concordance_alt(losses: list[tuple[float, ...]]) -> str:
    single = max(relative_gap(row[1], row[0]) for row in losses)
    double = max(relative_gap(row[2], row[0]) for row in losses)
    return (
        f"Sur {pluriel(len(losses), 'époque', 'époques')}, les pertes de NumPy et de Keras "
        f"s’écartent au plus de {scientifique(single)} en valeur relative quand Keras calcule en "
        f"simple précision, et de {scientifique(double)} quand il calcule en double précision, "
        "comme NumPy."
    )
