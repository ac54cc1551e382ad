"""Sentences about dropout and about normalisation: what they did and why, by what was measured."""

from __future__ import annotations

from reportgen.analysis import effects
from reportgen.analysis.comparison import Verdict
from reportgen.analysis.effects import Effect, Move
from reportgen.analysis.evaluation import receives_bytes
from reportgen.analysis.learning import Course
from reportgen.analysis.sentences import modification, wording
from reportgen.french.numbers import entier, pourcent
from reportgen.results import RunResult

_SMALL_GAP = 0.03
"""A gap below three points leaves dropout next to nothing to correct."""

_MEMORY = 0.05
"""Share of their starting value below which moving statistics have settled."""


def dropout(a: RunResult, b: RunResult) -> list[str]:
    """Say what dropout (in b, or more of it than in a) did to train, gap and test."""
    return modification.told(a, b, _dropped, _dropout)


def _dropout(found: Effect, a: RunResult, b: RunResult) -> list[str]:
    return [
        *modification.curves(found, a, b),
        *(_why_dropout(found) if _dropped(b) > _dropped(a) else []),
        *_without_dropout(b, found),
        modification.test(found, a, b),
        *modification.caution(found, "au seul dropout"),
    ]


def normalisation(a: RunResult, b: RunResult) -> list[str]:
    """Say what rescaled inputs or batch normalisation (in b, not in a) did."""
    if _normalised(a) > _normalised(b):
        a, b = b, a
    batch = len(effects.layers(b, "BatchNorm")) > len(effects.layers(a, "BatchNorm"))
    expected = [] if batch else ["le prétraitement"]
    found = effects.effect(a, b, expected)
    if found.comparison.paired is None:
        return [modification.test(found, a, b)]
    pair = wording.capital(f"{wording.of_model(a)} {wording.to_model(b)}")
    told = [f"{pair}, {wording.lower(modification.test(found, a, b))}"]
    if batch:
        told += _batch(a, b, found)
    elif _normalised(b) > _normalised(a):
        told += _rescaled(a, b, found)
    return [*told, *modification.caution(found, "à la seule normalisation")]


def _dropped(run: RunResult) -> float:
    rows = effects.layers(run, "Dropout", "SpatialDropout", "AlphaDropout", "GaussianDropout")
    return sum(float(row.config.get("rate", 0.0)) for row in rows)


def _normalised(run: RunResult) -> int:
    return 2 * len(effects.layers(run, "BatchNorm")) + (receives_bytes(run) is False)


def _why_dropout(found: Effect) -> list[str]:
    if found.train is None or found.gap is None:
        return []
    if found.courses[0].course in (Course.DEAD, Course.DIVERGED):
        return ["Le réseau sans dropout n’a pas appris : cet essai ne dit rien du dropout"]
    match found.train.move, found.gap.move:
        case Move.DOWN, Move.DOWN:
            told = [_slowed() if _validates_worse(found) else _expected(found)]
        case Move.DOWN, _:
            told = [
                "L’exactitude d’apprentissage baisse sans que l’écart se réduise : le dropout gêne "
                "ici l’apprentissage plus qu’il ne limite le surapprentissage ; un taux plus "
                "faible ou plus d’époques diraient s’il peut être utile"
            ]
        case _, Move.DOWN:
            told = [
                "L’écart se réduit sans que l’exactitude d’apprentissage baisse nettement : le "
                "réseau étend mieux à des images nouvelles ce qu’il a appris"
            ]
        case Move.UP, _:
            told = [
                "L’exactitude d’apprentissage augmente, alors que le dropout tend à la faire "
                "baisser : un autre facteur, comme le tirage des poids initiaux, l’emporte ici"
            ]
        case _, Move.UP:
            told = [
                "L’écart se creuse, contrairement à ce que l’on attend du dropout : il ne limite "
                "pas ici le surapprentissage"
            ]
        case _:
            told = [
                "Ni l’exactitude d’apprentissage ni l’écart ne changent nettement : à ce stade, "
                "l’effet du dropout ne se voit pas sur les courbes"
            ]
    return told + _nothing_to_correct(found)


def _validates_worse(found: Effect) -> bool:
    return found.validation is not None and found.validation.move is Move.DOWN


def _slowed() -> str:
    return (
        "L’écart se réduit, mais parce que l’apprentissage baisse plus encore que la validation : "
        "avec une partie des neurones éteinte à chaque pas, le réseau apprend plus lentement ; "
        "plus d’époques ou un taux plus faible diraient ce que ce dropout peut apporter"
    )


def _expected(found: Effect) -> str:
    text = (
        "C’est l’effet attendu : à chaque pas, le dropout éteint au hasard une partie des "
        "neurones, de sorte que le réseau ne peut plus compter sur quelques-uns d’entre eux pour "
        "retenir chaque image ; il apprend moins par cœur"
    )
    if found.gap is not None and found.gap.after < -effects.NOTICEABLE:
        return f"{text}, et passe même devant en validation, où tous ses neurones sont actifs"
    if found.gap is not None and found.gap.before < _SMALL_GAP:
        return f"{text}, et l’écart se réduit"
    return f"{text}, et le surapprentissage diminue"


