"""What a text of students may not hold, beside its expressions; and where its files must lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from reportgen.errors import DefinitionError
from reportgen.lab.problems import Problem
from reportgen.lab.types import Place, Prose

MAX_FORMULA = 1_500
"""Characters of a formula."""
MAX_PICTURES = 60
"""Pictures in one answer."""

_HIDDEN = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")
"""Characters that hide text, turn its direction, or mean something to documents."""
_FORMULA = re.compile(r"\$\$([^$]*)\$\$|\$([^$\n]*)\$")
_MACROS = re.compile(
    r"\\(?:href|url|style|class|cssId|rule|kern|mkern|hskip|mskip|hspace|vspace|mspace|raise|lower"
    r"|includegraphics|input|def|newcommand|let|require)(?![a-zA-Z])|\\\\\["
)
_PICTURE = re.compile(r"!\[")


def require_inside(folder: Path, name: str) -> None:
    """Refuse a file that a link leads out of its folder; DefinitionError names it."""
    path = folder / name
    if path.exists() and not path.resolve().is_relative_to(folder.resolve()):
        msg = f"{path} : le fichier est hors du dossier du rendu ; le remplacer par une copie."
        raise DefinitionError(msg)


def content_problems(prose: Prose) -> Iterator[Problem]:
    """Yield the hidden characters, the formulas and the number of pictures to refuse."""
    for found in _HIDDEN.finditer(prose.source):
        message = f"caractère invisible U+{ord(found[0]):04X} interdit"
        yield Problem(_place(prose, found.start()), message, "le supprimer")
        break
    for found in _FORMULA.finditer(prose.source):
        yield from _formula(prose, found)
    count = len(_PICTURE.findall(prose.source))
    if count > MAX_PICTURES:
        yield Problem(prose.place, f"attendu : au plus {MAX_PICTURES} images ; reçu : {count}")


def _formula(prose: Prose, found: re.Match[str]) -> Iterator[Problem]:
    if len(found[0]) > MAX_FORMULA:
        message = f"formule trop longue ; attendu : {MAX_FORMULA} caractères au plus"
        yield Problem(_place(prose, found.start()), message)
    elif macro := _MACROS.search(found[0]):
        message = f"« {macro[0]} » n’est pas admis dans une formule"
        yield Problem(_place(prose, found.start()), message)


def _place(prose: Prose, position: int) -> Place:
    line = prose.source.count("\n", 0, position)
    return Place(prose.place.file, prose.place.line + line)
