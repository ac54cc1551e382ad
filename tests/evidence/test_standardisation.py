"""Centring and reducing one image: what the page shows is what the listing of tp_cnn computes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.data.preprocess import fit_preprocess
from reportgen.data.types import Split
from reportgen.errors import EvidenceError
from reportgen.evidence.elements import Table
from reportgen.evidence.standardisation import naive_standardise, standardisation
from reportgen.lab.types import Call
from tests.evidence import factory

SECTION = Path(__file__).parents[2] / "labs" / "tp_cnn" / "sections" / "01-donnees.md"


def shown(image: int = 0) -> Table:
    return standardisation(factory.MemoryContext(), "cifar", image)


def rows(table: Table) -> tuple[tuple[Any, ...], ...]:
    assert table.data is not None
    return table.data.rows


def listing() -> str:
    programs = re.findall(r"```python\n(.*?)```", SECTION.read_text(encoding="utf-8"), re.DOTALL)
    return str(next(text for text in programs if "def standardize" in text))


def test_channels_come_out_with_mean_0_and_deviation_1() -> None:
    for row in rows(shown())[:3]:
        assert row[4] == pytest.approx(0, abs=1e-6)
        assert row[5] == pytest.approx(1, abs=1e-6)


def test_a_constant_channel_is_undefined_by_the_formula_and_0_for_us() -> None:
    *defined, constant = rows(shown())
    assert [row[-1] for row in defined] == [0, 0, 0]
    assert constant[-1] == 64
    assert constant[4:6] == (0.0, 0.0)
    assert shown().rows[-1][-1] == "0/0 : 64 valeurs non définies"


def test_the_formula_agrees_where_it_is_defined() -> None:
    x = np.array([[[1.0, 5.0]], [[3.0, 5.0]]])
    values = naive_standardise(x)
    np.testing.assert_allclose(values[..., 0].ravel(), [-1, 1])
    assert np.isnan(values[..., 1]).all()


def test_an_image_that_does_not_exist_is_refused() -> None:
    with pytest.raises(EvidenceError, match="n’a pas d’image d’apprentissage n° 12"):
        shown(12)


def test_examples_that_are_no_images_are_refused() -> None:
    data = factory.dataset()
    flat = replace(data, train=Split(data.train.x.reshape(12, -1), data.train.y))
    with pytest.raises(EvidenceError, match="n’a pas d’image"):
        standardisation(factory.MemoryContext(datasets={"cifar": flat}), "cifar")


def test_the_listing_of_the_lab_runs_and_prints_what_the_answer_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    x_train = factory.dataset().train.x
    scope: dict[str, Any] = {"x_train": x_train}
    exec(listing(), scope)  # the answer of our own lab
    assert capsys.readouterr().out.split() == ["64", "0.0"]
    ours = fit_preprocess([Call("standardize", {"mode": "image"})], x_train).apply_x(x_train)
    np.testing.assert_allclose(scope["standardize"](x_train), ours, atol=1e-5)
