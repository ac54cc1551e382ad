"""What students are given of a lab: its questions, without their answers."""

from __future__ import annotations

import hashlib
import json

from reportgen.lab.types import Lab


def statement_version(lab: Lab) -> str:
    """Return 12 hexadecimal digits that change with any question, its points or its wording."""
    said = [lab.slug, lab.title]
    said += [f"{q.id}\0{q.points:g}\0{q.title}\0{q.statement.source}" for q in lab.questions]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]
