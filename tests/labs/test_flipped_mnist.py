"""The answers of tp_mnist follow the measures, whichever network wins and whatever the losses."""

from __future__ import annotations

import re

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
    matching,
    unmoved,
    unread,
)
from tests.labs.worlds import Fate, Told, World, lab_of, tell

SLUG = "tp_mnist"

EXPECTED = {
    "lineaire": Fate(0.88, 0.03, start=12.0, sure=0.999),
    "lineaire_divise": Fate(0.91, 0.01, start=0.8),
    "lineaire_norme": Fate(0.925, 0.01, start=0.6),
    "dense": Fate(0.97, 0.03, "remontée", start=0.4, sure=0.999),
    "dense_l2": Fate(0.971, 0.02, start=0.4),
    "dense_l2_fort": Fate(0.973, 0.01, start=0.4),
    "dense_dropout": Fate(0.978, 0.0, start=0.8),
    "dense_large": Fate(0.969, 0.03, "remontée", start=0.4),
    "convolution": Fate(0.99, 0.01, start=0.2),
}


def flat() -> dict[str, Fate]:
    return {name: Fate(0.90 + 0.0005 * (i % 2)) for i, name in enumerate(EXPECTED)}


WORST = {SLUG: (8, 3)}
AS_EXPECTED = World("comme attendu", {SLUG: EXPECTED}, WORST)
FLAT = World("rien ne change rien", {SLUG: flat()}, {SLUG: (2, 7)})
REVERSED = World(
    "tout empire",
    {
        SLUG: {
            "lineaire": Fate(0.97, 0.01, start=0.3),
            "lineaire_divise": Fate(0.95, 0.01, start=0.5),
            "lineaire_norme": Fate(0.92, 0.02, "remontée", start=0.9, sure=0.9999),
            "dense": Fate(0.85, 0.05, start=1.2),
            "dense_l2": Fate(0.80, 0.10, "remontée", start=1.3),
            "dense_l2_fort": Fate(0.75, 0.10, "remontée", start=1.4),
            "dense_dropout": Fate(0.70, 0.20, "remontée", start=1.5, fade=0.06),
            "dense_large": Fate(0.65, 0.30, start=1.5),
            "convolution": Fate(0.60, 0.30, "remontée", start=1.6, fade=0.06),
        }
    },
    {SLUG: (4, 9)},
)
FADING = World(
    "la fin gâche tout",
    {SLUG: {name: Fate(0.88, 0.1, "remontée", fade=0.08) for name in EXPECTED}},
    WORST,
)
DEAD = World(
    "la convolution n’apprend pas",
    {SLUG: EXPECTED | {"convolution": Fate(0.1, course="départ manqué")}},
    WORST,
)
WORLDS = (AS_EXPECTED, FLAT, REVERSED, FADING, DEAD)
worlds = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)

OURS = (
    *GENERAL,
    "On en tire trois lectures : la perte d’apprentissage baisse-t-elle encore",
)
"""Read and found to claim nothing of these trainings."""


def found(world: World) -> list[str]:
    """Return the sentences that depend on what came out."""
    return findings(world, WORLDS, SLUG)


def answer(world: World, question: str) -> str:
    return tell(world, SLUG).text(question)


@worlds
def test_a_gain_is_said_where_accuracy_rose_and_a_loss_where_it_fell(world: World) -> None:
    said = changes(tell(world, SLUG).text())
    assert [(word, due) for word, due in said if word != due] == []


def test_nothing_is_said_to_help_or_to_harm_where_all_is_equal() -> None:
    assert matching(GAIN, found(FLAT)) == []
    assert matching(HARM, found(FLAT)) == []
    assert matching(OVERFITS, found(FLAT)) == []
    assert len(matching(re.compile("pas significati|exactement autant"), found(FLAT))) >= 5


def test_gains_and_losses_of_the_other_worlds_are_said() -> None:
    assert len(matching(GAIN, found(AS_EXPECTED))) >= 4
    assert len(matching(HARM, found(REVERSED))) >= 4


def test_dropout_is_said_to_work_only_where_it_does() -> None:
    assert HELPS.search(answer(AS_EXPECTED, "mnist-dropout"))
    for world in (FLAT, REVERSED):
        assert HELPS.search(answer(world, "mnist-dropout")) is None, world.name


def test_a_loss_is_said_to_contradict_an_accuracy_only_where_it_does() -> None:
    huge = World(
        "perte énorme", {SLUG: EXPECTED | {"lineaire": Fate(0.70, 0.03, sure=0.999)}}, WORST
    )
    assert "est ainsi un raisonnement faux : 70,0 %" in answer(huge, "mnist-perte")
    for world in (AS_EXPECTED, FLAT, REVERSED):  # none of their losses is above ln 10
        assert "elle ne contredit pas l’exactitude" in answer(world, "mnist-perte")
    lost = EXPECTED | {"lineaire": Fate(0.30, sure=0.999)}
    assert "le modèle n’est pas bon" in answer(World("perdu", {SLUG: lost}, WORST), "mnist-perte")


