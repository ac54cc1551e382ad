"""Sentences about how often populations reach their threshold."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis.populations import (
    Comparison,
    Success,
    compare_success,
    distribution,
    success,
)
from reportgen.analysis.sentences import wording
from reportgen.analysis.sentences.populations import (
    diverged,
    level,
    loss,
    network,
    starts,
    threshold_of,
    title,
)
from reportgen.analysis.statistics import ALPHA, holm
from reportgen.french.numbers import NBSP, entier, liste
from reportgen.results import PopulationResult


def successes(results: Sequence[PopulationResult]) -> list[str]:
    """Say how often each population reaches its threshold, then compare each with the first."""
    first, others = results[0], results[1:]
    limits = [threshold_of(result) for result in results]
    told = (
        _successes(results)
        if _alike(results)
        else [sentence for result in results for sentence in _success(result)]
    )
    found = [
        compare_success(first, other, (limits[0], limit))
        for other, limit in zip(others, limits[1:], strict=True)
    ]
    corrected = holm([comparison.pvalue for comparison in found])
    for other, comparison, p in zip(others, found, corrected, strict=True):
        told.append(_more_often(first, other, comparison, p))
    one_test = len({comparison.paired for comparison in found}) == 1
    if len(others) > 1 and one_test and all(p >= ALPHA for p in corrected):
        told[-len(others) :] = [_as_often(first, others, found, corrected)]
    return told + ([wording.holm_note(len(others), len(others))] if len(others) > 1 else [])


def _alike(results: Sequence[PopulationResult]) -> bool:
    """Whether one enumeration can hold them all: one threshold, and none that only diverged."""
    seen = [distribution(result.finals) for result in results]
    same = len({threshold_of(result) for result in results}) == 1
    return len(results) > 1 and same and all(d.diverged < d.count for d in seen)


def _successes(results: Sequence[PopulationResult]) -> list[str]:
    """Count the successes of several populations in one sentence."""
    limit = threshold_of(results[0])
    parts = [_counted(r, success(r, limit), first=r is results[0]) for r in results]
    told = [
        f"Initialisations qui finissent à une perte de test d’au plus {level(limit)} : "
        f"{' ; '.join(parts)}"
    ]
    for result in results:
        told += [f"Avec {title(result)}, {text}" for text in diverged(distribution(result.finals))]
    return told


def _counted(result: PopulationResult, found: Success, *, first: bool) -> str:
    margin = wording.rates(found.interval)
    if first:
        margin = f"intervalle de Wilson à 95{NBSP}% : {margin}"
    if not found.successes:
        return f"aucune sur {entier(found.count)} avec {title(result)} ({margin})"
    share = f"soit {wording.rate(found.rate)} ({margin})"
    return f"{entier(found.successes)} sur {entier(found.count)} avec {title(result)}, {share}"


def _success(result: PopulationResult) -> list[str]:
    limit = threshold_of(result)
    found, losses = success(result, limit), distribution(result.finals)
    share = _share(result, found, limit)
    if losses.diverged == losses.count:
        return [f"Avec {title(result)}, l’apprentissage diverge quel que soit le départ"]
    return [share, *diverged(losses)]


def _share(result: PopulationResult, found: Success, limit: float) -> str:
    goal = f"à une perte de test d’au plus {level(limit)}"
    best = distribution(result.finals).best
    margin = f"intervalle de Wilson à 95{NBSP}% : {wording.rates(found.interval)}"
    if not found.successes:
        return (
            f"Avec {title(result)}, aucune des {starts(found.count)} ne finit {goal} ({margin}) ; "
            f"la meilleure finit à {loss(best)}"
        )
    verb = "finit" if found.successes == 1 else "finissent"
    return (
        f"Avec {title(result)}, {entier(found.successes)} des {starts(found.count)} {verb} {goal}, "
        f"soit {wording.rate(found.rate)} ({margin}) ; la meilleure finit à {loss(best)}"
    )


def _more_often(
    first: PopulationResult, other: PopulationResult, found: Comparison, p: float
) -> str:
    shown = f"{_test(found)} : {wording.pvalue(p)}"
    one, two = (success(r, threshold_of(r)).rate for r in (first, other))
    if p >= ALPHA:
        return (
            f"Entre {title(first)} et {title(other)}, la différence de taux de réussite n’est pas "
            f"significative ({shown})"
        )
    better, worse = (other, first) if two > one else (first, other)
    return f"{network(better)} réussit significativement plus souvent que {title(worse)} ({shown})"


def _as_often(
    first: PopulationResult,
    others: Sequence[PopulationResult],
    found: Sequence[Comparison],
    corrected: Sequence[float],
) -> str:
    """Say once that no other population reaches its threshold more or less often."""
    shown = liste(
        f"{wording.pvalue(p)} avec {title(other)}"
        for other, p in zip(others, corrected, strict=True)
    )
    return (
        f"La différence avec le taux de réussite de {title(first)} n’est significative pour aucun "
        f"des autres ({_test(found[0])} : {shown})"
    )


def _test(found: Comparison) -> str:
    if found.paired:
        return "test exact de McNemar sur les mêmes poids de départ"
    return "test exact de Fisher"
