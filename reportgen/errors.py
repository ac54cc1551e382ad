"""The errors a user can meet, one class per stage, each with its exit code.

::

    ReportgenError            1   anything expected that stops the work
    ├── UsageError            2   a wrong argument, an unknown lab, run or format
    ├── DefinitionError       3   lab.yaml or a section is wrong (carries all problems)
    ├── DataError             4   a dataset is missing, damaged or unsafe
    ├── StoreError            5   results cannot be read or written (full disk, permissions)
    ├── TrainingError         6   Keras failed, or the loss left the numbers
    ├── EvidenceError         7   a table or figure cannot be made from the results
    └── RenderError           8   HTML or PDF cannot be made (Pango missing, …)

Messages are French and say what to do next. Everything that is not a ``ReportgenError`` is
a bug and keeps its traceback. The command line catches this tree in exactly one place.
"""

from __future__ import annotations

import errno
import signal
from collections.abc import Mapping


class Stopped(KeyboardInterrupt):
    """The program was asked to stop: Ctrl-C, or the signal that ends a job or a machine.

    A class of its own: Python forgets the exit status of a plain KeyboardInterrupt that comes
    while a module loads.
    """

    def __init__(self, number: int) -> None:
        """Stop because of a signal, by its number."""
        super().__init__()
        self.number = number

    @property
    def exit_code(self) -> int:
        """128 and the number of the signal, as shells say it."""
        return 128 + self.number

    def __str__(self) -> str:
        """Return the French message shown to the user."""
        return "Interrompu." if self.number == signal.SIGINT else "Arrêté."


class ReportgenError(Exception):
    """Base of all expected errors; ``str(error)`` is the French message shown to the user."""

    exit_code = 1


class UsageError(ReportgenError):
    """The request itself is wrong."""

    exit_code = 2


class DefinitionError(ReportgenError):
    """A lab definition is wrong; see :class:`reportgen.lab.problems.Problem` for the details."""

    exit_code = 3


class DataError(ReportgenError):
    """A dataset cannot be found, read, verified or unpacked safely."""

    exit_code = 4


class StoreError(ReportgenError):
    """Results or documents cannot be read or written."""

    exit_code = 5


class TrainingError(ReportgenError):
    """A training could not be carried to its end."""

    exit_code = 6


class EvidenceError(ReportgenError):
    """An element asked for by the prose cannot be made from the results."""

    exit_code = 7


class RenderError(ReportgenError):
    """A document cannot be rendered."""

    exit_code = 8


REASONS: Mapping[int, str] = {
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota du disque atteint",
    errno.EROFS: "disque en lecture seule",
    errno.EACCES: "droits insuffisants",
    errno.EPERM: "droits insuffisants",
    errno.EFBIG: "fichier plus gros que ce qui est admis ici",
    errno.EIO: "erreur du disque",
    errno.ESTALE: "disque du réseau perdu",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENFILE: "trop de fichiers ouverts",
    errno.ENOMEM: "mémoire insuffisante",
    errno.ENAMETOOLONG: "nom trop long",
}
"""What the machine, and no defect of the program, may answer."""

_OF_PATHS: Mapping[int, str] = {
    errno.ENOENT: "introuvable",
    errno.EISDIR: "c’est un dossier",
    errno.EEXIST: "un fichier de ce nom existe déjà",
    errno.ENOTDIR: "un fichier tient la place d’un dossier",
    errno.ELOOP: "liens qui tournent en rond",
}


def disk_reason(error: OSError) -> str:
    """Return in French why the operating system refused, in its own words when not known."""
    known = {**REASONS, **_OF_PATHS}.get(error.errno or 0)
    return known or error.strerror or str(error)
