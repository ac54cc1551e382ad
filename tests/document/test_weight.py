from dataclasses import replace

from reportgen.document.compose import compose
from reportgen.document.weight import (
    DOCUMENT_BUDGET,
    FIGURE_BUDGET,
    heavy_figures,
    heavy_files,
)
from tests.document import sample
from tests.document.sample import LAB, META


def document(png: bytes):
    composed = compose(LAB, "corrige", sample.evaluate, META)
    heavy = replace(sample.PICTURES, png=png)
    elements = tuple(
        replace(placed, element=heavy) if placed.element is sample.PICTURES else placed
        for placed in composed.elements
    )
    return replace(composed, elements=elements)


def test_a_figure_within_its_budget_is_not_mentioned():
    assert heavy_figures(document(bytes(FIGURE_BUDGET))) == ()


def test_a_heavy_figure_is_named_with_its_size_and_what_to_do():
    [warning] = heavy_figures(document(bytes(2 * FIGURE_BUDGET)))
    plain = warning.replace("\u00a0", " ").replace("\u202f", " ")
    assert plain.startswith("la figure 1 pèse 500")
    assert "montrez moins d’images" in plain


def test_a_heavy_document_is_named_but_not_its_data():
    heavy = bytes(DOCUMENT_BUDGET + 1)
    [warning] = heavy_files({"corrige.html": heavy, "data/a.csv": heavy, "sujet.pdf": b""})
    assert warning.startswith("corrige.html pèse")
