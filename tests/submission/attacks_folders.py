"""Attacks by what lies in a folder: models, made files, pipes, links, numbers, and changes."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reportgen.submission.types import ANSWERS, DEFINITION, MADE
from tests.submission.arena import Arena
from tests.submission.attacks_files import archive, saved
from tests.submission.bench import Work

RESULTS = f"{MADE}/resultats.json"
PAGE, PDF = f"{MADE}/compte-rendu.html", f"{MADE}/compte-rendu.pdf"
DATA = f"{MADE}/data/rendu"
ANSWER = '![a](a.png)\n\n{{ courbes("mon_essai") }}\n\nLe réseau apprend bien.'
TERA = 1 << 40

Plant = Callable[[Work, Arena], object]


def _writes(name: str, content: bytes, answer: str = ANSWER) -> Plant:
    def act(work: Work, _: Arena) -> None:
        work.answer(answer)
        path = _cleared(work, name)
        path.write_bytes(content)

    return act


def _cleared(work: Work, name: str) -> Path:
    path = work.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    return path


def folder(name: str) -> Plant:
    def act(work: Work, _: Arena) -> None:
        work.answer(ANSWER)
        (_cleared(work, name) / "dedans").mkdir(parents=True)
        (work.folder / name / "dedans" / "a.md").write_text("a")

    return act


def pipe(name: str) -> Plant:
    def act(work: Work, _: Arena) -> None:
        work.answer(ANSWER)
        os.mkfifo(_cleared(work, name))

    return act


def _socket(name: str) -> Plant:
    def act(work: Work, _: Arena) -> None:
        work.answer(ANSWER)
        path = _cleared(work, name)
        here = Path.cwd()
        os.chdir(path.parent)  # the address of a socket is short
        try:
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(path.name)
        finally:
            os.chdir(here)

    return act


def _device(name: str) -> Plant:
    """Put the device of zeros there, or a link to it where devices may not be made."""

    def act(work: Work, _: Arena) -> None:
        work.answer(ANSWER)
        path = _cleared(work, name)
        try:
            os.mknod(path, 0o20666, os.makedev(1, 5))
        except PermissionError:
            path.symlink_to("/dev/zero")

    return act


def _sparse(name: str) -> Plant:
    """Put a file of a tebibyte that takes no place on the disk."""

    def act(work: Work, _: Arena) -> None:
        work.answer(ANSWER)
        path = _cleared(work, name)
        with path.open("wb") as file:
            try:
                os.truncate(file.fileno(), TERA)
            except OSError:  # some disks have smaller files
                os.truncate(file.fileno(), TERA >> 8)

    return act


def link(name: str, target: str) -> Plant:
    def act(work: Work, arena: Arena) -> None:
        work.answer(ANSWER)
        _cleared(work, name).symlink_to(target.replace("OUTSIDE", str(arena.outside)))

    return act


def _hard_link(name: str, target: str = "secret.md") -> Plant:
    """Give a file of the folder a second name outside, which must not change."""

    def act(work: Work, arena: Arena) -> None:
        work.answer(ANSWER)
        os.link(arena.outside / target, _cleared(work, name))

    return act


def _mode(name: str, mode: int) -> Plant:
    def act(work: Work, _: Arena) -> None:
        work.answer(ANSWER)
        path = work.folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(saved("PNG"))
        path.chmod(mode)

    return act


_EVERYWHERE = (DEFINITION, ANSWERS, "a.png", "b.md", RESULTS, PAGE, PDF, f"{DATA}/x.csv")
"""What is read, or written, or neither."""
_WRITTEN = (
    MADE,
    f"{MADE}/data",
    DATA,
    f"{MADE}/.tmp-a",
    f"{DATA}/.tmp-a",
    f"{MADE}/.construction.json",
)
STRANGE: dict[str, Plant] = {
    **{
        f"folder {name}": folder(name) for name in (*_EVERYWHERE, f"{DATA}/vieux", f"{MADE}/.tmp-a")
    },
    **{f"pipe {name}": pipe(name) for name in (*_EVERYWHERE, *_WRITTEN)},
    **{f"socket {name}": _socket(name) for name in _EVERYWHERE},
    **{f"device {name}": _device(name) for name in _EVERYWHERE},
    **{f"tebibyte {name}": _sparse(name) for name in (*_EVERYWHERE, f"{MADE}/.tmp-a", "c.png")},
    **{f"file {name}": _writes(name, b"a") for name in (MADE, f"{MADE}/data", DATA)},
    **{f"link of {name} to itself": link(name, Path(name).name) for name in _EVERYWHERE},
    **{f"link of {name} outside": link(name, "OUTSIDE/secret.md") for name in _EVERYWHERE},
    **{f"link of {name} to a device": link(name, "/dev/zero") for name in _EVERYWHERE},
    **{f"link of {name} to nothing": link(name, "OUTSIDE/nouveau") for name in _EVERYWHERE},
    **{f"link of {name} outside": link(name, "OUTSIDE/secret.md") for name in _WRITTEN},
    **{f"hard link {name}": _hard_link(name) for name in (RESULTS, PAGE, PDF, f"{DATA}/x.csv")},
    **{f"hard link {name}": _hard_link(name) for name in (f"{MADE}/.tmp-a", f"{DATA}/.tmp-a")},
}
"""Something else where a file is read or written."""
CLOSED: dict[str, Plant] = {
    **{f"nothing may be done with {n}": _mode(n, 0) for n in (*_EVERYWHERE, MADE, "d/e.png", ".")},
    "a folder that may not be entered": _mode("d", 0),
    "a folder that may not be written": _mode(".", 0o500),
    "a report folder that may not be written": _mode(MADE, 0o500),
}
"""Files and folders without their rights."""


def _many(names: Callable[[int], str], count: int) -> Plant:
    def act(work: Work, _: Arena) -> None:
        work.answer(ANSWER)
        for number in range(count):
            path = work.folder / names(number)
            if not number % 1000:
                path.parent.mkdir(parents=True, exist_ok=True)
            path.open("x").close()

    return act


def _nested(depth: int, file: str = "a.md") -> Plant:
    """Put folders in folders, deeper than a path can say."""

    def act(work: Work, _: Arena) -> None:
        work.answer(ANSWER)
        here = Path.cwd()
        os.chdir(work.folder)
        try:
            for _level in range(depth):
                Path("d").mkdir()
                os.chdir("d")
            Path(file).write_text("a")
        finally:
            os.chdir(here)

    return act


def _loops(work: Work, _: Arena) -> None:
    work.answer(ANSWER)
    for number in range(300):
        folder = work.folder / "d" / str(number)
        folder.mkdir(parents=True)
        (folder / "a.png").symlink_to("..")
        (folder / "b.md").symlink_to(work.folder)
        (folder / "c").symlink_to("/")


def _names(*names: str | bytes) -> Plant:
    def act(work: Work, _: Arena) -> None:
        work.answer(ANSWER)
        for name in names:
            with suppress(OSError):
                Path(work.folder / os.fsdecode(name)).write_bytes(saved("PNG"))

    return act


CROWDS: dict[str, Plant] = {
    "a hundred thousand files": _many(lambda n: f"d/{n}.md", 100_000),
    "ten thousand pictures": _many(lambda n: f"{n}.png", 10_000),
    "ten thousand files to remove": _many(lambda n: f"{DATA}/{n}.csv", 10_000),
    "ten thousand left-overs": _many(lambda n: f"{MADE}/.tmp-{n}", 10_000),
    "a thousand nested folders": _nested(1_000),
    "three thousand nested folders": _nested(3_000),
    "three hundred loops": _loops,
    "names of two lines": _names("a\nb.png", "a\rb.md", "a\x85b.md"),
    "names that ring": _names("\x1b[2J\x07.png", "\x1b]0;a\x07.md"),
    "names that turn": _names("a\u202egnp.md", "\u2066.png"),
    "names of no letter": _names(b"\xff.png", b"\x80.md", b"rendu_Zo\x82.yaml"),
    "names that are long": _names("a" * 251 + ".png", "é" * 125 + ".md", "語" * 84 + ".md"),
    "names of options": _names("-rf.md", "--help.png", "$(id).md", "`id`.md", "{{ runs }}.md"),
    "names of Windows": _names("CON.md", "nul.png", "a:b.md", "..\\..\\a.md", "a .md", "a..md"),
}
"""Too many files, too deep, and with names that hide."""
MADE_BY_OTHERS: dict[str, Plant] = {
    "a page that runs": _writes(PAGE, b"<script>alert(1)</script>"),
    "a PDF that runs": _writes(PDF, b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(a)>>>>"),
    "a page in the data": _writes(f"{DATA}/a.html", b"<script>alert(1)</script>"),
    "a formula in the data": _writes(f"{DATA}/courbes-mon_essai.csv", b"=1+1;=HYPERLINK()"),
    "a zip of the report": _writes(f"{MADE}/rendu.zip", archive(1_000_000, "../../dehors/a")),
    "a stamp of lists": _writes(f"{MADE}/.construction.json", b"[[]]"),
    "a stamp without end": _writes(f"{MADE}/.construction.json", b"[" * 1_000_000),
    "a stamp of nulls": _writes(f"{MADE}/.construction.json", bytes(1000)),
    "a left-over": _writes(f"{MADE}/.tmp-abc.html", b"<script>alert(1)</script>"),
    "a lab of their own": _writes("lab.yaml", b"title: a\n"),
    "settings of Python": _writes("pyproject.toml", b"[tool.pytest.ini_options]\naddopts='-p a'"),
    "settings of the environment": _writes(".env", b"REPORTGEN_BUILD=/tmp/hostile\n"),
    "settings of Matplotlib": _writes("matplotlibrc", b"backend: module://modele\n"),
    "settings of git": _writes(".gitattributes", b"* filter=hostile\n"),
}
"""What the tool, or another one, would have written there."""
