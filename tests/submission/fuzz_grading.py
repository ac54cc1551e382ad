"""What is fuzzed on the side of teachers: a report, its results, and the file of decisions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from reportgen.cli.grades import describe_check, describe_class, problem_count
from reportgen.grading.checking import check_work
from reportgen.grading.decisions import keep_decisions
from reportgen.grading.feedback import Format
from reportgen.grading.flow import GradeReport, GradeRequest, grade
from reportgen.grading.marks import mark, out_of_range
from reportgen.grading.types import Graded
from reportgen.reporting import SilentReporter
from reportgen.submission.measured import RESULTS
from reportgen.submission.types import ANSWERS, DEFINITION, MADE
from reportgen.trajectory import digest
from reportgen.visible import is_visible
from tests.grading.factory import OPINION, Room, Student, hand_in, make_room
from tests.submission.fuzz_words import DECISIONS, DIGITS, JSON, MARKS, YAML, spoken
from tests.submission.fuzzing import Target, written
from tests.submission.page import harms, unsafe_cells

BETWEEN = "\n%%%%\n"
"""What stands between the three files of one text: definition, answers, decisions."""
_ANSWERS = {"poids": "270 : 260 puis 10.", "exactitude": "87,5 % et 0,41", "avis": OPINION}


def grading_targets(root: Path) -> list[Target]:
    """Return what is read when a report of one student is checked and graded, under *root*."""
    room = make_room(root)
    folder = hand_in(room, Student("a", _ANSWERS))
    graded = _graded(room, folder).results.marked[0].graded
    files = (folder / DEFINITION, folder / ANSWERS, room.root / "notes" / "a.yaml")
    texts = [path.read_text(encoding="utf-8") for path in files]
    results = (folder / MADE / RESULTS).read_text(encoding="utf-8")
    words = [*YAML, *MARKS, *DIGITS, *DECISIONS, BETWEEN, *spoken("essai")[:400]]
    return [
        Target("correction", _grading(room, files), words, [BETWEEN.join(texts)]),
        Target("décisions", _deciding(files[2], graded), DECISIONS, [texts[2]]),
        Target("resultats.json", _measuring(room, files), JSON, [results], structured=True),
    ]


def _grading(room: Room, files: tuple[Path, ...]) -> Callable[[str], None]:
    """Take three files from one text; those that it lacks are as they were at first."""
    first = [path.read_text(encoding="utf-8") for path in files]

    def run(text: str) -> None:
        parts = text.split(BETWEEN, 2)
        for path, part in zip(files, [*parts, *first[len(parts) :]], strict=True):
            written(path.parent, {path.name: part})
        _graded(room, files[0].parent)

    return run


def _deciding(path: Path, graded: Graded) -> Callable[[str], None]:
    def run(text: str) -> None:
        written(path.parent, {path.name: text})
        before = _lines(path)
        decisions, completed = keep_decisions(path, graded)
        assert all(map(is_visible, out_of_range(mark(graded, decisions))))
        if completed is not None:
            written(path.parent, {path.name: completed})
            assert _lines(path)[: len(before)] == before, "decisions changed"

    return run


def _measuring(room: Room, files: tuple[Path, ...]) -> Callable[[str], None]:
    folder, decided = files[0].parent, files[2]
    first = {path.name: path.read_text(encoding="utf-8") for path in files[:2]}

    def run(text: str) -> None:
        decided.unlink(missing_ok=True)
        written(folder, {**first, f"{MADE}/{RESULTS}": _signed(text)})
        _checked(room, folder)
        _graded(room, folder, pages=False)

    return run


def _signed(text: str) -> str:
    """Return JSON with the right checksum, as a forger would; other texts as they are."""
    try:
        value = json.loads(text)
        value.pop("sha256", None)
        return json.dumps({**value, "sha256": digest(value)})
    except (ValueError, AttributeError, TypeError, RecursionError):
        return text


def _checked(room: Room, folder: Path) -> None:
    checked = check_work(room.project, folder, SilentReporter())
    assert problem_count(checked) >= 0
    assert is_visible("\n".join(describe_check("a", checked)))


def _graded(room: Room, folder: Path, *, pages: bool = True) -> GradeReport:
    """Grade a report and look at all that its teacher is given."""
    output = room.root / "notes"
    decided = _lines(output / "a.yaml")
    formats: tuple[Format, ...] = ("html",) if pages else ()
    request = GradeRequest(str(room.folder), (folder,), output=output, formats=formats)
    report = grade(room.project, request, SilentReporter())
    assert is_visible("\n".join(describe_class(report)))
    for one in report.results.unreadable:
        assert "erreur imprévue" not in one.error, one.error
    assert _lines(output / "a.yaml")[: len(decided)] == decided, "decisions changed"
    assert not unsafe_cells((output / "notes.csv").read_text(encoding="utf-8-sig"))
    json.loads((output / "notes.json").read_bytes())
    for page in output.glob("*.html"):
        found = harms(page.read_text(encoding="utf-8"), scripts=0)
        assert not found, found
        page.unlink()
    return report


def _lines(path: Path) -> list[str]:
    """Return the lines of a file but for what ends them, empty ones at its end left out."""
    text = path.read_bytes().decode(errors="replace") if path.exists() else ""
    return text.rstrip().splitlines()
