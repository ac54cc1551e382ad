"""Read the text of a definition file, whatever is in it; says nothing of its syntax."""

from __future__ import annotations

from pathlib import Path

from reportgen.intake import OutsideError, TooLargeError, read_file
from reportgen.lab.problems import Problem
from reportgen.lab.types import Place
from reportgen.visible import FORBIDDEN

MAX_BYTES = 1_000_000
"""Largest definition file: a hundred times a long lab."""


def read_text(file: Path, most: int = MAX_BYTES, within: Path | None = None) -> str | Problem:
    """Return the content with line feeds only, no byte-order mark, or what is wrong.

    ``most`` is how many bytes it may have, ``within`` the folder that links must stay in.
    """
    try:
        return _decode(file, read_file(file, most, within))
    except FileNotFoundError:
        maker = "new lab » crée un TP complet" if within is None else "start » en écrit la trame"
        return _problem(file, "fichier introuvable", f"« reportgen {maker}")
    except TooLargeError as error:
        expected = "1 Mo" if most == MAX_BYTES else f"{most} octets"
        received = f"attendu : {expected} au plus ; reçu : {error.size} octets"
        return _problem(file, f"fichier trop gros ; {received}")
    except OutsideError:
        return _problem(file, "fichier hors du dossier du rendu", "le remplacer par une copie")
    except OSError:
        return _problem(file, "fichier illisible", "vérifier que c’est un fichier, et ses droits")


def _decode(file: Path, content: bytes) -> str | Problem:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - before.rfind(b"\n")
        place = Place(file, before.count(b"\n") + 1, column)
        received = f"attendu : UTF-8 ; reçu : l’octet 0x{content[error.start]:02x}"
        return Problem(place, f"encodage incorrect ; {received}", "enregistrer en UTF-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = FORBIDDEN.search(text)
    if bad is None:
        return text
    line = text.count("\n", 0, bad.start()) + 1
    column = bad.start() - text.rfind("\n", 0, bad.start())
    message = f"caractère de contrôle U+{ord(bad[0]):04X} interdit"
    return Problem(Place(file, line, column), message, "le supprimer")


def _problem(file: Path, message: str, hint: str | None = None) -> Problem:
    return Problem(Place(file, 1), message, hint)
