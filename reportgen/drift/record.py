"""A comparison as JSON, for those who go on from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from reportgen.drift.types import Drift, Finding, Novelty
from reportgen.store.records import dump_json


def to_json(drift: Drift) -> str:
    """Return everything a comparison says; statements in reading order, seeds as numbers."""
    return dump_json(
        {
            "lab": drift.slug,
            "profile": drift.profile,
            "document": drift.document,
            "replicas": [asdict(replica) for replica in drift.replicas],
            "statements": len(drift.findings),
            "holding": drift.holding,
            "findings": [_finding(finding) for finding in drift.findings],
            "new": [_novelty(novelty) for novelty in drift.novelties],
        }
    )


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "question": asdict(finding.heading),
        "text": finding.text,
        "holding": finding.holding,
        "outcomes": [asdict(outcome) for outcome in finding.outcomes],
    }


def _novelty(novelty: Novelty) -> dict[str, Any]:
    return {
        "question": asdict(novelty.heading),
        "text": novelty.text,
        "replicas": list(novelty.replicas),
    }
