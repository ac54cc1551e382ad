"""What each scaling makes of pixels is computed from moments, and agrees with preprocessing."""

from __future__ import annotations

import numpy as np
import pytest

from reportgen.data.preprocess import fit_preprocess
from reportgen.data.types import Dataset, Split
from reportgen.errors import EvidenceError
from reportgen.evidence.elements import Figure, Remark, Table
from reportgen.evidence.pixel_scale import moments_of, pixels, scalings
from reportgen.lab.types import Call
from tests.evidence import factory
from tests.evidence.drawings import texts

LABELS = np.array([0, 1, 2], dtype=np.int64)


def images(corner: int = 0, seed: int = 0) -> np.ndarray:  # type: ignore[type-arg]
    """Three noisy images of 3 × 3 × 1 whose first pixel has one value, the second two."""
    found = np.random.default_rng(seed).integers(0, 256, (3, 3, 3, 1)).astype(np.uint8)
    found[:, 0, 0] = corner
    found[:, 0, 1] = [[0], [0], [1]]
    return found


def dataset(train: np.ndarray, test: np.ndarray) -> Dataset:  # type: ignore[type-arg]
    return factory.dataset(train=Split(train, LABELS), test=Split(test, LABELS), validation=None)


def shown(found: Dataset) -> tuple[Table, str]:
    ctx = factory.MemoryContext(datasets={"cifar": found})
    _, table, remark = pixels(ctx, "cifar").elements
    assert isinstance(table, Table)
    assert isinstance(remark, Remark)
    return table, " ".join(remark.sentences).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("number", "step"), [(0, None), (1, Call("rescale", {"by": 255})), (3, "pixel")]
)
def test_the_ranges_are_those_that_preprocessing_gives(number: int, step: Call | str) -> None:
    x = images()
    x[0, 2, 2] = 255
    if step == "pixel":
        step = Call("standardize", {"mode": "pixel"})
    steps = [step] if isinstance(step, Call) else []
    given = fit_preprocess(steps, x).apply_x(x).astype(np.float64)
    found = scalings(moments_of(x))[number]
    measured = (given.min(), given.max(), given.mean(), given.std())
    assert (found.low, found.high, found.mean, found.deviation) == pytest.approx(
        measured, rel=1e-4, abs=1e-6
    )


def test_dividing_by_the_deviation_leaves_constant_pixels_undefined() -> None:
    plain = scalings(moments_of(images()))[2]
    assert plain.undefined == 1
    assert plain.deviation == pytest.approx(1)
    assert plain.mean == pytest.approx(0, abs=1e-12)


def test_images_that_never_vary_have_nothing_to_divide_by() -> None:
    same = np.full((3, 2, 2, 1), 7, dtype=np.uint8)
    assert scalings(moments_of(same))[2].undefined == 4
    assert moments_of(same).deviation.tolist() == np.zeros((2, 2, 1)).tolist()
    _, text = shown(dataset(same, same))
    assert "Aucun pixel ne varie." in text


def test_test_images_that_differ_where_train_ones_do_not_are_counted() -> None:
    test = images(corner=0, seed=1)
    _, text = shown(dataset(images(), test))
    assert "1 a la même valeur dans les 3 images" in text
    assert "Aucune image de test ne prend une autre valeur" in text
    test[1, 0, 0] = 9
    _, text = shown(dataset(images(), test))
    assert "Or 1 image de test sur 3 prend une autre valeur" in text
    assert "entrée y serait infinie" in text
    assert "non réduite, et va jusqu’à 9 en valeur absolue" in text


def test_pixels_that_hardly_vary_are_counted() -> None:
    _, text = shown(dataset(images(), images()))
    assert "De plus, un pixel varie avec un écart type inférieur à 1" in text


def test_pixels_that_all_vary_are_said_so() -> None:
    x = np.random.default_rng(0).integers(0, 256, (3, 2, 2, 1)).astype(np.uint8)
    _, text = shown(dataset(x, x))
    assert "Chacun des 4 pixels varie" in text
    assert "zéro" not in text


def test_the_figure_is_a_drawing_with_a_map_and_its_title_for_each_moment() -> None:
    ctx = factory.MemoryContext(datasets={"cifar": dataset(images(), images())})
    figure = pixels(ctx, "cifar").elements[0]
    assert isinstance(figure, Figure)
    assert {"Moyenne", "Écart type", "Pixels constants"} <= set(texts(figure))
    assert str(figure.svg).count("<image ") >= 3


def test_examples_that_are_no_images_are_refused() -> None:
    flat = dataset(np.zeros((3, 4)), np.zeros((3, 4)))
    with pytest.raises(EvidenceError, match="ne sont pas des images"):
        pixels(factory.MemoryContext(datasets={"cifar": flat}), "cifar")
