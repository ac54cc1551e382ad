"""Compares what a document states with what other trainings make it state. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from reportgen.drift.intervals import has_moved
from reportgen.drift.types import Finding, Heading, Novelty, Outcome, Passage, Statement

ALIKE = 0.5
"""Share of words, 0–1, from which a sentence of a remark counts as another version of one."""

OPENING = 5
"""Words that say what a sentence without a name is about."""


def compare(
    before: Sequence[Passage], replicas: Sequence[Sequence[Passage]]
) -> tuple[tuple[Finding, ...], tuple[Novelty, ...]]:
    """Return what became of every statement, and what only replicas state, in reading order.

    All are read from the same prose: the passages stand at the same positions.
    """
    findings: list[Finding] = []
    novelties: list[Novelty] = []
    for passage, *others in zip(before, *replicas, strict=True):
        matches = [match(passage.statements, other.statements) for other in others]
        for index, statement in enumerate(passage.statements):
            outcomes = tuple(outcomes[index] for outcomes, _ in matches)
            findings.append(Finding(passage.heading, statement.text, outcomes))
        novelties += _novelties(passage.heading, [new for _, new in matches])
    return tuple(findings), tuple(novelties)


def match(
    before: Sequence[Statement], after: Iterable[Statement]
) -> tuple[list[Outcome], list[Statement]]:
    """Return what became of the statements of a passage, and those that are new.

    Equal claims are matched first, wherever they stand; what is left is another version of what
    the same place stated, gone, or new.
    """
    left = list(after)
    found: list[Statement | None] = [None] * len(before)
    for choose in (_twin, _same_subject, _version):
        for index, statement in enumerate(before):
            chosen = None if found[index] else choose(statement, left)
            if chosen is not None:
                found[index] = chosen
                left.remove(chosen)
    return list(map(_outcome, before, found)), left


def _twin(statement: Statement, left: Iterable[Statement]) -> Statement | None:
    same = [other for other in left if other.claim == statement.claim]
    return next((other for other in same if other.place == statement.place), next(iter(same), None))


def _same_subject(statement: Statement, left: Iterable[Statement]) -> Statement | None:
    """Return what the same place says of the same thing: « Le modèle « large »… » and so on."""
    alike = (o for o in _same_place(statement, left) if _opening(o) == _opening(statement))
    return next(alike, None)


def _version(statement: Statement, left: Iterable[Statement]) -> Statement | None:
    """Return what the same place states instead.

    Another branch states its sentences in order; a remark leaves some out and adds others, so
    there the words must be alike.
    """
    same = _same_place(statement, left)
    if not statement.remark:
        return next(iter(same), None)
    nearest = max(same, key=lambda other: _likeness(statement, other), default=None)
    return nearest if nearest and _likeness(statement, nearest) >= ALIKE else None


def _same_place(statement: Statement, left: Iterable[Statement]) -> list[Statement]:
    return [s for s in left if (s.place, s.remark) == (statement.place, statement.remark)]


def _opening(statement: Statement) -> str:
    """Return a claim up to its first name in guillemets, or its first words."""
    start, mark, _ = statement.claim.partition("»")
    return start if mark else " ".join(start.split()[:OPENING])


def _likeness(one: Statement, other: Statement) -> float:
    return SequenceMatcher(None, one.claim.split(), other.claim.split(), autojunk=False).ratio()


def _outcome(statement: Statement, found: Statement | None) -> Outcome:
    if found is None:
        return Outcome("gone")
    if found.claim != statement.claim:
        return Outcome("changed", found.text)
    if found.text == statement.text:
        return Outcome("same", found.text)
    moved = has_moved(statement.text, found.text)
    return Outcome("moved" if moved else "numbers", found.text)


def _novelties(heading: Heading, new: Sequence[Sequence[Statement]]) -> Iterator[Novelty]:
    """Yield each new claim once, in the words of the first replica that states it."""
    claims: dict[str, tuple[str, list[int]]] = {}
    for index, found in enumerate(new):
        for statement in found:
            replicas = claims.setdefault(statement.claim, (statement.text, []))[1]
            replicas += [] if index in replicas else [index]
    for text, replicas in claims.values():
        yield Novelty(heading, text, tuple(replicas))
