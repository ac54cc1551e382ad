from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.data.sampling import select
from reportgen.errors import DataError
from reportgen.lab.types import ValidationSpec

from .samples import spec

LABELS = {
    "train": np.arange(200, dtype=np.int64) % 10,
    "test": np.arange(100, dtype=np.int64) % 10,
}

rules = st.one_of(
    st.none(),
    st.builds(
        ValidationSpec,
        source=st.sampled_from(["train", "test"]),
        fraction=st.floats(0.01, 0.6),
        seed=st.integers(0, 5),
    ),
    st.builds(
        ValidationSpec,
        source=st.sampled_from(["train", "test"]),
        count=st.integers(1, 90),
        seed=st.integers(0, 5),
    ),
    st.builds(ValidationSpec, source=st.sampled_from(["train", "test"]), last=st.integers(1, 90)),
)
caps = st.one_of(st.none(), st.integers(4, 300))


@given(rules, caps, caps)
def test_splits_are_disjoint_ordered_and_reproducible(rule, train, test) -> None:
    asked = spec("mnist", validation=rule, train=train, test=test)
    chosen, again = select(asked, LABELS), select(asked, LABELS)
    assert np.array_equal(chosen.train, again.train)
    for part in (chosen.train, chosen.test):
        assert np.all(np.diff(part) > 0)
    if rule is not None:
        others = chosen.train if rule.source == "train" else chosen.test
        assert np.array_equal(chosen.validation, again.validation)
        assert not set(chosen.validation) & set(others)


@given(st.integers(1, 200), st.integers(0, 9))
def test_a_cap_is_balanced_over_classes(cap: int, seed: int) -> None:
    chosen = select(spec("mnist", train=cap), LABELS).train
    counts = np.bincount(LABELS["train"][chosen], minlength=10)
    assert counts.sum() == cap
    assert counts.max() - counts.min() <= 1


@given(st.integers(1, 199))
def test_a_larger_cap_keeps_the_images_of_a_smaller_one(cap: int) -> None:
    small = select(spec("mnist", train=cap), LABELS).train
    large = select(spec("mnist", train=cap + 1), LABELS).train
    assert set(small) <= set(large)


def test_a_small_class_gives_all_it_has_and_the_others_the_rest() -> None:
    labels = {"train": np.array([0] * 3 + [1] * 50), "test": np.zeros(5, dtype=np.int64)}
    chosen = select(spec("npz", train=20), labels).train
    assert np.bincount(labels["train"][chosen]).tolist() == [3, 17]


def test_last_takes_the_end_of_the_file_whatever_the_cap() -> None:
    asked = spec("mnist", validation=ValidationSpec(last=50), train=20)
    chosen = select(asked, LABELS)
    assert chosen.validation is not None
    assert chosen.validation.tolist() == list(range(150, 200))
    assert len(chosen.train) == 20


def test_a_fraction_stays_in_proportion_under_a_cap() -> None:
    chosen = select(spec("mnist", validation=ValidationSpec(fraction=0.1), train=100), LABELS)
    assert chosen.validation is not None
    assert (len(chosen.train), len(chosen.validation)) == (90, 10)


def test_validation_out_of_test_leaves_the_cap_of_test_to_the_rest() -> None:
    rule = ValidationSpec(source="test", count=40)
    chosen = select(spec("mnist", validation=rule, test=40), LABELS)
    assert chosen.validation is not None
    assert (len(chosen.train), len(chosen.validation), len(chosen.test)) == (200, 40, 40)


def test_the_seed_changes_the_validation_images() -> None:
    first, second = (
        select(spec("mnist", validation=ValidationSpec(count=20, seed=seed)), LABELS)
        for seed in (0, 1)
    )
    assert not np.array_equal(first.validation, second.validation)


def test_a_validation_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(DataError, match="aucune image dans « train »"):
        select(spec("mnist", validation=ValidationSpec(last=200)), LABELS)


def test_own_validation_is_refused_when_the_data_have_none() -> None:
    with pytest.raises(DataError, match="pas de partie de validation"):
        select(spec("mnist", validation=ValidationSpec(source="validation")), LABELS)
