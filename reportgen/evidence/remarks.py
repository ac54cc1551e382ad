"""Computed remarks as elements; what they say is decided by :mod:`reportgen.analysis`."""

from __future__ import annotations

from dataclasses import replace

from reportgen.analysis import population_remarks
from reportgen.analysis.remarks import remark
from reportgen.evidence import trained
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Remark
from reportgen.evidence.lookup import find_runs, note_for, titles
from reportgen.evidence.telling import make_remark
from reportgen.results import RunResult


def constat(ctx: EvidenceContext, sujet: str, *runs: str) -> Remark:
    """Return what the analysis finds on a topic for the runs, as French sentences.

    Topics of populations take populations and families instead of runs.
    """
    if sujet in population_remarks.TOPICS:
        return _of_populations(ctx, sujet, runs)
    results = tuple(_named(ctx, result) for result in find_runs(ctx, runs))
    sentences = remark(sujet, results)
    return make_remark(f"Constat sur {titles(results)}", sentences, note_for(results))


def _named(ctx: EvidenceContext, result: RunResult) -> RunResult:
    """Return a result whose dataset has the names of its classes, given by the lab or its own."""
    dataset = result.spec.dataset
    if dataset.classes:
        return result
    classes = tuple(ctx.described(dataset.name).classes)
    return replace(result, spec=replace(result.spec, dataset=replace(dataset, classes=classes)))


def _of_populations(ctx: EvidenceContext, topic: str, names: tuple[str, ...]) -> Remark:
    results = trained.find_populations(ctx, names)
    sentences = population_remarks.remark(topic, results)
    return make_remark(f"Constat sur {trained.titles(results)}", sentences)
