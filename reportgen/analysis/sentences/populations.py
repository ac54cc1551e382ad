"""Sentences about the final losses of populations: success, position, spread, search."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis.populations import (
    Distribution,
    Shift,
    compare_losses,
    compare_spreads,
    distribution,
    smallest,
    success,
)
from reportgen.analysis.sentences import wording
from reportgen.analysis.statistics import ALPHA
from reportgen.errors import EvidenceError
from reportgen.french.naming import named
from reportgen.french.numbers import decimal, entier, pluriel, pourcent
from reportgen.french.typed import typed
from reportgen.results import PopulationResult


def title(result: PopulationResult) -> str:
    """Return a population's title in guillemets."""
    return wording.quoted(result.spec.title)


def network(result: PopulationResult) -> str:
    """Return « Le réseau « titre » », to begin a sentence."""
    return f"Le {named('réseau', result.spec.title)}"


def loss(value: float) -> str:
    """Return a loss with four decimals, as thresholds need."""
    return decimal(value, 4)


def level(value: float) -> str:
    """Return a threshold with the decimals that it was written with."""
    return typed(value)


def starts(count: int) -> str:
    """Return « 256 initialisations »."""
    return pluriel(count, "initialisation", "initialisations")


def threshold_of(result: PopulationResult) -> float:
    """Return the threshold of a population; EvidenceError when the lab gives none."""
    if result.spec.threshold is None:
        msg = (
            f"la population « {result.spec.name} » n’a pas de seuil : ajoutez par exemple "
            "« threshold: 0.177 » à sa définition."
        )
        raise EvidenceError(msg)
    return result.spec.threshold


def diverged(found: Distribution) -> list[str]:
    """Say how many initialisations diverged, which count as failures; nothing when none did."""
    if not found.diverged:
        return []
    one = found.diverged == 1
    return [
        f"{starts(found.diverged)} {'a' if one else 'ont'} divergé et "
        f"{'compte' if one else 'comptent'} comme {'un échec' if one else 'des échecs'}"
    ]


def losses(first: PopulationResult, second: PopulationResult) -> list[str]:
    """Say whether the second population ends lower than the first."""
    one, two = distribution(first.finals), distribution(second.finals)
    gone = [r for r, d in ((first, one), (second, two)) if d.diverged == d.count]
    if gone:
        return [f"Avec {title(r)}, l’apprentissage diverge quel que soit le départ" for r in gone]
    found = compare_losses(first, second)
    told = [
        f"La perte de test finale a pour médiane {loss(one.median)} avec {title(first)} et "
        f"{loss(two.median)} avec {title(second)} ; au mieux, elle finit à {loss(one.best)} avec "
        f"l’un et à {loss(two.best)} avec l’autre",
        _lower(first, second, found),
    ]
    for result, seen in ((first, one), (second, two)):
        if seen.diverged:
            told.append(f"Avec {title(result)}, {diverged(seen)[0]}")
    return told


def _lower(first: PopulationResult, second: PopulationResult, found: Shift) -> str:
    p, share = wording.pvalue(found.comparison.pvalue), pourcent(max(found.lower, found.higher))
    side = "plus bas" if found.lower > found.higher else "plus haut"
    if found.comparison.paired:
        test = f"test des signes sur les mêmes poids de départ : {p}"
        often = f"parti des mêmes poids, il finit {side} dans {share} des cas"
    else:
        test = f"test de Mann-Whitney : {p}"
        often = f"dans {share} des couples formés d’une initialisation de chacun"
    if found.comparison.pvalue >= ALPHA:
        return (
            f"Entre {title(first)} et {title(second)}, la différence n’est pas significative "
            f"({test})"
        )
    return f"{network(second)} finit significativement {side} : {often} ({test})"


def stability(first: PopulationResult, second: PopulationResult) -> list[str]:
    """Say whether final losses scatter differently over the first weights."""
    found = compare_spreads(first, second)
    if found is None:
        return [
            f"Trop d’initialisations divergent pour comparer la dispersion de {title(first)} et "
            f"de {title(second)}"
        ]
    test = f"test de Brown-Forsythe : {wording.pvalue(found.pvalue)}"
    told = [
        "La perte de test finale s’écarte en moyenne de sa médiane de "
        f"{loss(found.first)} avec {title(first)} et de {loss(found.second)} avec {title(second)}"
    ]
    if found.pvalue >= ALPHA:
        return [
            *told,
            f"Cette différence de dispersion n’est pas significative ({test}) : rien ne montre que "
            "l’un soit plus stable que l’autre",
        ]
    steady = second if found.second < found.first else first
    return [
        *told,
        f"La différence est significative ({test}) : les résultats de {title(steady)} dépendent "
        "moins de l’initialisation",
        *_steady_but_worse(steady, first if steady is second else second),
    ]


def _steady_but_worse(steady: PopulationResult, other: PopulationResult) -> list[str]:
    one, two = distribution(steady.finals).median, distribution(other.finals).median
    if one <= two:
        return []
    return [
        f"Stable ne veut pas dire bon : sa perte médiane, {loss(one)}, est plus haute que celle "
        f"de {title(other)}, {loss(two)}"
    ]


def search(results: Sequence[PopulationResult]) -> list[str]:
    """Say which is the smallest network that reaches the threshold, and which does so often."""
    limit = threshold_of(results[0])
    count = pluriel(len(results), "configuration essayée", "configurations essayées")
    once, often = smallest(results, limit), smallest(results, limit, 0.5)
    if once is None:
        best = min(results, key=lambda r: _best(distribution(r.finals)))
        return [
            f"Aucune des {count} n’atteint, de quelque départ que ce soit, une perte de test de "
            f"{level(limit)} ; la plus basse, {loss(distribution(best.finals).best)}, est celle "
            f"de {title(best)}"
        ]
    return [
        f"Des {count}, le plus petit réseau qui atteint au moins une fois une perte de test de "
        f"{level(limit)} est {_network(once, limit)}",
        _often(once, often, limit),
    ]


def _best(found: Distribution) -> float:
    return found.best if found.count > found.diverged else float("inf")


def _network(result: PopulationResult, limit: float) -> str:
    spec, found = result.spec, success(result, limit)
    neurons = pluriel(spec.neurons, "neurone caché", "neurones cachés")
    share = f"{entier(found.successes)} sur {entier(found.count)}"
    return (
        f"{title(result)} ({neurons}, {wording.weights(spec.parameters)}) : "
        f"{wording.rate(found.rate)} de réussites ({share})"
    )


def _often(once: PopulationResult, often: PopulationResult | None, limit: float) -> str:
    if often is None:
        return (
            "Aucun des réseaux essayés n’y parvient dans plus de la moitié des initialisations : "
            "il faut compter sur plusieurs essais"
        )
    if often is once:
        return "Il y parvient dans plus de la moitié des initialisations : un essai peut suffire"
    return (
        "Le plus petit qui y parvient dans plus de la moitié des initialisations est "
        f"{_network(often, limit)}"
    )
