"""Where hostile reports are read: a process that forks once an attack, limited and watched.

Each attack gets a folder of students in a project whose only training is already done. A child
whose processor time and memory are limited builds it, checks it, grades it and shows it as a
preview does; an audit hook refuses, and tells, what no report may do: open what lies outside, or a
model or a program of theirs, write elsewhere, reach the network, start a process, unpickle. Reads
the names of attacks from the standard input, one a line, and answers in JSON.
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
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time
from typing import Any

from tests.submission.guard import Guard, become_nobody, limit

ROOT = Path(__file__).resolve().parents[2]
SECRET = "CANARI-7f3a91"
"""What files outside the folder hold, and no report may hold."""


@dataclass(frozen=True)
class Outcome:
    """How a build ended: ``said`` is the message of an error, ``report`` whether one was made.

    ``checked`` is what ``check`` said, ``graded`` what ``grade`` told the teacher, ``shown`` what
    ``preview`` did. ``crash`` is what Python said of anything but a ReportgenError; ``seen`` are
    the forbidden acts; ``seconds`` of processor time, the most that one command took,
    ``megabytes`` of memory beyond those of the parent.
    """

    said: str
    report: bool
    checked: str
    graded: str
    shown: str
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

    @property
    def measured(self) -> dict[str, Any]:
        """The results that an honest build hands in."""
        return dict(json.loads((self.root / "resultats.json").read_bytes()))

    @property
    def class_folders(self) -> list[Path]:
        """What a teacher who types ``rendus/*`` grades."""
        return sorted((self.root / "rendus").iterdir())

    @property
    def corrections(self) -> Path:
        """The folder of what grading writes."""
        return self.root / "corrections"


class Client:
    """A process of its own that runs attacks.

    ``folder`` is where the last one took place, ``corrections`` what its teacher was given.
    """

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.submission.arena"],  # it writes nothing of Python's
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self.folder = Path(self._line())
        self.corrections = self.folder.parents[1] / "corrections"

    def attack(self, name: str) -> Outcome:
        """Carry out an attack of the catalogue, and read what it left."""
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
    shutil.copy(work.made / "resultats.json", root / "resultats.json")
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

    for old in (arena.folder.parent, arena.corrections):
        subprocess.run(["rm", "-rf", str(old)], check=True)  # deeper than Python can go
    shutil.copytree(arena.root / "modele", arena.folder)
    before = _listed(arena.outside)
    work = Work(Bench(_project(arena)), arena.folder)
    attack = ATTACKS[name]
    attack.prepare(work, arena)
    outcome = _in_child(work, arena, attack)
    if _listed(arena.outside) != before:
        outcome["seen"].append("outside was changed")
    try:
        server.accept()[0].close()
        outcome["seen"].append("the server was reached")
    except BlockingIOError:
        pass
    return outcome


def _project(arena: Arena) -> Any:
    from reportgen.project import locate

    root = arena.root
    return replace(locate(root), build=root / "build", data=root / "data")


def _listed(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _in_child(work: Any, arena: Arena, attack: Any) -> dict[str, Any]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as answer:
            json.dump(_watched(work, arena, attack), answer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    _, status, usage = os.wait4(child, 0)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = json.loads(text) if text else _ended(status, usage.ru_utime + usage.ru_stime)
    found["megabytes"] = max(0, usage.ru_maxrss - own) // 1024
    return dict(found)


def _ended(status: int, seconds: float) -> dict[str, Any]:
    crash = f"ended by the system, status {status}"
    return {**_NOTHING, "crash": crash, "seen": [], "seconds": seconds}


_NOTHING = {"said": "", "report": False, "checked": "", "graded": "", "shown": "", "crash": ""}


def _watched(work: Any, arena: Arena, attack: Any) -> dict[str, Any]:
    from tests.submission.commands import COMMANDS

    limit()
    if attack.as_nobody:
        become_nobody(arena.root)
    guard = Guard(work, arena, attack)
    sys.addaudithook(guard)
    found: dict[str, Any] = {**_NOTHING, "seconds": 0.0}
    for name in attack.commands:
        started = process_time()
        _run(name, COMMANDS[name], (work, arena, attack), found)
        found["seconds"] = max(found["seconds"], process_time() - started)
    return found | {"seen": list(dict.fromkeys(guard.seen))}


def _run(name: str, command: Any, arguments: tuple[Any, ...], found: dict[str, Any]) -> None:
    from reportgen.errors import ReportgenError

    try:
        found[name] = command(*arguments)
        found["report"] |= name == "said"
    except ReportgenError as error:
        found[name] = str(error)
    except BaseException as error:  # a crash is what the test must be told of
        found["crash"] += f"{name}: {type(error).__name__}: {error}\n{_end_of(error)}"[:2000]


def _end_of(error: BaseException) -> str:
    return "".join(traceback.format_tb(error.__traceback__)[-4:])


if __name__ == "__main__":
    main()
