"""The computed remarks about populations: a topic and populations become French sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reportgen.analysis.sentences import populations, successes, surfaces
from reportgen.errors import EvidenceError
from reportgen.french.typography import typeset_text
from reportgen.results import PopulationResult


@dataclass(frozen=True)
class Topic:
    """What can be remarked on, and how many populations it takes (``most`` None: any number)."""

    say: Callable[[Sequence[PopulationResult]], list[str]]
    least: int
    most: int | None


def _one(say: Callable[[PopulationResult], list[str]]) -> Topic:
    return Topic(lambda results: say(results[0]), 1, 1)


def _pair(say: Callable[[PopulationResult, PopulationResult], list[str]]) -> Topic:
    return Topic(lambda results: say(results[0], results[1]), 2, 2)


TOPICS: Mapping[str, Topic] = {
    "frontiere": Topic(surfaces.straightness, 1, None),
    "reussite": Topic(successes.successes, 1, None),
    "stabilite": _pair(populations.stability),
    "pertes": _pair(populations.losses),
    "formes": _one(surfaces.forms),
    "lissage": Topic(surfaces.convolution, 1, None),
    "recherche": Topic(populations.search, 1, None),
}
"""The topics of ``constat`` that populations can have, by the names that authors write."""


def remark(topic: str, results: Sequence[PopulationResult]) -> tuple[str, ...]:
    """Return the remark as complete, typeset French sentences, in reading order.

    ``EvidenceError`` for a number of populations that the topic cannot take.
    """
    found = TOPICS[topic]
    if len(results) < found.least or (found.most is not None and len(results) > found.most):
        expected = str(found.least) if found.most else f"au moins {found.least}"
        noun = "population" if found.least == 1 else "populations"
        msg = f"Le constat « {topic} » demande {expected} {noun} ; reçu : {len(results)}."
        raise EvidenceError(typeset_text(msg))
    return tuple(typeset_text(f"{text}.") for text in found.say(results))
