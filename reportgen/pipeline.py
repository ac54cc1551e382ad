"""The whole flow, readable in :func:`build`: the only module that knows all stages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from reportgen.errors import StoreError, TrainingError, UsageError
from reportgen.freshness import Stamp, inputs_digest, stamp_folder
from reportgen.project import Project, find_known_lab, find_lab
from reportgen.publishing import TITLES, hand_in, print_room, publish, render
from reportgen.reporting import Reporter

if TYPE_CHECKING:  # a build where nothing changed must not pay for importing these
    from reportgen.document.types import Built, Document
    from reportgen.lab.types import Lab
    from reportgen.material import Material
    from reportgen.plan import Plan, Step
    from reportgen.results import RunResult
    from reportgen.tensorboard.logs import Update

DOCUMENTS: tuple[Built, ...] = ("sujet", "corrige")
FORMATS = ("html", "pdf", "ipynb")


@dataclass(frozen=True)
class BuildRequest:
    """What to build: a lab by slug or path, for which readers, in which formats.

    The path may be that of students' work: their report is then the only document.
    ``profile`` None is the lab's default; ``output`` None is the project's report folder, or
    the folder ``remise`` in that of the students.
    With ``keep_going`` a question whose evidence fails is boxed and the build goes on. With a
    ``lock`` file nothing is trained: the results that it names must be in the store.
    """

    lab: str
    documents: tuple[Built, ...] = DOCUMENTS
    formats: tuple[str, ...] = ("html", "pdf")
    profile: str | None = None
    output: Path | None = None
    keep_going: bool = True
    lock: Path | None = None
    pdf_variant: str = "pdf/ua-1"


@dataclass(frozen=True)
class BuildReport:
    """What a build did; ``problems`` are the French messages of what failed on the way."""

    files: tuple[Path, ...]
    up_to_date: bool
    trained: int
    epochs: int
    problems: tuple[str, ...]
    seconds: float


def build(project: Project, request: BuildRequest, reporter: Reporter) -> BuildReport:
    """Build the documents of a lab, training only what is missing.

    Raises a ReportgenError of the stage that fails; what was trained stays in the store.
    """
    started = perf_counter()
    folder = find_lab(project, request.lab)
    request = for_work(project, folder, request)
    output = request.output or project.reports / folder.name
    stamp = Stamp(output, project, repr(request), stamp_folder(project, folder, output))
    inputs = inputs_digest(folder, project, request.lock)
    fresh = stamp.fresh_files(inputs)
    if fresh is not None:
        return BuildReport(fresh, True, 0, 0, (), perf_counter() - started)

    from reportgen.meta import today

    today()  # an unreadable SOURCE_DATE_EPOCH must not wait for the end of a training
    material = load(project, folder, request.profile, reporter, request.lock)
    request = replace(request, documents=documents_of(material.lab, request.documents))
    material = narrow(material, request.documents)
    plan = plan_material(material)
    require_locked(plan, material)
    epochs, problems = train(plan, material, request.keep_going, reporter)
    material = replace(material, runs=read_results(plan, material))
    files, failures = write_documents(output, material, request, reporter)
    problems += failures
    if not problems:
        stamp.write(inputs, material.lab, files, data=material.lock is None)
    told, trained = tuple(dict.fromkeys(problems)), len(plan.missing)
    return BuildReport(files, False, trained, epochs, told, perf_counter() - started)


def for_work(project: Project, folder: Path, request: BuildRequest) -> BuildRequest:
    """Return what to build of a folder: that of students makes their report, beside it.

    DefinitionError when their folder would change what is trusted, or lead out of itself.
    """
    from reportgen.submission.content import require_apart, require_inside
    from reportgen.submission.types import MADE, is_submission

    if not is_submission(folder):
        return request
    require_apart(folder, (project.build, *project.lab_roots, *project.template_roots))
    for made in (MADE, f"{MADE}/data", f"{MADE}/data/rendu"):
        require_inside(folder, made)
    if "ipynb" in request.formats:
        msg = "un compte rendu se fait en page web ou en PDF : tapez --format html, pdf ou tout."
        raise UsageError(msg)
    return replace(request, documents=("rendu",), output=request.output or folder / MADE)


def documents_of(lab: Lab, asked: tuple[Built, ...]) -> tuple[Built, ...]:
    """Return the documents asked for that a lab can give; UsageError when there is none.

    A lab that is given without its answers has no corrigé.
    """
    given = tuple(kind for kind in asked if lab.handout is None or kind != "corrige")
    if not given:
        require_answers(lab)
    return given


def require_answers(lab: Lab) -> None:
    """Refuse a lab that is given without its answers; UsageError."""
    if lab.handout is not None:
        raise UsageError(
            f"{lab.slug} est ici la version des étudiants, sans les réponses : il faut le TP "
            "complet, celui de l’enseignant."
        )


def make_plan(project: Project, lab: str, profile: str | None, reporter: Reporter) -> Plan:
    """Return what building *lab* would train, and why; nothing is trained."""
    return plan_material(load(project, find_lab(project, lab), profile, reporter))


def load(
    project: Project,
    folder: Path,
    profile: str | None,
    reporter: Reporter,
    lock_file: Path | None = None,
) -> Material:
    """Load and check a lab and give it its profile, or that of a lock file.

    Raises DefinitionError, UsageError when the lock is another lab's, StoreError when it does
    not read.
    """
    from reportgen.lab.profiles import apply_profile
    from reportgen.lock import read_lock
    from reportgen.material import Material
    from reportgen.store.store import Store

    lab = load_folder(project, folder)
    lock = None if lock_file is None else read_lock(lock_file)
    if lock is not None and (lock.slug, profile or lock.profile) != (lab.slug, lock.profile):
        raise UsageError(f"{lock_file} est le verrou de {lock.slug}, profil {lock.profile}.")
    name = profile or (lab.default_profile if lock is None else lock.profile)
    profiled = apply_profile(lab, name)
    return Material(
        lab=profiled,
        profile=lab.profiles[name],
        project=project,
        store=Store(project.store),
        reporter=reporter,
        lock=lock,
    )


def load_folder(project: Project, folder: Path) -> Lab:
    """Return the lab of a folder, or what students make of the one that they answer."""
    from reportgen.lab.loading import load_lab
    from reportgen.submission.types import is_submission

    if not is_submission(folder):
        return load_lab(folder, project.lab_roots)
    from reportgen.submission.reading import load_submission

    _, lab = load_submission(folder, lambda slug: find_known_lab(project, slug), project.lab_roots)
    return lab


def narrow(material: Material, documents: Iterable[Built]) -> Material:
    """Return the material with the runs that these documents may speak of."""
    from reportgen.lab.needs import with_needed_runs

    lab = with_needed_runs(material.lab, solutions=set(documents) != {"sujet"})
    runs = {name: result for name, result in material.runs.items() if name in lab.runs}
    return replace(material, lab=lab, runs=runs)


def plan_material(material: Material) -> Plan:
    """Return the plan of a loaded lab; the datasets are found, not read."""
    from reportgen.plan import make_plan as decide

    described = {name: material.described(name) for name in material.lab.datasets}
    versions = None if material.lock is None else material.lock.versions
    plan = decide(material.lab, material.store, described, versions)
    return replace(plan, populations=material.populations_missing())


def require_locked(plan: Plan, material: Material) -> None:
    """Refuse to train under a lock; StoreError with what differs or is missing."""
    from reportgen.plan import run_identity

    if material.lock is None:
        return
    for step in plan.missing:
        key, known = step.trajectory.key, material.lock.trainings
        other = [run for run in step.runs if known.get(run_identity(run, step.seed)) != key]
        if other:
            cause = "il a changé depuis le verrou : refaites le verrou, ou construisez sans lui"
        else:
            cause = "ses résultats manquent : tapez « reportgen store import » avec le lot"
        name = (*other, *step.runs)[0].name
        raise StoreError(f"l’entraînement « {name} » ne peut être montré, {cause}.")


def train(
    plan: Plan, material: Material, keep_going: bool, reporter: Reporter
) -> tuple[int, list[str]]:
    """Carry out what the plan lacks; return the epochs trained and what failed.

    A training that fails is reported and the others go on, unless *keep_going* is false.
    """
    for path in (path for step in plan.steps for path in step.damaged):
        reporter.warn(f"fichier endommagé, il compte comme absent : {path}")
    reporter.training_planned(len(plan.missing), sum(s.epochs_missing for s in plan.missing))
    epochs, problems = 0, []
    for step in plan.missing:
        try:
            epochs += _carry_out(step, material, reporter)
        except TrainingError as error:
            if not keep_going:
                raise
            reporter.warn(str(error))
            problems.append(str(error))
    material.store.remember(material.lab.slug, plan.definitions())
    if plan.missing:
        from reportgen.store.upkeep import drop_surplus

        drop_surplus(material.store, material.project.budget)
    return epochs, problems


def _carry_out(step: Step, material: Material, reporter: Reporter) -> int:
    from reportgen.store.locking import locked
    from reportgen.training.engine import Task, carry_out

    entry = material.store.entry(step.trajectory.key)
    data = material.prepare()(step.trajectory.run)
    waiting = (
        f"Un autre reportgen entraîne « {step.trajectory.run.title} » : on attend ses résultats"
    )
    with locked(entry, lambda: reporter.stage(waiting)):
        return carry_out(Task(step, entry, data, reporter, material.project.budget))


def read_results(plan: Plan, material: Material) -> dict[str, RunResult]:
    """Return the results of every run whose trainings are all complete, by name."""
    from reportgen.store.reading import read_run

    keys = plan.keys()
    results = {}
    for run in material.lab.runs.values():
        entries = tuple(material.store.entry(keys[run.name, seed]) for seed in run.seeds)
        try:
            results[run.name] = read_run(run, entries, material.described(run.dataset.name).origin)
        except StoreError as error:
            material.reporter.stage(f"« {run.title} » sans résultat : {error}")
    return results


def write_documents(
    output: Path, material: Material, request: BuildRequest, reporter: Reporter
) -> tuple[tuple[Path, ...], list[str]]:
    """Write the documents asked for into a folder; return the files, and what failed on the way.

    What prints PDFs gets ready while the evidence is found.
    """
    with print_room(material, request.documents, request.formats, request.pdf_variant) as room:
        documents = compose(material, request, reporter)
        rendered, problems = render(documents, material, request.formats, reporter, room)
    problems += [str(error) for document in documents for error in document.errors]
    return publish(output, rendered | hand_in(material)), problems


def compose(material: Material, request: BuildRequest, reporter: Reporter) -> tuple[Document, ...]:
    """Return the documents asked for, with their evidence in place."""
    from reportgen.document.compose import compose as compose_document
    from reportgen.document.expressions import make_evaluator
    from reportgen.evidence.vocabulary import FILTERS, bind
    from reportgen.meta import make_meta

    evaluate = make_evaluator(bind(material), FILTERS)
    documents = []
    for kind in request.documents:
        reporter.stage(f"Composition du {TITLES[kind]}")
        meta = make_meta(narrow(material, (kind,)))
        documents.append(
            compose_document(material.lab, kind, evaluate, meta, keep_going=request.keep_going)
        )
    return tuple(documents)


def read_measures(
    project: Project, lab: str, profile: str | None, reporter: Reporter
) -> tuple[RunResult, ...]:
    """Return the results of *lab* that are already in the store; nothing is trained."""
    material = load(project, find_lab(project, lab), profile, reporter)
    return tuple(read_results(plan_material(material), material).values())


def write_logs(
    project: Project, lab: str, profile: str | None, root: Path | None, reporter: Reporter
) -> Update:
    """Bring the TensorBoard logs of *lab* up to what is stored; nothing is trained.

    ``root`` is the folder of all logs; None is the project's.
    """
    from reportgen.tensorboard.logs import stored_logs, update

    material = load(project, find_lab(project, lab), profile, reporter)
    folder = (root or project.boards) / material.lab.slug / material.profile.name
    digests = {name: material.described(name).origin.digest for name in material.lab.datasets}
    return update(folder, stored_logs(material.lab, material.store, digests))
