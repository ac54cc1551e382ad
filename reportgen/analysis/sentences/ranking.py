"""Sentences about many runs ranked: the leaders, the choice, its price, the Pareto front."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis.ranking import Candidate, Ranking, rank
from reportgen.analysis.sentences import wording
from reportgen.french.naming import named
from reportgen.french.numbers import duree, liste, points
from reportgen.results import RunResult

_WORTH_A_FACTOR = 1.5
"""Ratio from which « 3,2 fois plus » reads better than « 12 % de plus »."""
_RULE = " ; mais le test ne fait que comparer : c’est à la validation de choisir"
"""What keeps a comparison on the test from being taken for a choice."""
_FEW = 4
"""Models beyond this number, tied or dominated, are counted, not named."""


def ranking(runs: Sequence[RunResult]) -> list[str]:
    """Say which run leads, which the test speaks for, at what cost, and which others make sense."""
    found = rank(runs)
    if not found.comparable:
        return _leaders(found)
    warned = len(found.tied) < len(runs) and any(len(run.seeds) == 1 for run in runs)
    corrected = [wording.holm_note(len(runs) - 1, shown=0)] if len(runs) > 2 else []
    told = [*_leaders(found, warned), *corrected, _choice(found)]
    return [*told, *_price(found), *_gap(found), *_front(found)]


def _leaders(found: Ranking, warned: bool = False) -> list[str]:
    """Name the leader and its equals; ``warned`` that a single seed shows the difference."""
    leader = found.leader
    seeds = ", avec une seule graine" if warned else ""
    best = f"la meilleure exactitude de test ({wording.rate(leader.accuracy)}{seeds})"
    if not found.comparable:
        return [
            f"{_model(leader)} a {best}, mais les modèles n’ont pas tous été évalués sur les mêmes "
            "images : ce classement ne fait que ranger les nombres"
        ]
    if len(found.tied) == 1:
        return [f"{_model(leader)} a {best}, significativement devant tous les autres"]
    if len(found.tied) - 1 > _FEW:
        return [
            f"{_model(leader)} a {best}, mais {wording.small(len(found.tied) - 1)} autres ne s’en "
            "distinguent pas significativement"
        ]
    others = wording.titles([c.title for c in found.tied[1:]])
    noun = "le modèle" if len(found.tied) == 2 else "les modèles"
    return [
        f"{_model(leader)} a {best}, mais {noun} {others} ne s’en distingu"
        f"{'e' if len(found.tied) == 2 else 'ent'} pas significativement"
    ]


def _choice(found: Ranking) -> str:
    chosen = found.chosen
    cost = f"{wording.weights(chosen.params)}, {duree(chosen.seconds)} d’apprentissage"
    if len(found.tied) == 1:
        return (
            f"Si l’exactitude passe avant tout, cette comparaison plaide pour lui ({cost}){_RULE}"
        )
    name = wording.quoted(chosen.title)
    same = len({c.params for c in found.tied}) == 1
    lightest = [c for c in found.tied if c.params == chosen.params]
    why = (
        "le plus rapide à entraîner, à nombre de poids égal"
        if same
        else "le plus économe en poids"
        if len(lightest) == 1
        else "le plus rapide à entraîner parmi les plus économes en poids"
    )
    return (
        f"Entre ces modèles que le test ne départage pas, le prix plaide pour {name}, {why} "
        f"({cost}){_RULE}"
    )


def _price(found: Ranking) -> list[str]:
    """Compare the choice with the leader it replaces, else with the lightest candidate."""
    chosen = found.chosen
    if chosen != found.leader:
        lost = found.leader.accuracy - chosen.accuracy
        return [
            f"Le préférer coûte {wording.amount(lost)} sur le test, écart qui n’est pas "
            f"significatif, par rapport à {wording.quoted(found.leader.title)}, qui "
            f"{_costs(found.leader, chosen)}"
        ]
    light = found.lightest
    if light == chosen or light.params == chosen.params:
        return []
    gained = wording.amount(chosen.accuracy - light.accuracy)
    alone = [c.params for c in found.candidates].count(light.params) == 1
    name = wording.quoted(light.title)
    whom = f"au plus léger, {name}," if alone else f"au plus exact des plus légers, {name},"
    return [f"Par rapport {whom} il gagne {gained} ; il {_costs(chosen, light)}"]


def _costs(one: Candidate, other: Candidate) -> str:
    return liste([_ratio(one.params, other.params, "poids"), _times(one, other)])


def _ratio(one: float, other: float, noun: str) -> str:
    larger, smaller = max(one, other), min(one, other)
    if smaller <= 0 or larger / smaller < 1.05:
        return f"compte à peu près autant de {noun}"
    more = "plus" if one > other else "moins"
    if larger / smaller < _WORTH_A_FACTOR:
        return f"compte {wording.relative(one / other - 1)} de {noun} en {more}"
    return f"compte {wording.factor(larger / smaller)} fois {more} de {noun}"


def _times(one: Candidate, other: Candidate) -> str:
    larger, smaller = max(one.seconds, other.seconds), min(one.seconds, other.seconds)
    if smaller <= 0 or larger / smaller < 1.05:
        return "s’entraîne en à peu près autant de temps"
    longer = "plus longtemps" if one.seconds > other.seconds else "moins longtemps"
    if larger / smaller < _WORTH_A_FACTOR:
        return f"s’entraîne {wording.relative(one.seconds / other.seconds - 1)} {longer}"
    return f"s’entraîne {wording.factor(larger / smaller)} fois {longer}"


def _gap(found: Ranking) -> list[str]:
    known = [c for c in found.candidates if c.gap is not None]
    if found.chosen.gap is None or len(known) < 2:
        return []
    gap = points(found.chosen.gap)
    text = f"L’écart {_of_title(found.chosen)} entre apprentissage et test est de {gap}"
    least = min(known, key=lambda c: (c.gap or 0.0, c.position))
    if least == found.chosen:
        return [f"{text}, le plus faible de tous"]
    if points(least.gap or 0.0) == points(found.chosen.gap):
        return [f"{text}, l’un des plus faibles"]
    return [
        f"{text} ; le plus faible, de {points(least.gap or 0.0)}, est celui "
        f"{_of_title(least)}, dont l’exactitude de test est de {wording.rate(least.accuracy)}"
    ]


def _of_title(seen: Candidate) -> str:
    return f"du {named('modèle', seen.title)}"


def _front(found: Ranking) -> list[str]:
    if len(found.candidates) < 3:
        return []
    others = [c.title for c in found.candidates if c not in found.front]
    criteria = "Sur quatre critères à la fois (exactitude, écart, poids, durée totale)"
    if not others:
        meant = "égalé ou dépassé sur tous, et dépassé sur l’un d’eux, par un même autre"
        return [f"{criteria}, aucun modèle n’est dominé, c’est-à-dire {meant}"]
    why = "ne lui cède sur aucun et le dépasse sur l’un d’eux"
    if len(others) == 1:
        name = named("modèle", others[0])
        return [f"{criteria}, le {name} est dominé : un autre {why}"]
    start = f"les modèles {wording.titles(others)} sont dominés"
    if len(others) > _FEW:
        start = f"{wording.share(len(others), len(found.candidates))} modèles sont dominés"
    return [f"{criteria}, {start} : pour chacun, un autre {why}{_left(found)}"]


def _left(found: Ranking) -> str:
    """Name the Pareto front when the dominated are too many to be named."""
    if len(found.candidates) - len(found.front) <= _FEW or len(found.front) > _FEW:
        return ""
    verb = "reste" if len(found.front) == 1 else "restent"
    return f" ; {verb} {wording.titles([c.title for c in found.front])}"


def _model(seen: Candidate) -> str:
    return f"Le {named('modèle', seen.title)}"
