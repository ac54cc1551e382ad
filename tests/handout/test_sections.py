"""A section of students is that of their teacher, less what only he may read."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.handout.sections import without_answers
from reportgen.lab.sections import read_section
from reportgen.lab.types import Question

FILE = Path("01-mesures.md")
SHARED = """\
:::{note} Un encadré
Une indication.
:::

::::{question} b
:points: 1

```python
def f():
    return 1


def g():
    return 2
```
"""
SECTION = (
    """\
# Mesures

Un texte.

::::{question} a
:points: 2
:attendu: runs.petit.params
:kind: exact

Combien de poids ?

:::{reponse}
Quatre.

```python
x = 1


y = 2
```
:::
:::{bareme}
- 2 : le total
:::
::::

"""
    + SHARED
    + """
:::{reponse}
Oui.
:::

Une précision qui suit la réponse.
::::
"""
)
STUDENTS = (
    """\
# Mesures

Un texte.

::::{question} a
:points: 2
:kind: exact

Combien de poids ?
::::

"""
    + SHARED
    + """
Une précision qui suit la réponse.
::::
"""
)


def test_answers_schemes_and_expected_values_go_and_the_rest_stays_as_it_was() -> None:
    assert without_answers(SECTION) == STUDENTS


def test_nothing_tells_how_long_an_answer_was() -> None:
    longer = SECTION.replace("Quatre.", "Quatre.\n\nOu cinq.\n" * 9).replace("Oui.", "Oui.\n" * 7)
    assert without_answers(longer) == STUDENTS


def test_a_section_without_answers_is_not_changed() -> None:
    assert without_answers(STUDENTS) == STUDENTS


def test_an_answer_that_comes_before_the_statement_goes_too() -> None:
    text = "# T\n\n::::{question} a\n:points: 1\n:::{reponse}\nSecret.\n:::\nQuoi ?\n::::\n"
    assert without_answers(text) == "# T\n\n::::{question} a\n:points: 1\n\nQuoi ?\n::::\n"


def test_a_question_of_students_is_read_without_an_answer() -> None:
    section, problems = read_section(FILE, STUDENTS, answers=False)
    assert problems == []
    asked = [block for block in section.blocks if isinstance(block, Question)]
    assert [(q.id, q.points, q.solution) for q in asked] == [("a", 2, None), ("b", 1, None)]


@pytest.mark.parametrize("line", [":::{reponse}", ":::{bareme}", ":attendu:"])
def test_what_is_left_of_an_answer_is_a_mistake(line: str) -> None:
    lines = SECTION.split("\n")
    _, problems = read_section(FILE, SECTION, answers=False)
    found = {problem.place.line for problem in problems}
    assert next(n for n, text in enumerate(lines, 1) if text.startswith(line)) in found


def test_a_lab_of_a_teacher_must_have_its_answers() -> None:
    _, problems = read_section(FILE, STUDENTS)
    assert [p.message for p in problems] == ["question sans réponse"] * 2
