"""The shipped labs: complete, consistent, and covering every point of the sheet they follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from reportgen.lab.loading import check_lab
from reportgen.lab.types import Lab, Question

ROOT = Path(__file__).parents[2]
SLUGS = ("tp_fashion", "tp_cifar", "tp_mnist", "tp_playground", "tp_retropropagation", "tp_cnn")
POINTS_OF_SHEETS = {
    "": {1: 6, 2: 7, 3: 11, 4: 7, 5: 7},
    "M": {0: 6, 1: 16, 2: 8, 3: 8},
    "P": {1: 3, 2: 2, 3: 2, 4: 1},
    "R": {0: 2, 1: 6, 2: 4, 3: 6, 4: 5, 5: 5, 6: 5, 7: 4},
    "C": {2: 2, 3: 5, 4: 3, 5: 1, 6: 3, 7: 2, 8: 2},
}
"""By the letter of a sheet, the number of points of each of its sections."""
TOTALS = {
    "tp_fashion": 40,
    "tp_cifar": 60,
    "tp_mnist": 80,
    "tp_playground": 40,
    "tp_retropropagation": 60,
    "tp_cnn": 60,
}
EVIDENCE = {
    "images", "resume", "architecture", "poids", "courbes", "evaluation", "confusion", "classes",
    "erreurs", "activations", "filtres", "projection", "comparaison", "code", "constat",
    "fiabilite", "pareto", "cout", "effectifs", "pixels", "saturation", "relecture",
    "gradients", "concordance", "convexite", "symetrie", "separabilite",
    "evolution", "hyperparametres", "standardisation",
}  # fmt: skip

CALL = re.compile(r"\{\{\s*(\w+)\(")
WRITTEN = {
    "programme": re.compile(r"^```", re.MULTILINE),
    "tableau": re.compile(r"^\|[-: |]+\|$", re.MULTILINE),
    "formule": re.compile(r"^\$\$$", re.MULTILINE),
}
"""What an answer may show that no call makes."""

CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
PERCENTAGE = re.compile(r"\d\s*(%|pour cent|points?\b)")


@dataclass(frozen=True)
class Covered:
    """One line of the coverage table."""

    sheet: str
    section: int
    point: int
    question: str
    evidence: frozenset[str]


@cache
def load(slug: str) -> Lab:
    lab, problems = check_lab(ROOT / "labs" / slug)
    assert lab is not None, "\n".join(map(str, problems))
    return lab


@cache
def questions() -> dict[str, Question]:
    return {question.id: question for slug in SLUGS for question in load(slug).questions}


def answer(question: Question) -> str:
    assert question.solution is not None
    return question.solution.answer.source


@cache
def covered() -> tuple[Covered, ...]:
    text = (ROOT / "docs" / "couverture.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| ([A-Z]?)(\d+)\.(\d+) [^|]*\| `([\w-]+)` \|([^|]*)\|$", text, re.MULTILINE
    )
    return tuple(
        Covered(sheet, int(section), int(point), question, frozenset(re.findall(r"\w+", evidence)))
        for sheet, section, point, question, evidence in rows
    )


def shown(text: str) -> set[str]:
    """Return what an answer shows, by the words of the coverage table."""
    return set(CALL.findall(text)) - {"ref", "donne"} | {
        n for n, seen in WRITTEN.items() if seen.search(text)
    }


def everything_said(lab: Lab) -> str:
    return "\n".join(answer(question) for question in lab.questions)


@pytest.mark.parametrize("slug", SLUGS)
def test_lab_loads_without_problem(slug: str) -> None:
    assert list(map(str, check_lab(ROOT / "labs" / slug)[1])) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_has_an_answer_and_a_scheme_that_adds_up(slug: str) -> None:
    for question in load(slug).questions:
        assert question.solution is not None, question.id
        assert question.solution.answer.source.strip(), question.id
        assert sum(c.points for c in question.solution.scheme) == question.points, question.id


@pytest.mark.parametrize("slug", SLUGS)
def test_points_of_a_lab_make_the_total_that_its_introduction_announces(slug: str) -> None:
    lab = load(slug)
    introduction = lab.sections[0].blocks[0]
    assert not isinstance(introduction, Question)
    assert f"noté sur {TOTALS[slug]}" in introduction.source
    assert sum(question.points for question in lab.questions) == TOTALS[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_no_answer_types_a_percentage(slug: str) -> None:
    for question in load(slug).questions:
        prose = EXPRESSION.sub("", CODE.sub("", answer(question)))
        assert PERCENTAGE.search(prose) is None, question.id


@pytest.mark.parametrize("slug", SLUGS)
def test_every_run_and_population_is_used_by_an_answer(slug: str) -> None:
    lab = load(slug)
    used = re.findall(r'"(\w+)"|runs\.(\w+)', everything_said(lab))
    names = {name for pair in used for name in pair}
    assert set(lab.runs) <= names
    members = {m for name, family in lab.families.items() if name in names for m in family.members}
    assert set(lab.populations) <= names | members


@pytest.mark.parametrize("slug", SLUGS)
def test_statements_show_no_result(slug: str) -> None:
    for question in load(slug).questions:
        assert "runs." not in question.statement.source, question.id
        assert set(CALL.findall(question.statement.source)) <= {"images", "ref"}, question.id


@pytest.mark.parametrize("slug", SLUGS)
def test_prose_has_typographic_apostrophes(slug: str) -> None:
    for file in (ROOT / "labs" / slug / "sections").glob("*.md"):
        prose = EXPRESSION.sub("", CODE.sub("", file.read_text(encoding="utf-8")))
        assert re.search(r"[a-zA-Zé]'[a-zA-Zéêè]", prose) is None, file.name


def test_every_kind_of_evidence_is_used() -> None:
    said = "\n".join(everything_said(load(slug)) for slug in SLUGS)
    assert set(CALL.findall(said)) >= EVIDENCE
    assert 'method="pca"' in said
    assert 'method="tsne"' in said
    assert "normalise=true" in said


@pytest.mark.parametrize("sheet", POINTS_OF_SHEETS)
def test_every_point_of_a_sheet_is_in_the_coverage_table(sheet: str) -> None:
    sections = POINTS_OF_SHEETS[sheet].items()
    expected = {(section, p) for section, count in sections for p in range(1, count + 1)}
    assert expected <= {(line.section, line.point) for line in covered() if line.sheet == sheet}


def test_coverage_table_names_every_question_and_no_other() -> None:
    assert {line.question for line in covered()} == set(questions())


@pytest.mark.parametrize("line", covered(), ids=lambda line: line.question)
def test_covered_question_shows_the_evidence_announced(line: Covered) -> None:
    assert line.evidence == shown(answer(questions()[line.question]))


def test_every_answer_shows_something_beside_its_text() -> None:
    assert [line.question for line in covered() if not line.evidence] == []


def test_new_seeds_are_foreseen_only_where_three_are_known() -> None:
    for question in questions().values():
        for found in re.finditer(r'constat\("attendu", "(\w+)"\)', answer(question)):
            before = answer(question)[: found.start()]
            assert f"runs.{found[1]}.seed_count >= 3" in before.rpartition("{% if")[2]


def test_longer_runs_prolong_the_shorter_ones() -> None:
    cifar, fashion = load("tp_cifar").runs, load("tp_fashion").runs
    for short, long in (
        (cifar["trois_blocs_court"], cifar["trois_blocs"]),
        (cifar["norme_court"], cifar["norme"]),
        (cifar["leaky_court"], cifar["leaky"]),
        (fashion["dropout"], fashion["dropout_long"]),
    ):
        assert (short.model, short.preprocess, short.training) == (
            long.model, long.preprocess, long.training,
        )  # fmt: skip
        assert short.epochs < long.epochs
