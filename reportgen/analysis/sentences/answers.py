"""What sentences about classes and about confusions share: the answers of all seeds."""

from __future__ import annotations

import numpy as np

from reportgen.analysis import classes
from reportgen.analysis.classes import Counts
from reportgen.analysis.evaluation import gives_numbers
from reportgen.analysis.learning import class_count
from reportgen.analysis.sentences import wording
from reportgen.results import RunResult


def table(run: RunResult) -> Counts:
    """Return the confusion matrices of all seeds, summed."""
    return classes.total(run, class_count(run))


def mean(run: RunResult) -> str:
    """Return what a sentence about rates begins with when there are several seeds, else ""."""
    count = len(run.seeds)
    return f"en moyenne sur {wording.small(count)} graines, " if count > 1 else ""


def together(run: RunResult) -> str:
    """Return what a sentence about counts begins with when there are several seeds, else ""."""
    count = len(run.seeds)
    return f"les {wording.small(count)} graines réunies, " if count > 1 else ""


def each(run: RunResult) -> str:
    """Return what ends a claim that holds for every seed when there are several, else ""."""
    count = len(run.seeds)
    return f", avec chacune des {wording.small(count)} graines" if count > 1 else ""


def lost(run: RunResult) -> list[str]:
    """Say that a network which diverged answers nothing; no sentence for any other."""
    if gives_numbers(run):
        return []
    return [
        "Les probabilités que donne le réseau ne sont plus des nombres : l’apprentissage a "
        "divergé, et il n’y a pas de réponse à compter"
    ]


def single_answer(table: Counts) -> int | None:
    """Return the only class that was ever answered; None when there are several."""
    answered = np.flatnonzero(table.sum(axis=0))
    return int(answered[0]) if len(answered) == 1 and len(table) > 1 else None


def always(run: RunResult, table: Counts) -> str:
    """Say that a single class was ever answered."""
    name = wording.class_name(run, single_answer(table) or 0)
    return (
        f"Le réseau répond {name} pour toutes les images de test{each(run)} : il n’a pas appris à "
        "distinguer les classes"
    )
