"""What a text of students may not hold, beside its expressions; and where its files must lie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from reportgen.errors import DefinitionError
from reportgen.lab.problems import Problem
from reportgen.lab.types import Place, Prose
from reportgen.visible import HIDDEN, PILE

MAX_FORMULA = 1_500
"""Characters of a formula."""

_FORMULA = re.compile(r"\$\$([^$]*)\$\$|\$([^$\n]*)\$")
_MACROS = re.compile(
    r"\\(?:href|url|style|class|cssId|rule|kern|mkern|hskip|mskip|hspace|vspace|mspace|raise|lower"
    r"|includegraphics|input|def|newcommand|let|require)(?![a-zA-Z])|\\\\\["
)


def require_inside(folder: Path, name: str) -> None:
    """Refuse a file that a link leads out of its folder; DefinitionError names it."""
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that lead to themselves
        inside = False
    if not inside:
        msg = f"{path} : le fichier est hors du dossier du rendu ; le remplacer par une copie."
        raise DefinitionError(msg)


def require_apart(folder: Path, trusted: Iterable[Path]) -> None:
    """Refuse labs, templates or results that lie in the students' folder: they are trusted."""
    home = folder.resolve()
    for path in trusted:
        if path.resolve().is_relative_to(home):
            msg = (
                f"{path} est dans le dossier du rendu, qui ne peut contenir que des réponses : "
                "lancez reportgen depuis le dossier du cours, pas depuis celui du rendu."
            )
            raise DefinitionError(msg)


def content_problems(prose: Prose) -> Iterator[Problem]:
    """Yield the hidden characters and the formulas to refuse."""
    if found := HIDDEN.search(prose.source) or PILE.search(prose.source):
        message = f"caractère invisible U+{ord(found[0][0]):04X} interdit"
        yield Problem(_place(prose, found.start()), message, "le supprimer")
    for found in _FORMULA.finditer(prose.source):
        yield from _formula(prose, found)


def formula_mistake(tex: str) -> str:
    """Return what a formula may not be or hold, "" when it may stand in a page."""
    if len(tex) > MAX_FORMULA:
        return f"formule trop longue ; attendu : {MAX_FORMULA} caractères au plus"
    macro = _MACROS.search(tex)
    return f"« {macro[0]} » n’est pas admis dans une formule" if macro else ""


def _formula(prose: Prose, found: re.Match[str]) -> Iterator[Problem]:
    if mistake := formula_mistake(found[0]):
        yield Problem(_place(prose, found.start()), mistake)


def _place(prose: Prose, position: int) -> Place:
    line = prose.source.count("\n", 0, position)
    column = position - prose.source.rfind("\n", 0, position)
    return Place(prose.place.file, prose.place.line + line, column)
