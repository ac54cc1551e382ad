"""Count what a build does, from outside: it tells of every step, and a fault strikes at one.

Installed in a process of its own before anything of the program is imported; the program is
not changed, its functions are only called through others that first say what comes.
A step has a name that is the same in every build of one lab, as
``68704c48/epoch-0003.npz write 12``: the file meant, what happens to it, and how often it has.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import reportgen.files

_KEY_LENGTH = 32


class Ticks:
    """What happens at each step; nothing until ``listen`` is given a listener."""

    def __init__(self) -> None:
        self.listener: Callable[[str], None] = lambda _: None
        self.root = Path()
        self.local = threading.local()
        self.epoch = 0
        self.key = ""

    def __call__(self, name: str) -> None:
        self.listener(name)

    def name(self, path: Path) -> str:
        """Return a short name of *path*, which tells one commit of a history from another."""
        parts = Path(os.path.relpath(path, self.root)).parts
        short = "/".join(p[:8] if len(p) == _KEY_LENGTH else p for p in parts[1:])
        if path.parent.name == "elements":  # named by what they hold, durations included
            return "elements/element.json"
        commit = getattr(self.local, "commit", 0)
        return f"{short}@{commit}" if path.name == "history.json" else short


TICKS = Ticks()


class Half:
    """A file that is written by halves, with a step between them."""

    def __init__(self, file: Any, name: str) -> None:
        self._file, self._name, self._writes = file, name, 0

    def write(self, content: Any) -> int:
        view = memoryview(content).cast("B")
        self._writes += 1
        middle = len(view) // 2
        self._file.write(view[:middle])
        self._file.flush()
        TICKS(f"{self._name} write {self._writes}")
        self._file.write(view[middle:])
        return len(view)

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self._file, attribute)

    def __enter__(self) -> Half:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def install() -> None:
    """Have the writing of files tell; before the rest of the program is imported."""
    _tell_writes()
    _tell_saves()
    _tell_moves()


def install_in_program() -> None:
    """Have training, evidence and rendering tell; this imports the whole program."""
    from reportgen import material, pipeline
    from reportgen.document import html
    from reportgen.store.entries import Entry
    from reportgen.training import engine, keras_learner

    _tell_commits(Entry)
    _tell_epochs(engine._Keeper, keras_learner.KerasLearner)
    _around(material.Material, "cached", lambda _, kind, *__: f"evidence {kind}")
    _around(material.Material, "element", lambda _, what, *__: f"evidence {what['function']}")
    _around(html, "render_html", lambda document, *_: f"render {document.kind}")
    _around(pipeline, "compose", lambda *_: "compose documents")


def _around(owner: Any, name: str, label: Callable[..., str]) -> None:
    original = getattr(owner, name)

    def told(*args: Any, **kwargs: Any) -> Any:
        TICKS(f"{label(*args)} begin")
        return original(*args, **kwargs)

    setattr(owner, name, told)


def _tell_writes() -> None:
    original = reportgen.files.write_with

    def write_with(path: Path, write: Callable[[Any], object]) -> None:
        name = TICKS.name(path)
        with _target(name):
            original(path, lambda file: write(Half(file, name)))

    reportgen.files.write_with = write_with
    fsync = os.fsync

    def told(descriptor: int) -> None:
        TICKS(f"{getattr(TICKS.local, 'target', '?')} fsync")
        fsync(descriptor)

    os.fsync = told


def _tell_saves() -> None:
    """Have files that another library opens tell: they are known by their temporary name."""
    original, opened = reportgen.files.write_saved, builtins.open

    def write_saved(path: Path, save: Callable[[Path], object]) -> None:
        with _target(TICKS.name(path)):
            original(path, save)

    def told(file: Any, *args: Any, **kwargs: Any) -> Any:
        is_saved = isinstance(file, str) and reportgen.files.TEMPORARY_PREFIX in file
        result = opened(file, *args, **kwargs)
        return Half(result, TICKS.local.target) if is_saved else result

    reportgen.files.write_saved = write_saved
    builtins.open = told


@contextlib.contextmanager
def _target(name: str) -> Iterator[None]:
    TICKS.local.target = name
    yield


def _tell_moves() -> None:
    replace, unlink = Path.replace, Path.unlink

    def told_replace(path: Path, target: Any) -> Path:
        if not path.name.startswith(reportgen.files.TEMPORARY_PREFIX):
            return replace(path, target)
        name = TICKS.name(Path(target))
        TICKS(f"{name} replace")
        moved = replace(path, target)
        TICKS(f"{name} replaced")
        return moved

    def told_unlink(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".npz" and not path.name.startswith("."):
            TICKS(f"{TICKS.name(path)} drop")
        unlink(path, missing_ok=missing_ok)

    Path.replace = told_replace  # type: ignore[method-assign]
    Path.unlink = told_unlink  # type: ignore[method-assign]


def _tell_commits(entry: Any) -> None:
    original = entry.write_history

    def write_history(self: Any, history: Any, *args: Any) -> None:
        TICKS.local.commit = history.epochs
        original(self, history, *args)

    entry.write_history = write_history


def _tell_epochs(keeper: Any, learner: Any) -> None:
    begin, end, callback = keeper.begin_epoch, keeper.end_epoch, learner.callback

    def told_begin(self: Any, epoch: int) -> None:
        TICKS.key, TICKS.epoch = self.task.entry.key[:8], epoch
        TICKS(f"{TICKS.key}/epoch {TICKS.epoch} begin")
        begin(self, epoch)

    def told_end(self: Any, epoch: int, values: Any) -> bool:
        TICKS(f"{TICKS.key}/epoch {TICKS.epoch} end")
        more: bool = end(self, epoch, values)
        return more

    def told_callback(self: Any, *args: Any) -> Any:
        made = callback(self, *args)
        made.on_train_batch_end = lambda batch, logs=None: TICKS(
            f"{TICKS.key}/epoch {TICKS.epoch} batch {batch}"
        )
        return made

    keeper.begin_epoch, keeper.end_epoch, learner.callback = told_begin, told_end, told_callback
