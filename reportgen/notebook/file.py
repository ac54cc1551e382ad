"""Cells as the bytes of an ``.ipynb`` file, with nbgrader's metadata: the only nbformat."""

from __future__ import annotations

from typing import Any

from reportgen.notebook.cells import Cell, Notebook

FORMAT, MINOR = 4, 5
"""The first version of the format in which cells have ids."""

NBGRADER_SCHEMA = 3
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook_bytes(notebook: Notebook) -> bytes:
    """Return a notebook without outputs; the same cells give the same bytes.

    Raises nbformat's ValidationError when a cell does not fit the format.
    """
    import nbformat

    node = nbformat.from_dict(
        {
            "nbformat": FORMAT,
            "nbformat_minor": MINOR,
            "metadata": _metadata(notebook),
            "cells": [_cell(cell) for cell in notebook.cells],
        }
    )
    nbformat.validate(node)
    return f"{nbformat.writes(node).rstrip()}\n".encode()


def _metadata(notebook: Notebook) -> dict[str, Any]:
    authors = [{"name": name} for name in notebook.authors]
    return {
        "title": notebook.title,
        **({"authors": authors} if authors else {}),
        "kernelspec": _KERNEL,
        "language_info": {"name": "python"},
    }


def _cell(cell: Cell) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": cell.id,
        "cell_type": cell.kind,
        "metadata": {} if cell.role == "text" else {"nbgrader": nbgrader_metadata(cell)},
        "source": cell.source,
    }
    return value | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {})


def nbgrader_metadata(cell: Cell) -> dict[str, Any]:
    """Return what nbgrader is told of a cell, version 3.

    A graded Markdown cell must be a solution too; points stand where a cell is graded.
    """
    graded = cell.role == "answer"
    return {
        "schema_version": NBGRADER_SCHEMA,
        "grade_id": cell.id,
        "cell_type": cell.kind,
        "grade": graded,
        "solution": cell.role in ("answer", "program"),
        "locked": cell.role == "given",
        "task": False,
        **({"points": cell.points} if graded else {}),
    }
