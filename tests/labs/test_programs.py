"""What our labs show of their networks is what Keras builds: programs and counts of weights."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from reportgen import layers
from reportgen.lab.loading import load_lab
from reportgen.lab.types import Lab, RunSpec
from reportgen.project import find_lab, locate
from tests.evidence import factory
from tests.evidence.programs import assert_same_networks
from tests.labs.worlds import SHAPES, entering

pytestmark = pytest.mark.keras
slugs = pytest.mark.parametrize("slug", SHAPES)


def by_shape(lab: Lab) -> dict[tuple[int, ...], list[RunSpec]]:
    """Return the runs of a lab by the shape of what their network receives."""
    found = defaultdict(list)
    for run in lab.runs.values():
        found[entering(run, SHAPES[lab.slug])].append(run)
    return found


@slugs
def test_every_program_builds_the_network_of_its_run(slug: str) -> None:
    lab = load_lab(find_lab(locate(), slug))
    assert lab.runs
    for shape, runs in by_shape(lab).items():
        assert_same_networks([replace(factory.run_result(), spec=run) for run in runs], shape)


@slugs
def test_the_derivation_of_every_network_counts_as_keras(slug: str) -> None:
    from reportgen.training.models import build_model, summarize

    lab = load_lab(find_lab(locate(), slug))
    known = {run.model.name: (run.model, s) for s, runs in by_shape(lab).items() for run in runs}
    for model, shape in known.values():
        rows = summarize(build_model(model, shape, 1, lab.folder)).layers
        for layer, row in zip(model.layers, rows, strict=True):
            derived = layers.derive(layer, row.input_shape)
            assert derived is not None
            assert (derived.total, derived.trainable) == (row.params, row.trainable_params)