def _nothing_to_correct(found: Effect) -> list[str]:
    if found.gap is None or found.gap.before >= _SMALL_GAP or found.gap.move is Move.UP:
        return []
    return [
        f"Sans lui, l’écart n’était que {wording.of_signed(found.gap.before)} : il n’y avait "
        "guère de surapprentissage à corriger"
    ]


def _without_dropout(b: RunResult, found: Effect) -> list[str]:
    if found.train is None or any("train" not in s.evaluations for s in b.seeds):
        return []
    whole = b.accuracy("train")
    if b.spec.weights == "best" or whole - found.train.after < effects.NOTICEABLE:
        return []
    return [
        "La courbe d’apprentissage est mesurée avec des neurones éteints : réévalué avec tous ses "
        f"neurones, le même réseau atteint {wording.rate(whole)} sur ces images"
    ]


def _rescaled(a: RunResult, b: RunResult, found: Effect) -> list[str]:
    failed = found.courses[0].course in (Course.DEAD, Course.DIVERGED)
    works = found.courses[1].course not in (Course.DEAD, Course.DIVERGED)
    if failed and works:
        return [
            f"Sans mise à l’échelle, {wording.model(a)} n’apprenait pas ; avec des entrées "
            "ramenées à de petites valeurs, activations et gradients restent dans la plage où "
            "l’optimiseur progresse"
        ]
    return [_why_rescaled(found), *_losses(a, b)]


def _why_rescaled(found: Effect) -> str:
    match found.comparison.verdict:
        case Verdict.BETTER:
            return (
                "Des entrées ramenées à de petites valeurs gardent activations et gradients dans "
                "la plage pour laquelle l’initialisation des poids et le taux d’apprentissage sont "
                "prévus, ce qui s’accorde avec ce gain"
            )
        case Verdict.WORSE:
            return (
                "La mise à l’échelle n’est donc pas un gain à tout coup ; un apprentissage plus "
                "long ou un autre taux d’apprentissage seraient à essayer avant de conclure"
            )
        case _:
            return (
                "L’exactitude ne suffit pas à montrer l’intérêt de la mise à l’échelle : "
                "l’optimiseur a pu s’accommoder de pixels bruts"
            )


def _losses(a: RunResult, b: RunResult) -> list[str]:
    before, after = (run.first.evaluations["test"].loss for run in (a, b))
    if not after * 1.2 < before:
        return []
    return [
        f"La perte de test, elle, passe de {wording.loss(before)} à {wording.loss(after)} : les "
        "erreurs sont moins nombreuses ou commises avec moins d’assurance"
    ]


def _batch(a: RunResult, b: RunResult, found: Effect) -> list[str]:
    unsettled = _unsettled(b, found)
    if unsettled:
        return [unsettled, modification.cost(found)]
    return [*_speed(a, b), *_why_batch(found), modification.cost(found)]


def _unsettled(b: RunResult, found: Effect) -> str:
    """Explain a poor validation by moving statistics that had no time to settle, if so."""
    rows = effects.layers(b, "BatchNorm")
    momentum = max(float(row.config.get("momentum", 0.99)) for row in rows)
    left = momentum ** effects.steps(b)
    lagging = found.gap is not None and found.gap.move is Move.UP
    if left < _MEMORY or not lagging:
        return ""
    return (
        "L’écart entre apprentissage et validation se creuse, mais ce n’est pas forcément un "
        "surapprentissage : en validation, la normalisation utilise des moyennes mobiles, et "
        f"après {wording.steps(effects.steps(b))} elles gardent encore {pourcent(left, 0)} de leur "
        "valeur de départ ; un apprentissage plus long lèverait le doute"
    )


def _speed(a: RunResult, b: RunResult) -> list[str]:
    values = a.first.history.metrics.get("val_accuracy", ())
    if len(values) < 2:
        return []
    level = max(values)
    needed, reached = values.index(level) + 1, effects.first_reach(b, level)
    start = f"La meilleure exactitude de validation {wording.of_model(a)} ({wording.rate(level)})"
    if reached is None:
        return [f"{start} n’est jamais atteinte avec la normalisation par lots"]
    if reached < needed:
        return [
            f"{start}, obtenue à l’époque {entier(needed)}, est atteinte dès l’époque "
            f"{entier(reached)} avec la normalisation par lots : l’apprentissage est plus rapide"
        ]
    return [f"{start} n’est pas atteinte plus tôt avec la normalisation par lots"]


def _why_batch(found: Effect) -> list[str]:
    match found.comparison.verdict:
        case Verdict.BETTER:
            return [
                "Chaque couche reçoit des valeurs centrées et de même échelle, quelles que soient "
                "les couches qui précèdent : les gradients se transmettent mieux dans un réseau "
                "profond, ce qui s’accorde avec le gain mesuré"
            ]
        case Verdict.WORSE:
            return [
                "La normalisation ne tient pas ici ses promesses : le réseau n’était peut-être pas "
                "assez profond pour en avoir besoin, ou l’apprentissage est trop court"
            ]
        case _:
            return [
                "Rien ne montre donc que les gradients se transmettaient mal sans elle dans ce "
                "réseau"
            ]
