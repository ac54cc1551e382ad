"""The data behind elements as files that programs read: CSV and JSON, points for decimals."""

from __future__ import annotations

import csv
import io
import json
import re

from reportgen.document.types import Document, Placed
from reportgen.evidence.elements import Data

_UNSAFE = re.compile(r"[^\w-]+")


def data_files(document: Document) -> dict[str, bytes]:
    """Return ``data/KIND/NN-ID.csv`` and ``.json`` of every element that has data.

    Each kind has its folder: what a sujet shows must not stand beside what answers show.
    """
    files: dict[str, bytes] = {}
    stems = data_stems(document)
    for placed in document.elements:
        if placed.element.data is not None:
            files[f"{stems[placed.anchor]}.csv"] = _csv(placed.element.data)
            files[f"{stems[placed.anchor]}.json"] = _json(placed, placed.element.data)
    return files


def data_stems(document: Document) -> dict[str, str]:
    """Return the path of the data of every element by its anchor, without the ending."""
    return {
        placed.anchor: f"data/{document.kind}/{index:02d}-{_name(placed)}"
        for index, placed in enumerate(document.elements, start=1)
    }


def _name(placed: Placed) -> str:
    return _UNSAFE.sub("-", placed.element.id or placed.anchor)


def _csv(data: Data) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(data.columns)
    writer.writerows(data.rows)
    return text.getvalue().encode()


def _json(placed: Placed, data: Data) -> bytes:
    """Return an object with a field a line: with an indent Python writes it ten times slower."""
    value = {
        "label": placed.label,
        "caption": placed.element.caption,
        "columns": data.columns,
        "rows": data.rows,
    }
    lines = [f' "{name}": {json.dumps(field, ensure_ascii=False)}' for name, field in value.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()
