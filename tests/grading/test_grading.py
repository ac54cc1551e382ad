"""A whole class graded: files, table, statistics, feedback, and what one bad report costs."""

from __future__ import annotations

import csv
import json
import os
import re
from io import StringIO
from pathlib import Path

import pytest

from reportgen.cli.grades import describe_class
from reportgen.errors import DataError
from reportgen.grading.flow import GradeReport, GradeRequest, grade
from reportgen.grading.naming import names_of
from reportgen.reporting import SilentReporter
from tests.grading.factory import OPINION, Room, Student, hand_in, make_room

GOOD = {"poids": "Il y a 270 poids : 260 puis 10.", "exactitude": "87,5 %", "avis": OPINION}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


def grade_class(room: Room, *formats: str) -> GradeReport:
    folders = tuple(sorted((room.root / "rendus").iterdir()))
    request = GradeRequest(str(room.folder), folders, formats=formats)  # type: ignore[arg-type]
    return grade(room.project, request, SilentReporter())


def table(report: GradeReport) -> list[dict[str, str]]:
    content = (report.folder / "notes.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_one_unreadable_report_does_not_stop_the_others(room: Room) -> None:
    hand_in(room, Student("a"))
    hand_in(room, Student("b", files={"rendu.yaml": b"\xff"}))
    hand_in(room, Student("c", GOOD))
    (room.root / "rendus" / "d.zip").write_bytes(b"PK")
    report = grade_class(room)
    assert [row["Rendu"] for row in table(report)] == ["a", "c", "b", "d-zip"]
    assert "encodage incorrect" in table(report)[2]["Remarques"]
    assert len(report.results.unreadable) == 2


def test_data_that_are_missing_stop_the_class_instead_of_every_report(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    (room.folder / "points.npz").unlink()
    with pytest.raises(DataError, match=r"points\.npz"):
        grade_class(room)
    assert not (room.root / "corrections").exists()


def test_a_folder_without_a_report_is_told_as_such(room: Room) -> None:
    for name, files in (("a", {}), ("b", {"rendu.yaml": b""})):
        hand_in(room, Student(name, files=files))
    (room.root / "rendus" / "a" / "rendu.yaml").unlink()
    missing, empty = (one.error for one in grade_class(room).results.unreadable)
    assert "fichier introuvable ; « reportgen start » en écrit la trame" in missing
    assert "fichier vide ; attendu : qui rend, et quel TP" in empty
    assert missing.endswith("1 problème dans le compte rendu")


def test_archives_pipes_dead_links_and_closed_folders_are_told_one_by_one(room: Room) -> None:
    rendus = room.root / "rendus"
    hand_in(room, Student("a", GOOD))
    (rendus / "b.zip").write_bytes(b"PK")
    os.mkfifo(rendus / "c")
    (rendus / "d").symlink_to("nulle-part")
    for rank in range(2_000):
        (rendus / "a" / f"vide-{rank}").touch()
    report = grade_class(room)
    assert len(report.results.marked) == 1
    archive, pipe, link = (one.line for one in report.results.unreadable)
    assert archive.endswith("b.zip : ce n’est pas un dossier ; une archive se décompresse.")
    assert pipe.endswith("c : ce n’est pas un dossier ; une archive se décompresse.")
    assert link.endswith("d : introuvable, ou dans un dossier fermé.")


def test_the_table_has_points_and_verdicts_that_excel_reads(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    report = grade_class(room)
    path = report.folder / "a.yaml"
    text = path.read_text(encoding="utf-8").replace("      - points:\n", "      - points: 0.5\n")
    path.write_text(text, encoding="utf-8")
    (row,) = table(grade_class(room))
    assert (row["Points"], row["À apprécier"], row["Sur"]) == ("4", "0", "8")
    assert (row["1.2 points"], row["1.2 vérification"]) == ("1,5", "conforme")


def test_names_that_a_spreadsheet_would_run_are_made_text(room: Room) -> None:
    hand_in(room, Student("a", authors=("=cmd|' /C calc'!A0",)))
    (row,) = table(grade_class(room))
    assert row["Auteurs"].startswith("'=")


def test_json_says_the_same_with_every_fact(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    hand_in(room, Student("b"))
    report = grade_class(room)
    value = json.loads((report.folder / "notes.json").read_text(encoding="utf-8"))
    assert [one["points"] for one in value["rendus"]] == [3.0, 0.0]
    assert value["rendus"][0]["questions"][0]["facts"][0]["outcome"] == "conforme"
    assert value["questions"][0] | {"title": ""} == {
        "question": "poids",
        "number": "1.1",
        "title": "",
        "points": 2.0,
        "mean": 1.0,
        "decided": 2,
        "answered": 0.5,
        "conform": 1.0,
        "verified": 1,
    }


def test_near_copies_are_pointed_out_neutrally(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    hand_in(room, Student("b", {"avis": OPINION}))
    hand_in(room, Student("c", {"avis": "Je ne sais pas."}))
    report = grade_class(room)
    text = "\n".join(describe_class(report))
    assert "Réponses semblables : a et b, 1.3 (identique)." in text
    assert not re.search("copié|triche|plagia", text, re.IGNORECASE)
    assert "Réponses semblables à celles de b." in table(report)[0]["Remarques"]


def test_reports_of_the_same_authors_are_pointed_out(room: Room) -> None:
    pair = ("Ada Martin", "Léo Petit")
    hand_in(room, Student("a", GOOD, authors=pair))
    hand_in(room, Student("b", authors=("PETIT Leo", "Martin Ada")))
    hand_in(room, Student("c", authors=("Léo Petit", "Zoé Blanc")))
    hand_in(room, Student("d", authors=("Zoé Noir",)))
    report = grade_class(room)
    text = "\n".join(describe_class(report))
    assert "Même auteur : a et b (Ada Martin)." in text
    assert "Même auteur : a, b et c (Léo Petit)." in text
    assert "Blanc" not in text
    assert "Même auteur que a et c : Léo Petit." in table(report)[1]["Remarques"]
    assert table(report)[3]["Remarques"] == ""
    value = json.loads((report.folder / "notes.json").read_text(encoding="utf-8"))
    assert value["memes_auteurs"][0] == {"authors": ["Ada Martin"], "reports": ["a", "b"]}


def test_a_report_handed_in_twice_is_told_once_with_all_its_authors(room: Room) -> None:
    for name in ("a", "b"):
        hand_in(room, Student(name, GOOD, authors=("Ada Martin", "Léo Petit")))
    report = grade_class(room)
    text = "\n".join(describe_class(report))
    assert text.count("auteurs :") == 1
    assert "Mêmes auteurs : a et b (Ada Martin et Léo Petit)." in text
    assert "Mêmes auteurs que b : Ada Martin et Léo Petit." in table(report)[0]["Remarques"]


def test_feedback_shows_marks_reasons_and_comment(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    report = grade_class(room)
    path = report.folder / "a.yaml"
    comment = "Bon travail, *relisez* la 1.3. <script>alert(1)</script>"
    text = path.read_text(encoding="utf-8").replace('""', f'"{comment}"', 1)
    path.write_text(text, encoding="utf-8")
    grade_class(room, "html")
    page = (report.folder / "a.html").read_text(encoding="utf-8")
    assert "<strong>3 sur 8</strong>, note provisoire" in page
    assert "<em>relisez</em>" in page
    assert "<script>" not in page
    assert "à apprécier / 1" in re.sub(r"\s+", " ", page)
    assert "{{" not in page


@pytest.mark.pdf
def test_feedback_is_a_pdf_too(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    report = grade_class(room, "pdf")
    assert (report.folder / "a.pdf").read_bytes().startswith(b"%PDF")
    assert report.problems == ()


def test_a_hostile_name_is_text_in_the_feedback(room: Room) -> None:
    hand_in(room, Student("a", authors=("<img src=x onerror=alert(1)>",)))
    report = grade_class(room, "html")
    assert "<img" not in (report.folder / "a.html").read_text(encoding="utf-8")


def test_grading_again_keeps_the_decisions(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    report = grade_class(room)
    path = report.folder / "a.yaml"
    mine = path.read_text(encoding="utf-8").replace("points: 1", "points: 0.25", 1)
    path.write_text(mine, encoding="utf-8")
    again = grade_class(room)
    assert path.read_text(encoding="utf-8") == mine
    assert again.results.marked[0].points == 2.25


def test_a_broken_decisions_file_costs_its_own_report_only(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    hand_in(room, Student("b", GOOD))
    report = grade_class(room)
    (report.folder / "a.yaml").write_text("questions: [", encoding="utf-8")
    again = grade_class(room)
    assert [one.name for one in again.results.unreadable] == ["a"]
    assert (report.folder / "a.yaml").read_text(encoding="utf-8") == "questions: ["


def test_folders_of_one_name_have_files_of_their_own(tmp_path: Path) -> None:
    folders = [tmp_path / group / "rendu" for group in ("td1", "td2")]
    assert names_of(folders) == ("td1-rendu", "td2-rendu")
    assert names_of([tmp_path / "Zoé & Max !"]) == ("Zoé-Max",)


def test_statistics_are_a_table_of_the_terminal(room: Room) -> None:
    hand_in(room, Student("a", GOOD))
    text = "\n".join(describe_class(grade_class(room))).replace("\u00a0", " ")
    assert re.search(r"1\.1 +Compter les poids +100 % +100 % +2,00 / 2", text)
    assert "1 rendu corrigé, 0 illisible, 1 à finir d’apprécier." in text
