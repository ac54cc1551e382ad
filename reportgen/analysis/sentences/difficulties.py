"""Sentences about two runs: are the classes that one recognises badly those of the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportgen.analysis import classes as found_in
from reportgen.analysis import samples, statistics
from reportgen.analysis.classes import ClassScore
from reportgen.analysis.sentences import answers, wording
from reportgen.french.numbers import decimal
from reportgen.results import RunResult

_FEW = 4
"""Classes beyond this number are not a handful that could be called difficult."""
_ENOUGH = 5
"""Classes below which the order of two lists of recalls is not compared."""


def difficulties(one: RunResult, other: RunResult) -> list[str]:
    """Say which classes each recognises worst, which are shared, and whether the orders agree."""
    runs = (one, other)
    for run in runs:
        if told := answers.lost(run) or _nothing_hard(run):
            return [wording.about(run, told[0])]
    if not _same_images(one, other):
        return [
            "Les deux modèles n’ont pas été évalués sur les mêmes images : leurs classes "
            "difficiles ne se comparent pas"
        ]
    return [_shared(runs), *_fragile(runs), *_order(runs)]


def _scores(run: RunResult) -> tuple[ClassScore, ...]:
    """Return the scores of the classes that have test images."""
    every = found_in.scores(answers.table(run), len(run.seeds))
    return tuple(score for score in every if score.count)


def _hard(run: RunResult) -> list[ClassScore]:
    """Return the classes whose recall is one of the two lowest, all equals with them."""
    ranked = sorted(_scores(run), key=lambda s: (s.hits / s.count, s.number))
    limit = ranked[min(1, len(ranked) - 1)]
    return [s for s in ranked if s.hits * limit.count <= limit.hits * s.count]


def _nothing_hard(run: RunResult) -> list[str]:
    """Say why no class can be called difficult; no sentence when some can."""
    table = answers.table(run)
    if answers.single_answer(table) is not None:
        return [answers.always(run, table)]
    scores, hard = _scores(run), _hard(run)
    if len(hard) > _FEW or len(hard) == len(scores):
        return ["Trop de classes sont à égalité pour que quelques-unes soient dites difficiles"]
    return []


def _same_images(one: RunResult, other: RunResult) -> bool:
    first, second = (run.first.arrays.labels("test") for run in (one, other))
    return one.spec.dataset.name == other.spec.dataset.name and np.array_equal(first, second)


def _shared(runs: Sequence[RunResult]) -> str:
    first, second = ([s.number for s in _hard(run)] for run in runs)
    lowest = "Les rappels les plus faibles sont "
    lowest += " et ".join(
        f"ceux de {wording.class_names(run, numbers)} avec {wording.model(run)}"
        for run, numbers in zip(runs, (first, second), strict=True)
    )
    both = [number for number in first if number in second]
    if set(first) == set(second):
        return f"{lowest} : ce sont les mêmes classes"
    if not both:
        return f"{lowest} : aucune classe n’est commune"
    common = wording.class_names(runs[0], both)
    return f"{lowest} : {'seule ' if len(both) == 1 else ''}{common} " + (
        "est commune" if len(both) == 1 else "sont communes"
    )


def _fragile(runs: Sequence[RunResult]) -> list[str]:
    """Warn when the margin of error does not separate the worst classes from the next ones."""
    unsure = [run for run in runs if found_in.worst(_scores(run), len(_hard(run))).tied]
    if not unsure:
        return []
    whom = "chacun des deux modèles" if len(unsure) == 2 else wording.model(unsure[0])
    return [
        f"Cette liste est fragile : avec {whom}, la marge d’erreur ne sépare pas la dernière "
        "nommée des classes suivantes"
    ]


def _order(runs: Sequence[RunResult]) -> list[str]:
    """Say whether the recalls of all classes rank alike, by Spearman's test."""
    recalls = [[s.hits / s.count for s in _scores(run)] for run in runs]
    if len(recalls[0]) < _ENOUGH:
        return []
    rho, pvalue = samples.spearman(recalls[0], recalls[1])
    numbers = f"corrélation des rangs de Spearman : {decimal(rho, 2)} ; {wording.pvalue(pvalue)}"
    start = f"Sur les {wording.small(len(recalls[0]))} classes"
    if pvalue >= statistics.ALPHA:
        return [
            f"{start}, il n’est pas établi que l’ordre de difficulté soit commun aux deux modèles "
            f"({numbers})"
        ]
    if rho < 0:
        return [f"{start}, celles que l’un reconnaît mal, l’autre les reconnaît mieux ({numbers})"]
    return [
        f"{start}, celles que l’un reconnaît mal sont en général celles que l’autre reconnaît mal "
        f"aussi ({numbers})"
    ]
