"""Grade the reports of a class: one after the other, and nothing is ever trained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR

from reportgen import __version__
from reportgen.errors import DefinitionError, RenderError, ReportgenError, UsageError
from reportgen.files import write_bytes, write_text
from reportgen.french.numbers import pluriel
from reportgen.grading.authors import repeated
from reportgen.grading.copies import likenesses, print_of
from reportgen.grading.decisions import keep_decisions
from reportgen.grading.examination import examine
from reportgen.grading.feedback import Format, make_document, render_feedback
from reportgen.grading.marks import Marked, mark, out_of_range
from reportgen.grading.naming import distinct_folders, names_of
from reportgen.grading.sources import Handed, differences, read_handed, stored_runs
from reportgen.grading.statistics import statistics
from reportgen.grading.tables import ClassResults, to_csv, to_json
from reportgen.grading.teacher import Teacher
from reportgen.grading.types import Graded, Result, Unreadable
from reportgen.grading.verdicts import verdict
from reportgen.lab.profiles import apply_profile
from reportgen.lab.statement import statement_version
from reportgen.lab.types import Lab
from reportgen.meta import today
from reportgen.pipeline import require_answers
from reportgen.project import Project, find_lab
from reportgen.reporting import Reporter
from reportgen.submission.reading import load_submission
from reportgen.submission.types import Submission
from reportgen.visible import visible

FOLDER, TABLE, RECORD = "corrections", "notes.csv", "notes.json"
MOST_REMARKS = 20
"""Remarks on one report that are told; more are counted: a cell of a spreadsheet has an end."""


@dataclass(frozen=True)
class GradeRequest:
    """Which reports to grade, against which lab, and where to write.

    ``profile`` None is that of each report; ``output`` None is ``corrections/SLUG``.
    """

    lab: str
    folders: tuple[Path, ...]
    profile: str | None = None
    output: Path | None = None
    formats: tuple[Format, ...] = ("html", "pdf")


@dataclass(frozen=True)
class GradeReport:
    """What grading gave: the class, the folder of its files, and what could not be made."""

    results: ClassResults
    folder: Path
    problems: tuple[str, ...]


def grade(project: Project, request: GradeRequest, reporter: Reporter) -> GradeReport:
    """Grade reports one after the other; one that cannot be read does not stop the others.

    Raises the ReportgenError of the lab itself, DataError when its data are not to be had, and
    StoreError when nothing can be written.
    """
    teacher = Teacher(project, find_lab(project, request.lab), reporter, request.profile)
    require_answers(teacher.lab)
    teacher.require_data()
    folder = request.output or project.root / FOLDER / teacher.lab.slug
    marked: list[Marked] = []
    unreadable: list[Unreadable] = []
    problems: list[str] = []
    folders = distinct_folders(request.folders)
    named = list(zip(names_of(folders), folders, strict=True))
    for rank, (name, one) in enumerate(named, 1):
        reporter.stage(f"Rendu {rank} sur {len(named)} : {name}")
        result = _decided(grade_one(name, one, teacher), folder)
        if isinstance(result, Unreadable):
            unreadable.append(result)
            continue
        marked.append(result)
        problems += _give_back(result, teacher, request.formats, folder)
    results = class_results(teacher.lab.slug, marked, unreadable)
    write_text(folder / TABLE, to_csv(results))
    write_text(folder / RECORD, to_json(results))
    return GradeReport(results, folder, tuple(dict.fromkeys(problems)))


def grade_one(name: str, folder: Path, teacher: Teacher) -> Result:
    """Return the verdicts on one report, or why it cannot be read."""
    try:
        _require_folder(folder)
        roots = teacher.project.lab_roots
        submission, work = load_submission(folder, teacher.find, roots, teacher.read)
        return _graded(name, submission, work, teacher)
    except ReportgenError as error:
        return Unreadable(name, folder, visible(str(error)))
    except Exception as error:  # whatever a hostile file breaks must not cost the class its marks
        cause = visible(f"{type(error).__name__} : {error}")
        return Unreadable(name, folder, f"erreur imprévue ({cause})")


def _require_folder(folder: Path) -> None:
    try:
        is_folder = S_ISDIR(folder.stat().st_mode)
    except (OSError, ValueError) as error:  # a link to nowhere, a name with a null
        raise UsageError(f"{folder} : introuvable, ou dans un dossier fermé.") from error
    if not is_folder:
        raise UsageError(f"{folder} : ce n’est pas un dossier ; une archive se décompresse.")


def class_results(
    slug: str, marked: Sequence[Marked], unreadable: Sequence[Unreadable]
) -> ClassResults:
    """Return the reports with what is said of them together."""
    reports = [report.graded for report in marked]
    return ClassResults(
        lab=slug,
        marked=tuple(marked),
        unreadable=tuple(unreadable),
        statistics=statistics(marked),
        likenesses=likenesses({report.name: report.prints for report in reports}),
        repeated=repeated({report.name: report.authors for report in reports}),
    )


def _graded(name: str, submission: Submission, work: Lab, teacher: Teacher) -> Graded:
    handed = read_handed(submission.folder, teacher.lab.slug)
    profile = teacher.profile_for(handed.results.profile if handed.results else None)
    profiled = apply_profile(work, profile)
    examined = examine(
        teacher.lab, profiled, submission.answers, handed.runs, "remise", teacher.described
    )
    stored = stored_runs(profiled, teacher.store, teacher.described)
    disputed: dict[str, Sequence[str]] = dict(examined.contradictions)
    for run in (name for name in stored if name in handed.runs):
        told = list(differences(run, handed.runs[run], stored[run]))
        if told:
            disputed[run] = [*disputed.get(run, ()), *told]
    unlike, places = _unlike(work, handed, teacher), teacher.places(profile)
    verdicts = (
        verdict(seen, places[seen.question.id], examined, frozenset(disputed), unlike)
        for seen in examined.questions
    )
    replies = submission.answers.replies
    return Graded(
        name=name,
        folder=submission.folder,
        authors=submission.identity.authors,
        group=submission.identity.group,
        verdicts=tuple(verdicts),
        remarks=_told(_remarks(submission, handed, teacher, disputed)),
        prints={question: print_of(reply.text) for question, reply in replies.items()},
    )


def _unlike(work: Lab, handed: Handed, teacher: Teacher) -> str:
    """Return why measures cannot be held against the corrigé's, "" when they can."""
    for name, run in handed.runs.items():
        spec = work.runs.get(name)
        data = None if spec is None else teacher.described.get(spec.dataset.name)
        if data is not None and run.data and run.data != data.origin.digest:
            return f"« {data.title} » : mesuré sur d’autres images que celles du corrigé."
    return ""


