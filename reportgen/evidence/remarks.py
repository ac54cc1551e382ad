"""Computed remarks as elements; what they say is decided by :mod:`reportgen.analysis`."""

from __future__ import annotations

from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Remark
from reportgen.evidence.lookup import dataset_of, find_runs


def constat(ctx: EvidenceContext, sujet: str, *runs: str) -> Remark:
    """Return what the analysis finds on a topic for the runs, as French sentences."""
    from reportgen.analysis.remarks import remark

    results = find_runs(ctx, runs)
    return remark(sujet, results, dataset_of(ctx, results[0]))
