"""The answers follow the measures: other results, other findings, other explanations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.labs.claims import (
    CLAIM,
    GAIN,
    GENERAL,
    HARM,
    HELPS,
    OVERFITS,
    changes,
    findings,
    fixed,
    matching,
    unmoved,
    unread,
)
from tests.labs.worlds import Fate, Told, World, lab_of, tell

CIFAR = {
    "brut": Fate(0.55, 0.38, "remontée", start=3.5, sure=0.95),
    "normalise": Fate(0.65, 0.30, "remontée", sure=0.9),
    "dropout_dense": Fate(0.69, 0.10),
    "quatre_poolings": Fate(0.72, 0.10),
    "paires": Fate(0.74, 0.10),
    "paires_same": Fate(0.77, 0.22, "remontée"),
    "paires_dropout": Fate(0.80, 0.05),
    "trois_blocs": Fate(0.83, 0.04, "progrès"),
    "norme": Fate(0.86, 0.05, "progrès"),
    "leaky": Fate(0.93, 0.04, "progrès"),
}
FASHION = {
    "brut": Fate(0.87, 0.08, "remontée", start=3.5, sure=0.98),
    "normalise": Fate(0.90, 0.06, "remontée"),
    "dropout": Fate(0.93, 0.01, "progrès"),
    "dense": Fate(0.90, 0.01),
    "augmentation": Fate(0.91, 0.0),
    "convolutions": Fate(0.94, 0.03),
}
HARD = {"tp_cifar": (3, 5), "tp_fashion": (6, 0)}
"""Cats taken for dogs; shirts taken for T-shirts."""

LESS = {"quatre_poolings": 0.63, "paires": 0.61, "paires_same": 0.58, "paires_dropout": 0.55}
SINKING = {
    "normalise": Fate(0.70, 0.1, "remontée"),
    "brut": Fate(0.75, 0.1, "remontée"),
    "dropout_dense": Fate(0.66, 0.2, "remontée"),
    **{name: Fate(value, 0.2, "remontée") for name, value in LESS.items()},
    "trois_blocs": Fate(0.52, 0.25, "remontée", fade=0.06),
    "norme": Fate(0.46, 0.3, "remontée", fade=0.06),
    "leaky": Fate(0.34, 0.4, "remontée", fade=0.08),
}


def flat(fates: Mapping[str, Fate]) -> dict[str, Fate]:
    """Return fates that differ by less than anything could show, all at a plateau."""
    return {name: Fate(0.70 + 0.0005 * (i % 2)) for i, name in enumerate(fates)}


def calm(fates: Mapping[str, Fate]) -> dict[str, Fate]:
    """Return the same accuracies without any over-fitting."""
    return {name: Fate(fate.accuracy, 0.0) for name, fate in fates.items()}


EXPECTED = World("comme attendu", {"tp_cifar": CIFAR, "tp_fashion": FASHION}, HARD)
HARMED = World(
    "le dropout nuit",
    {
        "tp_cifar": CIFAR
        | {"dropout_dense": Fate(0.58, 0.34, "remontée"), "paires_same": Fate(0.77, 0.05)}
        | {"paires_dropout": Fate(0.68, 0.2, "remontée")},
        "tp_fashion": FASHION | {"brut": Fate(0.87, 0.03), "dropout": Fate(0.80, 0.10, "remontée")},
    },
    HARD,
)
CALM = World("sans surapprentissage", {"tp_cifar": calm(CIFAR), "tp_fashion": calm(FASHION)}, HARD)
FLAT = World(
    "rien ne change rien",
    {"tp_cifar": flat(CIFAR), "tp_fashion": flat(FASHION)},
    {"tp_cifar": (8, 0), "tp_fashion": (2, 4)},
)
REVERSED = World(
    "tout empire",
    {
        "tp_cifar": SINKING,
        "tp_fashion": {
            "brut": Fate(0.92, 0.01),
            "normalise": Fate(0.88, 0.05, "remontée"),
            "dropout": Fate(0.80, 0.12, "remontée", fade=0.06),
            "dense": Fate(0.76, 0.15, "remontée"),
            "augmentation": Fate(0.75, 0.0),
            "convolutions": Fate(0.72, 0.2, "remontée"),
        },
    },
    {"tp_cifar": (4, 7), "tp_fashion": (9, 7)},
)
DEAD = World(
    "les pixels bruts n’apprennent pas",
    {
        "tp_cifar": CIFAR | {"brut": Fate(0.1, course="départ manqué")},
        "tp_fashion": FASHION | {"brut": Fate(0.1, course="départ manqué")},
    },
    HARD,
)
SEEDS = replace(EXPECTED, name="trois graines", profile="graines")
WORLDS = (EXPECTED, HARMED, CALM, FLAT, REVERSED, DEAD, SEEDS)

DROPOUT: Mapping[str, tuple[str, ...]] = {
    "tp_cifar": ("cifar-dropout", "cifar-dropout-convolutions"),
    "tp_fashion": ("fashion-dropout",),
}

slugs = pytest.mark.parametrize("slug", HARD)
worlds = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)


def found(world: World, slug: str) -> list[str]:
    """Return the sentences that depend on what came out."""
    return findings(world, WORLDS, slug)


@slugs
@worlds
def test_a_gain_is_said_where_accuracy_rose_and_a_loss_where_it_fell(
    world: World, slug: str
) -> None:
    said = changes(tell(world, slug).text())
    assert [(word, due) for word, due in said if word != due] == []
    assert said or world is FLAT


@slugs
def test_nothing_is_said_to_help_or_to_harm_where_all_is_equal(slug: str) -> None:
    assert matching(GAIN, found(FLAT, slug)) == []
    assert matching(HARM, found(FLAT, slug)) == []
    assert len(matching(re.compile("pas significati|exactement autant"), found(FLAT, slug))) >= 5


@slugs
def test_no_modification_is_said_to_help_where_each_one_harms(slug: str) -> None:
    told = tell(REVERSED, slug)
    others = [said for q, said in told.sentences.items() if q != "cifar-poids-gardes"]
    kept = matching(GAIN, [s for said in others for s in said if s not in fixed(WORLDS, slug)])
    leader = {"tp_cifar": "base, pixels bruts", "tp_fashion": "base, pixels bruts"}[slug]
    assert [s for s in kept if f"« {leader} » a la meilleure" not in s] == []
    assert len(matching(HARM, found(REVERSED, slug))) >= 4


@slugs
def test_every_gain_of_the_expected_world_is_said(slug: str) -> None:
    assert len(matching(GAIN, found(EXPECTED, slug))) >= {"tp_cifar": 10, "tp_fashion": 5}[slug]


@slugs
def test_no_over_fitting_is_said_where_there_is_none(slug: str) -> None:
    assert matching(OVERFITS, found(CALM, slug)) == []
    assert matching(OVERFITS, found(FLAT, slug)) == []
    assert len(matching(OVERFITS, found(EXPECTED, slug))) >= 3


@slugs
def test_dropout_is_said_to_work_only_where_it_does(slug: str) -> None:
    for question in DROPOUT[slug]:
        assert HELPS.search(tell(EXPECTED, slug).text(question))
        for world in (HARMED, CALM, FLAT, REVERSED):
            assert HELPS.search(tell(world, slug).text(question)) is None, (world.name, question)
        assert HARM.search(tell(HARMED, slug).text(question))


def test_whether_dropout_spoils_the_train_set_is_answered_by_what_was_measured() -> None:
    question = "cifar-dropout-convolutions"
    assert "Non : même réévalué sans dropout" in tell(EXPECTED, "tp_cifar").text(question)
    assert "Oui, cette fois" in tell(HARMED, "tp_cifar").text(question)
    assert "Ni mieux ni moins bien" in tell(FLAT, "tp_cifar").text(question)


@slugs
@worlds
def test_the_class_named_worst_is_that_of_the_world(world: World, slug: str) -> None:
    names = next(iter(lab_of(slug, world.profile).datasets.values())).classes
    text = tell(world, slug).text()
    named = re.findall(r"classe la moins bien reconnue est « ([^»]+) »", text)
    assert set(named) <= {names[world.worst[slug][0]]}
    assert named or (world is DEAD and slug == "tp_fashion")
    pairs = re.findall(r"plus fréquentes sont « ([^»]+) » pris pour « ([^»]+) »", text)
    assert set(pairs) <= {tuple(names[n] for n in world.worst[slug])}


@slugs
def test_training_longer_is_advised_and_judged_by_the_curves(slug: str) -> None:
    questions = {
        "tp_cifar": ("cifar-courbe-norme", "cifar-vingt-epoques"),
        "tp_fashion": ("fashion-epoques",),
    }[slug]
    rising, still, falling = (tell(w, slug).text(*questions) for w in (EXPECTED, FLAT, REVERSED))
    assert "n’est pas terminé" in rising
    assert "ont donc été utiles" in rising
    assert "a atteint un palier" in still
    assert "aucun gain mesurable" in still
    assert "Prolonger n’est pas judicieux" in falling
    assert "ont nui à la généralisation" in falling


def test_raw_pixels_that_stop_all_learning_are_told_so() -> None:
    for slug, question in (("tp_cifar", "cifar-normalise"), ("tp_fashion", "fashion-echelle")):
        assert "n’apprenait pas" in tell(DEAD, slug).text(question)
        assert "n’apprenait pas" not in tell(EXPECTED, slug).text(question)
    assert "à peine mieux que le hasard" in tell(DEAD, "tp_cifar").text("cifar-brut")
    assert "Le réseau n’apprend rien" not in tell(DEAD, "tp_cifar").text("cifar-normalise")


def test_early_stopping_is_credited_with_the_epochs_that_it_saves() -> None:
    late, early = (tell(w, "tp_cifar") for w in (EXPECTED, REVERSED))
    assert "rien n’est économisé" in late.text("cifar-poids-gardes")
    saved = early.runs["leaky"].first.epochs - early.runs["leaky_arret"].first.epochs
    assert saved > 0
    assert f"économisé {saved} époques sur 40" in early.text("cifar-poids-gardes")
    assert "significativement mieux" in early.text("cifar-poids-gardes")


@slugs
@worlds
def test_the_run_that_is_ranked_first_is_the_best_of_the_world(world: World, slug: str) -> None:
    told = tell(world, slug)
    question = {"tp_cifar": "cifar-choix", "tp_fashion": "fashion-ameliorer"}[slug]
    leader = re.search(r"modèle « ([^»]+) » a la meilleure exactitude", told.text(question))
    assert leader is not None
    best = max(run.accuracy("test") for run in told.runs.values())
    assert told_accuracy(told, leader[1]) == pytest.approx(best, abs=1e-3)


def told_accuracy(told: Told, title: str) -> float:
    return next(r.accuracy("test") for r in told.runs.values() if r.spec.title == title)


@slugs
def test_another_seed_is_foreseen_where_three_are_known_and_nowhere_else(slug: str) -> None:
    for world in WORLDS:
        foreseen = "devrait donner" in tell(world, slug).text()
        assert foreseen is (world is SEEDS)


@slugs
def test_every_measured_answer_changes_with_the_results(slug: str) -> None:
    assert unmoved((EXPECTED, FLAT, REVERSED), slug) == []


@pytest.mark.parametrize(
    "planted",
    [
        "Le dropout réduit l’écart entre apprentissage et validation.",
        "La normalisation accélère nettement l’apprentissage.",
        "Le surapprentissage apparaît dès la dixième époque.",
        "On constate que les deux courbes s’écartent.",
        "L’exactitude de validation plafonne.",
        "La perte de validation augmente alors que celle d’apprentissage baisse.",
        "Les couches ajoutées aident le réseau à reconnaître les chats.",
        "Le troisième bloc n’améliore rien.",
        "La classe la plus mal reconnue est « Chat ».",
        "LeakyReLU fait nettement mieux.",
    ],
)
def test_a_planted_claim_would_be_caught(planted: str) -> None:
    assert CLAIM.search(planted)


@slugs
def test_what_is_said_in_every_world_claims_nothing_of_any(slug: str) -> None:
    every = unread(WORLDS, slug, GENERAL)
    assert len(every) > 50
    for pattern in (CLAIM, GAIN, HARM, OVERFITS):
        assert matching(pattern, every) == []
