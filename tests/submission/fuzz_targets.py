"""What is fuzzed on the side of students and of labs: definitions, answers, sections, numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportgen.french.reading import read_numbers
from reportgen.lab.loading import check_lab
from reportgen.preview.server import asked
from reportgen.submission.types import ANSWERS, DEFINITION
from tests.project_lab import DEFINITION as LAB
from tests.project_lab import SECTION, write_points
from tests.submission.bench import Work, start_work
from tests.submission.fuzz_files import file_targets
from tests.submission.fuzz_grading import grading_targets
from tests.submission.fuzz_words import ADDRESSES, DIGITS, MARKS, QUESTIONS, YAML, spoken
from tests.submission.fuzzing import Target, written
from tests.submission.page import harms


def targets(root: Path) -> list[Target]:
    """Return all that reads what strangers write, in projects at *root*."""
    return [
        *_work_targets(root / "rendu"),
        *_lab_targets(root / "tp"),
        *grading_targets(root / "corrections"),
        *file_targets(root / "fichiers"),
        Target("adresse", _asking, ADDRESSES, ["/suivi?vu=3"], share=0.1),
        Target("nombres", _counting, DIGITS, ["91,3 %"], share=0.2),
    ]


def _work_targets(root: Path) -> list[Target]:
    work = start_work(root)
    work.edit(DEFINITION, "optimizer: adam", "engine: numpy, optimizer: SGD")
    work.edit(DEFINITION, "epochs: 5", "epochs: 1")
    start, answers = ((work.folder / name).read_text() for name in (DEFINITION, ANSWERS))
    work.answer("{{ runs.mon_essai.test.loss | decimal }}\n\n" + '{{ courbes("mon_essai") }}')
    filled = (work.folder / ANSWERS).read_text()
    work.build()
    words = [*MARKS, *spoken("mon_essai")]
    return [
        Target("réponses", _answering(work, start), words, [filled, answers]),
        Target("une réponse", _replying(work, start, answers), words, ["Vu.", *words[-200:]]),
        Target("rendu.yaml", _defining(work, filled), YAML, [start]),
    ]


def _lab_targets(root: Path) -> list[Target]:
    sections = root / "tp_autre" / "sections"
    sections.mkdir(parents=True)
    write_points(root / "tp_autre" / "points.npz")
    words = [*QUESTIONS, *MARKS, *spoken("petit")]
    return [
        Target("lab.yaml", _lab(sections.parent, "lab.yaml"), YAML, [LAB]),
        Target("sections", _lab(sections.parent, "sections/01.md"), words, [SECTION]),
    ]


def _answering(work: Work, start: str) -> Callable[[str], None]:
    def run(text: str) -> None:
        written(work.folder, {DEFINITION: start, ANSWERS: text})
        _report(work)

    return run


def _replying(work: Work, start: str, empty: str) -> Callable[[str], None]:
    def run(text: str) -> None:
        written(work.folder, {DEFINITION: start, ANSWERS: empty})
        work.answer(text)
        _report(work)

    return run


def _defining(work: Work, answers: str) -> Callable[[str], None]:
    def run(text: str) -> None:
        written(work.folder, {DEFINITION: text, ANSWERS: answers})
        work.load()

    return run


def _lab(folder: Path, name: str) -> Callable[[str], None]:
    def run(text: str) -> None:
        written(folder, {"lab.yaml": LAB, "sections/01.md": SECTION, name: text})
        check_lab(folder)

    return run


def _asking(text: str) -> None:
    _, seen = asked(text)
    assert seen >= 0


def _counting(text: str) -> None:
    read_numbers(text)


def _report(work: Work) -> None:
    work.build()
    found = harms(work.report())
    assert not found, found
