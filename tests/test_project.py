"""A lab is found by its name, by a path, or by a link, under the name that was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.errors import UsageError
from reportgen.project import find_lab, locate


@pytest.mark.parametrize(
    "typed", ["tp_lien", "labs/tp_lien", "./labs/tp_lien/", "labs/tp_lien/lab.yaml"]
)
def test_a_link_is_found_under_its_own_name(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "ailleurs" / "lab.yaml").touch()
    (tmp_path / "labs").mkdir()
    (tmp_path / "labs" / "tp_lien").symlink_to(tmp_path / "ailleurs", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    assert find_lab(locate(), typed) == tmp_path / "labs" / "tp_lien"


def test_the_definition_of_a_report_is_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rendu.yaml").touch()
    monkeypatch.chdir(tmp_path)
    assert find_lab(locate(), "rendu.yaml") == tmp_path.resolve()
    with pytest.raises(UsageError, match=r"TP inconnu : « lab\.yaml »"):
        find_lab(locate(), "lab.yaml")


def test_a_folder_that_is_no_lab_is_told_from_an_unknown_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "labs" / "tp_vide").mkdir(parents=True)
    (tmp_path / "cours").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"« cours » n’a ni lab.yaml ni rendu.yaml"):
        find_lab(locate(), "cours")
    with pytest.raises(UsageError, match=r"« tp_vide », car .*labs/tp_vide n’a pas de lab.yaml"):
        find_lab(locate(), "tp_vide")
    with pytest.raises(UsageError, match=r"^TP inconnu : « tp_rien »\."):
        find_lab(locate(), "tp_rien")
