"""Sentences about one run's evaluation: test accuracy, coherence of the splits, loss."""

from __future__ import annotations

import math
from statistics import fmean

from reportgen.analysis.evaluation import Contrast, Evaluated, Scale, contrast, evaluated, scale
from reportgen.analysis.learning import class_count
from reportgen.analysis.sentences import wording
from reportgen.analysis.statistics import Interval, mirrored
from reportgen.french.numbers import decimal, entier
from reportgen.results import RunResult

_WIDE = 0.05
"""A gap between train and test that a reader of the curves sees at once."""


def evaluation(run: RunResult) -> list[str]:
    """Say the test accuracy, then confront it with validation and train."""
    found = evaluated(run)
    return [*_test(found), *_validation(run, found), *_train(found)]


def loss_scale(run: RunResult) -> list[str]:
    """Say whether test loss and test accuracy agree, and why when they do not."""
    found = scale(run)
    if not math.isfinite(found.loss):
        return [
            "La perte de test n’est pas un nombre fini, alors que l’exactitude est de "
            f"{wording.rate(found.accuracy)} : l’apprentissage a divergé ou des probabilités "
            "sont nulles"
        ]
    told = [_agreement(found, class_count(run))]
    if found.disagrees and found.sure_errors > 0:
        told.append(_culprits(found))
    return [*told, *_inputs(run, found), _calibration(found)]


def _test(found: Evaluated) -> list[str]:
    test = found.test
    where = wording.the_images(test.count, "de test")
    if test.seeds.count == 1:
        told = [
            f"Sur {where}, l’exactitude est de {wording.rate(test.accuracy)} (intervalle à 95 % : "
            f"{wording.rates(test.interval)}), soit un taux d’erreur de "
            f"{wording.rate(1 - test.accuracy)}"
        ]
    else:
        told = [
            f"En moyenne sur {wording.small(test.seeds.count)} graines, l’exactitude sur {where} "
            f"est de {wording.rate_with_spread(test.seeds)}, soit un taux d’erreur de "
            f"{wording.rate(1 - test.accuracy)}",
            _sampling(found),
        ]
    if found.at_chance:
        told.append(
            "Cette exactitude n’est pas significativement meilleure que celle d’une réponse au "
            f"hasard ({wording.rate(found.chance)})"
        )
    return told


def _sampling(found: Evaluated) -> str:
    text = (
        "Le choix des images de test laisse, à lui seul, une incertitude (intervalle à 95 % : "
        f"{wording.rates(found.test.interval)})"
    )
    if found.expected is None:
        return text
    low, high = max(0.0, found.expected.low), min(1.0, found.expected.high)
    return (
        f"{text} ; un apprentissage de plus, avec une autre graine, devrait donner "
        f"{wording.between_rates(low, high)}, dix-neuf fois sur vingt"
    )


def _validation(run: RunResult, found: Evaluated) -> list[str]:
    if found.validation is None:
        return []
    change = contrast(found.validation, found.test)
    start = f"La validation donne {wording.rate(found.validation.accuracy)}"
    if not change.significant:
        return [f"{start} : {_coherent(change)}"]
    side = "plus" if change.change > 0 else "moins"
    return [
        f"{start}, soit {wording.amount(change.change)} de {side} que le test : c’est plus que ce "
        f"que le choix des images explique d’ordinaire (intervalle à 95 % de l’écart : "
        f"{wording.margins(_sized(change))})",
        _why_unlike(run, change),
    ]


def _sized(change: Contrast) -> Interval:
    """Return the interval of the size of a difference, whichever its sign."""
    return change.interval if change.change > 0 else mirrored(change.interval)


def _coherent(change: Contrast) -> str:
    if change.change == 0.0:
        return "c’est exactement le résultat du test, les deux évaluations sont cohérentes"
    return (
        f"l’écart avec le test, {wording.of_amount(change.change)}, peut s’expliquer par le seul "
        "choix des images, et les deux évaluations sont cohérentes"
    )


