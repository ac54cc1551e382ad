"""What the outline of students owes to the answers, and a lab without them must keep."""

from __future__ import annotations

from jinja2 import nodes

from reportgen.evidence.program_given import asks_to_load
from reportgen.lab.needs import is_answered_elsewhere
from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.types import Handout, Lab, Question
from reportgen.lab.vocabulary import FUNCTIONS

_NOT_FOR_STUDENTS = ("constat", "code")
"""What answers show that would say what to find, or that the report lists by itself."""


def offered_elements(lab: Lab, question: Question) -> tuple[str, ...]:
    """Return the figures and tables of one run that a question is answered with, each once."""
    if lab.handout is not None:
        return lab.handout.elements.get(question.id, ())
    parsed = None if question.solution is None else parse_prose(question.solution.answer)
    if not isinstance(parsed, Parsed):
        return ()
    calls = (call.node for call in parsed.all(nodes.Call))
    called = (function.name for function in calls if isinstance(function, nodes.Name))
    return tuple(dict.fromkeys(name for name in called if _takes_one_run(name)))


def handout_of(lab: Lab) -> Handout:
    """Return what the version for students of a lab keeps of its answers."""
    offered = {question.id: offered_elements(lab, question) for question in lab.questions}
    elements = {name: functions for name, functions in offered.items() if functions}
    elsewhere = tuple(q.id for q in lab.questions if is_answered_elsewhere(lab, q))
    return Handout(elements, elsewhere, asks_to_load(lab.questions))


def _takes_one_run(name: str) -> bool:
    """Tell whether ``name("mon_essai")`` means something: others need two, or other data."""
    function = FUNCTIONS.get(name)
    if function is None or not function.makes_element or name in _NOT_FOR_STUDENTS:
        return False
    first = function.required[0] if function.required else function.rest
    few = len(function.required) + function.least <= 1
    return few and first is not None and first.what in ("run", "run or dataset")
