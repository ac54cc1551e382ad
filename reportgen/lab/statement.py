"""What students are given of a lab: its questions, without their answers."""

from __future__ import annotations

import hashlib
import json
import re

from reportgen.lab.types import Lab


def statement_version(lab: Lab) -> str:
    """Return 12 hexadecimal digits that change with any question, its points or its wording.

    Where an answer stood in the middle of a statement there are blank lines: they do not count.
    """
    said = [lab.slug, lab.title]
    for q in lab.questions:
        text = re.sub(r"\n\s*\n", "\n\n", q.statement.source)
        said.append(f"{q.id}\0{q.points:g}\0{q.title}\0{text}")
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]
