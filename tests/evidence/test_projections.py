"""Projections are deterministic, cached and described by their neighbourhoods."""

from __future__ import annotations

import numpy as np
import pytest

from reportgen.analysis.separation import neighbourhood_hits
from reportgen.errors import EvidenceError
from reportgen.evidence.elements import Figure
from reportgen.evidence.probes import FeaturesProbe
from reportgen.evidence.projections import projection
from tests.evidence import factory


def context() -> factory.MemoryContext:
    data = factory.dataset(test=factory.split([0, 1, 2] * 10))
    return factory.MemoryContext(datasets={"cifar": data})


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_the_same_data_give_the_same_points(method: str) -> None:
    one, two = (projection(context(), "cifar", method=method) for _ in range(2))  # type: ignore[arg-type]
    assert one.data == two.data
    assert one.svg == two.svg


def test_classes_far_apart_are_neighbours_of_themselves() -> None:
    alt = projection(context(), "cifar").alt.replace("\u00a0", " ")
    assert "de la même classe : 100 % en moyenne" in alt


def test_pixels_of_a_run_are_those_of_its_dataset() -> None:
    caption = projection(context(), "base").caption.replace("\u00a0", " ")
    assert caption == "Projection par ACP de 30 images de test, pixels de CIFAR-10"


def test_a_layer_is_probed_for_the_images_asked_for() -> None:
    ctx = context()
    figure = projection(ctx, "base", layer="sortie", n=5)
    assert ctx.probes == [FeaturesProbe(5, (0, 1, 2, 3, 4), "test")]
    assert "sorties de la couche « sortie » de « réseau de base »" in figure.caption


def test_points_are_computed_once() -> None:
    ctx = context()
    projection(ctx, "cifar")
    projection(ctx, "base")
    assert len(ctx.kept) == 1


def test_neighbourhood_hits_leave_the_point_itself_out() -> None:
    points = np.array([[0.0, 0.0], [0.1, 0.0], [9.0, 0.0], [9.1, 0.0]])
    hits = neighbourhood_hits(points, np.array([0, 0, 1, 1]))
    np.testing.assert_allclose(hits, [1 / 3] * 4)


def test_features_of_one_number_are_projected() -> None:
    data = factory.dataset(test=factory.split([0, 1, 2] * 4, shape=(1,)))
    figure = projection(factory.MemoryContext(datasets={"cifar": data}), "cifar")
    assert isinstance(figure, Figure)
    assert figure.data is not None
    assert {row[3] for row in figure.data.rows} == {0.0}


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(EvidenceError, match="Vouliez-vous dire « tsne »"):
        projection(context(), "cifar", method="t-sne")  # type: ignore[arg-type]


def test_a_dataset_has_no_layers() -> None:
    with pytest.raises(EvidenceError, match="n’a pas de couche"):
        projection(context(), "cifar", layer=0)


def test_two_points_are_too_few() -> None:
    with pytest.raises(EvidenceError, match="au moins 3"):
        projection(context(), "cifar", n=2)
