"""``reportgen check DOSSIER``: statuses, typed numbers, results that contradict themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportgen.cli.main import cli
from tests.grading.factory import OPINION, Room, Student, hand_in, make_room

GOOD = {"poids": "Il y a 270 poids : 260 puis 10.", "exactitude": "87,5 %", "avis": OPINION}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTGEN_BUILD", raising=False)
    monkeypatch.setenv("REPORTGEN_DATA", str(tmp_path / "data"))
    return make_room(tmp_path, stored=False)


def check(room: Room, student: Student) -> Result:
    hand_in(room, student)
    return CliRunner().invoke(cli, ["check", f"rendus/{student.name}"])


def plain(result: Result) -> str:
    return re.sub("[\u00a0\u202f]", " ", result.output)


def test_a_right_report_is_said_to_be_so(room: Room) -> None:
    result = check(room, Student("a", GOOD))
    assert result.exit_code == 0, result.output
    assert "Rien à corriger." in result.output
    assert "3 répondues sur 4 questions" in plain(result)


def test_every_status_is_told(room: Room) -> None:
    statement = "Que pensez-vous du résultat ?"
    answers = {"poids": "270", "exactitude": "", "avis": statement, "libre": "Non merci."}
    text = plain(check(room, Student("a", answers)))
    for line in (
        "1.1 +Compter les poids +répondue",
        "1.2 +Mesurer +gabarit inchangé",
        "1.3 +Conclure +gabarit inchangé",
        "1.4 +Remarquer +trop court",
    ):
        assert re.search(line, text), text


def test_a_number_of_no_result_is_told_with_its_place_and_the_nearest(room: Room) -> None:
    result = check(room, Student("a", {"exactitude": "Mon réseau fait 91,3 %."}))
    assert result.exit_code == 1
    line = next(line for line in plain(result).splitlines() if "91,3" in line)
    assert re.match(r"  rendus/a/reponses\.md:\d+ : « 91,3 % » ; ", line)
    assert "le plus proche : exactitude de test de essai : 87,50 %" in line


def test_the_place_is_that_of_the_number(room: Room) -> None:
    result = check(room, Student("a", {"exactitude": "Une ligne.\n\nPuis 91,3 % ici."}))
    found = re.search(r"reponses\.md:(\d+)", result.output)
    assert found is not None
    lines = (room.root / "rendus/a/reponses.md").read_text(encoding="utf-8").splitlines()
    assert "91,3 %" in lines[int(found[1]) - 1]


@pytest.mark.parametrize("typed", ["87,5 %", "0,875", "87.5 %", "0.88", "0,4733", "6,3 s"])
def test_right_roundings_are_accepted(room: Room, typed: str) -> None:
    assert check(room, Student("a", {"exactitude": f"On lit {typed} ici."})).exit_code == 0


@pytest.mark.parametrize("typed", ["87,6 %", "0,86", "0,4734", "6,5 s", "5,9 points", "107 786"])
def test_wrong_roundings_are_told(room: Room, typed: str) -> None:
    result = check(room, Student("a", {"exactitude": f"On lit {typed} ici."}))
    assert f"« {typed} »" in plain(result)
    assert result.exit_code == 1


@pytest.mark.parametrize("given", ["3 époques", "lots de 16", "dix pour cent", "50 %", "en 2026"])
def test_settings_and_the_words_of_the_statement_are_no_measures(room: Room, given: str) -> None:
    assert check(room, Student("a", {"exactitude": f"Avec {given}, ça va bien."})).exit_code == 0


def test_an_ambiguous_number_is_told_with_both_readings(room: Room) -> None:
    result = check(room, Student("a", {"exactitude": "Une perte de 0,473 et 1.234 poids."}))
    assert "(peut se lire 1,234 ou 1 234)" in plain(result)


def test_a_value_of_one_epoch_explains_a_number_only_where_epochs_are_spoken_of(
    room: Room,
) -> None:
    alone = check(room, Student("a", {"exactitude": "Mon exactitude est de 60 %."}))
    assert "« 60 % »" in plain(alone)
    told = check(room, Student("b", {"exactitude": "À l’époque 2, la validation est à 60 %."}))
    assert told.exit_code == 0, told.output


def test_results_that_contradict_themselves_are_told(room: Room) -> None:
    result = check(room, Student("a", GOOD, changes={"params": 999}))
    assert result.exit_code == 1
    assert "les couches totalisent 270 poids, le fichier en annonce 999" in plain(result)


def test_epochs_declared_and_epochs_run_are_compared(room: Room) -> None:
    result = check(room, Student("a", GOOD, changes={"epochs": 12}))
    assert "rendu.yaml demande 3 époques, les résultats en ont 12" in plain(result)


def test_without_results_numbers_are_said_not_to_be_verifiable(room: Room) -> None:
    result = check(room, Student("a", {"exactitude": "91,3 %"}, accuracy=None))
    assert result.exit_code == 0
    assert "ne sont pas vérifiables" in result.output
    assert "Rien à corriger." not in result.output


def test_the_store_is_believed_before_the_file(tmp_path: Path, room: Room) -> None:
    from tests.grading.factory import store_results

    store_results(room, 0.875)
    result = check(room, Student("a", {"exactitude": "87,5 %"}, accuracy=0.5))
    assert result.exit_code == 0, result.output
    assert "ceux de votre magasin" in result.output


def test_a_lab_and_a_report_are_checked_together(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    result = CliRunner().invoke(cli, ["check", "tp_haut", "rendus/a"])
    assert result.exit_code == 0
    assert "tp_haut : aucun problème." in result.output


def test_a_broken_report_is_told_as_a_definition_is(room: Room) -> None:
    result = check(room, Student("a", {"poid": "270"}))
    assert result.exit_code == 3
    assert "question inconnue « poid »" in result.output
