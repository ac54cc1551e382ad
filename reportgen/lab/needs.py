"""Which runs a text speaks of: a statement that shows no result must train nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from jinja2 import nodes

from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.types import Lab, Prose, Question, Solution


def with_needed_runs(lab: Lab, *, solutions: bool) -> Lab:
    """Return the lab with only the runs that its prose may read.

    Every name and text in an expression counts, so a run may be kept needlessly, never the
    other way round; an expression that goes through all runs keeps them all.
    """
    words = set(_words(_prose(lab, solutions)))
    kept = {
        name: run
        for name, run in lab.runs.items()
        if "runs" in words or name in words or run.model.name in words
    }
    return replace(lab, runs=kept)


def is_answered_elsewhere(lab: Lab, question: Question) -> bool:
    """Tell whether students answer a question with another program, the Playground.

    It is so when the answer of the lab speaks of populations and of no run.
    """
    if lab.handout is not None:
        return question.id in lab.handout.elsewhere
    if question.solution is None:
        return False
    words = set(_words([question.solution.answer]))
    return bool(populations_in(lab, question.solution.answer)) and not words & {"runs", *lab.runs}


def populations_in(lab: Lab, prose: Prose) -> tuple[str, ...]:
    """Return the populations and families that the expressions of some prose may name."""
    words = set(_words([prose]))
    return tuple(name for name in (*lab.populations, *lab.families) if name in words)


def _prose(lab: Lab, solutions: bool) -> Iterator[Prose]:
    for section in lab.sections:
        for block in section.blocks:
            if isinstance(block, Question):
                yield block.statement
                if solutions and block.solution:
                    yield from _solution(block.solution)
            else:
                yield block


def _solution(solution: Solution) -> Iterator[Prose]:
    yield solution.answer
    for criterion in solution.scheme:
        yield criterion.text
    yield from solution.expected


def _words(passages: Iterable[Prose]) -> Iterator[str]:
    """Yield the attributes and texts of expressions, and "runs" where it stands by itself."""
    for passage in passages:
        parsed = parse_prose(passage)
        if isinstance(parsed, Parsed):
            yield from _words_of(parsed)


def _words_of(parsed: Parsed) -> Iterator[str]:
    owners = set()
    for attribute in parsed.all(nodes.Getattr):
        owners.add(id(attribute.node))
        yield attribute.attr
    for item in parsed.all(nodes.Getitem):
        owners.add(id(item.node))
        if not isinstance(item.arg, nodes.Const):
            yield "runs"
    for constant in parsed.all(nodes.Const):
        if isinstance(constant.value, str):
            yield constant.value
    for name in parsed.all(nodes.Name):
        if name.name in ("runs", "models") and id(name) not in owners:
            yield "runs"
