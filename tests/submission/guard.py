"""What no command may do with a folder of students, refused and told by a hook of Python."""

from __future__ import annotations

import os
import re
import resource
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.submission.arena import Arena
    from tests.submission.attack import Attack
    from tests.submission.bench import Work

CPU_LIMIT = 20
"""Seconds after which the system ends a process; tests ask for less."""
WAITING_LIMIT = 90
"""Seconds, on a busy machine, after which nobody waits any more: a pipe may never answer."""
MEMORY_LIMIT = 3_000_000_000
"""Bytes of address space."""
NOBODY = 65534

_REFUSED = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.sendto",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "pickle.find_class",
    "urllib.Request",
    "webbrowser.open",
    "ctypes.dlopen",
)
_PLACES = {
    "os.remove": (0,),
    "os.rmdir": (0,),
    "os.rename": (0, 1),
    "os.symlink": (1,),
    "os.link": (0, 1),
    "os.truncate": (0,),
    "os.chmod": (0,),
}
"""The arguments of what changes the disk that are paths; the first four do not follow a link."""
_FOLLOWING = ("os.truncate", "os.chmod")
_FORBIDDEN = ("/etc/passwd", "/etc/hostname", "/proc/self/environ")
_LOADABLE = re.compile(
    r"\.(?:keras|h5|hdf5|npz|npy|pkl|pickle|joblib|pt|pth|onnx|tflite|pb|py|pyc|so|zip|tar|gz)$"
)
"""What unpacks or runs: of a folder of students nothing of the kind is ever opened."""


def limit() -> None:
    """Bound what this process may take."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    signal.alarm(WAITING_LIMIT)


def become_nobody(root: Path) -> None:
    """Give up what root may, which is to read any file. Does nothing for another user."""
    if os.getuid():
        return
    for folder, folders, names in os.walk(root):
        for name in (".", *folders, *names):
            os.chown(Path(folder) / name, NOBODY, NOBODY, follow_symlinks=False)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


@dataclass
class Guard:
    """Refuses and remembers, in ``seen``, what an attack must not bring about."""

    work: Work
    arena: Arena
    attack: Attack
    seen: list[str] = field(default_factory=list)
    _racing: bool = False
    _raced: bool = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Look at an event of Python's audit."""
        if self._racing:
            return
        if event in _REFUSED:
            self._refuse(f"{event} {arguments!r}"[:300])
        if event == "open" and isinstance(arguments[0], str | bytes):
            self._race(arguments[0])
            self._opened(arguments)
        for path in _changed(event, arguments):
            self._written(event, path)

    def _race(self, path: str | bytes) -> None:
        """Change the folder between what was looked at and what is opened."""
        race = self.attack.race
        if race is None or self._raced:
            return
        if os.path.realpath(os.fsdecode(path)) == os.path.realpath(self.work.folder / race.name):
            self._racing = self._raced = True
            race.change(self.work, self.arena)
            self._racing = False

    def _opened(self, arguments: tuple[Any, ...]) -> None:
        name, mode, flags = arguments
        path = Path(os.fsdecode(name))
        if flags & os.O_NOFOLLOW and path.is_symlink():
            return  # the system will refuse it
        real = os.path.realpath(path)
        if real.startswith(str(self.arena.folder.parent) + os.sep) and _LOADABLE.search(real):
            self._refuse(f"open {real}")
        if real.startswith((str(self.arena.outside), *_FORBIDDEN)):
            self._refuse(f"open {real}")
        if _is_writing(mode, flags):
            self._written("open", real)

    def _written(self, event: str, path: str) -> None:
        arena = self.arena
        made = (arena.folder / "remise", arena.root / "build", arena.corrections)
        if not path.startswith(("/dev/null", *map(str, made))):
            self._refuse(f"{event} for writing {path}")

    def _refuse(self, what: str) -> None:
        self.seen.append(what)
        raise PermissionError(f"refused: {what}")


def _changed(event: str, arguments: tuple[Any, ...]) -> Iterator[str]:
    """Yield the paths that an event changes; what a link leads to is not, unless it follows."""
    for place in _PLACES.get(event, ()):
        if isinstance(arguments[place], str | bytes | Path):
            path = Path(os.fsdecode(arguments[place]))
            follows = event in _FOLLOWING
            yield os.path.realpath(path) if follows else _in_real_folder(path)


def _in_real_folder(path: Path) -> str:
    return str(Path(os.path.realpath(path.parent)) / path.name)


def _is_writing(mode: str | None, flags: int) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
