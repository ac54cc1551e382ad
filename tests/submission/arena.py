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
import re
import resource
import shutil
import signal
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

ROOT = Path(__file__).resolve().parents[2]
SECRET = "CANARI-7f3a91"
"""What files outside the folder hold, and no report may hold."""
CPU_LIMIT = 20
"""Seconds after which the system ends a build; tests ask for less."""
WAITING_LIMIT = 90
"""Seconds, on a busy machine, after which nobody waits any more: a pipe may never answer."""
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
_LOADABLE = re.compile(
    r"\.(?:keras|h5|hdf5|npz|npy|pkl|pickle|joblib|pt|pth|onnx|tflite|pb|py|pyc|so|zip|tar|gz)$"
)
"""What unpacks or runs: of a folder of students nothing of the kind is ever opened."""
NOBODY = 65534


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
            [sys.executable, "-m", "tests.submission.arena"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self.folder = Path(self._line())
        self.corrections = self.folder.parents[1] / "corrections"

    def attack(self, name: str) -> Outcome:
        """Carry out an attack of the catalogue, and read what it left as its readers do."""
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
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    signal.alarm(WAITING_LIMIT)
    if attack.as_nobody:
        _become_nobody(arena)
    seen: list[str] = []
    sys.addaudithook(_hook(arena, attack, work, seen))
    found: dict[str, Any] = {**_NOTHING, "seconds": 0.0}
    for name in attack.commands:
        started = process_time()
        _run(name, _COMMANDS[name], (work, arena, attack), found)
        found["seconds"] = max(found["seconds"], process_time() - started)
    return found | {"seen": list(dict.fromkeys(seen))}


def _become_nobody(arena: Arena) -> None:
    """Give up what root may: to read any file. Does nothing for another user."""
    if os.getuid():
        return
    for folder, _, names in os.walk(arena.root):
        for path in (folder, *(Path(folder, name) for name in names)):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


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


def _build(work: Any, *_: Any) -> str:
    return "\n".join(work.build().problems)


def _check(work: Any, *_: Any) -> str:
    from reportgen.cli.grades import describe_check
    from reportgen.grading.checking import check_work
    from reportgen.reporting import SilentReporter

    # Without a store of its own, a machine has nothing but what was handed in.
    project = replace(work.bench.project, build=work.bench.project.root / "ailleurs")
    checked = check_work(project, work.folder, SilentReporter())
    return "\n".join(describe_check("mon_tp", checked))


def _grade(work: Any, arena: Arena, attack: Any) -> str:
    from reportgen.cli.grades import describe_class
    from reportgen.grading.flow import GradeRequest, grade
    from reportgen.reporting import SilentReporter

    folders = tuple(arena.class_folders)
    request = GradeRequest("tp_points", folders, output=arena.corrections, formats=attack.formats)
    report = grade(work.bench.project, request, SilentReporter())
    told = [*describe_class(report), *report.problems]
    told += [text for one in report.results.marked for text in one.graded.remarks]
    return "\n".join(told)


def _preview(work: Any, *_: Any) -> str:
    from reportgen.pipeline import for_work
    from reportgen.preview.board import Board
    from reportgen.preview.watching import seen
    from reportgen.preview.work import Work, make_request

    project, board = work.bench.project, Board()
    seen([work.folder])
    request = for_work(project, work.folder, make_request(str(work.folder), (), None))
    Work(project, work.folder, request, board, train=False).refresh()
    return board.problem


_COMMANDS = {"checked": _check, "graded": _grade, "shown": _preview, "said": _build}


def _hook(arena: Arena, attack: Any, work: Any, seen: list[str]) -> Any:
    made = [str(arena.folder / "remise"), str(arena.root / "build"), str(arena.corrections)]
    made.append("/dev/null")
    theirs = str(arena.folder.parent) + os.sep
    races = [attack.race] if attack.race else []

    def refuse(what: str) -> None:
        seen.append(what)
        raise PermissionError(f"refused: {what}")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _REFUSED:
            refuse(f"{event} {arguments!r}"[:300])
        if event not in ("open", *_CHANGES) or not isinstance(arguments[0], str | bytes):
            return
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if races and path == os.path.realpath(arena.folder / races[0].name):
            races.pop().change(work, arena)  # between what was looked at and what is opened
            path = os.path.realpath(path)
        if _follows_no_link(event, arguments):
            return
        if path.startswith(theirs) and _LOADABLE.search(path):
            refuse(f"{event} {path}")
        if path.startswith((str(arena.outside), *_FORBIDDEN)):
            refuse(f"{event} {path}")
        writes = event != "open" or _is_writing(arguments)
        if writes and not path.startswith(tuple(made)):
            refuse(f"{event} for writing {path}")

    return hook


def _follows_no_link(event: str, arguments: tuple[Any, ...]) -> bool:
    """Tell whether a link is opened in a way that the system refuses for links."""
    flags = arguments[2] if event == "open" else 0
    return bool(flags & os.O_NOFOLLOW) and Path(arguments[0]).is_symlink()


def _is_writing(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


if __name__ == "__main__":
    main()
