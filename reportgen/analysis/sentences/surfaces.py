"""Sentences about decision surfaces: straight or not, of how many forms, how convoluted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportgen.analysis.boundaries import Border, border, ideal_loss
from reportgen.analysis.populations import distribution
from reportgen.analysis.samples import Floats, lower_share, rank_sum
from reportgen.analysis.sentences import wording
from reportgen.analysis.sentences.populations import loss, network, starts, title
from reportgen.analysis.shapes import ALIKE, Shape, shapes
from reportgen.analysis.smoothness import level_lengths
from reportgen.analysis.statistics import ALPHA
from reportgen.french.numbers import decimal, entier, liste, pluriel, pourcent
from reportgen.playground.settings import Task
from reportgen.results import PopulationResult

_SAME = 1e-3
"""Train losses closer than that are taken for one value."""

_SETTLED = 0.01
"""Relative change of the train loss, over the last tenth, below which a descent has settled."""


def straightness(results: Sequence[PopulationResult]) -> list[str]:
    """Say whether networks do what no straight line can, and how far they are from the best.

    What holds for the points of a task is said once.
    """
    told: list[str] = []
    tasks: set[tuple[object, ...]] = set()
    for result in results:
        task, found = result.spec.task, border(result)
        new = (points := (task.dataset, task.noise, task.seed, task.split)) not in tasks
        tasks.add(points)
        told += _points(task, found.line, briefly=len(results) > 1) if new else []
        told += [_beyond(result, found), *_height(result)]
    return told


def _points(task: Task, line: float, *, briefly: bool) -> list[str]:
    """Say what bounds any network on these points; ``briefly`` to who compares several."""
    told = f"La meilleure droite, trouvée parmi toutes, classe bien {wording.rate(line)} des points"
    floor = ideal_loss(task)
    if briefly:
        ideal = "" if floor is None else f", et la réponse idéale coûte {loss(floor)} au test"
        return [
            f"Repères : aucune droite ne classe bien plus de {wording.rate(line)} des points "
            f"d’apprentissage{ideal}"
        ]
    if floor is None:
        return [f"{told} d’apprentissage"]
    return [
        f"{told} d’apprentissage",
        "Même connaître la loi des étiquettes ne suffirait pas à tout prévoir : la réponse idéale, "
        "moyenne de l’étiquette en chaque point, coûte encore "
        f"{loss(floor)} sur les points de test, et une réponse toujours nulle, {decimal(0.5, 1)}",
    ]


def _height(result: PopulationResult) -> list[str]:
    """Say where final losses lie, and how far the best is from what can be hoped for."""
    seen, floor = distribution(result.finals), ideal_loss(result.spec.task)
    if seen.count == seen.diverged:
        return []
    told = (
        f"Sa perte de test finale va de {loss(seen.best)} à {loss(seen.worst)}, avec une médiane "
        f"de {loss(seen.median)}"
    )
    if floor is None:
        return [told]
    side = "au-dessous" if seen.best < floor else "au-dessus"
    gap = loss(abs(seen.best - floor))
    return [f"{told} ; la meilleure est à {gap} {side} de celle de la réponse idéale"]


def _beyond(result: PopulationResult, found: Border) -> str:
    count, best = len(found.networks), wording.rate(float(found.networks.max()))
    if not found.beyond:
        return (
            f"{network(result)} ne classe mieux que la meilleure droite depuis aucune de ses "
            f"{starts(count)} (au plus {best}) : rien n’y montre une frontière autre que droite"
        )
    share = f"{entier(found.beyond)} de ses {starts(count)}"
    return (
        f"{network(result)} classe mieux que toute droite depuis {share}, jusqu’à {best} : sa "
        "frontière n’y est donc pas une droite"
    )


def forms(result: PopulationResult) -> list[str]:
    """Say how many forms the surfaces take, and what the losses say of the minima."""
    found, count = shapes(result), len(result.finals)
    if not found:
        return [f"Avec {title(result)}, l’apprentissage diverge quel que soit le départ"]
    told = [_forms(result, found, count)]
    if len(found) > 1:
        told.append(_common(result, found, count))
    return [*told, *_minima(result)]


def _forms(result: PopulationResult, found: Sequence[Shape], count: int) -> str:
    alike = f"au moins {pourcent(ALIKE, 0)} du carré classé de même"
    if len(found) == 1:
        return (
            f"Les {starts(count)} de {title(result)} qui aboutissent donnent toutes la même forme "
            f"({alike})"
        )
    forms = wording.small(len(found))
    return f"Les {starts(count)} de {title(result)} donnent {forms} formes ({alike})"


def _common(result: PopulationResult, found: Sequence[Shape], count: int) -> str:
    most = found[0]
    median = float(np.median(result.finals[list(most.members)]))
    single = sum(len(shape.members) == 1 for shape in found)
    rare = f" ; {pluriel(single, 'forme n’est vue', 'formes ne sont vues')} qu’une fois"
    return (
        f"La plus fréquente rassemble {wording.rate(len(most.members) / count)} d’entre elles, à "
        f"une perte de test médiane de {loss(median)}{rare if single else ''}"
    )


def _minima(result: PopulationResult) -> list[str]:
    learnt = result.learnt[np.isfinite(result.learnt)]
    low, high = float(learnt.min()), float(learnt.max())
    if high - low < _SAME:
        return [
            f"Toutes finissent à la même perte d’apprentissage, {loss(low)} à un millième près : "
            "rien n’y montre de minimum local"
        ]
    told = (
        "Sur les mêmes points, lus dans le même ordre, la perte d’apprentissage finale va de "
        f"{loss(low)} à {loss(high)} selon le seul tirage des poids"
    )
    moving = _moving(result)
    if not moving:
        return [f"{told}, et aucune ne descend plus guère : ce sont bien des états différents"]
    return [
        f"{told} ; sur le dernier dixième des époques, elle change encore de plus de "
        f"{pourcent(_SETTLED, 0)} pour {entier(moving)} des {starts(len(learnt))}"
    ]


def _moving(result: PopulationResult) -> int:
    """Return how many descents still change over the last tenth of the measures."""
    train = result.population.train
    before = train[:, -1 - max(1, (train.shape[1] - 1) // 10)]
    with np.errstate(invalid="ignore", divide="ignore"):
        change = np.abs(result.learnt - before) / before
    return int((change > _SETTLED).sum())


def convolution(results: Sequence[PopulationResult]) -> list[str]:
    """Say how long the level lines are, and whether those of the second are shorter."""
    lengths = [level_lengths(result) for result in results]
    finite = [found[np.isfinite(found)] for found in lengths]
    for result, found in zip(results, finite, strict=True):
        if not found.size:
            return [f"Avec {title(result)}, l’apprentissage diverge quel que soit le départ"]
    shown = liste(
        f"{sides(float(np.median(found)))} avec {title(result)}"
        for result, found in zip(results, finite, strict=True)
    )
    told = [
        f"La longueur moyenne des lignes de niveau a pour médiane {shown} (un seul pour une "
        "frontière droite d’un bord à l’autre)"
    ]
    return told + ([_smoother(results, *finite)] if len(results) == 2 else [])


def sides(value: float) -> str:
    """Return a length in sides of the square: « 0,93 côté du carré », « 2,62 côtés du carré »."""
    return f"{decimal(value, 2)} côté{'s' if value >= 2 else ''} du carré"


def _smoother(
    results: Sequence[PopulationResult],
    one: Floats,
    two: Floats,
) -> str:
    p, (first, second) = rank_sum(one, two), results
    test = f"test de Mann-Whitney : {wording.pvalue(p)}"
    if p >= ALPHA:
        return (
            f"Entre {title(first)} et {title(second)}, la différence n’est pas significative "
            f"({test}) : aucune des deux surfaces n’est plus sinueuse que l’autre"
        )
    word = "moins" if lower_share(one, two) > lower_share(two, one) else "plus"
    return f"Les surfaces de {title(second)} sont significativement {word} sinueuses ({test})"
