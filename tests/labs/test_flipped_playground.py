"""The answers of tp_playground follow the populations: other losses, other conclusions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from reportgen.lab.types import PopulationSpec
from reportgen.playground.layers import Layer, initial_layers
from reportgen.playground.populations import Population, stack_layers
from tests.labs.claims import matching, unmoved, unread
from tests.labs.worlds import Fate, World, lab_of, tell
from tests.playground.made_up import population

SLUG = "tp_playground"
COUNT = 24
"""Networks of a made-up population: enough for every test to be able to decide."""


@dataclass(frozen=True)
class Outcome:
    """Final losses evenly from ``low`` to ``high``, in an order of their own; ``gone`` diverge.

    The first weights are multiplied by ``scale``: 0 gives flat surfaces, 8 convoluted ones.
    """

    low: float
    high: float
    scale: float = 1.0
    gone: int = 0


def grower(
    outcomes: Mapping[str, Outcome], other: Outcome
) -> Callable[[PopulationSpec], Population]:
    """Return what grows a population: the outcome of its name, or ``other``."""

    def grow(spec: PopulationSpec) -> Population:
        found = outcomes.get(spec.name, other)
        order = np.random.default_rng(sum(map(ord, spec.name))).permutation(COUNT)
        losses = np.linspace(found.low, found.high, COUNT)[order]
        losses[: found.gone] = math.nan
        return population(spec, losses.tolist(), _weights(spec, found))

    return grow


def _weights(spec: PopulationSpec, found: Outcome) -> tuple[Layer, ...]:
    drawn = stack_layers(initial_layers(spec.task, spec.network, range(COUNT)))
    scaled = [Layer(found.scale * layer.weights, found.scale * layer.biases) for layer in drawn]
    for layer in scaled:
        layer.weights[: found.gone] = math.nan
    return tuple(scaled)


USUAL = {
    "lineaire": Outcome(0.4998, 0.4999),
    "deux_relu": Outcome(0.22, 0.43),
    "trois_relu": Outcome(0.17, 0.35),
    "trois_relu_vif": Outcome(0.19, 0.37),
    "trois_relu_l2": Outcome(0.171, 0.34),
    "petits_reseaux_3_relu": Outcome(0.17, 0.35),
    "petits_reseaux_4_tanh": Outcome(0.17, 0.18),
    "plus_profond": Outcome(0.17, 0.20),
    "spirale": Outcome(0.44, 0.57, 1),
    "spirale_large": Outcome(0.30, 0.55, 8),
    "spirale_large_l2": Outcome(0.33, 0.5, 4),
    "spirale_entrees": Outcome(0.30, 0.50, 0.5),
    "spirale_entrees_large": Outcome(0.26, 0.45, 3),
}
TURNED = {
    "lineaire": Outcome(0.4998, 0.4999),
    "deux_relu": Outcome(0.15, 0.17),
    "trois_relu": Outcome(0.25, 0.30),
    "trois_relu_vif": Outcome(0.15, 0.17),
    "trois_relu_l2": Outcome(0.35, 0.40),
    "plus_profond": Outcome(0.15, 0.60),
    "spirale": Outcome(0.30, 0.35, 0.5),
    "spirale_large": Outcome(0.45, 0.60, 1),
    "spirale_large_l2": Outcome(0.60, 0.70, 8),
    "spirale_entrees": Outcome(0.50, 0.60, 8),
    "spirale_entrees_large": Outcome(0.75, 0.80, 12),
}
NET = {SLUG: {"alexnet": Fate(0.72, 0.2, "remontée")}}
CALM = {SLUG: {"alexnet": Fate(0.6, 0.0, "progrès")}}
HARD = {SLUG: (3, 5)}

EXPECTED = World("comme attendu", NET, HARD, grow=grower(USUAL, Outcome(0.2, 0.4)))
REVERSED = World("tout se retourne", CALM, {SLUG: (8, 0)}, grow=grower(TURNED, Outcome(0.3, 0.4)))
FLAT = World("rien ne change rien", CALM, HARD, grow=grower({}, Outcome(0.31, 0.31, 0.0)))
ALWAYS = World("tout réussit", NET, HARD, grow=grower({}, Outcome(0.15, 0.17)))
GONE = World("tout diverge", NET, HARD, grow=grower({}, Outcome(0.3, 0.4, gone=COUNT)))
HALF = World("la moitié diverge", NET, HARD, grow=grower(USUAL | {
    name: Outcome(one.low, one.high, one.scale, COUNT // 2) for name, one in USUAL.items()
}, Outcome(0.2, 0.4, gone=4)))  # fmt: skip
WORLDS = (EXPECTED, REVERSED, FLAT, ALWAYS, GONE, HALF)

DIFFERS = re.compile(r"significativement|dépendent moins|La différence est significative")
"""What is said only of populations that a test tells apart."""

CLAIM = re.compile(
    r"\b(réussit|réussissent|échoue|échouent|suffit|suffisent) (toujours|souvent|rarement|mieux)|"
    r"\b(finit|finissent|descend|descendent) (plus|à|moins)\b|"
    r"\bsurfaces?\b[^.;:,]{0,40} (est|sont|devien\w+) (plus|moins|très)? ?(lisse|sinueuse)|"
    r"\b(plus|moins) (stables?|lisses?|sinueuses?) que\b|"
    r"\b[Oo]n (constate|observe|obtient|voit que)\b|"
    r"(entrées|couche|couches|neurones|pénalité|taux)[^.;:,]{0,30} "
    r"(améliore|réduit|stabilise|dégrade|accélère|augmente)(nt)?\b|"
    r"surapprentissage (apparaît|commence|diminue)|\d[\d,]* ?(%|initialisations)"
)
"""What a sentence may not say when it is the same whatever came out."""

GENERAL = (
    "sans garantir ce que l’on obtient sur des points nouveaux",
    "si la surface est sinueuse",
    "dans la première couche dense",
    "au moins une sur 256 initialisations",
    "La meilleure droite, trouvée parmi toutes",
    "aucune droite ne classe bien plus de",
)
"""Read and found true whatever comes out: definitions, counts, properties of the points."""

worlds = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)


def told(world: World, *questions: str) -> str:
    return tell(world, SLUG).text(*questions)


@worlds
def test_every_world_can_be_told(world: World) -> None:
    assert len(tell(world, SLUG).sentences) == len(lab_of(SLUG, "complet").questions)
    assert re.search(r"\bnan\b|\binf\b", told(world), re.IGNORECASE) is None


def test_nothing_is_told_apart_where_all_is_equal() -> None:
    assert matching(DIFFERS, told(FLAT).split("\n")) == []
    assert len(matching(DIFFERS, told(EXPECTED).split("\n"))) >= 5


def test_the_network_that_succeeds_more_often_is_named() -> None:
    question = "play-deux-neurones"
    better = "« {} » réussit significativement plus souvent que « {} »"
    three, two = "trois neurones ReLU", "deux neurones ReLU"
    assert better.format(two, three) in told(REVERSED, question)
    assert better.format(two, three) not in told(EXPECTED, question)
    assert better.format(three, two) not in told(REVERSED, question)


def test_what_one_try_would_say_follows_the_share_of_successes() -> None:
    question = "play-deux-neurones"
    assert "on conclurait le plus souvent, à tort" in told(EXPECTED, question)
    assert "il faut plusieurs échecs" in told(REVERSED, question)
    assert "c’est la part des réussites qui la décrit" in told(ALWAYS, question)


def test_the_smallest_network_is_that_of_the_world() -> None:
    question = "play-recherche"
    assert "est « 3 neurones ReLU » (3 neurones cachés" in told(EXPECTED, question)
    assert "initialisations est « 4 neurones tanh »" in told(EXPECTED, question)
    assert "Aucune des 26 configurations essayées" in told(REVERSED, question)
    assert "est « 1 neurone" in told(ALWAYS, question)


@pytest.mark.parametrize(
    ("question", "second", "lower", "higher"),
    [
        ("play-reglages", "trois neurones ReLU, taux 0,1", REVERSED, None),
        ("play-reglages", "trois neurones ReLU, L2 0,01", None, REVERSED),
        ("play-stabilite", "4 + 3 neurones ReLU", EXPECTED, REVERSED),
        ("play-spirale", "8 + 8 tanh", EXPECTED, REVERSED),
        ("play-caracteristiques", "3 + 2 ReLU, sept entrées", EXPECTED, REVERSED),
    ],
)
def test_lower_losses_are_said_where_they_are_lower(
    question: str, second: str, lower: World | None, higher: World | None
) -> None:
    for world in (EXPECTED, REVERSED, FLAT):
        text = told(world, question)
        assert (f"« {second} » finit significativement plus bas" in text) is (world is lower)
        if world is not EXPECTED or higher is not None:
            assert (f"« {second} » finit significativement plus haut" in text) is (world is higher)


def test_stability_is_claimed_on_the_right_side() -> None:
    question = "play-stabilite"
    assert "les résultats de « 4 + 3 neurones ReLU » dépendent moins" in told(EXPECTED, question)
    assert "les résultats de « trois neurones ReLU » dépendent moins" in told(REVERSED, question)
    assert "dépendent moins" not in told(FLAT, question)


def test_smoother_is_claimed_on_the_right_side() -> None:
    question = "play-caracteristiques"
    claim = "Les surfaces de « 3 + 2 ReLU, sept entrées » sont significativement {} sinueuses"
    assert claim.format("plus") in told(REVERSED, question)
    assert claim.format("moins") not in told(REVERSED, question)
    assert "sinueuses" not in "".join(s for s in told(FLAT, question).split("\n") if "signif" in s)


def test_divergence_is_told_and_compared_with_nothing() -> None:
    text = told(GONE)
    assert "diverge quel que soit le départ" in text
    assert "finit significativement" not in text
    assert "sinueuses (test" not in text


def test_the_lowest_loss_of_all_is_given_where_there_is_one() -> None:
    claim = "La plus basse perte de test finale de tous ces essais est {}"
    assert claim.format("0,300") in told(EXPECTED, "play-spirale")
    assert claim.format("0,3") in told(HALF, "play-spirale")
    assert claim.format("") not in told(GONE, "play-spirale")


def test_a_third_neuron_is_said_to_serve_only_where_it_does() -> None:
    claim = "Rien ne l’annonce ici : le meilleur de nos réseaux de deux neurones"
    assert claim in told(EXPECTED, "play-initialisation")
    assert claim not in told(REVERSED, "play-initialisation")
    assert claim not in told(FLAT, "play-initialisation")


def test_divergences_among_successes_are_counted() -> None:
    assert "12 initialisations ont divergé et comptent comme des échecs" in told(HALF)


def test_local_minima_are_claimed_only_where_losses_differ() -> None:
    question = "play-initialisation"
    assert "rien n’y montre de minimum local" in told(FLAT, question)
    assert "selon le seul tirage des poids" in told(EXPECTED, question)
    assert "rien n’y montre de minimum local" not in told(EXPECTED, question)


def test_what_to_improve_follows_the_gap() -> None:
    question = "play-ameliorer"
    assert "C’est d’abord cet écart qu’il faut réduire" in told(EXPECTED, question)
    assert "L’écart est faible" in told(REVERSED, question)


def test_every_measured_answer_changes_with_the_results() -> None:
    assert unmoved((EXPECTED, FLAT, REVERSED), SLUG) == ["play-lineaire"]


@pytest.mark.parametrize(
    "planted",
    [
        "Le réseau de trois neurones réussit rarement.",
        "La seconde population finit plus bas.",
        "La surface est plus lisse avec les sept entrées.",
        "Le grand réseau est plus stable que le petit.",
        "Les entrées ajoutées améliorent nettement la perte.",
        "On constate que les cinq essais diffèrent.",
        "La pénalité stabilise les résultats.",
        "Il y parvient dans 12,5 % des cas.",
    ],
)
def test_a_planted_claim_would_be_caught(planted: str) -> None:
    assert CLAIM.search(planted)


def test_what_is_said_in_every_world_claims_nothing_of_any() -> None:
    every = unread(WORLDS, SLUG, GENERAL)
    assert len(every) > 50
    assert matching(CLAIM, every) == []
