"""The reliability curve shows the slices, and says the calibration error in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence.reliability import fiabilite
from tests.evidence import factory
from tests.evidence.drawings import texts
from tests.evidence.factory import TEST_LABELS, FixedArrays


def test_caption_and_data_give_the_calibration_error_and_the_slices() -> None:
    figure = fiabilite(factory.MemoryContext(), "base")
    # Six answers at 0,8, five of them right: the only slice is that of 0,8 to 0,867.
    assert "erreur de calibration : 3,3 points" in figure.caption.replace("\u00a0", " ")
    assert figure.data is not None
    low, high, count, confidence, accuracy, *_ = figure.data.rows[0]
    assert (round(low, 3), round(high, 3), count) == (0.8, 0.867, 6)  # type: ignore[arg-type]
    assert (round(confidence, 6), round(accuracy, 6)) == (0.8, 0.833333)  # type: ignore[arg-type]


def test_axes_are_named_in_french_with_decimal_commas() -> None:
    found = texts(fiabilite(factory.MemoryContext(), "base"))
    assert {"Probabilité annoncée", "Taux de réussite", "Images", "0,2", "mesuré"} <= set(found)


def test_seeds_are_pooled_and_each_image_counts_once_in_the_intervals() -> None:
    alone = fiabilite(factory.MemoryContext(), "base")
    runs = {"base": factory.run_result(seeds=[factory.seed_result(1), factory.seed_result(2)])}
    twice = fiabilite(factory.MemoryContext(runs=runs), "base")
    assert "deux graines réunies" in twice.caption
    assert alone.data is not None
    assert twice.data is not None
    assert twice.data.rows[0][2] == 12
    assert twice.data.rows[0][3:] == alone.data.rows[0][3:]


def test_the_alternative_text_says_on_which_side_the_network_errs() -> None:
    assert "doute trop en moyenne" in fiabilite(factory.MemoryContext(), "base").alt
    seed = factory.seed_result(predicted=(1, 1, 1, 1, 2, 2))
    runs = {"base": factory.run_result(seeds=[seed])}
    assert "trop sûr de lui" in fiabilite(factory.MemoryContext(runs=runs), "base").alt


def test_a_run_that_diverged_has_no_probabilities_to_judge() -> None:
    lost = FixedArrays({"test": np.full((6, 3), np.nan, dtype=np.float32)}, {"test": TEST_LABELS})
    seed = replace(factory.seed_result(), arrays=lost)
    runs = {"base": factory.run_result(seeds=[seed])}
    with pytest.raises(EvidenceError, match="« base » a divergé"):
        fiabilite(factory.MemoryContext(runs=runs), "base")
