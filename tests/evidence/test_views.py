"""Prose reads exact values from runs, models and datasets, and mistakes are answered."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.errors import EvidenceError
from reportgen.evidence.views import make_views
from reportgen.lab import attributes as names
from tests.evidence import factory


def views(**changes: Any) -> dict[str, Any]:
    return make_views(factory.MemoryContext(**changes))


def test_a_run_gives_its_measures() -> None:
    run = views()["runs"].base
    assert (run.title, run.params, run.epochs, run.batch_size) == ("réseau de base", 755, 4, 128)
    assert (run.best_epoch, run.weights_epoch, run.seed_count) == (3, 4, 1)
    assert run.steps_per_epoch == 8
    assert (run.seconds, run.seconds_per_epoch) == (9.0, 2.0)
    assert run.gap == pytest.approx(0.26)
    assert run.history.val_accuracy[-1] == 0.64


def test_scores_are_means_over_the_seeds() -> None:
    seeds = [
        factory.seed_result(seed, accuracies={"train": share, "test": share / 2})
        for seed, share in ((1, 0.8), (2, 0.6))
    ]
    run = views(runs={"base": factory.run_result(seeds=seeds)})["runs"].base
    assert run.train.accuracy == pytest.approx(0.7)
    assert run.test.error == pytest.approx(0.65)
    assert run.test.count == 6


def test_histories_are_means_up_to_the_shortest_seed() -> None:
    short = factory.history(loss=(2.5, 2.0), accuracy=(0.2, 0.4))
    seeds = [factory.seed_result(1), factory.seed_result(2, short)]
    run = views(runs={"base": factory.run_result(seeds=seeds)})["runs"].base
    assert run.history.loss == (2.0, 1.5)


def test_layers_are_named_as_in_tables() -> None:
    layer = views()["runs"].base.layers[5]
    assert (layer.name, layer.class_name, layer.params) == ("sortie", "Dense", 51)


def test_a_model_is_known_from_a_run_that_built_it() -> None:
    assert views()["models"].base.params == 755


def test_a_model_that_nothing_built_is_refused() -> None:
    ctx = factory.MemoryContext(runs={})
    ctx.lab_runs = {"base": factory.run_result()}
    with pytest.raises(EvidenceError, match="aucun entraînement ne l’a construit"):
        assert make_views(ctx)["models"].base


def test_a_dataset_gives_what_is_known_of_it() -> None:
    data = views()["datasets"]["cifar"]
    assert (data.train.count, data.validation.count, data.test.count) == (12, 3, 6)
    assert (data.full.train, data.full.test) == (50000, 10000)
    assert (data.height, data.width, data.channels) == (8, 8, 3)
    assert (data.class_count, data.classes[0], data.dtype) == (3, "Avion", "uint8")
    assert isinstance(data.max, int)
    assert (data.stand_in, data.origin) == (False, "CIFAR-10")


def test_the_profile_is_named() -> None:
    assert views()["profile"].title == "profil rapide"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("runs.bas", "entraînement inconnu : « bas ». Vouliez-vous dire « base » ?"),
        (
            "runs.base.epoch",
            "attribut inconnu de l’entraînement « base » : « epoch ». "
            "Vouliez-vous dire « epochs » ?",
        ),
        (
            "runs.base.test.acuracy",
            "attribut inconnu de cette valeur : « acuracy ». Vouliez-vous dire « accuracy » ?",
        ),
        (
            "runs.base.history.val_los",
            "métrique inconnue de « base » : « val_los ». Vouliez-vous dire « val_loss » ?",
        ),
        ("datasets.cifra", "jeu de données inconnu : « cifra ». Vouliez-vous dire « cifar » ?"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(expression: str, message: str) -> None:
    environment = ImmutableSandboxedEnvironment()
    with pytest.raises(EvidenceError) as caught:
        environment.from_string(f"{{{{ {expression} }}}}").render(views())
    assert str(caught.value) == message


def test_a_run_without_validation_has_no_validation_score_and_no_gap() -> None:
    past = factory.history(loss=(1.0,), accuracy=(0.5,))
    seed = factory.seed_result(past=past, accuracies={"train": 0.5, "test": 0.5})
    run = views(runs={"base": factory.run_result(seeds=[seed])})["runs"].base
    with pytest.raises(EvidenceError, match="n’a pas été évalué en validation"):
        assert run.validation
    with pytest.raises(EvidenceError, match="n’a pas de validation"):
        assert run.gap


@pytest.mark.parametrize(
    ("collection", "name", "tree"),
    [
        ("runs", "base", names.RUN),
        ("models", "base", names.MODEL),
        ("datasets", "cifar", names.DATASET),
    ],
)
def test_every_attribute_that_labs_may_use_exists(
    collection: str, name: str, tree: names.Tree
) -> None:
    view = views()[collection][name]
    for attribute, below in tree.items():
        value = getattr(view, attribute)
        for leaf in below or ():
            assert getattr(value, leaf) is not None
