"""Check one report of students, for its authors; nothing is trained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.grading.examination import Examined, examine
from reportgen.grading.sources import Handed, Source, read_handed, stored_runs
from reportgen.grading.teacher import Teacher
from reportgen.lab.profiles import apply_profile
from reportgen.lab.statement import statement_version
from reportgen.lab.types import Lab
from reportgen.project import Project, find_known_lab
from reportgen.reporting import Reporter
from reportgen.submission.reading import load_submission
from reportgen.submission.types import Submission


@dataclass(frozen=True)
class Checked:
    """A report as its authors should see it; ``notes`` are French sentences on its results."""

    submission: Submission
    lab: Lab
    examined: Examined
    notes: tuple[str, ...]


def check_work(project: Project, folder: Path, reporter: Reporter) -> Checked:
    """Check the report of students in *folder*; LabProblems when its form is wrong.

    Results are those of the store, else those handed in.
    """
    submission, work = load_submission(
        folder, lambda slug: find_known_lab(project, slug), project.lab_roots
    )
    teacher = Teacher(project, find_known_lab(project, submission.identity.lab), reporter)
    handed = read_handed(folder, teacher.lab.slug)
    profile = teacher.profile_for(handed.results.profile if handed.results else None)
    profiled = apply_profile(work, profile)
    stored = stored_runs(profiled, teacher.store, teacher.described)
    source: Source = "magasin" if stored else "remise" if handed.runs else "aucun"
    known = {name: run for name, run in handed.runs.items() if name in work.runs}
    examined = examine(
        teacher.lab,
        profiled,
        submission.answers,
        {**known, **stored},
        source,
        teacher.described,
    )
    return Checked(submission, teacher.lab, examined, tuple(_notes(submission, teacher, handed)))


def _notes(submission: Submission, teacher: Teacher, handed: Handed) -> Iterator[str]:
    version = statement_version(teacher.lab)
    if submission.identity.version not in ("", version):
        yield "L’énoncé a changé depuis que ce compte rendu a été commencé."
    if handed.results is None:
        yield handed.missing
    elif handed.results.version != version:
        yield "Les résultats remis répondent à un autre état de l’énoncé : refaites « build »."
