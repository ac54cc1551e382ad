"""Carry the results of a lab to another machine, and keep only the trainings that labs need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.errors import StoreError
from reportgen.files import Removed
from reportgen.horizon import wanted_models
from reportgen.lock import Lock, write_lock
from reportgen.material import Material
from reportgen.pipeline import (
    BuildRequest,
    compose,
    load,
    narrow,
    plan_material,
    read_results,
)
from reportgen.plan import Plan, Step, run_identity
from reportgen.populations import tensorflow_version
from reportgen.project import Project, find_lab
from reportgen.reporting import Reporter, SilentReporter
from reportgen.store.bundle import write_bundle
from reportgen.store.entries import Entry
from reportgen.store.store import Store
from reportgen.store.upkeep import drop_trainings
from reportgen.trajectory import versions


@dataclass(frozen=True)
class Exported:
    """The two files written."""

    bundle: Path
    lock: Path


def export(
    project: Project, request: BuildRequest, folder: Path, states: bool, reporter: Reporter
) -> Exported:
    """Write the bundle and the lock of a lab to *folder*.

    The bundle holds what the documents of *request* show and the trained models; with *states*
    also what training needs to go on. StoreError when a training is missing.
    """
    material = load(project, find_lab(project, request.lab), request.profile, reporter)
    material = narrow(material, request.documents)
    plan = plan_material(material)
    _require_complete(plan)
    material = replace(material, runs=read_results(plan, material))
    compose(material, request, reporter)
    name = f"{material.lab.slug}-{material.profile.name}"
    paths = (folder / f"{name}.zip", folder / f"{name}.lock.json")
    write_bundle(paths[0], material.store, _files(plan, material, states))
    write_lock(paths[1], _lock(plan, material))
    return Exported(*paths)


def drop_unused(project: Project) -> Removed:
    """Remove the trainings that no lab of the project has in any profile.

    A lab that does not load raises its DefinitionError: what it needs is not known.
    """
    plans = map(plan_material, _all_materials(project))
    keep = {key for plan in plans for key in plan.keys().values()}
    return drop_trainings(Store(project.store), keep)


def _all_materials(project: Project) -> Iterator[Material]:
    for folder in project.lab_folders().values():
        first = load(project, folder, None, SilentReporter())
        for profile in first.lab.profiles:
            yield load(project, folder, profile, SilentReporter())


def _require_complete(plan: Plan) -> None:
    if plan.missing:
        names = ", ".join(name for step in plan.missing for name in step.run_names)
        msg = f"des entraînements manquent ({names}) : lancez d’abord « reportgen build »."
        raise StoreError(msg)


def _files(plan: Plan, material: Material, states: bool) -> Iterator[Path]:
    for step in plan.steps:
        yield from _entry_files(step, material.store.entry(step.trajectory.key), states)
    yield from material.used | material.population_files()


def _entry_files(step: Step, entry: Entry, states: bool) -> Iterator[Path]:
    history = entry.history()
    if history is None:
        raise StoreError(
            f"l’entraînement {entry.key} est illisible ; relancez « reportgen build »."
        )
    yield from (entry.folder / f"{name}.json" for name in ("spec", "summary", "history"))
    for epoch in {epoch for run in step.runs for epoch in wanted_models(history, run)}:
        yield from (entry.outputs_path(epoch), entry.model_path(epoch))
    yield from map(entry.state_path, entry.states() if states else ())


def _lock(plan: Plan, material: Material) -> Lock:
    from reportgen.evidence.dependencies import versions as evidence_versions

    return Lock(
        slug=material.lab.slug,
        profile=material.profile.name,
        versions=versions(),
        evidence=evidence_versions(),
        datasets={name: material.described(name) for name in material.lab.datasets},
        trainings={
            run_identity(run, step.seed): step.trajectory.key
            for step in plan.steps
            for run in step.runs
        },
        tensorflow=tensorflow_version(),
    )