def _why_unlike(run: RunResult, change: Contrast) -> str:
    if change.change > 0 and run.spec.weights == "best":
        return (
            "Les poids ayant été choisis d’après la validation, celle-ci est optimiste : c’est le "
            "test qui fait foi"
        )
    harder = "plus difficiles" if change.change > 0 else "plus faciles"
    return (
        f"Les images de test sont donc {harder} pour ce réseau que celles de validation : les deux "
        "jeux n’ont sans doute pas été tirés de la même façon"
    )


def _train(found: Evaluated) -> list[str]:
    if found.train is None:
        return []
    change = contrast(found.train, found.test)
    start = (
        f"Sur les images d’apprentissage, l’exactitude est de {wording.rate(found.train.accuracy)}"
    )
    if not change.significant:
        return [
            f"{start} : rien n’indique que le réseau reconnaisse mieux les images qu’il a apprises"
        ]
    if change.change < 0:
        return [f"{start}, moins que sur le test, qui est donc plus facile"]
    judged = "significatif mais modeste" if change.change < _WIDE else "important"
    size = wording.of_amount(change.change)
    return [f"{start} : l’écart avec le test (écart de généralisation), {size}, est {judged}"]


def _agreement(found: Scale, classes: int) -> str:
    several = f" et en moyenne sur {wording.small(found.seeds)} graines" if found.seeds > 1 else ""
    start = (
        f"Sur le test{several}, la perte est de {wording.loss(found.loss)} pour une exactitude de "
        f"{wording.rate(found.accuracy)}"
    )
    honest = (
        "un réseau dont la probabilité annoncée serait toujours égale à son taux de réussite "
        f"aurait une perte de {wording.loss(found.honest)}"
    )
    if not found.disagrees:
        return f"{start} : les deux s’accordent, car {honest}"
    if found.absurd:
        uniform = f"ln({entier(classes)}) ≈ {decimal(found.uniform, 3)}"
        return (
            f"{start} : les deux se contredisent, puisque cette perte dépasse celle d’un réseau "
            f"qui donnerait la même probabilité à toutes les classes, {uniform}"
        )
    return f"{start} : la perte est trop grande pour cette exactitude, car {honest}"


def _culprits(found: Scale) -> str:
    share = wording.rate(found.sure_errors)
    return (
        f"La perte est une moyenne, que les erreurs commises avec assurance suffisent à "
        f"élever : {share} des images sont mal classées avec une probabilité d’au moins 99 %, et "
        f"elles font {wording.rate(found.their_loss)} de la perte, dont la médiane {_median(found)}"
    )


def _median(found: Scale) -> str:
    if found.median_loss < 0.0005:
        return "est presque nulle"
    return f"n’est que de {wording.loss(found.median_loss)}"


def _inputs(run: RunResult, found: Scale) -> list[str]:
    if found.raw and found.disagrees:
        return [
            "Les pixels, de 0 à 255, n’ont pas été mis à l’échelle : les entrées du softmax "
            "peuvent alors devenir très grandes, il sature, et chaque erreur coûte cher ; "
            "diviser les pixels par 255 est le premier remède à essayer"
        ]
    if found.raw:
        return [
            "Les pixels n’ont pas été mis à l’échelle, mais rien dans cette perte ne trahit un "
            "softmax saturé"
        ]
    losses = [s.evaluations["train"].loss for s in run.seeds if "train" in s.evaluations]
    if found.disagrees and losses and fmean(losses) < found.loss / 2:
        low = wording.loss(fmean(losses))
        return [
            f"Sur les images d’apprentissage, la perte n’est que de {low} : "
            "le réseau garde son assurance sur des images nouvelles sans y avoir aussi souvent "
            "raison, ce qui est un effet du surapprentissage"
        ]
    return []


def _calibration(found: Scale) -> str:
    side = "trop sûr" if found.overconfident else "trop peu sûr"
    text = (
        "L’écart moyen entre la probabilité annoncée et le taux de réussite (erreur de "
        f"calibration) est {wording.of_amount(found.calibration)}"
    )
    if found.calibration < _WIDE:
        return f"{text} : les probabilités sont assez fiables"
    return f"{text} : le réseau est {side} de lui"
