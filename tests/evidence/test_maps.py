"""Activation maps and kernels ask the right probes and describe the answers."""

from __future__ import annotations

import numpy as np
import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence.maps import LayerMaps, activations, filtres, which_channels
from reportgen.evidence.probes import ActivationsProbe, KernelsProbe
from tests.evidence import factory


def test_every_convolution_is_probed_once_for_one_image() -> None:
    ctx = factory.MemoryContext()
    activations(ctx, "base", image=2)
    assert ctx.probes == [ActivationsProbe((0,), (2,), "test")]


def test_layers_may_be_chosen_by_name() -> None:
    ctx = factory.MemoryContext()
    figure = activations(ctx, "base", layers=["MaxPooling2D", 0])
    assert ctx.probes == [ActivationsProbe((1, 0), (0,), "test")]
    assert "Couche « MaxPooling2D » : 4\u00a0canaux de 3\u00a0×\u00a03" in figure.alt


def test_the_caption_names_the_image_and_its_classes() -> None:
    caption = activations(factory.MemoryContext(), "base", image=5).caption
    assert "pour l’image de test n° 5 (Oiseau, classée Avion)" in caption


@pytest.mark.parametrize(
    ("counts", "shown", "said"),
    [
        ([16, 32], 8, "les huit premiers canaux de chaque couche"),
        ([16], 8, "les huit premiers canaux"),
        ([16, 32], 1, "le premier canal de chaque couche"),
        ([4, 4], 4, "tous les canaux de chaque couche"),
        ([4], 4, "tous les canaux"),
        ([1], 1, "l’unique canal"),
        ([4, 16], 8, "les huit premiers canaux de chaque couche, ou tous quand elle en a moins"),
    ],
)
def test_the_caption_says_which_channels_are_shown(
    counts: list[int], shown: int, said: str
) -> None:
    layers = [LayerMaps("c", np.zeros((2, 2, n), dtype=np.float32)) for n in counts]
    assert which_channels(layers, shown) == said


def test_the_sum_of_positive_parts_is_divided_by_its_maximum() -> None:
    maps = np.array([[[1.0, -5.0], [2.0, 2.0]]], dtype=np.float32)
    np.testing.assert_allclose(LayerMaps("c", maps).summed, [[0.25, 1.0]])


def test_silent_channels_are_counted() -> None:
    maps = np.stack([np.zeros((2, 2)), np.ones((2, 2)), -np.ones((2, 2))], axis=-1)
    layer = LayerMaps("c", maps.astype(np.float32))
    assert layer.silent == 2


def test_maps_of_silent_layers_are_zero_not_undefined() -> None:
    assert LayerMaps("c", np.zeros((2, 2, 3), dtype=np.float32)).summed.max() == 0


def test_data_have_a_row_for_each_channel() -> None:
    data = activations(factory.MemoryContext(), "base").data
    assert data is not None
    assert len(data.rows) == 4


@pytest.mark.parametrize("image", [-1, 6])
def test_an_image_beyond_the_test_split_is_refused(image: int) -> None:
    with pytest.raises(EvidenceError, match="le test en a 6"):
        activations(factory.MemoryContext(), "base", image=image)


def test_layers_without_maps_are_refused() -> None:
    with pytest.raises(EvidenceError, match="Flatten ne donne pas d’images"):
        activations(factory.MemoryContext(), "base", layers=["Flatten"])


def test_kernels_of_the_first_convolution() -> None:
    ctx = factory.MemoryContext()
    figure = filtres(ctx, "base")
    assert ctx.probes == [KernelsProbe(0)]
    assert figure.alt.replace("\u00a0", " ").startswith("4 noyaux 3 × 3 × 3 ; poids de −")
    assert figure.data is not None
    assert len(figure.data.rows) == 3 * 3 * 3 * 4


def test_many_kernels_are_set_smaller_and_fit_the_width_of_a_page() -> None:
    class Wide(factory.MemoryContext):
        def probe(self, run: str, probe: object) -> dict[str, np.ndarray]:
            return {"kernel": np.linspace(-1, 1, 5 * 5 * 64).reshape(5, 5, 1, 64)}

    figure = filtres(Wide(), "base")
    assert figure.width < 150
    assert figure.height < 60


def test_kernels_bear_the_numbers_of_the_channels_that_they_give() -> None:
    assert "chacun porte le numéro du canal" in filtres(factory.MemoryContext(), "base").caption


def test_a_convolution_that_does_not_exist_is_refused() -> None:
    with pytest.raises(EvidenceError, match="le réseau a 1\u00a0convolution"):
        filtres(factory.MemoryContext(), "base", layer=1)
