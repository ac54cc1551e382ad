"""Random reports, labs and numbers: whatever is written, only a ReportgenError may come of it.

Inputs are mutated from a corpus by cutting, repeating, crossing and inserting words of the formats;
one that reaches lines of the program that no other reached joins the corpus.
"""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from types import FrameType
from typing import Any

from reportgen.errors import ReportgenError

SLOW = 10.0
"""Seconds, on a busy machine, after which an input is one to mend."""
LONGEST = 6_000


@dataclass
class Target:
    """Something to feed: ``run`` takes a text; ``corpus`` and ``words`` are what texts come from.

    ``share`` is how much of the time it is given, beside the others; of a ``structured`` text only
    words are changed, nearly always. ``fed`` counts the texts that it was given, ``seconds`` the
    time that it took with them.
    """

    name: str
    run: Callable[[str], None]
    words: list[str]
    corpus: list[str]
    lines: set[tuple[str, int]] = field(default_factory=set)
    share: float = 1.0
    structured: bool = False
    fed: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Failure:
    """An input that raised something else, took too long, or made a page that harms."""

    target: str
    text: str
    error: str


def fuzz(found: list[Target], seconds: float, seed: int) -> Iterator[Failure]:
    """Feed the targets, each for its share of the time, and yield each kind of failure once."""
    random, end, known = Random(seed), monotonic() + seconds, set[str]()
    while monotonic() < end:
        target = min(found, key=lambda one: one.seconds / one.share)
        text = mutated(target, random)
        error = _fed(target, text)
        kind = error.partition("\n")[0][:60]
        if error and kind not in known:
            known.add(kind)
            yield Failure(target.name, shorter(target, text, kind), error)


def _fed(target: Target, text: str) -> str:
    """Feed a text and keep it if it led somewhere new; return what went wrong, "" for nothing."""
    started = monotonic()
    error, lines = attempt(target, text)
    target.seconds += monotonic() - started
    target.fed += 1
    if not lines <= target.lines:
        target.lines |= lines
        target.corpus.append(text)
    return error


def mutated(target: Target, random: Random) -> str:
    """Return a text near one of the corpus, of at most ``LONGEST`` characters."""
    text = random.choice(target.corpus)
    kept = target.structured and random.random() < 0.9
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        text = (_swapped if kept else random.choice(_MUTATIONS))(text, target, random)
    return text[:LONGEST]


def attempt(target: Target, text: str) -> tuple[str, set[tuple[str, int]]]:
    """Feed a text; return what went wrong ("" for nothing) and the lines that it reached."""
    with _traced() as lines:
        try:
            with _limited():
                target.run(text)
        except ReportgenError:
            return "", lines
        except Exception as error:
            return f"{type(error).__name__}: {error}\n{_where(error)}", lines
    return "", lines


def shorter(target: Target, text: str, kind: str) -> str:
    """Return a shorter text that fails in the same way."""
    size = len(text) // 2
    while size:
        for start in range(0, len(text), size):
            less = text[:start] + text[start + size :]
            if attempt(target, less)[0][:60].startswith(kind[:30]):
                text = less
                break
        else:
            size //= 2
    return text


def _cut(text: str, _: Target, random: Random) -> str:
    start = random.randrange(len(text) + 1)
    return text[:start] + text[start + random.choice((1, 2, 8, 60)) :]


def _inserted(text: str, target: Target, random: Random) -> str:
    start = random.randrange(len(text) + 1)
    space = random.choice(("", " ", "\n", "\n\n"))
    return text[:start] + space + random.choice(target.words) + space + text[start:]


def _repeated(text: str, _: Target, random: Random) -> str:
    start = random.randrange(len(text) + 1)
    piece = text[start : start + random.choice((1, 3, 12, 80))]
    return text[:start] + piece * random.choice((2, 5, 50)) + text[start:]


def _crossed(text: str, target: Target, random: Random) -> str:
    other = random.choice(target.corpus)
    return text[: random.randrange(len(text) + 1)] + other[random.randrange(len(other) + 1) :]


def _replaced(text: str, _: Target, random: Random) -> str:
    start = random.randrange(len(text) + 1)
    character = chr(random.choice((0, 7, 34, 39, 92, 0x200D, 0x2028, 0x1F600, 0xE000, 0x301)))
    return text[:start] + character + text[start + 1 :]


def _swapped(text: str, target: Target, random: Random) -> str:
    """Put one word in the place of another: what is built of them still holds together."""
    found = list(_TOKEN.finditer(text))
    if not found:
        return text
    old, others = random.choice(found), [one[0] for one in found]
    new = random.choice(random.choice((target.words, others)))
    return text[: old.start()] + new + text[old.end() :]


_TOKEN = re.compile(r'"[^"\n]*"|[\w.+-]+')
_MUTATIONS = (
    _cut, _inserted, _inserted, _inserted, _repeated, _crossed, _replaced, _swapped, _swapped,
)  # fmt: skip


def written(folder: Path, files: dict[str, str]) -> None:
    """Write files of a folder, halves of characters as question marks."""
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "replace"))


def _where(error: BaseException) -> str:
    frame, places = error.__traceback__, []
    while frame is not None:
        places.append(f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}")
        frame = frame.tb_next
    return " ".join(places[-8:])


@contextmanager
def _limited() -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise TimeoutError(f"plus de {SLOW} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SLOW)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _traced() -> Iterator[set[tuple[str, int]]]:
    """Collect the lines of this program that run; those of libraries are not looked at."""
    seen: set[tuple[str, int]] = set()

    def line(frame: FrameType, *_: Any) -> Any:
        seen.add((frame.f_code.co_filename, frame.f_lineno))
        return line

    def call(frame: FrameType, *_: Any) -> Any:
        return line if "/reportgen/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield seen
    finally:
        sys.settrace(before)
