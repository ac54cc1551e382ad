"""What a document states, what other trainings make of it, and what is left untouched."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.expressions import make_evaluator
from reportgen.document.marks import Evaluated, Evaluator
from reportgen.drift.claims import claim, split_sentences
from reportgen.drift.comparison import compare
from reportgen.drift.flow import DriftRequest, find_drift
from reportgen.drift.intervals import has_moved
from reportgen.drift.marking import FIXED, mark_measured
from reportgen.drift.reading import read_passages, statements
from reportgen.drift.seeds import seed_groups, with_all_seeds, with_seeds
from reportgen.drift.types import Drift, Finding, Heading, Novelty, Passage
from reportgen.errors import StoreError, UsageError
from reportgen.evidence.elements import Element, Remark
from reportgen.evidence.vocabulary import FILTERS
from reportgen.french.numbers import decimal, duree, entier, points, pourcent, scientifique
from reportgen.french.typography import typeset_text
from reportgen.lab.attributes import RUN
from reportgen.lab.loading import load_lab
from reportgen.lab.types import Lab, Place, Prose
from reportgen.project import locate
from reportgen.trajectory import digest
from tests.project_lab import Bench, Counter, make_bench

HEADING = Heading("1.1", "gain", "Le gain")
BETTER = typeset_text(
    "Le gain, de 2,1 points, est significatif (intervalle à 95 % : entre 0,4 et 3,8 points ; test "
    "exact de McNemar : p = 0,017)."
)
UNPROVEN = typeset_text(
    "L’écart, de 0,4 point, n’est pas significatif (intervalle à 95 % : entre −0,9 et 1,7 point ; "
    "test exact de McNemar : p = 0,61), et ces données ne départagent pas les deux modèles."
)
NEEDED = typeset_text("Si l’écart réel était celui-là, il faudrait 1 700 images de test.")


# Documents by hand: prose, and what the trainings make of its names.


def evaluator(sentences: tuple[str, ...] = (), **run: Any) -> Evaluator:
    """Return the evaluation of prose where ``runs.a`` is *run* and remarks say *sentences*."""
    names = {
        "runs": {"a": SimpleNamespace(title="réseau A", params=1234, **run)},
        "datasets": {"d": SimpleNamespace(class_count=10)},
        "constat": lambda *_: Remark("", "Constat", "Constat.", sentences=sentences),
        "courbes": lambda *_, **__: Element("", "", ""),
    }
    return make_evaluator(names, FILTERS, mark_measured)


def told(source: str, sentences: tuple[str, ...] = (), **run: Any) -> tuple[Passage, ...]:
    """Return the document of one answer."""
    prose = Prose(source, Place(Path("01.md"), 1))
    return (Passage(HEADING, statements(evaluator(sentences, **run)(prose))),)


def texts(source: str, sentences: tuple[str, ...] = (), **run: Any) -> list[str]:
    (passage,) = told(source, sentences, **run)
    return [statement.text for statement in passage.statements]


def remarks(before: str, *after: str) -> tuple[list[Finding], list[Novelty]]:
    """Compare a remark of one sentence with another remark."""
    source = '{{ constat("comparaison", "a", "b") }}'
    found = compare(told(source, (before,)), [told(source, after)])
    return list(found[0]), list(found[1])


def only(found: tuple[list[Finding], list[Novelty]]) -> tuple[str, str | None]:
    """Return what became of the only statement; nothing is new."""
    (finding,), novelties = found
    assert novelties == []
    (outcome,) = finding.outcomes
    return outcome.kind, outcome.text


# What a sentence claims.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Il gagne 1,5 point.", "Il gagne 12,0 points."),
        ("Il gagne moins de 0,1 point.", "Il gagne 2,1 points."),
        ("Elle fait une erreur (p < 0,001).", "Elle fait 1 234 erreurs (p = 0,032)."),
        ("Cela dure 4,2 s.", "Cela dure 12 min 5 s."),
        ("une autre est à égalité", "deux autres sont à égalité"),
        ("un gain d’une image", "un gain de trois images"),
        ("(entre −0,3 et 1,2 point)", "(entre 0,1 et 2,2 points)"),
        ("C’est la 1re époque.", "C’est la 3e époque."),
    ],
)
def test_other_numbers_are_the_same_claim(one: str, other: str) -> None:
    assert claim(one) == claim(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Il a 2,0 points d’avance.", "Il a −2,0 points d’avance."),
        ("« 3 » pris pour « 8 »", "« 3 » pris pour « 5 »"),
        ("Le modèle « 5 × 5 » gagne.", "Le modèle « 3 × 3 » gagne."),
        ("Il compte 2 fois plus de poids.", "Il compte 2 fois moins de poids."),
        ("L’écart est significatif.", "L’écart n’est pas significatif."),
        ("Elle vaut 1,5.", "Elle vaut indéfini."),
    ],
)
def test_another_sign_name_or_verdict_is_another_claim(one: str, other: str) -> None:
    assert claim(one) != claim(other)


SHOWN: dict[str, Callable[[float], str]] = {
    "entier": lambda x: entier(1e6 * x),
    "decimal": decimal,
    "pourcent": pourcent,
    "points": points,
    "duree": lambda x: duree(1e5 * x),
    "scientifique": lambda x: scientifique(x + 1e-9),
}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
@given(one=st.floats(0, 1), other=st.floats(0, 1))
def test_no_printed_number_is_part_of_a_claim(
    shown: Callable[[float], str], one: float, other: float
) -> None:
    if shown is SHOWN["scientifique"]:  # the power of ten is left out where it is 10⁰
        one, other = one / 10, other / 10
    assert claim(f"On mesure {shown(one)}.") == claim(f"On mesure {shown(other)}.")


def test_sentences_end_before_a_capital() -> None:
    text = "Il vaut 0,5. Est-ce « assez » ? « Oui ! » répond-il (à peu près)… Non."
    assert split_sentences(text) == [
        "Il vaut 0,5.",
        "Est-ce « assez » ?",
        "« Oui ! » répond-il (à peu près)…",
        "Non.",
    ]


# What a document states.


def test_a_sentence_with_a_measured_value_is_a_statement() -> None:
    source = "Le test est neuf. Il donne **{{ runs.a.accuracy | pourcent(1) }}**, ce qui suffit."
    assert texts(source, accuracy=0.5) == ["Il donne 50,0\u00a0%, ce qui suffit."]


def test_what_is_known_before_training_is_no_statement() -> None:
    source = (
        "{{ runs.a.title }} : {{ runs.a.params | entier }} poids, "
        '{{ datasets.d.class_count }} classes, {{ ref("x") }}.'
    )
    assert texts(source) == []


def test_what_a_run_has_before_training_is_in_the_vocabulary() -> None:
    assert set(FIXED) <= set(RUN)


def test_a_branch_that_results_choose_is_a_statement_and_what_follows_is_not() -> None:
    source = "{% if runs.a.gap > 0 %}Il apprend. Trop.\n\n{% endif %}Le cours le dit."
    assert texts(source, gap=1) == ["Il apprend.", "Trop."]
    assert texts(source, gap=-1) == []


def test_a_list_in_a_branch_stays_a_list() -> None:
    source = "Voici :\n\n{% if runs.a.gap > 0 %}\n- Il apprend.\n- Un peu.\n{% endif %}\n\nFin."
    assert texts(source, gap=1) == ["Il apprend.", "Un peu."]


def test_every_sentence_of_a_remark_is_a_statement() -> None:
    source = 'Voici.\n\n{{ constat("x", "a") }}\n\n{{ courbes("a") }}'
    assert texts(source, ("Il gagne.", "Un peu.")) == ["Il gagne.", "Un peu."]


def test_statements_are_read_in_lists_tables_and_code_is_left() -> None:
    source = "- `{{ x }}`\n- vaut {{ runs.a.gap }}\n\n| a |\n|---|\n| {{ runs.a.gap }} ici |\n"
    assert texts(source, gap=3) == ["vaut 3", "3 ici"]


def test_passages_are_numbered_as_in_the_document(lab: Lab) -> None:
    passages = read_passages(lab, lambda prose: Evaluated(prose.source))
    headings = [(p.heading.number, p.heading.id, p.heading.title) for p in passages]
    section = ("1", lab.sections[0].id, "Mesures")
    assert headings == [section, *[("1.1", "exactitude", "")] * 3]


# What became of it.


def test_an_unchanged_claim_with_other_numbers_is_no_drift() -> None:
    other = BETTER.replace("2,1", "2,4").replace("0,017", "0,004")
    assert only(remarks(BETTER, other)) == ("numbers", other)


def test_the_same_sentence_is_no_change() -> None:
    assert only(remarks(BETTER, BETTER)) == ("same", BETTER)


def test_a_flipped_verdict_is_given_with_both_versions() -> None:
    (finding,), novelties = remarks(BETTER, UNPROVEN, NEEDED)
    assert (finding.text, finding.holds) == (BETTER, False)
    assert [(o.kind, o.text) for o in finding.outcomes] == [("changed", UNPROVEN)]
    assert [novelty.text for novelty in novelties] == [NEEDED]


def test_a_vanished_sentence_and_a_new_one_are_not_two_versions() -> None:
    (finding,), (novelty,) = remarks("Une seule graine a été entraînée.", NEEDED)
    assert [(o.kind, o.text) for o in finding.outcomes] == [("gone", None)]
    assert (novelty.text, novelty.heading) == (NEEDED, HEADING)


def test_a_sentence_is_compared_with_the_one_about_the_same_model() -> None:
    source = '{{ constat("comparaison", "a", "b", "c") }}'
    one = ("Le modèle « b » ne s’en distingue pas.", "Le modèle « c » fait mieux qu’elle.")
    other = ("Le modèle « b » fait moins bien qu’elle.", "Le modèle « c » ne s’en distingue pas.")
    found, novelties = compare(told(source, one), [told(source, other)])
    texts_there = [finding.outcomes[0].text for finding in found]
    assert texts_there == [typeset_text(text) for text in other]
    assert novelties == ()


def test_the_other_branch_is_another_version() -> None:
    source = "{% if runs.a.gap > 0 %}Il apprend trop.{% else %}Rien ne le montre.{% endif %}"
    (finding,), novelties = compare(told(source, gap=1), [told(source, gap=-1)])
    assert (finding.outcomes[0].text, novelties) == ("Rien ne le montre.", ())


def test_a_branch_without_another_vanishes_and_leaves_its_neighbours_alone() -> None:
    source = (
        "{% if runs.a.gap > 0 %}Il apprend trop. {% endif %}L’écart vaut {{ runs.a.gap | entier }}."
    )
    found, novelties = compare(told(source, gap=2), [told(source, gap=0)])
    assert [(f.text, f.outcomes[0].kind) for f in found] == [
        ("Il apprend trop.", "gone"),
        ("L’écart vaut 2.", "numbers"),
    ]
    assert novelties == ()


def test_sentences_in_another_order_still_hold() -> None:
    source = '{{ constat("classes", "a") }}'
    one, other = ("La pire est « a ».", "Il gagne 2 points."), ("Il gagne 3 points.",)
    found, novelties = compare(told(source, one), [told(source, (*other, one[0]))])
    assert ([finding.holds for finding in found], novelties) == ([True, True], ())


def test_every_seed_gives_its_own_verdict() -> None:
    source = '{{ constat("comparaison", "a", "b") }}'
    others = [told(source, (text,)) for text in (BETTER, UNPROVEN, BETTER)]
    ((finding,), _) = compare(told(source, (BETTER,)), others)
    assert (finding.holding, finding.holds) == (2, False)


def test_a_new_sentence_is_told_once_with_all_that_state_it() -> None:
    source = '{{ constat("comparaison", "a", "b") }}'
    others = [told(source, said) for said in (("Il va mal 2 fois.",), (), ("Il va mal 3 fois.",))]
    _, (novelty,) = compare(told(source), others)
    assert (novelty.text, novelty.replicas) == ("Il va mal 2\u00a0fois.", (0, 2))


# Numbers that leave the interval printed with them.


def test_an_estimate_outside_the_printed_interval_has_moved() -> None:
    far = BETTER.replace("2,1", "4,1").replace("0,4 et 3,8", "2,0 et 6,2")
    assert remarks(BETTER, far)[0][0].outcomes[0].kind == "moved"


def test_a_difference_takes_the_sign_that_its_interval_gives_it() -> None:
    lower = UNPROVEN.replace("0,4", "1,2").replace("−0,9 et 1,7", "−2,4 et 0,1")
    assert has_moved(UNPROVEN, lower)
    assert not has_moved(UNPROVEN, UNPROVEN.replace("0,4", "1,2"))


def test_an_interval_of_rates_is_read() -> None:
    one = "La pire est « a » (rappel de 45,0 %, intervalle à 95 % : de 35,1 % à 55,2 %)."
    assert has_moved(one, one.replace("45,0", "56,0"))
    assert not has_moved(one, one.replace("45,0", "36,0"))


def test_a_sentence_without_an_interval_never_moves() -> None:
    assert not has_moved("Elle vaut 2,1 %.", "Elle vaut 92,1 %.")


# Seeds.


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """Return a lab of two runs, with seed 1."""
    return load_lab(make_bench(tmp_path).folder)


def test_the_least_unused_seeds_are_chosen(lab: Lab) -> None:
    assert seed_groups(lab, ()) == ((2,), (3,), (4,))


def test_a_lab_of_several_seeds_is_compared_with_as_many(lab: Lab) -> None:
    several = with_seeds(lab, (1,))
    several = with_all_seeds(several, ((1,), (5,), (2,)))
    assert seed_groups(several, ()) == ((3, 4, 6),)
    assert seed_groups(several, (7, 8, 9, 10, 11, 12)) == ((7, 8, 9), (10, 11, 12))
    with pytest.raises(UsageError, match="multiple de 3, reçu 2"):
        seed_groups(several, (7, 8))


def test_a_seed_of_the_lab_says_nothing_new(lab: Lab) -> None:
    with pytest.raises(UsageError, match="déjà entraîné avec la graine 1 "):
        seed_groups(lab, (1, 2))


# A whole lab.


REMARKS = """{{ evaluation("petit", "large") }}

