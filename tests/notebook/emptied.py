"""What nbgrader leaves of an assignment when it makes that of students."""

from __future__ import annotations

import json


def emptied(content: bytes) -> bytes:
    """Return a notebook with the text of its solutions and its outputs removed, nothing else."""
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = []
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    return json.dumps(notebook, ensure_ascii=False).encode()
