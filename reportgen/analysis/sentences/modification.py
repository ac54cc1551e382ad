"""Sentences that every remark about one modification shares: curves, test, cost, confounders."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.analysis.effects import Effect, Move, Shift, effect
from reportgen.analysis.sentences import wording
from reportgen.analysis.sentences.comparison import CLAIMS, ONE_SEED, effect_on_test
from reportgen.french.numbers import duree, entier, liste, points
from reportgen.results import RunResult

FEW = 5
"""Epochs below which a curve says little."""


def told(
    a: RunResult,
    b: RunResult,
    amount: Callable[[RunResult], float],
    sentences: Callable[[Effect, RunResult, RunResult], list[str]],
) -> list[str]:
    """Return the sentences on a change, from the run with the smaller amount of it to the other.

    Runs tested on different images are not compared: one sentence says so.
    """
    if amount(a) > amount(b):
        a, b = b, a
    found = effect(a, b)
    return sentences(found, a, b) if found.comparison.paired else [test(found, a, b)]


def curves(found: Effect, a: RunResult, b: RunResult) -> list[str]:
    """Say how train accuracy, validation accuracy and their gap moved."""
    if found.train is None:
        return []
    text = (
        f"{wording.of_model(a)} {wording.to_model(b)}, l’exactitude d’apprentissage, lue sur la "
        f"courbe, {path(found.train)}"
    )
    if found.validation is None or found.gap is None:
        return [wording.capital(text)]
    return [
        f"{wording.capital(text)} et celle de validation {path(found.validation)} ; l’écart entre "
        f"les deux {gap_path(found.gap)}"
    ]


def path(shift: Shift) -> str:
    """Return « passe de 98,2 % à 91,0 % » or « reste à 91,0 % »."""
    return wording.path(wording.rate(shift.before), wording.rate(shift.after))


def gap_path(shift: Shift) -> str:
    """Return « passe de 31,2 points à 12,0 points » or « reste à 12,0 points »."""
    return wording.path(points(shift.before), points(shift.after))


def test(found: Effect, a: RunResult, b: RunResult) -> str:
    """Say what the test shows."""
    return effect_on_test(found.comparison, a, b)


def cost(found: Effect) -> str:
    """Say how weights and the time of an epoch changed."""
    before, after = found.params
    size = (
        f"le nombre de poids ne change pas ({entier(after)})"
        if before == after
        else f"le nombre de poids passe de {entier(before)} à {entier(after)}"
    )
    slow, quick = max(found.seconds), min(found.seconds)
    times = [duree(s) for s in found.seconds]
    if quick <= 0 or slow / quick < 1.05 or times[0] == times[1]:
        return f"{wording.capital(size)}, et une époque dure à peu près aussi longtemps"
    return f"{wording.capital(size)}, et une époque dure {times[1]} au lieu de {times[0]}"


def caution(found: Effect, subject: str) -> list[str]:
    """Warn of what else differs, of few epochs and of a single seed; the gravest warning only.

    ``subject`` completes « ne peut pas être attribué … » (« au seul dropout »).
    """
    if found.others:
        return [
            f"Les deux essais diffèrent aussi par {liste(found.others)} : l’effet mesuré ne peut "
            f"pas être attribué {subject}"
        ]
    if max(found.epochs) < FEW:
        return [
            f"Avec {wording.epochs(max(found.epochs))}, ce constat reste provisoire : un "
            "apprentissage plus long peut le renverser"
        ]
    return [ONE_SEED] if found.comparison.seeds is None and _moved_unwarned(found) else []


def _moved_unwarned(found: Effect) -> bool:
    """Whether curves were said to move, and no claim about the test warned of the single seed."""
    shifts = (found.train, found.validation, found.gap)
    moved = any(shift is not None and shift.move is not Move.LEVEL for shift in shifts)
    return moved and found.comparison.verdict not in CLAIMS
