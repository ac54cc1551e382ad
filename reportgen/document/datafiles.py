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
    for index, placed in enumerate(document.elements, start=1):
        if placed.element.data is not None:
            name = _UNSAFE.sub("-", placed.element.id or placed.anchor)
            stem = f"data/{document.kind}/{index:02d}-{name}"
            files[f"{stem}.csv"] = _csv(placed.element.data)
            files[f"{stem}.json"] = _json(placed, placed.element.data)
    return files


def _csv(data: Data) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(data.columns)
    writer.writerows(data.rows)
    return text.getvalue().encode()


def _json(placed: Placed, data: Data) -> bytes:
    value = {
        "label": placed.label,
        "caption": placed.element.caption,
        "columns": data.columns,
        "rows": data.rows,
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
