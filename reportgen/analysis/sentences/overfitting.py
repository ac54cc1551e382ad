"""Sentences about over-fitting, as the curves of one run or of several show it."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis import curves
from reportgen.analysis.learning import Course, Learning, Summary
from reportgen.analysis.sentences import wording
from reportgen.french.numbers import entier, liste
from reportgen.results import History, RunResult

NOTICEABLE = 0.01
"""A change of accuracy below one point is not commented."""


def overfitting(history: History, shown: Learning) -> list[str]:
    """Say where the validation loss turns, and what the accuracy does meanwhile."""
    values = history["val_loss"]
    turn = _turn(values, shown) if shown.onset == shown.best_loss else _smooth_turn(values, shown)
    meanwhile = "tandis que la perte d’apprentissage continue de baisser"
    return [f"{turn}, {meanwhile} : le surapprentissage commence là", *_sharper(shown)]


def _turn(values: Sequence[float], shown: Learning) -> str:
    """Say where the loss as measured is lowest, and how it ends, one odd epoch apart."""
    low, end = wording.losses(min(values), curves.ending(values))
    return (
        f"La perte de validation est la plus basse à l’époque {entier(shown.onset or 1)} ({low}), "
        f"puis remonte nettement (médiane des {wording.small(curves.TAIL)} dernières époques : "
        f"{end})"
    )


def _smooth_turn(values: Sequence[float], shown: Learning) -> str:
    """Say where the smoothed loss turns when the lowest measure is an excursion elsewhere."""
    low, end = wording.roughly(curves.smooth(values)[(shown.onset or 1) - 1], curves.ending(values))
    return (
        f"Lissée sur {wording.small(curves.TAIL)} époques, car elle fluctue, la perte de "
        f"validation cesse de baisser vers l’époque {entier(shown.onset or 1)}, puis remonte "
        f"nettement, d’environ {low} à {end} (sa plus petite valeur, "
        f"{wording.loss(min(values))}, est isolée à l’époque {entier(shown.best_loss or 1)})"
    )


def _sharper(shown: Learning) -> list[str]:
    change = shown.since_onset
    if change is None or change <= -NOTICEABLE:
        return []
    if change >= NOTICEABLE:
        return [
            f"L’exactitude de validation, elle, gagne encore {wording.amount(change)} : le réseau "
            "se trompe moins souvent, mais avec plus d’assurance"
        ]
    return [
        "L’exactitude de validation, elle, ne baisse guère : le réseau ne se trompe pas nettement "
        "plus souvent, mais il se trompe avec plus d’assurance"
    ]


def shown_by_marks(found: Summary) -> bool:
    """Whether one seed over-fits from the epoch that its curves mark."""
    shown = found.shown
    one = len(found.seeds) == 1 and shown.course is Course.OVERFITTING
    return one and shown.onset == shown.best_loss


def together(runs: Sequence[RunResult], found: Sequence[Learning]) -> list[str]:
    """Say of several runs, all shown by their marks, where their validation loss turns."""
    losses = [seen.history["val_loss"] for seen in found]
    written = wording.losses(*map(min, losses), *map(curves.ending, losses))
    lows = liste(
        f"à l’époque {entier(seen.onset or 1)} ({low}) pour {wording.quoted(run.spec.title)}"
        for run, seen, low in zip(runs, found, written[: len(runs)], strict=True)
    )
    ends = liste(
        f"{end} pour {wording.quoted(run.spec.title)}"
        for run, end in zip(runs, written[len(runs) :], strict=True)
    )
    return [
        f"La perte de validation est la plus basse {lows}",
        f"Elle remonte ensuite nettement (médiane des {wording.small(curves.TAIL)} dernières "
        f"époques : {ends}), tandis que la perte d’apprentissage continue de "
        "baisser : le surapprentissage commence là",
        *_still_gaining(runs, found),
    ]


def _still_gaining(runs: Sequence[RunResult], found: Sequence[Learning]) -> list[str]:
    gains = [
        f"{wording.amount(seen.since_onset)} pour {wording.quoted(run.spec.title)}"
        for run, seen in zip(runs, found, strict=True)
        if seen.since_onset is not None and seen.since_onset >= NOTICEABLE
    ]
    if not gains:
        return []
    who = "ces réseaux se trompent" if len(gains) > 1 else "ce réseau se trompe"
    return [
        f"L’exactitude de validation, elle, gagne encore {liste(gains)} : {who} moins souvent, "
        "mais avec plus d’assurance"
    ]
