"""Read one file that a stranger made: a regular one, inside its folder, of at most so many bytes.

What is opened is what was looked at: a link, a pipe or a device that takes its place in between is
not followed, waited for or read, and a file that grows is read no further than the limit.
"""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


class TooLargeError(OSError):
    """The file has more bytes than may be read; ``size`` is how many."""

    def __init__(self, path: Path, size: int) -> None:
        super().__init__(f"{path} : {size} octets")
        self.size = size


class OutsideError(OSError):
    """A link leads out of the folder."""


class IrregularError(OSError):
    """A folder, a pipe, a socket or a device is where a file should be."""


def read_file(path: Path, most: int, within: Path | None = None) -> bytes:
    """Return the content of a file of at most *most* bytes.

    With *within*, links may not lead out of that folder. Raises TooLargeError, OutsideError,
    IrregularError, or another OSError that says why it cannot be read.
    """
    real = resolved(path)
    if within is not None and not real.is_relative_to(resolved(within)):
        raise OutsideError(f"{path} : hors de {within}")
    if not S_ISREG(real.lstat().st_mode):
        raise IrregularError(f"{path} : ce n’est pas un fichier")
    with os.fdopen(os.open(real, _FLAGS), "rb") as file:
        status = os.fstat(file.fileno())
        if not S_ISREG(status.st_mode):
            raise IrregularError(f"{path} : ce n’est pas un fichier")
        if status.st_size > most:
            raise TooLargeError(path, status.st_size)
        content = file.read(most + 1)
    if len(content) > most:
        raise TooLargeError(path, len(content))
    return content


def resolved(path: Path) -> Path:
    """Return a path without links; OSError when it cannot be one."""
    try:
        return Path(os.path.realpath(path))
    except ValueError as error:  # a null character
        raise FileNotFoundError(f"{path!r} : nom impossible") from error
