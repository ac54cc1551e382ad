"""The numbers that a platform grades by itself: those that questions say they expect."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reportgen.grading.expected import places_of
from reportgen.grading.ranges import Target
from reportgen.grading.types import Place
from reportgen.lab.types import Question
from reportgen.material import Material
from reportgen.moodle.quiz import Blank
from reportgen.submission.known import Sort

_UNITS: Mapping[Sort, tuple[str, float]] = {
    "share": (", en %", 100.0),
    "difference": (", en points", 100.0),
    "seconds": (", en secondes", 1.0),
}
"""How a sort of value is typed: its unit, and by how much it is multiplied."""

_DECIMALS = 4
_ROUNDED = 0.005
"""What rounding may take from an exact value that is not whole, as a share of it."""

_LAYERS = re.compile(r"\.layers\b")


def expected_blanks(material: Material) -> dict[str, tuple[Blank, ...]]:
    """Return the numbers to type, by question id; a question without any is graded by hand."""
    questions = [q for q in material.lab.questions if q.kind in ("exact", "mesure")]
    found = {q.id: blanks_of(q, places_of(q, material)) for q in questions}
    return {name: blanks for name, blanks in found.items() if blanks}


def blanks_of(question: Question, places: Sequence[Place]) -> tuple[Blank, ...]:
    """Return the numbers that decide criteria of a question.

    Values layer by layer are left to the teacher: one blank a layer would draw the network.
    """
    blanks = [blank for place in places for blank in _of_place(question, place)]
    counts, seen = Counter(blank.label for blank in blanks), Counter[str]()
    labelled = []
    for blank in blanks:
        seen[blank.label] += 1
        rank = (
            f" ({seen[blank.label]}, dans l’ordre de l’énoncé)" if counts[blank.label] > 1 else ""
        )
        labelled.append(Blank(blank.label + rank, blank.value, blank.tolerance, blank.points))
    return tuple(labelled)


def _of_place(question: Question, place: Place) -> Iterator[Blank]:
    solution = question.solution
    if solution is None or place.missing or place.criterion >= len(solution.scheme):
        return
    if _LAYERS.search(solution.expected[place.criterion].source):
        return
    points = solution.scheme[place.criterion].points / max(1, len(place.targets))
    for target in place.targets:
        unit, factor = _UNITS.get(target.sort, ("", 1.0))
        value = round(target.value * factor, _DECIMALS)
        yield Blank(_label(target) + unit, value, _tolerance(target, factor), points)


def _label(target: Target) -> str:
    """Return what to call a value without the name of a run; students must not read it here."""
    if "." in target.name:  # not a value of a run: only its expression names it
        return "valeur demandée"
    return target.name


def _tolerance(target: Target, factor: float) -> float:
    """Return what an answer may lack on either side, in the unit in which it is typed."""
    if target.is_exact:
        whole = float(target.value).is_integer() and target.sort not in _UNITS
        reach = 0.0 if whole else abs(target.value) * _ROUNDED
    else:
        reach = max(target.high - target.value, target.value - target.low)
    return round(reach * factor, _DECIMALS)
