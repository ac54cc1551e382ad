"""The computed remarks: a topic and results become French sentences, always the same ones.

Chooses who speaks and sets the type; what is true is found by the other modules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reportgen.analysis.sentences import (
    advice,
    architecture,
    class_changes,
    classes,
    comparison,
    confusions,
    cost,
    difficulties,
    duration,
    evaluation,
    expectation,
    learning,
    ranking,
    regularisation,
    wording,
)
from reportgen.errors import EvidenceError
from reportgen.french.numbers import liste
from reportgen.french.typography import typeset_text
from reportgen.results import RunResult


@dataclass(frozen=True)
class Topic:
    """What can be remarked on, and how many runs it takes (``most`` None: any number)."""

    say: Callable[[Sequence[RunResult]], list[str]]
    least: int
    most: int | None


def _each(say: Callable[[RunResult], list[str]]) -> Topic:
    """Return a topic told of every run in turn."""

    def told(runs: Sequence[RunResult]) -> list[str]:
        if len(runs) == 1:
            return say(runs[0])
        return [text for run in runs for text in wording.attributed(run, say(run))]

    return Topic(told, 1, None)


def _pair(say: Callable[[RunResult, RunResult], list[str]]) -> Topic:
    return Topic(lambda runs: say(runs[0], runs[1]), 2, 2)


def _classes(runs: Sequence[RunResult]) -> list[str]:
    """Return what is told of every run or, briefly, of two, and how their classes compare."""
    if len(runs) != 2:
        return _each(classes.classes).say(runs)
    told = _each(partial(classes.classes, briefly=True)).say(runs)
    return [*told, *class_changes.class_changes(*runs)]


TOPICS: Mapping[str, Topic] = {
    "apprentissage": Topic(learning.each, 1, None),
    "epoques": _each(advice.more_epochs),
    "evaluation": _each(evaluation.evaluation),
    "attendu": _each(expectation.expectation),
    "echelle": _each(evaluation.loss_scale),
    "classes": Topic(_classes, 1, None),
    "confusions": _each(confusions.confusions),
    "difficiles": _pair(difficulties.difficulties),
    "comparaison": Topic(lambda runs: comparison.comparison(runs[0], runs[1:]), 2, None),
    "classement": Topic(ranking.ranking, 2, None),
    "dropout": _pair(regularisation.dropout),
    "normalisation": _pair(regularisation.normalisation),
    "profondeur": _pair(architecture.depth),
    "bords": _pair(architecture.borders),
    "activation": _pair(architecture.activation),
    "duree": _pair(duration.duration),
    "cout": Topic(cost.costs, 1, None),
}
"""The topics of ``constat``, by the names that authors write."""


def remark(topic: str, runs: Sequence[RunResult]) -> tuple[str, ...]:
    """Return the remark as complete, typeset French sentences, in reading order.

    ``EvidenceError`` for an unknown topic or a number of runs that the topic cannot take.
    """
    found = TOPICS.get(topic)
    if found is None:
        raise EvidenceError(_unknown(topic))
    if len(runs) < found.least or (found.most is not None and len(runs) > found.most):
        raise EvidenceError(_miscounted(topic, found, len(runs)))
    return tuple(typeset_text(f"{text}.") for text in found.say(runs))


def _unknown(topic: str) -> str:
    known = liste(wording.quoted(name) for name in sorted(TOPICS))
    return typeset_text(
        f"Le constat {wording.quoted(topic)} n’existe pas. Sujets possibles : {known}."
    )


def _miscounted(topic: str, found: Topic, received: int) -> str:
    expected = str(found.least) if found.most else f"au moins {found.least}"
    names = '"a"' if found.least == 1 else '"a", "b"'
    runs = "entraînement" if found.least == 1 else "entraînements"
    return typeset_text(
        f"Le constat {wording.quoted(topic)} demande {expected} {runs} ; reçu : {received}. "
        f'Écrivez par exemple constat("{topic}", {names}).'
    )