{{ constat("comparaison", "petit", "large") }}

{{ constat("classes", "petit") }}"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return a project whose lab is built."""
    bench = make_bench(tmp_path_factory.mktemp("drift"))
    bench.edit("sections/01-mesures.md", '{{ evaluation("petit", "large") }}', REMARKS)
    assert bench.build().problems == ()
    return bench


def drift(bench: Bench, counter: Counter | None = None, **request: Any) -> Drift:
    return find_drift(bench.project, DriftRequest("tp_points", **request), counter or Counter())


def contents(*folders: Path) -> dict[Path, tuple[bytes, int]]:
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.mark.keras
def test_new_seeds_are_trained_once_and_change_nothing_of_the_lab(bench: Bench) -> None:
    store = bench.project.store
    own = contents(*(store / "trajectories").iterdir())
    rest = contents(bench.reports, store / "elements", store / "probes")
    first, second = Counter(), Counter()
    found = drift(bench, first, seeds=(11, 12))
    assert sorted(name for name, _, _ in first.started) == ["large", "large", "petit", "petit"]
    assert drift(bench, second, seeds=(11, 12)) == found
    assert contents(*{path.parent for path in own}) == own
    assert contents(bench.reports, store / "elements", store / "probes") == rest
    assert bench.build(second).problems == ()
    assert second.started == []


