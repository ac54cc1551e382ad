"""Where hostile reports are built: a process that forks once an attack, limited and watched.

Each attack gets a folder of students in a project whose only training is already done. Its build
runs in a child whose processor time and memory are limited; an audit hook refuses, and tells, what
no report may do: open what lies outside, write elsewhere, reach the network, start a process,
unpickle. Reads attacks from the standard input, one JSON text a line, and answers likewise.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECRET = "CANARI-7f3a91"
"""What files outside the folder hold, and no report may hold."""
CPU_LIMIT = 20
"""Seconds after which the system ends a build; tests ask for less."""
MEMORY_LIMIT = 3_000_000_000
"""Bytes of address space of a build."""

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
_CHANGES = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.truncate",
    "os.chmod",
)
_FORBIDDEN = ("/etc/passwd", "/etc/hostname", "/proc/self/environ")


@dataclass(frozen=True)
class Outcome:
    """How a build ended: ``said`` is the message of an error, ``report`` whether one was made.

    ``crash`` is what Python said of anything but a ReportgenError; ``seen`` are the forbidden
    acts; ``seconds`` of processor time, ``megabytes`` of memory beyond those of the parent.
    """

    said: str
    report: bool
    crash: str
    seen: tuple[str, ...]
    seconds: float
    megabytes: int


@dataclass(frozen=True)
class Arena:
    """The project in which attacks take place. ``outside`` is what they want to read."""

    root: Path
    port: int

    @property
    def outside(self) -> Path:
        return self.root / "dehors"

    @property
    def folder(self) -> Path:
        return self.root / "rendus" / "mon_tp"


class Client:
    """A process of its own that runs attacks; ``folder`` is where the last one took place."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.submission.arena"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self.folder = Path(self._line())

    def attack(self, name: str) -> Outcome:
        """Carry out an attack of the catalogue and build its report."""
        assert self._process.stdin is not None
        print(name, file=self._process.stdin, flush=True)
        value = json.loads(self._line())
        return Outcome(**{**value, "seen": tuple(value["seen"])})

    def close(self) -> None:
        """End the process; its folder goes with it."""
        self._process.communicate(timeout=60)

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line, "the arena ended"
        return line


def main() -> None:
    """Prepare the arena and serve attacks until the input ends."""
    with tempfile.TemporaryDirectory() as root, _listening() as server:
        arena = prepare(Path(root).resolve(), server.getsockname()[1])
        print(arena.folder, flush=True)
        for line in sys.stdin:
            print(json.dumps(_contest(arena, line.strip(), server)), flush=True)


def prepare(root: Path, port: int) -> Arena:
    """Make a project whose students' run is trained, and something outside to be stolen."""
    from tests.submission.bench import start_work

    work = start_work(root)
    work.edit("rendu.yaml", "optimizer: adam", "engine: numpy, optimizer: SGD")
    work.edit("rendu.yaml", "epochs: 5", "epochs: 1")
    shutil.copytree(work.folder, root / "modele")
    work.answer('{{ courbes("mon_essai") }}\n\n{{ evaluation("mon_essai") }}', "Vu.")
    assert not work.build().problems
    arena = Arena(root, port)
    arena.outside.mkdir()
    (arena.outside / "secret.md").write_text(f"# {SECRET}\n")
    (arena.outside / "secret.yaml").write_text(f"lab: tp_points\nauthors: [{SECRET}]\n")
    shutil.copy(root / "labs" / "tp_points" / "points.npz", arena.outside / "secret.npz")
    _picture(arena.outside / "secret.png")
    gc.freeze()
    return arena


def _picture(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 8), "red").save(path)


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def _contest(arena: Arena, name: str, server: socket.socket) -> dict[str, Any]:
    from tests.project_lab import Bench
    from tests.submission.attacks import ATTACKS
    from tests.submission.bench import Work

    if arena.folder.is_symlink():
        arena.folder.unlink()
    shutil.rmtree(arena.folder, ignore_errors=True)
    shutil.copytree(arena.root / "modele", arena.folder)
    before = _listed(arena.outside)
    work = Work(Bench(_project(arena)), arena.folder)
    ATTACKS[name].prepare(work, arena)
    outcome = _in_child(work, arena)
    if _listed(arena.outside) != before:
        outcome["seen"].append("outside was changed")
    try:
        server.accept()[0].close()
        outcome["seen"].append("the server was reached")
    except BlockingIOError:
        pass
    return outcome


def _project(arena: Arena) -> Any:
    from dataclasses import replace

    from reportgen.project import locate

    root = arena.root
    return replace(locate(root), build=root / "build", data=root / "data")


def _listed(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _in_child(work: Any, arena: Arena) -> dict[str, Any]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as answer:
            json.dump(_watched(work, arena), answer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    _, status, usage = os.wait4(child, 0)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = json.loads(text) if text else _ended(status)
    found["seconds"] = usage.ru_utime + usage.ru_stime
    found["megabytes"] = max(0, usage.ru_maxrss - own) // 1024
    return dict(found)


def _ended(status: int) -> dict[str, Any]:
    crash = f"ended by the system, status {status}"
    return {"said": "", "report": False, "crash": crash, "seen": []}


def _watched(work: Any, arena: Arena) -> dict[str, Any]:
    from reportgen.errors import ReportgenError

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    seen: list[str] = []
    sys.addaudithook(_hook(arena, seen))
    found: dict[str, Any] = {"said": "", "report": False, "crash": ""}
    try:
        report = work.build()
        found |= {"said": "\n".join(report.problems), "report": True}
    except ReportgenError as error:
        found["said"] = str(error)
    except BaseException as error:  # a crash is what the test must be told of
        found["crash"] = f"{type(error).__name__}: {error}"[:2000]
    return found | {"seen": list(dict.fromkeys(seen))}


def _hook(arena: Arena, seen: list[str]) -> Any:
    made = [str(arena.folder / "remise"), str(arena.root / "build"), "/dev/null"]

    def refuse(what: str) -> None:
        seen.append(what)
        raise PermissionError(f"refused: {what}")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _REFUSED:
            refuse(f"{event} {arguments!r}"[:300])
        if event not in ("open", *_CHANGES) or not isinstance(arguments[0], str | bytes):
            return
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if path.startswith((str(arena.outside), *_FORBIDDEN)):
            refuse(f"{event} {path}")
        writes = event != "open" or _is_writing(arguments)
        if writes and not path.startswith(tuple(made)):
            refuse(f"{event} for writing {path}")

    return hook


def _is_writing(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


if __name__ == "__main__":
    main()
