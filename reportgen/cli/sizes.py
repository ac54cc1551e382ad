"""Sizes of files as French text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.files import Removed


def megabytes(size: int) -> str:
    """Return a number of bytes in megabytes: ``1,5 Mo``."""
    from reportgen.french.numbers import NBSP, decimal

    return f"{decimal(size / 1e6, 1)}{NBSP}Mo"


def removed_line(removed: Removed) -> str:
    """Return what a command says once it has removed files."""
    from reportgen.french.numbers import pluriel

    if not removed.files:
        return "Rien à supprimer."
    verb = "supprimé" if removed.files == 1 else "supprimés"
    return f"{pluriel(removed.files, 'fichier', 'fichiers')} {verb} ({megabytes(removed.size)})."
