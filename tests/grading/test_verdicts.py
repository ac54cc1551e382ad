"""Sixty reports of a made-up class, each with the verdict that it was written to get."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pytest

from reportgen.grading.flow import grade_one
from reportgen.grading.teacher import Teacher
from reportgen.grading.types import Graded, Unreadable, Verdict
from reportgen.submission.measured import Seed
from tests.grading.factory import OPINION, Room, Student, hand_in, make_room, results

RIGHT = "Il y a 270 poids : 260 puis 10."
MEASURED = "On mesure 87,5 % sur le test."
ELSEWHERE = 0.55
"""An accuracy that the corrigé's range leaves out."""


@dataclass(frozen=True)
class Case:
    """What one student wrote, the outcomes and proposals that it must get, a word of remark."""

    student: Student
    outcomes: dict[str, str | None]
    points: dict[str, tuple[float | None, ...]]
    remark: str = ""


def exact(name: str, text: str, outcome: str, points: tuple[float | None, ...]) -> Case:
    return Case(Student(name, {"poids": text}), {"poids": outcome}, {"poids": points})


def measure(
    name: str, text: str, outcome: str, points: tuple[float | None, ...], accuracy: float = 0.875
) -> Case:
    student = Student(name, {"exactitude": text}, accuracy=accuracy, units=4)
    return Case(student, {"exactitude": outcome}, {"exactitude": points})


def own(name: str, text: str, outcome: str, points: tuple[float | None, ...]) -> Case:
    """Take a network of their own, which no stored result can contradict."""
    student = Student(name, {"exactitude": text}, accuracy=ELSEWHERE, units=8)
    return Case(student, {"exactitude": outcome}, {"exactitude": points})


def strange(name: str, reason: str, **changes: object) -> Case:
    """Hand in results that contradict themselves, or their definition."""
    student = Student(name, {"exactitude": MEASURED}, changes=changes)
    return Case(student, {"exactitude": "écart"}, {"exactitude": (None, None)}, reason)


def seeds(**changes: object) -> list[Seed]:
    return [results(0.875).first.model_copy(update=changes)]


