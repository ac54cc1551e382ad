"""Attacks on who grades: formulas of spreadsheets, and folders whose names lead elsewhere."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from reportgen.submission.types import ANSWERS, DEFINITION
from tests.submission.arena import Arena
from tests.submission.bench import Work

_CALL = 'HYPERLINK("http://127.0.0.1/","a")'
FORMULAS = {
    "equals": f"={_CALL}",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "tab": "\t=1+1",
    "carriage return": "\r=1+1",
    "line end": "\n=1+1",
    "next line": "\x85=1+1",
    "space": " =1+1",
    "no-break space": "\u00a0=1+1",
    "narrow no-break space": "\u202f=1+1",
    "ideographic space": "\u3000=1+1",
    "byte order mark": "\ufeff=1+1",
    "zero width space": "\u200b=1+1",
    "joiner": "\u200d=1+1",
    "soft hyphen": "\u00ad=1+1",
    "joiner of letters": "\u034f=1+1",
    "an accent": "\u0301=1+1",
    "turn of direction": "\u202e=1+1",
    "wide equals": "＝1+1",
    "wide plus": "＋1+1",
    "wide minus": "－1+1",
    "wide at": "＠SUM(1)",
    "small equals": "﹦1+1",
    "small plus": "﹢1+1",
    "small at": "﹫SUM(1)",
    "superscript plus": "⁺1",
    "true minus": "−1+1",
    "end of a cell": "a;=1+1",
    "end of a line": 'a"\r\n=1+1',
    "quotes": '"=1+1"',
    "apostrophe": "'=1+1",
    "two apostrophes": "''=1+1",
    "command": "=cmd|' /C calc'!A0",
    "command after text": "=SUM(1)*cmd|' /C calc'!A0",
    "import of data": '=IMPORTDATA("http://127.0.0.1/")',
    "web service": '=WEBSERVICE("http://127.0.0.1/")',
    "percent": "%0A=1+1",
    "separator of tables": "sep=;\n=1+1",
}
"""What some spreadsheet takes for a formula, or may."""
NAMELESS = {
    "accents only": "\u0301\u0302\u0303",
    "spaces only": "\u00a0\u2003\u3000",
    "marks only": "...---...",
    "joiners only": "\u200c\u200d",
    "soft hyphens only": "\u00ad\u00ad",
    "empty braille": "\u2800",
}
"""Names that nobody could call."""
FOLDERS: dict[str, str | bytes] = {
    "equals": "=1+1",
    "plus": "+1",
    "at": "@SUM(1)",
    "option": "--help",
    "option of two letters": "-rf",
    "console of Windows": "CON",
    "nothing of Windows": "nul",
    "port of Windows": "aux.txt",
    "hidden": ".cache",
    "three dots": "...",
    "two lines": "a\nb",
    "escape of terminals": "a\x1b[2Jb",
    "carriage return": "a\rb",
    "turn of direction": "a\u202eb",
    "zero width space": "a\u200bb",
    "accents only": "\u0301" * 40,
    "spaces": "   ",
    "quotes": "a\"'`b",
    "markup": "<script>alert(1)<",
    "command": "$(id)`id`;id|id&",
    "expression": "{{ runs }}{% for %}",
    "percents": "%s%n%x%(a)s",
    "backslashes": "..\\..\\dehors",
    "two points": "a:b",
    "255 letters": "a" * 255,
    "85 ideograms": "語" * 85,
    "63 signs of four bytes": "𝔞" * 63,
    "accents of 255 bytes": "e\u0301" * 85,
    "bytes of no letter": b"rendu_Zo\x82",
    "bytes of no letter at all": b"\xff\xfe\xff",
    "table of notes": "notes",
    "table of notes in capitals": "NOTES.csv",
    "the same, in capitals": "MON_TP",
    "the same, with a mark": "mon_tp.",
    "the same, with a rank": "mon_tp-1",
    "wide letters": "ｍｏｎ＿ｔｐ",
    "decisions": "mon_tp.yaml",
}


def told_by(section: str, text: str) -> Callable[[Work, Arena], None]:
    """Write a text as the first author, or as the group, as YAML's double quotes can."""

    def act(work: Work, _: Arena) -> None:
        old = {"authors": "Ada Martin", "group": "TD 2"}[section]
        content = (work.folder / DEFINITION).read_text(encoding="utf-8")
        line = next(one for one in content.split("\n") if one.startswith(f"{section}:"))
        assert old in line
        value = json.dumps([text] if section == "authors" else text)
        work.edit(DEFINITION, line, f"{section}: {value}")
        work.answer("Le réseau apprend bien et ne dit rien de plus.")

    return act


def folder_named(name: str | bytes) -> Callable[[Work, Arena], None]:
    """Hand in the same report again, in a folder of that name."""

    def act(work: Work, arena: Arena) -> None:
        work.answer("Le réseau apprend bien : 91,3 % sur le test, ce que nul résultat ne dit ici.")
        shutil.copytree(work.folder, arena.folder.parent / os.fsdecode(name))

    return act


def _class_of(count: int) -> Callable[[Work, Arena], None]:
    def act(work: Work, arena: Arena) -> None:
        work.answer("Le réseau apprend bien, et personne ne dirait cela avec d’autres mots. " * 9)
        for rank in range(count):
            shutil.copytree(work.folder, arena.folder.parent / f"copie-{rank}")

    return act


def _links(work: Work, arena: Arena) -> None:
    for rank in range(9):
        (arena.folder.parent / f"lien-{rank}").symlink_to(work.folder)


def _not_folders(work: Work, arena: Arena) -> None:
    home = arena.folder.parent
    (home / "a.zip").write_bytes(b"PK\x03\x04")
    (home / "vide").mkdir()
    (home / "boucle").symlink_to(home / "boucle")
    (home / "dehors").symlink_to(arena.outside)
    (home / "racine").symlink_to("/")
    os.mkfifo(home / "tube")


def _one_whose(name: str, content: bytes | Path) -> Callable[[Work, Arena], None]:
    """Hand in a second report, one file of which cannot be read: the first is graded anyway."""

    def act(work: Work, arena: Arena) -> None:
        work.answer("Le réseau apprend bien et ne dit rien de plus.")
        other = arena.folder.parent / "autre"
        shutil.copytree(work.folder, other)
        (other / name).parent.mkdir(exist_ok=True)
        if isinstance(content, bytes):
            (other / name).write_bytes(content)
        else:
            (other / name).unlink(missing_ok=True)
            (other / name).symlink_to(content)

    return act


CLASSES = {
    "thirty copies": _class_of(30),
    "the same folder by links": _links,
    "what is no folder": _not_folders,
    "another definition in bytes": _one_whose(DEFINITION, b"\xff\xfe"),
    "another definition that turns": _one_whose(DEFINITION, "lab: tp_\u202epoints\n".encode()),
    "another definition of null": _one_whose(DEFINITION, bytes(10)),
    "other answers in bytes": _one_whose(ANSWERS, b"\xff"),
    "other answers of a device": _one_whose(ANSWERS, Path("/dev/zero")),
    "unknown blocks that turn": _one_whose(ANSWERS, ":::{a\u202eb}\n:::\n".encode()),
    "unknown questions that turn": _one_whose(ANSWERS, "::::{reponse} a\u202eb\n::::\n".encode()),
}
