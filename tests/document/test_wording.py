"""What a reader sees of raw data is French; the files keep the names of the field."""

from __future__ import annotations

import ast
from pathlib import Path

import reportgen.evidence
from reportgen.document import wording

FRENCH_ALREADY = {"x", "y", "f1", "test", "validation", "max"}


def data_columns() -> set[str]:
    """Return the names of columns in all calls of ``Data`` in the evidence package."""
    names: set[str] = set()
    for path in Path(reportgen.evidence.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Data":
                first = node.args[0]
                if isinstance(first, ast.Tuple):
                    names |= {str(ast.literal_eval(item)) for item in first.elts}
    return names


def test_every_column_of_evidence_has_a_french_title() -> None:
    columns = data_columns()
    assert {"run", "epoch", "layer", "recall"} <= columns
    untranslated = {name for name in columns if wording.column_title(name) == name}
    assert untranslated <= FRENCH_ALREADY


def test_words_are_translated_only_in_their_columns() -> None:
    assert wording.cell("train", "split") == "apprentissage"
    assert wording.cell("train", "class") == "train"
    assert wording.cell("loss", "metric") == "perte"
    assert wording.cell(0.5, "value") == "0,5"