def test_a_second_call_is_said_to_go_on_only_where_its_loss_shows_it() -> None:
    stuck = EXPECTED | {"lineaire": Fate(0.1, course="départ manqué")}
    told = answer(World("linéaire figé", {SLUG: stuck}, WORST), "mnist-seconde")
    assert "ne saute pas aux yeux" in told
    assert "n’est pas reparti de zéro" not in told
    assert "n’est pas reparti de zéro" in answer(AS_EXPECTED, "mnist-seconde")


def test_what_scaling_changes_is_told_by_both_measures() -> None:
    price = "c’est le prix de chacune"
    scaled = EXPECTED | {"lineaire_norme": Fate(0.89, sure=0.7)}
    assert price in answer(World("échelle", {SLUG: scaled}, WORST), "mnist-normaliser")
    for world in (FLAT, REVERSED):
        assert price not in answer(world, "mnist-normaliser")
        assert "on juge l’une et l’autre séparément" in answer(world, "mnist-normaliser")


def test_the_best_epoch_is_told_from_the_last_one_only_where_they_differ() -> None:
    same = "les deux lignes sont le même modèle"
    for world in WORLDS:
        run = tell(world, SLUG).runs["dense_meilleur"].first
        assert (same in answer(world, "mnist-dense-meilleur")) is (run.weights_epoch == run.epochs)
    assert {same in answer(world, "mnist-dense-meilleur") for world in WORLDS} == {True, False}


def test_the_penalty_that_validation_chooses_is_that_of_the_world() -> None:
    assert "la pénalité forte qu’elle désigne" in answer(AS_EXPECTED, "mnist-l2")
    assert "Elle désigne le réseau sans pénalité" in answer(REVERSED, "mnist-l2")
    assert "Elle ne désigne pas un seul réseau" in answer(FADING, "mnist-l2")


@worlds
def test_the_family_that_is_announced_is_the_best_on_validation(world: World) -> None:
    names = {
        "convolution": "la convolution",
        "dense": "le réseau dense",
        "lineaire_norme": "le classifieur linéaire",
    }
    runs = tell(world, SLUG).runs
    rates = {name: runs[name].accuracy("validation") for name in names}
    best = [name for name, rate in rates.items() if rate == max(rates.values())]
    told = answer(world, "mnist-choix")
    if len(best) == 1:
        assert f"la validation désigne {names[best[0]]}, dont" in told
    else:
        assert "ne désigne pas un seul vainqueur" in told


@worlds
def test_the_run_that_is_ranked_first_is_the_best_of_the_world(world: World) -> None:
    told: Told = tell(world, SLUG)
    leader = re.search(r"modèle « ([^»]+) » a la meilleure exactitude", told.text("mnist-choix"))
    assert leader is not None
    ranked = [r for name, r in told.runs.items() if not name.endswith(("meilleur", "suite"))]
    best = max(run.accuracy("test") for run in ranked if run.spec.name != "lineaire_autre")
    found = next(run for run in ranked if run.spec.title == leader[1])
    assert found.accuracy("test") == pytest.approx(best, abs=1e-3)


@worlds
def test_the_class_named_worst_is_that_of_the_world(world: World) -> None:
    names = next(iter(lab_of(SLUG, "complet").datasets.values())).classes
    text = tell(world, SLUG).text("mnist-erreurs")
    named = re.findall(r"classe la moins bien reconnue est « ([^»]+) »", text)
    assert set(named) == {names[world.worst[SLUG][0]]}


def test_a_network_that_never_learnt_is_told_so() -> None:
    assert "le réseau n’apprend rien" in answer(DEAD, "mnist-conv-resultats")
    assert "le réseau n’apprend rien" not in answer(AS_EXPECTED, "mnist-conv-resultats")


def test_every_measured_answer_changes_with_the_results() -> None:
    assert unmoved((AS_EXPECTED, FLAT, REVERSED), SLUG) == ["mnist-relire"]


@pytest.mark.parametrize(
    "planted",
    [
        "La normalisation améliore nettement l’exactitude.",
        "On remarque une nette amélioration de la perte.",
        "Le dropout réduit le surapprentissage.",
        "Le réseau de convolution fait nettement mieux que les autres.",
        "L’exactitude de validation plafonne.",
        "La classe la plus mal reconnue est « huit ».",
        "Le surapprentissage apparaît après quelques époques.",
        "Le modèle s’améliore encore à la seconde exécution.",
    ],
)
def test_a_planted_claim_would_be_caught(planted: str) -> None:
    assert CLAIM.search(planted)


def test_what_is_said_in_every_world_claims_nothing_of_any() -> None:
    every = unread(WORLDS, SLUG, OURS)
    assert len(every) > 100
    for pattern in (CLAIM, GAIN, HARM, OVERFITS):
        assert matching(pattern, every) == []
