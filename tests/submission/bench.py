"""Students who answer the small lab of :mod:`tests.project_lab`, in a project of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from reportgen import pipeline
from reportgen.lab.types import Lab
from reportgen.outline import Authors, write_outline
from reportgen.pipeline import BuildReport, BuildRequest, build
from reportgen.project import find_lab
from reportgen.reporting import SilentReporter
from reportgen.submission.reading import load_submission
from reportgen.submission.types import ANSWERS, DEFINITION, MADE, Submission
from tests.project_lab import Bench, Counter, make_bench

AUTHORS = Authors(("Ada Martin", "Léo Petit"), "TD 2", date(2026, 11, 21))


@dataclass(frozen=True)
class Work:
    """A folder of students beside the lab ``tp_points``."""

    bench: Bench
    folder: Path

    @property
    def made(self) -> Path:
        return self.folder / MADE

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def answer(self, observation: str, interpretation: str = "") -> None:
        """Fill the two parts of the only question."""
        empty = ":::{interpretation}\n\n:::"
        self.edit(ANSWERS, empty, f":::{{interpretation}}\n{interpretation}\n:::")
        text = (self.folder / ANSWERS).read_text(encoding="utf-8")
        start = text.index(":::{observation}")
        end = text.index("\n:::\n", start)
        self.write(ANSWERS, f"{text[:start]}:::{{observation}}\n{observation}{text[end:]}")

    def load(self) -> tuple[Submission, Lab]:
        project = self.bench.project
        return load_submission(self.folder, lambda slug: find_lab(project, slug), project.lab_roots)

    def build(self, counter: Counter | None = None, **changes: Any) -> BuildReport:
        request = replace(BuildRequest(str(self.folder), formats=("html",)), **changes)
        return build(self.bench.project, request, counter or Counter())

    def report(self) -> str:
        return (self.made / "compte-rendu.html").read_text(encoding="utf-8")


def start_work(root: Path) -> Work:
    """Start the report of two students on a small lab."""
    bench = make_bench(root)
    folder = root / "rendus" / "mon_tp"
    lab = find_lab(bench.project, "tp_points")
    material = pipeline.load(bench.project, lab, None, SilentReporter())
    write_outline(material, folder, AUTHORS)
    assert (folder / DEFINITION).is_file()
    return Work(bench, folder)