HISTORY = results(0.875).first.history
LEAP = {"val_accuracy": [0.5, 0.6, 0.95]}
ALL, NONE, JUDGE = (1.0, 1.0), (0.0, 0.0), (None, None)
FIRST = (1.0, None)
EXACT = [
    exact("juste", RIGHT, "conforme", ALL),
    exact("juste-tableau", "| 260 | 10 | **270** |", "conforme", ALL),
    exact("juste-formule", "Total : $260 + 10 = 270$.", "conforme", ALL),
    exact("juste-tex", "Total : $270$, soit $260$ et $10$ poids.", "conforme", ALL),
    exact("juste-code", "```\n260\n10\n270\n```", "conforme", ALL),
    exact("juste-expression", '{{ poids("essai") }}', "conforme", ALL),
    exact("juste-valeur", "{{ runs.essai.params | entier }} poids.", "écart", (1.0, 0.0)),
    exact("juste-point", "270. En tout 260.0 et 10.00.", "conforme", ALL),
    exact("total-seul", "Il y a 270 poids.", "écart", (1.0, 0.0)),
    exact("detail-seul", "La première en a 260, la seconde 10.", "écart", (0.0, 1.0)),
    exact("sommaire", "```\nTotal params: 270 (1.05 KB)\n 260 \n 10 \n```", "conforme", ALL),
    exact("trop", " ".join(map(str, range(500))), "non vérifiable", JUDGE),
    exact("noms", "conv2d_270, CIFAR-260 et 0,10.", "écart", NONE),
    exact("faux", "Il y a 300 poids.", "écart", NONE),
    exact("presque", "Il y a 271 poids, dont 261 et 10.", "écart", NONE),
    exact("arrondi", "Environ 2,7e2 poids, 260 puis 10.", "conforme", ALL),
    exact(
        "sans-nombre",
        "Beaucoup, surtout au début du réseau.",
        "non vérifiable",
        JUDGE,
    ),
    exact("image", "![mon calcul](calcul.png)", "non vérifiable", JUDGE),
]
MEASURES = [
    measure("francais", MEASURED, "conforme", FIRST),
    measure("anglais", "We measure 87.5 % on the test set.", "conforme", FIRST),
    measure("part", "L’exactitude vaut 0,875.", "conforme", FIRST),
    measure("part-anglaise", "Accuracy: 0.875", "conforme", FIRST),
    measure("part-ambigue", "L’exactitude vaut 0.875, la perte 0.473.", "conforme", FIRST),
    measure("arrondi-haut", "Environ 88 % de réussite.", "conforme", FIRST),
    measure("scientifique", "On trouve 8,75 × 10⁻¹.", "conforme", FIRST),
    measure("scientifique-anglais", "On trouve 8.75e-1.", "conforme", FIRST),
    measure("expression", "{{ runs.essai.test.accuracy | pourcent }}", "conforme", FIRST),
    measure("tableau", '{{ evaluation("essai") }}', "conforme", FIRST),
    measure("gras", "**87,5 %**", "conforme", FIRST),
    measure("insecable", "Elle atteint 87,5\u00a0% ici.", "conforme", FIRST),
    measure("etroite", "Elle atteint 87,5\u202f% ici.", "conforme", FIRST),
    measure("avec-erreur", "12,5 % d’erreur, donc 87,5 %.", "conforme", FIRST),
    measure("avec-duree", "87,5 % en 6,3 s, soit 2,1 s par époque.", "conforme", FIRST),
    measure("avec-donnees", "87,5 % après 3 époques, par lots de 16.", "conforme", FIRST),
    measure("avec-courbe", "87,5 % au test ; la perte passe de 0,9 à 0,41.", "conforme", FIRST),
    measure("avec-question", "87,5 %, comme à la question 1.1.", "conforme", FIRST),
    measure("mal-arrondi", "On mesure 87,9 % sur le test.", "écart", JUDGE),
    measure("faux-pres", "On mesure 87,2 % sur le test.", "écart", JUDGE),
    measure("invente", "On mesure 95,2 % sur le test.", "écart", JUDGE),
    measure("invente-aussi", "87,5 % au test et 99,9 % à l’apprentissage.", "écart", JUDGE),
    measure("ecart-juste", "87,5 %, soit 5,5 points de mieux.", "conforme", FIRST),
    measure("prose", "Le réseau a très bien appris.", "non vérifiable", JUDGE),
    measure("duree-fausse", "87,5 % en 25 s.", "écart", JUDGE),
    own("autre-reseau", "Mon réseau fait 55 %.", "écart", JUDGE),
    own("autre-expression", "{{ runs.essai.test.accuracy | pourcent }}", "écart", JUDGE),
    measure("autre-chance", "On mesure 85 % sur le test.", "conforme", FIRST, accuracy=0.85),
]  # fmt: skip
FORGED = [
    measure("forge", "On mesure 100 % sur le test.", "écart", JUDGE, accuracy=1.0),
    measure("forge-expression", '{{ evaluation("essai") }}', "écart", JUDGE, accuracy=1.0),
    measure("forge-bas", "On mesure 40 % sur le test.", "écart", JUDGE, accuracy=0.4),
    strange("poids-faux", "poids", params=999),
    strange("epoques-fausses", "époques", epochs=12),
    strange("lots-faux", "par lot", batch_size=64),
    strange("matrice", "confusion", seeds=seeds(confusion=[[10, 20], [0, 10]])),
    strange("matrice-taille", "confusion", seeds=seeds(confusion=[[7]])),
    strange("courbe", "courbe", seeds=seeds(history={"val_accuracy": [0.1]})),
    strange("validation", "validation", seeds=seeds(history=HISTORY | LEAP)),
]  # fmt: skip
EMPTY = [
    Case(Student("vide"), {"poids": None, "exactitude": None}, {"poids": NONE, "avis": (0.0,)}),
    Case(Student("blanc", {"poids": "  \n "}), {"poids": None}, {"poids": NONE}),
    Case(
        Student("sans-resultats", {"exactitude": MEASURED}, accuracy=None),
        {"exactitude": "non vérifiable"},
        {"exactitude": FIRST},
    ),
]
CASES = [*EXACT, *MEASURES, *FORGED, *EMPTY]
UNREADABLE = [
    Student("sans-rendu", files={"rendu.yaml": b""}),
    Student("octets", files={"rendu.yaml": b"\xff\xfe\x00"}),
    Student("yaml", files={"rendu.yaml": b"lab: [\n"}),
    Student("bombe", files={"rendu.yaml": b"a: &a [x]\nb: &b [*a,*a]\nlab: tp_haut\nc: [*b,*b]\n"}),
    Student("autre-tp", files={"rendu.yaml": b"lab: tp_fashion\nauthors: [Ada]\n"}),
    Student("question", answers={"poid": "270"}),
    Student("boucle", answers={"poids": "{% for x in range(9) %}a{% endfor %}"}),
    Student("profond", answers={"poids": "{{ " + "(" * 400 + "1" + ")" * 400 + " }}"}),
]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return make_room(tmp_path_factory.mktemp("classe"))


