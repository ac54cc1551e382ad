"""Sentences about a longer training against a shorter one: what the added epochs bought."""

from __future__ import annotations

from reportgen.analysis import effects
from reportgen.analysis.comparison import Verdict
from reportgen.analysis.effects import Effect, Move
from reportgen.analysis.learning import Course
from reportgen.analysis.sentences import modification, wording
from reportgen.french.numbers import duree, entier
from reportgen.results import History, RunResult

_LONGER = "la durée d’apprentissage"


def duration(a: RunResult, b: RunResult) -> list[str]:
    """Say what the additional epochs of the longer run bought."""
    if effects.longest(a) > effects.longest(b):
        a, b = b, a
    if effects.longest(a) == effects.longest(b):
        return [
            f"Les deux apprentissages comptent {wording.epochs(effects.longest(a))} : ils ne "
            "disent rien de l’effet de la durée"
        ]
    found = effects.effect(a, b, [_LONGER])
    if found.comparison.paired is None:
        return [modification.test(found, a, b)]
    return [
        _trajectory(a, b),
        *_prolonged(a, b),
        modification.test(found, a, b),
        *_why_duration(found, alone=a.first.key != b.first.key),
        *modification.caution(found, "à la seule durée"),
    ]


def _trajectory(a: RunResult, b: RunResult) -> str:
    short, long = effects.longest(a), effects.longest(b)
    times = [duree(sum(run.first.history.seconds)) for run in (a, b)]
    price = f"et le temps d’apprentissage passe de {times[0]} à {times[1]}"
    if a.first.key == b.first.key:
        common = (
            "la première époque leur est commune"
            if short == 1
            else f"les {wording.small(short)} premières époques leur sont communes"
        )
        return (
            f"{wording.capital(wording.model(b))} prolonge l’apprentissage {wording.of_model(a)} "
            f"jusqu’à l’époque {entier(long)} : {common}, {price}"
        )
    return (
        f"Les deux apprentissages, {wording.of_epochs(short)} et {wording.of_epochs(long)}, ne "
        f"suivent pas la même trajectoire, {price}"
    )


def _prolonged(a: RunResult, b: RunResult) -> list[str]:
    """Say what happened in the longer history after the end of the shorter one."""
    if a.first.key != b.first.key:
        return []
    history, start = b.first.history, a.first.epochs - 1
    told = [_part(history, start, metric) for metric in ("accuracy", "val_accuracy")]
    moves = " et celle de validation ".join(text for text in told if text)
    return [
        f"Pendant ces époques supplémentaires, l’exactitude d’apprentissage {moves}"
        f"{_val_loss(history, start)}"
    ]


def _part(history: History, start: int, metric: str) -> str:
    values = history.metrics.get(metric)
    if not values or start >= len(values):
        return ""
    return wording.path(wording.rate(values[start]), wording.rate(values[-1]))


def _val_loss(history: History, start: int) -> str:
    values = history.metrics.get("val_loss")
    if not values or start >= len(values):
        return ""
    moved = wording.path(wording.loss(values[start]), wording.loss(values[-1]))
    return f", tandis que la perte de validation {moved}"


def _why_duration(found: Effect, *, alone: bool) -> list[str]:
    """Say what the added epochs did; with trajectories of their own, only if both have learnt."""
    if found.train is None:
        return []
    if alone and any(seen.course in (Course.DEAD, Course.DIVERGED) for seen in found.courses):
        return ["L’un des deux apprentissages a échoué : cet essai ne dit rien de la durée"]
    match found.comparison.verdict, found.train.move:
        case Verdict.BETTER, _:
            return [
                "Les époques ajoutées ont donc été utiles : l’apprentissage n’était pas terminé"
            ]
        case Verdict.WORSE, _:
            return ["Les époques ajoutées ont nui à la généralisation : il fallait s’arrêter avant"]
        case _, Move.UP:
            return [
                "Les époques ajoutées ont surtout servi à mieux retenir les images "
                "d’apprentissage, sans gain démontré sur des images nouvelles"
            ]
        case _:
            return ["Les époques ajoutées n’apportent donc aucun gain mesurable"]
