"""Sentences about one training's curves: its course, its gap, and whether to go on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reportgen.analysis import curves, statistics
from reportgen.analysis.evaluation import receives_bytes
from reportgen.analysis.learning import Course, Learning, Summary, class_count, summary
from reportgen.analysis.sentences import overfitting, wording
from reportgen.french.numbers import decimal, entier
from reportgen.results import History, RunResult

_STILL = 0.05
"""Relative range of the train loss of a network that stayed where it started."""

_DROPOUT = "Dropout"
_AUGMENTATION = "Random"


def learning(run: RunResult) -> list[str]:
    """Say the last values, the course and what the seeds have in common."""
    found = summary(run)
    told = [*_levels(run, found.shown), *_course(run, found.shown)]
    if not found.shown.validated:
        told.append("Sans données de validation, ces courbes ne disent rien du surapprentissage")
    return told + seeds(found)


def each(runs: Sequence[RunResult]) -> list[str]:
    """Say the same of several runs; over-fitting in one sentence when all do nothing else."""
    found = [summary(run) for run in runs]
    if len(runs) > 1 and all(overfitting.shown_by_marks(seen) for seen in found):
        pairs = zip(runs, found, strict=True)
        levels = [t for run, s in pairs for t in wording.attributed(run, _levels(run, s.shown))]
        return [*levels, *overfitting.together(runs, [seen.shown for seen in found])]
    return [
        text
        for run in runs
        for text in (learning(run) if len(runs) == 1 else wording.attributed(run, learning(run)))
    ]


def _levels(run: RunResult, shown: Learning) -> list[str]:
    if not math.isfinite(shown.train):
        return []
    when = (
        "Après une seule époque"
        if shown.epochs == 1
        else f"À l’époque {entier(shown.epochs)}, la dernière"
    )
    train = f"{when}, l’exactitude est de {wording.rate(shown.train)} à l’apprentissage"
    if shown.validation is None or not math.isfinite(shown.validation):
        return [train]
    return [f"{train} et de {wording.rate(shown.validation)} en validation{_gap(run, shown)}"] + (
        _why_negative(run) if _gap_sign(run, shown) < 0 else []
    )


def _gap(run: RunResult, shown: Learning) -> str:
    gap, sign = shown.gap or 0.0, _gap_sign(run, shown)
    if sign > 0:
        return f", soit un écart de {wording.amount(gap)}"
    if sign < 0:
        return f" : la validation fait mieux, de {wording.amount(gap)}"
    if gap == 0.0:
        return ", sans aucun écart"
    return f" : l’écart, de {wording.amount(gap)}, reste dans la marge d’erreur de ces mesures"


def _gap_sign(run: RunResult, shown: Learning) -> int:
    """Return the sign of the gap, 0 when it is within the sampling error of both rates."""
    if shown.gap is None or shown.validation is None:
        return 0
    trained, validated = run.counts.get("train", 0), run.counts.get("validation", 0)
    if not trained or not validated:
        return (shown.gap > 0) - (shown.gap < 0)
    interval = statistics.difference(
        (round(shown.train * trained), trained), (round(shown.validation * validated), validated)
    )
    return (interval.low > 0) - (interval.high < 0)


def _why_negative(run: RunResult) -> list[str]:
    names = [row.class_name for row in run.summary.layers]
    mean = "l’exactitude d’apprentissage est une moyenne prise au fil de l’époque, pendant que les "
    mean += "poids s’améliorent encore"
    if any(_DROPOUT in name for name in names):
        cause = f"le dropout n’agit que pendant l’apprentissage, et {mean}"
    elif any(name.startswith(_AUGMENTATION) for name in names):
        cause = f"les images ne sont transformées que pendant l’apprentissage, et {mean}"
    else:
        cause = mean
    return [f"Ce n’est pas une anomalie : {cause}"]


def _course(run: RunResult, shown: Learning) -> list[str]:
    history = shown.history
    match shown.course:
        case Course.DIVERGED:
            return [_divergence(history, shown), _remedy(run)]
        case Course.DEAD:
            return [_dead(run, history, shown), _remedy(run, still=_still(history))]
        case Course.SHORT:
            return _short(history, shown)
        case Course.OVERFITTING:
            return overfitting.overfitting(history, shown)
        case _:
            return [tail(shown)]


def _watched(shown: Learning) -> str:
    return "la perte de validation" if shown.validated else "la perte d’apprentissage"


def _divergence(history: History, shown: Learning) -> str:
    if shown.broken is not None:
        return (
            f"À l’époque {entier(shown.broken)}, la perte cesse d’être un nombre fini : "
            "l’apprentissage a divergé, et la suite des courbes n’a pas de sens"
        )
    first, low, end = history["loss"][0], min(history["loss"]), history["loss"][-1]
    before = "descendue à" if low < first else "partie de"
    return (
        f"La perte d’apprentissage, {before} {wording.loss(low)}, finit à "
        f"{wording.loss(end)} : l’apprentissage diverge"
    )


def _dead(run: RunResult, history: History, shown: Learning) -> str:
    classes = class_count(run)
    chance = f"l’exactitude d’apprentissage au niveau du hasard ({wording.rate(1 / classes)})"
    uniform = math.log(classes)
    level = f"figée à {wording.loss(history['loss'][-1])}"
    if abs(history["loss"][-1] - uniform) <= 0.02 * uniform:
        level = f"voisine de ln({entier(classes)}) ≈ {decimal(uniform, 3)}"
    if shown.collapsed:
        start = (
            f"Après avoir commencé à apprendre, le réseau s’est effondré : la perte reste {level}"
        )
        return f"{start} et {chance}"
    return f"La perte reste {level} et {chance} : le réseau n’apprend rien"


def _still(history: History) -> bool:
    """Whether the loss hardly moved from the first epoch on: too slow as likely as too fast."""
    return max(history["loss"]) - min(history["loss"]) <= _STILL * min(history["loss"])


def _remedy(run: RunResult, still: bool = False) -> str:
    if receives_bytes(run):
        return (
            "Les pixels n’ont pas été mis à l’échelle : c’est le premier point à corriger, "
            "avant le taux d’apprentissage"
        )
    if still:
        return (
            "D’une époque à l’autre, la perte n’a presque pas bougé : la courbe seule ne dit pas "
            "si le pas est trop grand, qui éteint le réseau dès les premiers lots, ou les "
            "gradients trop faibles pour le faire avancer. On essaiera un pas plus petit puis un "
            "plus grand, ou un autre optimiseur ; on vérifiera aussi l’échelle des entrées, "
            "l’activation et l’initialisation des poids"
        )
    return (
        "Le premier remède à essayer est un taux d’apprentissage plus petit ; on vérifiera aussi "
        "l’échelle des entrées et l’initialisation des poids"
    )


def _short(history: History, shown: Learning) -> list[str]:
    verb = "ne suffit" if shown.epochs == 1 else "ne suffisent"
    warning = (
        f"{wording.capital(wording.epochs(shown.epochs))} {verb} pas pour distinguer un "
        "palier, un surapprentissage ou un progrès durable"
    )
    if shown.epochs == 1:
        return [warning]
    values = history["val_loss" if shown.validated else "loss"]
    verb = "baisse encore" if values[-1] == min(values) else "ne baisse plus"
    return [
        f"De l’époque 1 à l’époque {entier(shown.epochs)}, {_watched(shown)} passe de "
        f"{wording.loss(values[0])} à {wording.loss(values[-1])} ; elle {verb} à la dernière",
        warning,
    ]


def tail(shown: Learning) -> str:
    """Say how the curve ends; its trend is known since every loss is finite."""
    trend = shown.trend or curves.Trend(shown.epochs, 0.0, 0.0)
    start = f"Sur {wording.last_epochs(trend.epochs)}, {_watched(shown)}"
    size = wording.relative(trend.change)
    if shown.course is Course.PLATEAU:
        return f"{start} varie de moins de 2 % : elle a atteint un palier"
    if shown.course is Course.IMPROVING:
        return f"{start} baisse encore, d’environ {size} : l’apprentissage n’est pas terminé"
    if trend.still:
        return (
            f"{start} fluctue trop d’une époque à l’autre pour que l’on distingue un palier d’un "
            "progrès ou d’une remontée"
        )
    if trend.change < 0:
        return (
            f"{start} semble baisser d’environ {size}, mais elle fluctue autant d’une époque à "
            "l’autre : on ne peut pas dire si le réseau progresse encore"
        )
    return (
        f"{start} tend à remonter, d’environ {size}, mais trop peu ou depuis trop peu de temps "
        "pour conclure à un surapprentissage"
    )


def failure(run: RunResult, shown: Learning) -> str:
    """Say how a training failed: it diverged, or never started."""
    history = shown.history
    if shown.course is Course.DEAD:
        return _dead(run, history, shown)
    return _divergence(history, shown)


def seeds(found: Summary) -> list[str]:
    """Say what several seeds have in common; nothing for one."""
    total = len(found.seeds)
    if total == 1:
        return []
    shared = (
        f"Les {wording.small(total)} graines montrent le même comportement"
        if found.agreeing == total
        else f"Ce comportement est celui {wording.of_small(found.agreeing)} graine"
        f"{'s' if found.agreeing > 1 else ''} sur {wording.small(total)}"
    )
    if found.best_loss is None:
        return [shared]
    low, high = found.best_loss
    if low == high:
        return [
            f"{shared}, et la perte de validation est pour toutes la plus basse à l’époque "
            f"{entier(low)}"
        ]
    return [
        f"{shared} ; l’époque où la perte de validation est la plus basse va de {entier(low)} à "
        f"{entier(high)} selon la graine"
    ]
