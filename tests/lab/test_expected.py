"""``:attendu:`` names values of the lab, and only the corrigé knows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.document.compose import without_solutions
from reportgen.lab.loading import check_lab
from reportgen.lab.needs import with_needed_runs
from tests.project_lab import make_bench


def questions_with(tmp_path: Path, option: str) -> tuple[object, str]:
    bench = make_bench(tmp_path)
    bench.edit("sections/01-mesures.md", ":kind: mesure", f":kind: mesure\n{option}")
    lab, problems = check_lab(bench.folder)
    return lab, "\n".join(map(str, problems))


def test_expressions_are_read_by_criterion(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    option = ":attendu: runs.petit.params; ; runs.large.test.accuracy, runs.petit.gap"
    bench.edit("sections/01-mesures.md", ":kind: mesure", f":kind: mesure\n{option}")
    lab, problems = check_lab(bench.folder)
    assert problems == ()
    assert lab is not None
    (question,) = lab.questions
    assert question.solution is not None
    assert [prose.source for prose in question.solution.expected] == [
        "{{ runs.petit.params }}",
        "",
        "{{ runs.large.test.accuracy, runs.petit.gap }}",
    ]
    assert without_solutions(lab).questions[0].solution is None


def test_runs_that_are_expected_are_needed_by_the_corrige_alone(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    text = (bench.folder / "sections/01-mesures.md").read_text(encoding="utf-8")
    text = text.replace(', "large"', "").replace(
        ":kind: mesure", ":kind: mesure\n:attendu: runs.large.params"
    )
    (bench.folder / "sections/01-mesures.md").write_text(text, encoding="utf-8")
    lab, _ = check_lab(bench.folder)
    assert lab is not None
    assert set(with_needed_runs(lab, solutions=True).runs) == {"petit", "large"}
    assert set(with_needed_runs(lab, solutions=False).runs) == set()


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (":attendu:", "« :attendu: » est vide"),
        (":attendu: ; ;", "« :attendu: » est vide"),
        (":attendu: runs.grand.params", "entraînement inconnu « grand »"),
        (":attendu: runs.petit.parms", "peut-être « params »"),
        (":attendu: runs.petit.params - 1", "calcul ou appel non admis"),
        (":attendu: runs.petit.params | entier", "calcul ou appel non admis"),
        (':attendu: poids("petit")', "calcul ou appel non admis"),
        (":attendu: 107786", "ne nomme aucune valeur"),
        (":attendu: runs.petit.params }} et {{ runs.large.params", "calcul ou appel non admis"),
        (":attendu: runs.petit.", "expression"),
    ],
)
def test_what_it_may_not_say_is_told_with_its_line(tmp_path: Path, option: str, said: str) -> None:
    lab, problems = questions_with(tmp_path, option)
    assert lab is None
    assert said in problems
    assert "01-mesures.md:8" in problems