@pytest.fixture(scope="module")
def teacher(room: Room) -> Teacher:
    return Teacher(room.project, room.folder)


def graded(room: Room, teacher: Teacher, student: Student) -> Graded:
    result = grade_one(student.name, hand_in(room, student), teacher)
    assert isinstance(result, Graded), result
    return result


def of(report: Graded, question: str) -> Verdict:
    return next(verdict for verdict in report.verdicts if verdict.question == question)


def test_the_class_has_sixty_reports_at_least() -> None:
    assert len(CASES) + len(UNREADABLE) >= 60
    names = [case.student.name for case in CASES] + [student.name for student in UNREADABLE]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.student.name)
def test_each_report_gets_its_verdicts(room: Room, teacher: Teacher, case: Case) -> None:
    report = graded(room, teacher, case.student)
    for question, outcome in case.outcomes.items():
        verdict = of(report, question)
        assert verdict.outcome == outcome, verdict.facts
    for question, points in case.points.items():
        proposals = of(report, question).proposals
        assert tuple(proposal.points for proposal in proposals) == points, proposals
    assert case.remark in " ".join(report.remarks)


@pytest.mark.parametrize("student", UNREADABLE, ids=lambda student: student.name)
def test_what_cannot_be_read_is_said(room: Room, teacher: Teacher, student: Student) -> None:
    result = grade_one(student.name, hand_in(room, student), teacher)
    assert isinstance(result, Unreadable)
    assert result.error
    assert "imprévue" not in result.error


def test_a_forged_file_is_held_against_the_store(room: Room, teacher: Teacher) -> None:
    report = graded(room, teacher, Student("faussaire", {"exactitude": "100 %"}, accuracy=1.0))
    (remark,) = report.remarks
    assert "100,00 %" in remark.replace("\u00a0", " ")
    assert "87,50 % pour le même entraînement" in remark.replace("\u00a0", " ")


def test_a_network_of_their_own_is_not_disputed(room: Room, teacher: Teacher) -> None:
    student = Student("original", {"exactitude": "55 %"}, accuracy=ELSEWHERE, units=8)
    assert graded(room, teacher, student).remarks == ()


def test_prose_is_never_judged(room: Room, teacher: Teacher) -> None:
    report = graded(room, teacher, Student("prose-seule", {"avis": OPINION}))
    verdict = of(report, "avis")
    assert verdict.outcome is None
    assert [(p.points, p.reason) for p in verdict.proposals] == [(None, "à apprécier")]


def test_a_range_says_where_it_comes_from(room: Room, teacher: Teacher) -> None:
    report = graded(room, teacher, Student("loin", {"exactitude": "95,2 %"}))
    told = " ".join(fact.text for fact in of(report, "exactitude").facts)
    assert "intervalle de Wilson à 95 % sur 40" in told
    assert "au moins ± 2 points" in told


def test_other_images_are_not_compared(room: Room, teacher: Teacher) -> None:
    student = Student("images", {"exactitude": "87,5 %"}, changes={"data": "ab" * 32})
    verdict = of(graded(room, teacher, student), "exactitude")
    assert verdict.outcome == "non vérifiable"
    assert any("autres images" in fact.text for fact in verdict.facts)


def test_without_results_of_the_corrige_nothing_is_compared(tmp_path: Path) -> None:
    room = make_room(tmp_path, stored=False)
    teacher = Teacher(room.project, room.folder)
    verdict = of(graded(room, teacher, Student("ada", {"exactitude": MEASURED})), "exactitude")
    assert verdict.outcome == "non vérifiable"
    assert [proposal.points for proposal in verdict.proposals] == [None, None]


def test_results_outside_the_folder_are_not_read(room: Room, teacher: Teacher) -> None:
    mine = hand_in(room, Student("voisine", {"exactitude": MEASURED}))
    folder = hand_in(room, Student("lien", {"exactitude": MEASURED}, accuracy=None))
    (folder / "remise" / "resultats.json").symlink_to(mine / "remise" / "resultats.json")
    report = grade_one("lien", folder, teacher)
    assert isinstance(report, Graded)
    assert "hors du dossier" in report.remarks[0]


@pytest.mark.parametrize("piece", ["0,913 ", "91,3 % ", "$a$ ", "`a ", "(28, 28", "1e9"])
def test_a_long_answer_costs_seconds_at_most(room: Room, teacher: Teacher, piece: str) -> None:
    name = f"long-{piece.encode().hex()}"
    folder = hand_in(room, Student(name, {"poids": piece * (200_000 // len(piece))}))
    started = process_time()
    grade_one(name, folder, teacher)
    assert process_time() - started < 20  # a quadratic pattern would take many minutes
