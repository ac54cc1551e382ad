"""Sentences about what one more training, with another seed, should give."""

from __future__ import annotations

from reportgen.analysis.evaluation import Rate, evaluated
from reportgen.analysis.sentences import wording
from reportgen.analysis.statistics import FEWEST, Interval
from reportgen.french.numbers import pluriel
from reportgen.results import RunResult

_FEW = 5
"""Seeds up to which the width of an interval is that of Student's law as much as theirs."""

_WIDE = 0.10
"""An interval ten points wide says little: more seeds would narrow it."""


def expectation(run: RunResult) -> list[str]:
    """Say in which interval one more training should fall, or that the seeds are too few."""
    found = evaluated(run)
    if found.expected is None:
        return [_refusal(found.test)]
    values = [seed.evaluations["test"].accuracy for seed in run.seeds]
    return [_seen(found.test, values), *_foreseen(found.test, found.expected)]


def _refusal(found: Rate) -> str:
    one = found.seeds.count == 1
    count = "un seul apprentissage" if one else "deux apprentissages seulement"
    return (
        f"Avec {count}, on ne peut pas prévoir ce que donnerait une autre graine : il faut au "
        f"moins {wording.small(FEWEST)} graines pour estimer la dispersion"
    )


def _seen(found: Rate, values: list[float]) -> str:
    return (
        f"Sur {wording.small(found.seeds.count)} graines, l’exactitude de test va de "
        f"{wording.rate(min(values))} à {wording.rate(max(values))} (moyenne : "
        f"{wording.rate(found.seeds.mean)} ; écart type : {wording.amount(found.seeds.deviation)})"
    )


def _foreseen(found: Rate, interval: Interval) -> list[str]:
    if found.seeds.deviation == 0.0:
        return [
            "Toutes donnent exactement le même résultat : ces graines ne disent pas de combien "
            "une autre s’en écarterait"
        ]
    freedom = pluriel(found.seeds.count - 1, "degré", "degrés")
    low, high = max(0.0, interval.low), min(1.0, interval.high)
    told = [
        f"Un apprentissage de plus, avec une autre graine, devrait donner "
        f"{wording.between_rates(low, high)}, dix-neuf fois sur vingt (loi de Student à {freedom} "
        "de liberté), s’il utilise les mêmes données et les mêmes images de test"
    ]
    return told + ([_why_wide(found)] if high - low >= _WIDE else [])


def _why_wide(found: Rate) -> str:
    if found.seeds.count > _FEW:
        return "Cet intervalle est large : le résultat dépend beaucoup de la graine"
    return (
        f"Cet intervalle est large : {wording.small(found.seeds.count)} graines ne suffisent pas à "
        "bien estimer la dispersion, et d’autres le resserreraient peut-être"
    )