def _remarks(
    submission: Submission,
    handed: Handed,
    teacher: Teacher,
    disputed: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    if submission.identity.version not in ("", statement_version(teacher.lab)):
        yield "Ce rendu répond à un autre état de l’énoncé."
    if handed.missing:
        yield handed.missing
    for sentences in disputed.values():
        yield from sentences


def _told(remarks: Iterable[str]) -> tuple[str, ...]:
    """Return the first remarks, and one that counts the others."""
    found = [visible(remark) for remark in remarks]
    others = pluriel(len(found) - MOST_REMARKS, "autre remarque", "autres remarques")
    more = [f"Et {others}."] if len(found) > MOST_REMARKS else []
    return (*found[:MOST_REMARKS], *more)


def _decided(result: Result, folder: Path) -> Marked | Unreadable:
    """Return a report with its teacher's decisions, whose file is made or completed."""
    if isinstance(result, Unreadable):
        return result
    path = folder / f"{result.name}.yaml"
    try:
        decisions, text = keep_decisions(path, result)
    except DefinitionError as error:
        return Unreadable(result.name, result.folder, str(error))
    if text is not None:
        write_text(path, text)
    return mark(result, decisions)


def _give_back(
    report: Marked, teacher: Teacher, formats: Sequence[Format], folder: Path
) -> Iterator[str]:
    """Write the pages of a report; yield what could not be made, and marks to look at."""
    name = report.graded.name
    yield from (f"{name} : {text}" for text in out_of_range(report))
    document = make_document(report, teacher.lab, today(), __version__)
    for one in formats:
        try:
            made = render_feedback(report, document, (one,), teacher.project.template_roots)
        except RenderError as error:
            yield str(error)
        else:
            write_bytes(folder / f"{name}.{one}", made[one])
