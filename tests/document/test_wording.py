"""What a reader sees of raw data is French; the files keep the names of the field."""

from __future__ import annotations

import ast
from pathlib import Path

import reportgen.evidence
from reportgen.document import wording

FRENCH_ALREADY = {
    "activations", "x", "y", "f1", "test", "validation", "max", "population", "dimensions",
    "position", "image", "influence",
}  # fmt: skip


def data_columns() -> set[str]:
    """Return the names of columns in all calls of ``Data`` in the evidence package."""
    names: set[str] = set()
    for path in Path(reportgen.evidence.__path__[0]).glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assigned = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Data":
                names |= texts(node.args[0], assigned)
    return names


def texts(columns: ast.expr, assigned: dict[str, ast.expr]) -> set[str]:
    """Return the texts of a tuple, those of the tuples that it unpacks included."""
    if isinstance(columns, ast.Starred):
        return texts(columns.value, assigned)
    if isinstance(columns, ast.Name):
        return texts(assigned[columns.id], assigned) if columns.id in assigned else set()
    if isinstance(columns, ast.Tuple):
        return set().union(*(texts(item, assigned) for item in columns.elts))
    if isinstance(columns, ast.IfExp):
        return texts(columns.body, assigned) | texts(columns.orelse, assigned)
    return {columns.value} if isinstance(columns, ast.Constant) else set()


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
    assert wording.cell(-1, "label_sign") == "−1"


def test_no_line_of_a_title_ends_with_a_small_word():
    assert wording.headline("Réseaux de convolution sur CIFAR-10") == (
        "Réseaux de\u00a0convolution sur\u00a0CIFAR-10"
    )
    assert wording.headline("pixels divisés par 255") == "pixels divisés par\u00a0255"


def test_only_the_kinds_of_a_lab_are_explained() -> None:
    assert wording.FORMATS["kinds_asked"](["choix", "exact", "choix"]) == (
        "calcul (un résultat exact) et choix (une décision argumentée)"
    )


def test_text_of_a_page_has_raised_ordinals_and_no_live_tag() -> None:
    assert wording.FORMATS["typeset"]("1er <b>") == "1<sup>er</sup> &lt;b&gt;"
    assert wording.FORMATS["date"]("2026-11-01") == "1<sup>er</sup>\u00a0novembre\u00a02026"
    assert wording.FORMATS["plain"]("la 2e") == "la 2e"
