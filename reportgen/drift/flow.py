"""Tells a document again with other trainings: the flow, readable in :func:`find_drift`.

Trainings with new seeds go through the lab's own store; no document, figure or result of the
lab is touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from reportgen.document.compose import without_solutions
from reportgen.document.expressions import make_evaluator
from reportgen.document.types import Built
from reportgen.drift.comparison import compare
from reportgen.drift.elsewhere import read_elsewhere
from reportgen.drift.marking import mark_measured
from reportgen.drift.reading import read_passages
from reportgen.drift.seeds import seed_groups, with_all_seeds, with_seeds
from reportgen.drift.types import Drift, Passage, Replica
from reportgen.errors import StoreError, UsageError
from reportgen.evidence.elements import Element, Remark
from reportgen.evidence.remarks import constat
from reportgen.evidence.vocabulary import FAMILIES, FILTERS, bind
from reportgen.french.numbers import liste
from reportgen.material import Material
from reportgen.pipeline import (
    documents_of,
    load,
    narrow,
    plan_material,
    read_results,
    train,
)
from reportgen.plan import Plan
from reportgen.project import Project, find_lab
from reportgen.reporting import Reporter


@dataclass(frozen=True)
class DriftRequest:
    """What to tell again: a document of a lab, with new seeds or with another store's results.

    ``profile`` None is the lab's default. Without ``seeds`` and ``against``, seeds are chosen.
    """

    lab: str
    profile: str | None = None
    seeds: tuple[int, ...] = ()
    against: Path | None = None
    document: Built = "corrige"


def find_drift(project: Project, request: DriftRequest, reporter: Reporter) -> Drift:
    """Return what a document states and what holds of it with other trainings.

    StoreError when results of the lab, or of the other store, are missing; UsageError when the
    request contradicts itself; TrainingError when a training fails: what was done is kept.
    """
    if request.seeds and request.against:
        raise UsageError("--against relit les graines du TP : ne donnez pas aussi --seeds.")
    material = load(project, find_lab(project, request.lab), request.profile, reporter)
    documents_of(material.lab, (request.document,))
    own = _with_own_results(narrow(material, (request.document,)))
    replicas = dict(_replicas(own, request, reporter))
    reporter.stage("Comparaison des constats")
    before = _passages(own, request.document)
    after = [_passages(other, request.document) for other in replicas.values()]
    findings, novelties = compare(before, after)
    return Drift(
        slug=own.lab.slug,
        profile=own.profile.name,
        document=request.document,
        replicas=tuple(replicas),
        findings=findings,
        novelties=novelties,
    )


def _with_own_results(material: Material) -> Material:
    plan = plan_material(material)
    if plan.missing:
        missing = liste(dict.fromkeys(name for step in plan.missing for name in step.run_names))
        raise StoreError(
            f"le TP n’a pas encore ses propres résultats ({missing}) : lancez d’abord "
            f"« {_build_command(material)} »."
        )
    return _read(plan, material)


def _build_command(material: Material) -> str:
    default = material.profile.name == material.lab.default_profile
    option = "" if default else f" --profile {material.profile.name}"
    return f"reportgen build {material.lab.slug}{option}"


def _replicas(
    own: Material, request: DriftRequest, reporter: Reporter
) -> Iterator[tuple[Replica, Material]]:
    """Yield the material of every replica, trained if need be."""
    if request.against is not None:
        runs = read_elsewhere(request.against, plan_material(own), own)
        yield Replica(), replace(own, runs=runs)
        return
    groups = seed_groups(own.lab, request.seeds)
    whole = replace(own, lab=with_all_seeds(own.lab, groups))
    train(plan_material(whole), whole, False, reporter)
    for seeds in groups:
        other = replace(own, lab=with_seeds(own.lab, seeds))
        yield Replica(seeds), _read(plan_material(other), other)


def _read(plan: Plan, material: Material) -> Material:
    return replace(material, runs=read_results(plan, material))


def _passages(material: Material, document: Built) -> tuple[Passage, ...]:
    """Return what the document states; no element but remarks is made, and none is kept."""
    names: dict[str, Any] = {
        **bind(material),
        **dict.fromkeys(FAMILIES, _nothing),
        "constat": partial(_remark, material),
    }
    lab = without_solutions(material.lab) if document == "sujet" else material.lab
    return read_passages(lab, make_evaluator(names, FILTERS, mark_measured))


def _nothing(*_: Any, **__: Any) -> Element:
    """Stand for an element that states nothing in sentences."""
    return Element(id="", caption="", alt="")


def _remark(
    material: Material, sujet: str, *runs: str, legende: str | None = None, id: str | None = None
) -> Remark:
    """Make a remark as prose asks for it; its caption and id are not shown."""
    return constat(material, sujet, *runs)
