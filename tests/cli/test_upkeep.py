"""``clean`` and ``doctor``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reportgen import doctor
from reportgen.doctor import Finding
from tests.cli.conftest import Typed, write_lab


@pytest.fixture
def built(project: Path) -> Path:
    """Write what two builds leave behind; return the build folder."""
    build = project / "build"
    for file in ("reports/petit/sujet.html", "reports/grand/sujet.html", "store/a/history.json"):
        path = build / file
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x" * 50_000)
    write_lab(project, "petit")
    return build


def _files(build: Path) -> list[str]:
    return sorted(str(p.relative_to(build)) for p in build.rglob("*") if p.is_file())


def test_clean_removes_all_reports_and_no_training(type_command: Typed, built: Path) -> None:
    result = type_command("clean")
    assert result.stdout.replace("\u00a0", " ") == "2 fichiers supprimés (0,1 Mo).\n"
    assert _files(built) == ["store/a/history.json"]


def test_clean_removes_the_reports_of_one_lab(type_command: Typed, built: Path) -> None:
    type_command("clean", "petit")
    assert _files(built) == ["reports/grand/sujet.html", "store/a/history.json"]


def test_clean_removes_the_reports_of_a_lab_that_is_gone(type_command: Typed, built: Path) -> None:
    type_command("clean", "grand")
    assert _files(built) == ["reports/petit/sujet.html", "store/a/history.json"]


@pytest.mark.parametrize("name", ["..", "../store", ".", "absent"])
def test_clean_never_leaves_the_reports(type_command: Typed, built: Path, name: str) -> None:
    before = _files(built)
    assert type_command("clean", name).exit_code == 2
    assert _files(built) == before


@pytest.mark.parametrize(("answer", "kept"), [("oui\n", 0), ("O\n", 0), ("\n", 3), ("y\n", 3)])
def test_clean_store_asks_before(type_command: Typed, built: Path, answer: str, kept: int) -> None:
    type_command("clean", "--store", input=answer)
    assert len(_files(built)) == kept


def test_clean_store_with_yes_asks_nothing(type_command: Typed, built: Path) -> None:
    result = type_command("clean", "--store", "--yes")
    assert "?" not in result.output
    assert _files(built) == []


def test_clean_store_of_one_lab_is_refused(type_command: Typed, built: Path) -> None:
    result = type_command("clean", "petit", "--store", "--yes")
    assert result.exit_code == 2
    assert "communs à tous les TP" in result.stderr
    assert len(_files(built)) == 3


def test_clean_of_nothing_says_so(type_command: Typed) -> None:
    assert type_command("clean").stdout == "Rien à supprimer.\n"


def _diagnose(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    monkeypatch.setattr(doctor, "diagnose", lambda project: iter(findings))


def test_doctor_marks_each_finding_and_what_to_type(
    type_command: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    _diagnose(
        monkeypatch,
        Finding(True, "Python 3.12"),
        Finding(False, "Pango manque", "Tapez : apt-get install", essential=False),
    )
    result = type_command("doctor")
    assert result.exit_code == 0
    assert result.stdout == "✓ Python 3.12\n✗ Pango manque\n    Tapez : apt-get install\n"


def test_doctor_fails_without_something_essential(
    type_command: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    _diagnose(monkeypatch, Finding(False, "Keras ne s’importe pas"), Finding(True, "Pango"))
    assert type_command("doctor").exit_code == 1


@pytest.mark.parametrize(
    ("version", "fine"), [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)]
)
def test_doctor_knows_the_pythons_of_tensorflow(version: tuple[int, int], fine: bool) -> None:
    assert doctor.check_python(version).fine is fine


def test_doctor_survives_a_python_that_dies(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dying = tmp_path / "python"
    dying.write_text("#!/bin/sh\necho 'Illegal instruction' >&2\nexit 132\n")
    dying.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(dying))
    keras, pango = doctor.check_keras(), doctor.check_pango()
    assert keras.text == "Keras ne s’importe pas : Illegal instruction"
    assert keras.essential
    assert "le HTML reste possible" in pango.text
    assert "libpango-1.0-0" in pango.advice
    assert not pango.essential


def test_doctor_finds_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    fake = tmp_path / "fichier"
    fake.write_text("")
    assert not doctor.check_writable(fake / "build").fine
    assert doctor.check_writable(tmp_path / "a" / "b").fine
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(("free", "fine"), [(1e9, False), (5e9, True)])
def test_doctor_compares_disk_and_memory_with_the_need(free: float, fine: bool) -> None:
    assert doctor.check_disk(free).fine is fine
    assert doctor.check_memory(free).fine is fine
