"""The confusion matrix prints every count and tells the largest confusion."""

from __future__ import annotations

import numpy as np
import pytest

from reportgen.document.theme import CONTRAST, contrast
from reportgen.evidence.confusion import Matrix, _draw, confusion
from reportgen.evidence.predictions import class_rates, confusion_counts, frequent_pairs
from tests.evidence import factory
from tests.evidence.drawings import texts


def test_counts_are_by_true_then_predicted_class() -> None:
    assert confusion_counts(factory.run_result()).tolist() == [[2, 0, 0], [0, 2, 0], [1, 0, 1]]


def test_pairs_come_most_frequent_first_and_never_from_the_diagonal() -> None:
    counts = np.array([[9, 1, 3], [0, 9, 3], [2, 0, 9]])
    assert frequent_pairs(counts, 10) == ((0, 2), (1, 2), (2, 0), (0, 1))


def test_scores_of_a_class_that_does_not_occur_are_undefined() -> None:
    (absent, _) = class_rates(np.array([[0, 0], [0, 3]]), ["a", "b"])
    assert np.isnan([absent.recall, absent.precision, absent.f1]).all()


def test_cells_show_counts_and_axes_name_classes() -> None:
    found = texts(confusion(factory.MemoryContext(), "base"))
    assert {"Classe prédite", "Classe vraie", "Avion", "Voiture", "Oiseau"} <= set(found)
    assert [t for t in found if t.isdigit()] == ["2", "0", "0", "0", "2", "0", "1", "0", "1"]


def test_normalised_cells_show_shares_with_commas() -> None:
    figure = confusion(factory.MemoryContext(), "base", normalise=True)
    assert texts(figure).count("0,50") == 2
    assert figure.caption.endswith("sur le test (part de chaque classe vraie)")


def test_the_alternative_text_tells_the_diagonal_and_the_largest_confusion() -> None:
    alt = confusion(factory.MemoryContext(), "base").alt.replace("\u00a0", " ")
    assert alt == (
        "Matrice de confusion de « réseau de base » sur 6 images de test, dont 5 bien classées. "
        "Bien classées par classe : Avion 100,0 %, Voiture 100,0 % et Oiseau 50,0 %. "
        "Confusion la plus fréquente : « Oiseau » pris pour « Avion », 1 image."
    )


def test_a_perfect_run_has_no_confusion() -> None:
    runs = {"base": factory.run_result(seeds=[factory.seed_result(predicted=factory.TEST_LABELS)])}
    alt = confusion(factory.MemoryContext(runs=runs), "base").alt
    assert alt.endswith("Aucune confusion.")


def test_every_number_is_read_on_the_colour_of_its_cell() -> None:
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure as Canvas

    counts = np.diag(np.arange(10)) * 10 + 5
    canvas = Canvas()
    _draw(canvas, Matrix(counts, tuple(f"c{i}" for i in range(10)), False))
    (ax,) = canvas.axes
    (cells,) = (c for c in ax.collections if isinstance(c, QuadMesh))
    face = np.asarray(cells.get_facecolor())
    papers = [(round(255 * r), round(255 * g), round(255 * b)) for r, g, b, _ in face]
    inks = [{"black": (0, 0, 0), "white": (255, 255, 255)}[str(t.get_color())] for t in ax.texts]
    assert len(papers) == 100
    assert {(0, 0, 0), (255, 255, 255)} == set(inks)
    assert min(map(contrast, inks, papers)) >= CONTRAST


@pytest.mark.parametrize("count", [2, 10, 20, 40])
def test_a_matrix_of_any_size_fits_the_page(count: int) -> None:
    names = tuple(f"classe {i}" for i in range(count))
    labels = list(range(count))
    seed = factory.seed_result(predicted=labels, labels=labels, classes=count)
    ctx = factory.MemoryContext(
        runs={"base": factory.run_result(seeds=[seed])},
        datasets={"cifar": factory.dataset(classes=names)},
    )
    figure = confusion(ctx, "base")
    fits = (155, 160) if figure.width <= 160 else (240, 140)  # beyond, on a landscape page
    assert figure.width <= fits[0]
    assert figure.height <= fits[1]
    assert figure.svg is not None
    assert len(figure.svg) < 300_000


def test_a_most_frequent_confusion_that_is_not_alone_is_said_so() -> None:
    def alt(predicted: list[int]) -> str:
        seed = factory.seed_result(labels=[0, 0, 1, 1, 2, 2], predicted=predicted)
        runs = {"base": factory.run_result(seeds=[seed])}
        return confusion(factory.MemoryContext(runs=runs), "base").alt.replace("\u00a0", " ")

    assert alt([1, 2, 1, 1, 2, 2]).endswith(", 1 image, ex æquo avec 1 autre.")
    assert alt([1, 1, 1, 1, 2, 2]).endswith(", 2 images.")
