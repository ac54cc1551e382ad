"""Computed remarks as elements; what they say is decided by :mod:`reportgen.analysis`."""

from __future__ import annotations

from reportgen.analysis.remarks import remark
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Remark
from reportgen.evidence.lookup import find_runs, note_for, titles


def constat(ctx: EvidenceContext, sujet: str, *runs: str) -> Remark:
    """Return what the analysis finds on a topic for the runs, as French sentences."""
    results = find_runs(ctx, runs)
    sentences = remark(sujet, results)
    return Remark(
        id="",
        caption=f"Constat sur {titles(results)}",
        alt=" ".join(sentences),
        note=note_for(results),
        sentences=sentences,
    )
