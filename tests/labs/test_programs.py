"""What our labs show of their networks is what Keras builds: programs and counts of weights."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen import layers
from reportgen.lab.loading import load_lab
from reportgen.project import find_lab, locate
from tests.evidence import factory
from tests.evidence.programs import assert_same_networks

pytestmark = pytest.mark.keras
SHAPES = {"tp_cifar": (32, 32, 3), "tp_fashion": (28, 28, 1)}


@pytest.mark.parametrize(("slug", "shape"), SHAPES.items(), ids=SHAPES.keys())
def test_every_program_builds_the_network_of_its_run(slug: str, shape: tuple[int, ...]) -> None:
    lab = load_lab(find_lab(locate(), slug))
    results = [replace(factory.run_result(), spec=run) for run in lab.runs.values()]
    assert len(results) >= 7
    assert_same_networks(results, shape)


@pytest.mark.parametrize(("slug", "shape"), SHAPES.items(), ids=SHAPES.keys())
def test_the_derivation_of_every_network_counts_as_keras(slug: str, shape: tuple[int, ...]) -> None:
    from reportgen.training.models import build_model, summarize

    lab = load_lab(find_lab(locate(), slug))
    for model in lab.models.values():
        rows = summarize(build_model(model, shape, 1, lab.folder)).layers
        for layer, row in zip(model.layers, rows, strict=True):
            derived = layers.derive(layer, row.input_shape)
            assert derived is not None
            assert (derived.total, derived.trainable) == (row.params, row.trainable_params)
