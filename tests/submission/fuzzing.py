"""Random reports, labs and numbers: whatever is written, only a ReportgenError may come of it.

Inputs are mutated from a corpus by cutting, repeating, crossing and inserting words of the formats;
one that reaches lines of the program that no other reached joins the corpus.
"""

from __future__ import annotations

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
from reportgen.french.reading import read_numbers
from reportgen.lab.attributes import RUN
from reportgen.lab.loading import check_lab
from reportgen.lab.vocabulary import ELEMENT_OPTIONS, FILTERS, FUNCTIONS
from reportgen.submission.types import ANSWERS, DEFINITION
from tests.project_lab import DEFINITION as LAB
from tests.submission.bench import Work, start_work
from tests.submission.page import harms

SLOW = 10.0
"""Seconds, on a busy machine, after which an input is one to mend."""
LONGEST = 6_000


def _words(text: str) -> list[str]:
    return text.split()


_OPTIONS = sorted({p.name for f in FUNCTIONS.values() for p in (*f.options, *ELEMENT_OPTIONS)})
_VALUES = ['"a"', "0", "-1", "3", "2.5", "9999", "true", "none", "[]", '["a"]', "[1, 2]", '"*"']
_CALLS = [
    f'{{{{ {name}("mon_essai"{more}) }}}}'
    for name in FUNCTIONS
    for more in ("", ', "mon_essai"', *(f", {o}={v}" for o in _OPTIONS[:2] for v in _VALUES[:3]))
]
_EXPRESSIONS = [f"{{{{ runs.mon_essai.{name} }}}}" for name in RUN]
_EXPRESSIONS += [f"{{{{ {value} | {name} }}}}" for name in FILTERS for value in _VALUES]
_EXPRESSIONS += [f"{{{{ runs.mon_essai.test.loss | {n}({v}) }}}}" for n in FILTERS for v in _VALUES]
_MARKS = _words("""
    {{ }} {% %} {# #} ::: :::: :::{note} :::{observation} ::::{reponse} exactitude ` ``` ~~~ $ $$
    | |-| > - 1. # ** _ [ ]( ) ![ <b> </b> <!-- --> [^1] [^1]: : --- \\ &amp; « » é 1,5
    http://a.b a@b.c \\frac{ \\text{ \\left( } (eq-a)
""")
_YAML = _words("""
    : - [ ] { } , " ' | > & &a *a !! !!int ? # --- ... ~ .inf .nan 1e9 0x1 -1 true null models:
    runs: training: layers: Dense: units: Flatten Conv2D: filters: kernel_size: from: edit: set:
    to: remove: insert_after: append: title: model: dataset: epochs: seeds: optimizer: loss:
    metrics: preprocess:
    rescale: early_stopping: engine: authors: group: date: version: lab: profiles: datasets: source:
""")
_DIGITS = [*"0123456789.,%-+ ^*×e/'’_\u202f\u00a0⁻²kM", "min", "époques", "points", "·10^"]


@dataclass
class Target:
    """Something to feed: ``run`` takes a text; ``seeds`` and ``words`` are what texts come from."""

    name: str
    run: Callable[[str], None]
    words: list[str]
    corpus: list[str]
    lines: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Failure:
    """An input that raised something else, took too long, or made a page that harms."""

    target: str
    text: str
    error: str


def targets(root: Path) -> list[Target]:
    """Return what is fuzzed: definitions, answers, labs and numbers, in a project at *root*."""
    work = start_work(root)
    work.edit(DEFINITION, "optimizer: adam", "engine: numpy, optimizer: SGD")
    work.edit(DEFINITION, "epochs: 5", "epochs: 1")
    start, answers = ((work.folder / name).read_text() for name in (DEFINITION, ANSWERS))
    work.answer("{{ runs.mon_essai.test.loss | decimal }}\n\n" + '{{ courbes("mon_essai") }}')
    filled = (work.folder / ANSWERS).read_text()
    work.build()
    spoken = [*_MARKS, *_EXPRESSIONS, *_CALLS]
    return [
        Target("réponses", _answering(work, start), spoken, [answers, filled]),
        Target("une réponse", _replying(work, start, answers), spoken, ["Vu.", *spoken[-200:]]),
        Target("rendu.yaml", _defining(work, filled), _YAML, [start]),
        Target("lab.yaml", _lab(work), _YAML, [LAB]),
        Target("nombres", lambda text: (read_numbers(text), None)[1], _DIGITS, ["91,3 %"]),
    ]


def fuzz(found: list[Target], seconds: float, seed: int) -> Iterator[Failure]:
    """Feed the targets in turn for so long and yield what fails; each kind of failure once."""
    random, end, known = Random(seed), monotonic() + seconds, set[str]()
    while monotonic() < end:
        for target in found:
            text = mutated(target, random)
            error, lines = attempt(target, text)
            if not lines <= target.lines:
                target.lines |= lines
                target.corpus.append(text)
            kind = error.partition("\n")[0][:60]
            if error and kind not in known:
                known.add(kind)
                yield Failure(target.name, shorter(target, text, kind), error)


def mutated(target: Target, random: Random) -> str:
    """Return a text near one of the corpus, of at most ``LONGEST`` characters."""
    text = random.choice(target.corpus)
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        text = random.choice(_MUTATIONS)(text, target, random)
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


_MUTATIONS = (_cut, _inserted, _inserted, _inserted, _repeated, _crossed, _replaced)


def _answering(work: Work, start: str) -> Callable[[str], None]:
    def run(text: str) -> None:
        _write(work, {DEFINITION: start, ANSWERS: text})
        _report(work)

    return run


def _replying(work: Work, start: str, empty: str) -> Callable[[str], None]:
    def run(text: str) -> None:
        _write(work, {DEFINITION: start, ANSWERS: empty})
        work.answer(text)
        _report(work)

    return run


def _defining(work: Work, answers: str) -> Callable[[str], None]:
    def run(text: str) -> None:
        _write(work, {DEFINITION: text, ANSWERS: answers})
        work.load()

    return run


def _lab(work: Work) -> Callable[[str], None]:
    folder = work.bench.folder.parent / "tp_autre"
    (folder / "sections").mkdir(parents=True)

    def run(text: str) -> None:
        (folder / "lab.yaml").write_bytes(text.encode("utf-8", "replace"))
        check_lab(folder)

    return run


def _write(work: Work, files: dict[str, str]) -> None:
    for name, text in files.items():
        (work.folder / name).write_bytes(text.encode("utf-8", "replace"))


def _report(work: Work) -> None:
    work.build()
    found = harms(work.report())
    assert not found, found


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
