"""Whether handed results agree with themselves, and with the definition they claim. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isclose, isfinite

from reportgen.french.numbers import decimal, entier, pluriel, pourcent
from reportgen.lab.types import RunSpec
from reportgen.submission.known import OF_SPLITS
from reportgen.submission.measured import Measured, Score, Seed
from reportgen.submission.networks import counted_params

_SLACK = 0.5
"""Examples by which an accuracy may miss a whole number of right answers: rounding only."""
_LOSS_SLACK = 0.02
"""Relative distance of a loss of the last epoch's mean to that of an evaluation, at most."""


def inconsistencies(name: str, run: Measured) -> Iterator[str]:
    """Yield what the results of a run contradict in themselves, as French sentences."""
    total = sum(layer.params for layer in run.layers)
    if total != run.params:
        yield (
            f"{name} : les couches totalisent {entier(total)} poids, "
            f"le fichier en annonce {entier(run.params)}."
        )
    for seed in run.seeds:
        yield from (f"{_named(name, run, seed)} : {text}" for text in _of_seed(run, seed))


def declared_differences(
    name: str, run: Measured, spec: RunSpec, shape: Sequence[int] | None
) -> Iterator[str]:
    """Yield where the results are not those of the definition, whose epochs are the profile's.

    ``shape`` is that of one example; without it weights are not counted again.
    """
    for what, asked, handed in (
        ("époques", spec.epochs, run.epochs),
        ("images par lot", spec.training.batch_size, run.batch_size),
    ):
        if asked != handed:
            yield (
                f"{name} : rendu.yaml demande {entier(asked)} {what}, "
                f"les résultats en ont {entier(handed)}."
            )
    counted = None if shape is None else counted_params(spec, tuple(shape))
    if counted is not None and counted != run.params:
        yield (
            f"{name} : le réseau de rendu.yaml compte {entier(counted)} poids, "
            f"les résultats en ont {entier(run.params)}."
        )


def _named(name: str, run: Measured, seed: Seed) -> str:
    return name if len(run.seeds) == 1 else f"{name}, graine {seed.seed}"


def _of_seed(run: Measured, seed: Seed) -> Iterator[str]:
    lengths = {metric: len(values) for metric, values in seed.history.items()}
    for metric, length in lengths.items():
        if length != seed.epochs:
            points = pluriel(length, "point", "points")
            yield f"la courbe {metric} a {points} pour {pluriel(seed.epochs, 'époque', 'époques')}."
    if seed.epochs > run.epochs:
        yield f"{entier(seed.epochs)} époques faites pour {entier(run.epochs)} demandées."
    if not 1 <= seed.weights_epoch <= max(1, seed.epochs):
        yield f"l’époque retenue, {entier(seed.weights_epoch)}, n’a pas été faite."
    for split, score in seed.scores.items():
        yield from _of_score(split, score)
    if seed.confusion and "test" in seed.scores:
        yield from _of_confusion(seed.confusion, seed.scores["test"])
    if "validation" in seed.scores and len(set(lengths.values())) == 1:
        yield from _of_curve(seed, seed.scores["validation"])


def _of_score(split: str, score: Score) -> Iterator[str]:
    right = score.accuracy * score.count
    if abs(right - round(right)) > 1e-3:
        yield (
            f"une exactitude {OF_SPLITS.get(split, split)} de {pourcent(score.accuracy, 2)} ne "
            f"correspond à aucun nombre entier d’images justes sur {entier(score.count)}."
        )


def _of_confusion(matrix: list[list[int]], score: Score) -> Iterator[str]:
    total = sum(map(sum, matrix))
    trace = sum(row[i] for i, row in enumerate(matrix) if i < len(row))
    if total != score.count:
        yield (
            f"la matrice de confusion compte {entier(total)} images, le test {entier(score.count)}."
        )
    elif abs(trace - score.accuracy * total) > _SLACK:
        yield (
            f"la diagonale de la matrice de confusion donne {pourcent(trace / total, 2)}, "
            f"l’exactitude de test annoncée est {pourcent(score.accuracy, 2)}."
        )


def _of_curve(seed: Seed, score: Score) -> Iterator[str]:
    """Yield where the curve of validation, at the epoch kept, is not what was evaluated."""
    index = seed.weights_epoch - 1
    curve, losses = seed.history.get("val_accuracy", []), seed.history.get("val_loss", [])
    if 0 <= index < len(curve) and abs(curve[index] - score.accuracy) * score.count > _SLACK:
        yield (
            f"la courbe de validation donne {pourcent(curve[index], 2)} à l’époque retenue, "
            f"l’évaluation {pourcent(score.accuracy, 2)}."
        )
    if not 0 <= index < len(losses) or not isfinite(losses[index]) or not isfinite(score.loss):
        return
    if not isclose(losses[index], score.loss, rel_tol=_LOSS_SLACK, abs_tol=1e-4):
        yield (
            f"la courbe de validation donne une perte de {decimal(losses[index], 4)} à l’époque "
            f"retenue, l’évaluation {decimal(score.loss, 4)}."
        )
