"""Sentences about whether more epochs would help."""

from __future__ import annotations

from reportgen.analysis.learning import Course, Learning, summary
from reportgen.analysis.sentences import learning, overfitting, wording
from reportgen.french.numbers import entier
from reportgen.results import RunResult


def more_epochs(run: RunResult) -> list[str]:
    """Say whether more epochs would help."""
    found = summary(run)
    advice = _advice(run, found.shown) if found.shown.validated else _unknown(run, found.shown)
    return [*_best(run, found.shown), *advice, *learning.seeds(found)]


def _best(run: RunResult, shown: Learning) -> list[str]:
    if shown.epochs == 1 or shown.best_loss is None:
        return []
    text = (
        f"La perte de validation est la plus basse à l’époque {entier(shown.best_loss)} "
        f"sur {entier(shown.epochs)}"
    )
    if shown.best_accuracy is None:
        return [text]
    reached = shown.history["val_accuracy"][shown.best_accuracy - 1]
    if shown.best_accuracy == shown.best_loss:
        return [
            f"C’est à l’époque {entier(shown.best_loss)}, sur {entier(shown.epochs)}, que la perte "
            "de validation est la plus basse et l’exactitude de validation la plus haute "
            f"({wording.rate(reached)})"
        ]
    return [
        f"{text}, et l’exactitude de validation la plus haute à l’époque "
        f"{entier(shown.best_accuracy)} ({wording.rate(reached)})"
    ]


def _advice(run: RunResult, shown: Learning) -> list[str]:
    match shown.course:
        case Course.DIVERGED | Course.DEAD:
            return [
                learning.failure(run, shown),
                "Des époques de plus n’y changeraient sans doute rien",
            ]
        case Course.SHORT:
            return [
                f"Avec {wording.epochs(shown.epochs)}, on ne peut pas le prévoir : il faut "
                "prolonger l’apprentissage et surveiller la perte de validation"
            ]
        case Course.OVERFITTING:
            return _stop_earlier(run, shown)
        case Course.PLATEAU:
            return [learning.tail(shown), _nothing_left(shown)]
        case Course.IMPROVING:
            return [
                learning.tail(shown),
                "Quelques époques de plus ont donc des chances d’être utiles, sans garantie : "
                "on s’arrêtera quand la perte de validation cessera de baisser",
            ]
        case Course.UNCLEAR:
            return [
                learning.tail(shown),
                "Seul un apprentissage plus long, ou répété avec d’autres graines, trancherait",
            ]


def _unknown(run: RunResult, shown: Learning) -> list[str]:
    """Advise without validation data: the train loss says nothing of new images."""
    if shown.course in (Course.DIVERGED, Course.DEAD):
        return _advice(run, shown)
    seen = [] if shown.course is Course.SHORT else [learning.tail(shown)]
    return [
        *seen,
        "Sans données de validation, on ne peut pas dire si des époques de plus seraient utiles "
        "sur des images nouvelles",
    ]


def _stop_earlier(run: RunResult, shown: Learning) -> list[str]:
    onset = entier(shown.onset or 1)
    told = [
        f"Prolonger n’est pas judicieux : passé l’époque {onset}, la perte de validation remonte "
        "alors que la perte d’apprentissage continue de baisser"
    ]
    change = shown.since_onset
    if change is not None and change >= overfitting.NOTICEABLE:
        told = [
            f"Passé l’époque {onset}, la perte de validation remonte, mais l’exactitude de "
            f"validation gagne encore {wording.amount(change)} : prolonger ne se défend que si "
            "l’on ne se soucie pas de la fiabilité des probabilités"
        ]
    if run.spec.weights == "best":
        kept = entier(run.first.weights_epoch)
        return [
            *told,
            f"Les poids évalués sont d’ailleurs ceux de l’époque {kept}, choisie sur la validation",
        ]
    return [
        *told,
        "On peut arrêter l’apprentissage plus tôt (arrêt anticipé) ou garder les poids de la "
        "meilleure époque",
    ]


def _nothing_left(shown: Learning) -> str:
    if shown.train >= 0.995:
        return (
            "Le réseau classe presque toutes les images d’apprentissage : des époques de plus "
            "n’ont plus grand-chose à lui apprendre"
        )
    return (
        "Des époques de plus apporteraient sans doute peu ; pour progresser, il faut plutôt "
        "changer le taux d’apprentissage, le réseau ou les données"
    )
