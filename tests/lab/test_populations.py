"""Populations of a definition: inheritance, families, profiles, bounds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reportgen.errors import DefinitionError
from reportgen.lab.loading import load_lab
from reportgen.lab.population_definition import RawPopulation
from reportgen.lab.populations import MEASURES, measure_every
from reportgen.lab.profiles import apply_profile
from reportgen.lab.types import Lab
from reportgen.playground.settings import FEATURES, Network, Task, Training

from .conftest import MINIMAL, MakeLab

POPULATIONS = """
populations:
  xor:
    title: trois neurones
    dataset: xor
    noise: 35
    seed: "0.50819"
    hidden: [3]
    learning_rate: 0.03
    epochs: 1000
    regularizer: {L2: 0.001}
    resets: 256
    threshold: 0.177
  libre: {from: xor, regularizer: null, activation: tanh}
  cadet: {from: libre, hidden: [2, 2]}
  famille:
    title: petits réseaux
    from: xor
    grid: {hidden: [[], [1], [2, 2]], activation: [relu, tanh]}
  reglages: {from: xor, grid: {learning_rate: [0.01, 0.1], regularizer: [null, {L1: 0.01}]}}
profiles:
  rapide: {resets: 64, max_epochs: 1}
"""


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    return load_lab(make_lab(MINIMAL + POPULATIONS))


def test_a_population_is_the_playgrounds_definition(lab: Lab) -> None:
    xor = lab.populations["xor"]
    assert xor.task == Task("xor", 35, seed="0.50819")
    assert xor.network == Network((3,), "relu")
    assert xor.training == Training(0.03, 10, 1000, "L2", 0.001, measure_every=20)
    assert (xor.title, xor.resets, xor.threshold) == ("trois neurones", 256, 0.177)
    assert (xor.neurons, xor.parameters) == (3, 13)


def test_an_heir_changes_only_what_it_says(lab: Lab) -> None:
    xor, libre = lab.populations["xor"], lab.populations["libre"]
    assert (libre.task, libre.resets, libre.threshold) == (xor.task, 256, 0.177)
    assert libre.network == Network((3,), "tanh")
    assert libre.training == replace(xor.training, regularisation="none", rate=0.0)


def test_an_heir_of_an_heir_inherits_from_both(lab: Lab) -> None:
    assert lab.populations["cadet"].network == Network((2, 2), "tanh")
    assert lab.populations["cadet"].training.learning_rate == 0.03


def test_titles_are_not_inherited(lab: Lab) -> None:
    assert lab.populations["libre"].title == "libre"


def test_a_family_has_a_member_for_every_combination(lab: Lab) -> None:
    members = lab.families["famille"].members
    assert members == (
        "famille_0_relu", "famille_0_tanh", "famille_1_relu", "famille_1_tanh",
        "famille_2_2_relu", "famille_2_2_tanh",
    )  # fmt: skip
    networks = [lab.populations[name].network for name in members]
    assert networks[0] == Network((), "relu")
    assert networks[-1] == Network((2, 2), "tanh")
    assert "famille" not in lab.populations


def test_members_are_titled_by_what_tells_them_apart(lab: Lab) -> None:
    titles = [lab.populations[name].title for name in lab.families["famille"].members]
    assert titles[:3] == ["sans couche cachée ReLU", "sans couche cachée tanh", "1 neurone ReLU"]
    assert titles[-1] == "2 + 2 neurones tanh"


def test_a_family_may_vary_the_training(lab: Lab) -> None:
    members = lab.families["reglages"].members
    assert members[:2] == ("reglages_0_01_none", "reglages_0_01_L1_0_01")
    assert lab.populations[members[0]].title == "taux 0,01, sans pénalité"
    assert lab.populations[members[1]].training.regularisation == "L1"


def test_a_profile_caps_resets_and_leaves_the_epochs(lab: Lab) -> None:
    quick = apply_profile(lab, "rapide").populations
    assert {one.resets for one in quick.values()} == {64}
    assert {one.training.epochs for one in quick.values()} == {1000}


def test_a_cap_never_adds_resets(lab: Lab) -> None:
    few = replace(lab, populations={"xor": replace(lab.populations["xor"], resets=8)})
    assert apply_profile(few, "rapide").populations["xor"].resets == 8


def test_features_are_put_into_the_playgrounds_order(make_lab: MakeLab) -> None:
    text = "\npopulations:\n  a: {dataset: xor, hidden: [1], features: [sin x1, x2, x1²]}\n"
    found = load_lab(make_lab(MINIMAL + text)).populations["a"].task.features
    assert found == ("x2", "x1²", "sin x1")
    assert set(found) <= set(FEATURES)


@given(st.integers(1, 100_000))
def test_losses_are_measured_after_the_last_epoch_and_often_enough(epochs: int) -> None:
    step = measure_every(epochs)
    assert epochs % step == 0
    assert epochs // step >= min(MEASURES, epochs)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "noise": st.floats(-1, 101),
            "hidden": st.lists(st.integers(-1, 10), max_size=8),
            "learning_rate": st.floats(-1, 11),
            "batch_size": st.integers(-1, 32),
            "epochs": st.integers(-1, 3),
        },
    )
)
def test_the_definition_accepts_what_the_playground_accepts(given_: dict[str, object]) -> None:
    try:
        RawPopulation.model_validate(given_)
        accepted = True
    except ValidationError:
        accepted = False
    assert accepted == playground_accepts(given_)


def playground_accepts(values: dict[str, object]) -> bool:
    names = ("learning_rate", "batch_size", "epochs")
    try:
        Task("xor", values.get("noise", 0.0))  # type: ignore[arg-type]
        Network(tuple(values.get("hidden", ())))  # type: ignore[call-overload]
        Training(**{name: values[name] for name in names if name in values})  # type: ignore[arg-type]
    except DefinitionError:
        return False
    return True
