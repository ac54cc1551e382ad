"""The answers of tp_cnn follow the measures: other results, other findings and explanations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.labs.claims import (
    CLAIM,
    GAIN,
    HARM,
    OVERFITS,
    changes,
    findings,
    matching,
    unmoved,
    unread,
)
from tests.labs.worlds import Fate, World, lab_of, tell

SLUG = "tp_cnn"
FATES = {
    "divise": Fate(0.42, 0.02, "progrès", start=2.3),
    "lot_8": Fate(0.60, 0.20, "remontée", start=1.0),
    "lot_16": Fate(0.57, 0.12, "progrès", start=1.2),
    "lot_32": Fate(0.54, 0.06, "progrès", start=1.5),
    "lot_64": Fate(0.49, 0.04, "progrès", start=1.8),
    "lot_128": Fate(0.44, 0.02, "progrès", start=2.1),
    "momentum": Fate(0.60, 0.25, "remontée", start=1.0),
    "long": Fate(0.58, 0.35, "remontée", start=1.0, sure=0.9),
    "peu": Fate(0.45, 0.50, "remontée", start=1.0),
    "dropout": Fate(0.62, 0.05),
    "l2": Fate(0.60, 0.15),
    "normalisation": Fate(0.61, 0.30, "remontée"),
    "augmentation": Fate(0.66, 0.02, "progrès"),
    "quatre": Fate(0.68, 0.28, "remontée"),
    "six": Fate(0.71, 0.25, "remontée"),
    "regule": Fate(0.79, 0.06, "progrès"),
}
SINKING = {
    "divise": Fate(0.60, 0.0, start=0.8),
    "lot_8": Fate(0.40, 0.1, "remontée", start=2.3),
    "lot_16": Fate(0.45, 0.1, "remontée", start=2.0),
    "lot_32": Fate(0.52, 0.1, "remontée", start=1.2),
    "lot_64": Fate(0.56, 0.0, start=1.1),
    "lot_128": Fate(0.60, 0.0, start=1.0),
    "momentum": Fate(0.44, 0.1, "remontée", start=2.0),
    "long": Fate(0.49, 0.1, "remontée", start=1.8, fade=0.1),
    "peu": Fate(0.60, 0.0, start=1.8),
    "dropout": Fate(0.40, 0.2, "remontée"),
    "l2": Fate(0.41, 0.2, "remontée"),
    "normalisation": Fate(0.42, 0.3, "remontée"),
    "augmentation": Fate(0.38, 0.2, "remontée"),
    "quatre": Fate(0.40, 0.2, "remontée"),
    "six": Fate(0.34, 0.25, "remontée"),
    "regule": Fate(0.28, 0.3, "remontée", fade=0.06),
}

EXPECTED = World("comme attendu", {SLUG: FATES}, {SLUG: (3, 5)})
CALM = World(
    "sans surapprentissage",
    {SLUG: {name: Fate(fate.accuracy, 0.0) for name, fate in FATES.items()}},
    {SLUG: (3, 5)},
)
FLAT = World(
    "rien ne change rien",
    {SLUG: {name: Fate(0.60 + 0.0005 * (i % 2)) for i, name in enumerate(FATES)}},
    {SLUG: (8, 0)},
)
REVERSED = World("tout empire", {SLUG: SINKING}, {SLUG: (4, 7)})
DIVERGED = World(
    "Adam diverge",
    {SLUG: FATES | {"long": Fate(0.1, course="divergence"), "six": Fate(0.1, course="divergence")}},
    {SLUG: (3, 5)},
)
IMPROVING = World(
    "tout progresse encore",
    {SLUG: {name: replace(fate, course="progrès", gap=0.02) for name, fate in FATES.items()}},
    {SLUG: (3, 5)},
)
ADAM_ONLY = World(
    "Adam seul va plus loin", {SLUG: FATES | {"momentum": FATES["lot_32"]}}, {SLUG: (3, 5)}
)
SEEDS = replace(EXPECTED, name="trois graines", profile="graines")
WORLDS = (EXPECTED, CALM, FLAT, REVERSED, DIVERGED, IMPROVING, ADAM_ONLY, SEEDS)

GENERAL = (
    "Un réseau qui répondrait toujours la même classe",
    "La perte d’apprentissage continue de baisser, celle de validation passe par un minimum",
)
"""Read and found true of any training."""

BRANCHES: tuple[tuple[str, Mapping[str, tuple[World, ...]]], ...] = (
    ("cnn-parties", {
        "La première note flatte": (EXPECTED, REVERSED),
        "l’écart est faible": (CALM, FLAT),
    }),
    ("cnn-standardize", {
        "finit plus bas avec des images centrées": (EXPECTED,),
        "c’est la simple division qui atteint": (REVERSED,),
        "presque les mêmes": (FLAT,),
    }),
    ("cnn-lots-courbes", {
        "les petits lots mènent plus loin": (EXPECTED,),
        "les grands lots mènent plus loin": (REVERSED,),
        "change peu la perte": (FLAT,),
    }),
    ("cnn-optimiseurs", {
        "les deux méthodes à mémoire": (EXPECTED,),
        "ni le momentum ni Adam": (REVERSED, FLAT),
        "Adam, non": (DIVERGED,),
        "le momentum, non": (ADAM_ONLY,),
    }),
    ("cnn-surapprentissage", {
        "est multipliée par": (EXPECTED,),
        "elle ne remonte pas nettement": (CALM, FLAT, IMPROVING),
    }),
    ("cnn-mecanismes", {
        "L’écart le plus faible est celui": (EXPECTED,),
        "Aucun des quatre ne réduit": (CALM, REVERSED),
    }),
    ("cnn-mecanismes", {
        "moins le réseau peut les retenir": (EXPECTED,),
        "a fait moins de pas": (REVERSED,),
        "il en faudrait beaucoup plus": (FLAT,),
    }),
    ("cnn-arret", {
        "épargnée": (EXPECTED, REVERSED),
        "jamais restée assez longtemps sans baisser": (IMPROVING,),
    }),
    ("cnn-critique", {
        "il n’est pas à l’abri": (EXPECTED, REVERSED),
        "ce n’est plus le surapprentissage": (CALM, FLAT),
    }),
    ("cnn-cartes-epoques", {
        "ces changements ont servi": (EXPECTED,),
        "n’ont pas servi": (REVERSED,),
        "elle ne bouge presque plus": (FLAT,),
    }),
)  # fmt: skip
"""The alternatives of an answer, each with the worlds where it must be the one told."""

worlds = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)


def found(world: World) -> list[str]:
    """Return the sentences that depend on what came out."""
    return findings(world, WORLDS, SLUG)


@pytest.mark.parametrize(("question", "alternatives"), BRANCHES)
def test_each_world_is_told_its_own_alternative(
    question: str, alternatives: Mapping[str, tuple[World, ...]]
) -> None:
    for text, where in alternatives.items():
        for world in where:
            assert text in tell(world, SLUG).text(question), (text, world.name)
    for world in WORLDS:
        told = [text for text in alternatives if text in tell(world, SLUG).text(question)]
        assert len(told) == 1, (world.name, told)


@worlds
def test_a_gain_is_said_where_accuracy_rose_and_a_loss_where_it_fell(world: World) -> None:
    said = changes(tell(world, SLUG).text())
    assert [(word, due) for word, due in said if word != due] == []
    assert said or world is FLAT


def test_nothing_is_said_to_help_or_to_harm_where_all_is_equal() -> None:
    assert matching(GAIN, found(FLAT)) == []
    assert matching(HARM, found(FLAT)) == []
    told = matching(
        re.compile("pas significati|exactement autant|ne se distingue pas"), found(FLAT)
    )
    assert len(told) >= 5


def test_gains_and_harms_are_said_where_they_are() -> None:
    assert len(matching(GAIN, found(EXPECTED))) >= 8
    assert len(matching(HARM, found(REVERSED))) >= 8


def test_no_over_fitting_is_said_where_there_is_none() -> None:
    assert matching(OVERFITS, found(CALM)) == []
    assert matching(OVERFITS, found(FLAT)) == []
    assert len(matching(OVERFITS, found(EXPECTED))) >= 3


@worlds
def test_the_class_named_worst_is_that_of_the_world(world: World) -> None:
    names = lab_of(SLUG, world.profile).datasets["cifar"].classes
    text = tell(world, SLUG).text("cnn-confusion")
    named = re.findall(r"classe la moins bien reconnue est « ([^»]+) »", text)
    assert set(named) == {names[world.worst[SLUG][0]]}
    pairs = re.findall(r"plus fréquentes sont « ([^»]+) » pris pour « ([^»]+) »", text)
    assert set(pairs) <= {tuple(names[n] for n in world.worst[SLUG])}


@worlds
def test_the_mechanism_with_the_least_gap_is_that_of_the_world(world: World) -> None:
    told = tell(world, SLUG)
    named = re.search(r"L’écart le plus faible est celui de l’essai « ([^»]+) »",
                      told.text("cnn-mecanismes"))  # fmt: skip
    tried = [told.runs[n] for n in ("dropout", "l2", "normalisation", "augmentation")]
    gaps = {r.spec.title: r.first.history["accuracy"][-1] - r.first.history["val_accuracy"][-1]
            for r in tried}  # fmt: skip
    assert named is None or gaps[named[1]] == min(gaps.values())


def test_a_training_that_diverges_is_told_so() -> None:
    for question in ("cnn-surapprentissage", "cnn-optimiseurs"):
        assert "l’apprentissage diverge" in tell(DIVERGED, SLUG).text(question)
        assert "l’apprentissage diverge" not in tell(EXPECTED, SLUG).text(question)
    assert "est multipliée par" in tell(EXPECTED, SLUG).text("cnn-surapprentissage")


def test_early_stopping_saves_the_epochs_that_it_says() -> None:
    told = tell(EXPECTED, SLUG)
    saved = told.runs["long"].first.epochs - told.runs["arret"].first.epochs
    assert saved > 0
    assert f"{saved} époques épargnées" in told.text("cnn-arret")


def test_new_seeds_change_what_is_said_of_their_number() -> None:
    assert "avec une graine" in tell(EXPECTED, SLUG).text("cnn-critique")
    assert "portent sur 3 graines" in tell(SEEDS, SLUG).text("cnn-critique")


def test_every_measured_answer_changes_with_the_results() -> None:
    assert unmoved((EXPECTED, FLAT, REVERSED), SLUG) == ["cnn-lots-duree"]


def test_what_is_said_in_every_world_claims_nothing_of_any() -> None:
    every = unread(WORLDS, SLUG, GENERAL)
    assert len(every) > 50
    for pattern in (CLAIM, GAIN, HARM, OVERFITS):
        assert matching(pattern, every) == []


@pytest.mark.parametrize(
    "planted",
    [
        "Le momentum a amélioré la validation.",
        "L’augmentation réduit nettement l’écart.",
        "Les couches ajoutées améliorent l’exactitude.",
        "La normalisation stabilise l’apprentissage.",
        "On observe que les petits lots sont plus lents.",
        "Le réseau profond fait nettement mieux.",
        "La perte de validation remonte nettement après la dixième époque.",
        "La classe la plus mal reconnue est « Chat ».",
    ],
)
def test_a_planted_claim_would_be_caught(planted: str) -> None:
    assert any(pattern.search(planted) for pattern in (CLAIM, GAIN, HARM, OVERFITS))
