"""The table of hyperparameters holds every choice of a run, with Keras' defaults."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.evidence.hyperparameters import Row, _alike, hyperparameters, hyperparametres
from reportgen.evidence.influences import DATA, DESCENT, NATURES, NETWORK, RESTRAINT
from reportgen.lab.types import Call, EarlyStopping, LayerSpec, TrainingSpec
from reportgen.results import RunResult
from tests.evidence import factory


def rows(result: RunResult | None = None) -> dict[str, Row]:
    return {row.name: row for row in hyperparameters(result or factory.run_result())}


def trained(training: TrainingSpec) -> RunResult:
    return factory.run_result(training=training)


@pytest.mark.parametrize(
    ("name", "value", "nature"),
    [
        ("images d’apprentissage", "900", DATA),
        ("Conv2D (`filters`)", "4", NETWORK),
        ("Conv2D (`kernel_size`)", "3\u00a0×\u00a03", NETWORK),
        ("Dense (`units`)", "16, 3", NETWORK),
        ("Dense (`activation`)", "relu, softmax", NETWORK),
        ("couches à noyau", "1 Conv2D et 2 Dense", NETWORK),
        ("Dropout (`rate`)", "0,25", RESTRAINT),
        ("taille des lots (`batch_size`)", "128", DESCENT),
        ("époques (`epochs`)", "4", DESCENT),
        ("graine", "1", DESCENT),
        ("poids gardés", "dernière époque", RESTRAINT),
    ],
)
def test_a_choice_is_listed_with_its_value_and_nature(name: str, value: str, nature: str) -> None:
    found = rows()[name]
    assert (found.value, found.influence.nature) == (value, nature)


def test_defaults_of_the_optimizer_are_those_of_keras() -> None:
    found = rows(trained(TrainingSpec(Call("adam"))))
    names = ("learning_rate", "beta_1", "beta_2", "epsilon")
    assert [found[f"Adam (`{n}`)"].value for n in names] == [
        "0,001", "0,9", "0,999", "1\u00a0×\u00a010⁻⁷",
    ]  # fmt: skip


def test_arguments_of_the_optimizer_replace_its_defaults() -> None:
    found = rows(trained(TrainingSpec(Call("SGD", {"learning_rate": 0.5, "momentum": 0.9}))))
    assert found["SGD (`learning_rate`)"].value == "0,5"
    assert found["SGD (`momentum`)"].value == "0,9"
    assert found["SGD (`nesterov`)"].value == "non"


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (1.5e-5, "1,5\u00a0×\u00a010⁻⁵"),
        (0.00012345678, "0,00012345678"),
        (2e6, "2000000"),
        (0.0, "0"),
        (3_000_000, "3\u202f000\u202f000"),
    ],
)
def test_a_value_has_all_its_digits(rate: float, shown: str) -> None:
    found = rows(trained(TrainingSpec(Call("SGD", {"learning_rate": rate}))))
    assert found["SGD (`learning_rate`)"].value == shown


def test_a_schedule_is_written_with_its_arguments() -> None:
    plan = {"CosineDecay": {"initial_learning_rate": 0.1, "decay_steps": 1000}}
    found = rows(trained(TrainingSpec(Call("SGD", {"learning_rate": plan}))))
    expected = "CosineDecay (initial_learning_rate = 0,1, decay_steps = 1\u202f000)"
    assert found["SGD (`learning_rate`)"].value == expected


def test_what_is_not_chosen_is_not_listed() -> None:
    names = rows()
    assert "arrêt anticipé" not in names
    assert not [name for name in names if "kernel_regularizer" in name or "weight_decay" in name]


def test_penalties_early_stopping_and_best_weights_restrain() -> None:
    penalty = LayerSpec("Dense", {"units": 3, "kernel_regularizer": {"L2": {"l2": 0.01}}})
    layers = (*factory.small_layers()[:-1], penalty)
    stop = TrainingSpec(early_stopping=EarlyStopping(patience=4))
    result = factory.run_result(layers=layers, training=stop)
    found = rows(replace(result, spec=replace(result.spec, weights="best")))
    assert found["Dense (`kernel_regularizer`)"].value == "L2 (l2 = 0,01)"
    assert found["arrêt anticipé"].value == "val_loss, 4\u00a0époques de patience"
    assert found["poids gardés"].value == "meilleure époque (val_loss)"
    names = ("Dense (`kernel_regularizer`)", "arrêt anticipé", "poids gardés")
    assert {found[n].influence.nature for n in names} == {RESTRAINT}


def test_steps_of_preprocessing_are_listed() -> None:
    steps = (Call("standardize", {"mode": "image"}), Call("one_hot"))
    found = rows(factory.run_result(preprocess=steps))
    assert found["préparation (`standardize`)"].value == "image"
    assert found["préparation (`one_hot`)"].value == "oui"


def test_layers_that_share_a_value_share_a_row() -> None:
    assert "Conv2D, Dense (`kernel_initializer`)" in rows()


def test_natures_stand_together_and_learned_weights_apart() -> None:
    table = hyperparametres(factory.MemoryContext(), "base")
    natures = [row[2] for row in table.rows]
    assert natures == sorted(natures, key=NATURES.index)
    result = factory.run_result()
    assert table.footer[0][:2] == ("Poids appris", str(result.summary.trainable_params))


def test_only_what_another_training_has_not_is_listed_when_asked_to() -> None:
    context = factory.MemoryContext(
        runs={"base": factory.run_result(), "autre": factory.run_result("autre", "autre", epochs=9)}
    )
    table = hyperparametres(context, "autre", sauf="base")
    assert [row[:2] for row in table.rows] == [("époques (`epochs`)", "9")]
    assert table.caption.endswith("qui ne sont pas ceux de « réseau de base »")
    assert table.footer


def test_decimals_of_several_layers_are_not_parted_by_commas() -> None:
    assert list(_alike({"Dropout": [0.2, 0.3]}, "rate")) == ["0,2 ; 0,3"]
    assert list(_alike({"Dense": [64, 10]}, "units")) == ["64, 10"]