@pytest.mark.keras
def test_the_statements_are_those_of_the_answer_key(bench: Bench) -> None:
    found = drift(bench, seeds=(11, 12))
    page = (bench.reports / "corrige.html").read_text(encoding="utf-8").replace("&nbsp;", "\u00a0")
    page = re.sub(r"</?span[^>]*>", "", page)
    first, *others = found.findings
    assert first.text.startswith("Elle vaut ")
    assert len(others) >= 4
    assert [finding.text for finding in found.findings if finding.text not in page] == []
    assert {finding.heading for finding in found.findings} == {Heading("1.1", "exactitude", "")}
    assert {len(finding.outcomes) for finding in found.findings} == {2}


@pytest.mark.keras
def test_a_sujet_states_only_what_students_read(bench: Bench) -> None:
    assert drift(bench, seeds=(11,), document="sujet").findings == ()


@pytest.mark.keras
def test_a_lab_must_have_its_own_results_first(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"petit.*« reportgen build tp_points »"):
        drift(make_bench(tmp_path))


@pytest.mark.keras
def test_the_same_results_elsewhere_say_the_same(bench: Bench, tmp_path: Path) -> None:
    other = shutil.copytree(bench.project.store, tmp_path / "store")
    before = contents(other)
    found = drift(bench, against=tmp_path)
    assert {outcome.kind for f in found.findings for outcome in f.outcomes} == {"same"}
    assert found.replicas[0].seeds == ()
    assert contents(other) == before


@pytest.mark.keras
def test_results_of_another_keras_are_found_elsewhere(bench: Bench, tmp_path: Path) -> None:
    shutil.copytree(bench.project.store, tmp_path / "store")
    for path in list(tmp_path.rglob("spec.json")):
        spec = json.loads(path.read_text(encoding="utf-8"))
        spec["versions"]["keras"] = "3.0.0"
        path.write_text(json.dumps(spec), encoding="utf-8")
        path.parent.rename(path.parent.with_name(digest(spec)))
    assert drift(bench, against=tmp_path / "store").holding > 0


@pytest.mark.keras
def test_results_missing_elsewhere_are_named(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "trajectories").mkdir()
    with pytest.raises(StoreError, match=r"petit \(graine 1\) et large \(graine 1\)"):
        drift(bench, against=tmp_path)


@pytest.mark.keras
def test_a_folder_that_is_no_store_is_told(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="ne contient pas d’entraînements"):
        drift(bench, against=tmp_path)


def test_new_seeds_and_another_store_are_not_asked_together(tmp_path: Path) -> None:
    request = DriftRequest("tp_points", seeds=(2,), against=tmp_path)
    with pytest.raises(UsageError, match="--seeds"):
        find_drift(locate(tmp_path), request, Counter())
