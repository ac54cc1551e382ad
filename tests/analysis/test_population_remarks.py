"""What is said of populations follows their losses, and claims no more than the tests allow."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from reportgen.analysis.population_remarks import TOPICS, remark
from reportgen.errors import EvidenceError
from reportgen.lab.vocabulary import POPULATION_TOPICS
from reportgen.playground.settings import Network
from reportgen.results import PopulationResult
from tests.playground.made_up import bands, constants, lines, result

NAN = math.nan


def said(topic: str, *results: PopulationResult) -> str:
    return " ".join(remark(topic, results)).replace("\u00a0", " ").replace("\u202f", " ")


def four(losses: list[float]) -> PopulationResult:
    return result(losses, hidden=(4,), name="quatre")


def test_the_topics_are_those_that_labs_may_name() -> None:
    assert tuple(TOPICS) == POPULATION_TOPICS


def test_success_is_a_share_with_its_interval() -> None:
    text = said("reussite", result([0.17] * 2 + [0.3] * 14))
    assert "2 des 16 initialisations finissent à une perte de test d’au plus 0,177" in text
    assert "12,5 %" in text
    assert "intervalle de Wilson à 95 %" in text


def test_no_success_shows_the_best_and_does_not_claim_impossibility() -> None:
    text = said("reussite", result([0.2, 0.25]))
    assert "aucune des 2 initialisations" in text
    assert "la meilleure finit à 0,2000" in text


def test_divergences_count_as_failures() -> None:
    assert "1 initialisation a divergé et compte comme un échec" in said(
        "reussite", result([NAN, 0.1])
    )
    assert "diverge quel que soit le départ" in said("reussite", result([NAN, NAN]))


@pytest.mark.parametrize("second", [0.1, 0.3])
def test_the_more_successful_is_named_in_either_order(second: float) -> None:
    one, two = result([0.4 - second] * 12), four([second] * 12)
    winner = "quatre" if second < 0.177 else "xor"
    text = said("reussite", one, two)
    assert f"Le réseau « essai {winner} » réussit significativement plus souvent" in text
    assert "test exact de Fisher" in text


def test_a_small_difference_of_success_is_not_claimed() -> None:
    text = said("reussite", result([0.1, 0.3, 0.3]), four([0.1, 0.1, 0.3]))
    assert "n’est pas significative" in text
    assert "plus souvent que" not in text


def test_the_same_starts_are_said_to_be_the_same() -> None:
    tanh = result([0.1] * 12, network=Network((3,), "tanh"), name="tanh")
    assert "test exact de McNemar sur les mêmes poids de départ" in said(
        "reussite", result([0.3] * 12), tanh
    )


def test_a_threshold_is_needed_to_speak_of_success() -> None:
    with pytest.raises(EvidenceError, match="threshold"):
        remark("reussite", [result([0.1], threshold=None)])


@pytest.mark.parametrize(("shift", "side"), [(-0.1, "plus bas"), (0.1, "plus haut")])
def test_lower_and_higher_losses_are_told_apart(shift: float, side: str) -> None:
    losses = np.linspace(0.2, 0.25, 20)
    text = said("pertes", result(list(losses)), four(list(losses + shift)))
    assert f"Le réseau « essai quatre » finit significativement {side}" in text


def test_equal_losses_are_not_told_apart() -> None:
    losses = list(np.linspace(0.2, 0.25, 20))
    assert "n’est pas significative" in said("pertes", result(losses), four(losses))


def test_losses_of_networks_that_all_diverged_are_not_compared() -> None:
    assert "médiane" not in said("pertes", result([NAN] * 4), four([0.1] * 4))


@pytest.mark.parametrize("wide_first", [True, False])
def test_the_steadier_network_is_named(wide_first: bool) -> None:
    wide, narrow = list(np.linspace(0.1, 0.5, 30)), list(np.linspace(0.3, 0.31, 30))
    text = said(
        "stabilite", result(wide if wide_first else narrow), four(narrow if wide_first else wide)
    )
    steady = "quatre" if wide_first else "xor"
    assert f"les résultats de « essai {steady} » dépendent moins de l’initialisation" in text
    assert "Stable ne veut pas dire bon" in text


def test_equal_spreads_show_no_stability() -> None:
    losses = np.linspace(0.2, 0.3, 30)
    text = said("stabilite", result(list(losses)), four(list(losses + 0.1)))
    assert "rien ne montre que l’un soit plus stable que l’autre" in text
    assert "dépendent moins" not in text


def test_a_steadier_and_better_network_gets_no_reserve() -> None:
    text = said(
        "stabilite",
        result(list(np.linspace(0.2, 0.6, 30))),
        four(list(np.linspace(0.17, 0.18, 30))),
    )
    assert "Stable ne veut pas dire bon" not in text


def test_a_straight_border_is_not_called_bent_nor_the_reverse() -> None:
    linear = result(
        [0.4] * 5, lines(np.linspace(0, 3, 5)), hidden=(1,), network=Network((1,), "linear")
    )
    bent = result([0.2] * 5, bands(5), hidden=(2,), name="bande")
    text = said("frontiere", linear, bent)
    assert "xor » ne classe mieux que la meilleure droite depuis aucune de ses 5 init" in text
    assert "« essai bande » classe mieux que toute droite depuis 5 de ses 5 initialisations" in text
    assert text.count("aucune droite ne classe bien plus de") == 1
    assert "classe bien plus de 70,8 %" in text


def test_the_best_network_is_placed_on_the_right_side_of_the_ideal() -> None:
    assert "au-dessous de celle de la réponse idéale" in said("frontiere", result([0.1, 0.2]))
    assert "au-dessus de celle de la réponse idéale" in said("frontiere", result([0.18, 0.2]))


def test_one_form_and_one_loss_show_no_local_minimum() -> None:
    text = said("formes", result([0.2] * 4, constants(4)))
    assert "donnent toutes la même forme" in text
    assert "rien n’y montre de minimum local" in text


def test_several_forms_are_counted_with_the_share_of_the_first() -> None:
    angles = np.array([0.0, 0.02, 0.01, 1.5])
    found = result(
        [0.2, 0.2, 0.2, 0.4], lines(angles), hidden=(1,), network=Network((1,), "linear")
    )
    text = said("formes", found)
    assert "donnent deux formes" in text
    assert "75,0 %" in text
    assert "va de 0,1900 à 0,3900 selon le seul tirage des poids" in text
    assert "1 forme n’est vue qu’une fois" in text


def test_descents_that_go_on_are_told() -> None:
    found = result([0.1, 0.4])
    assert "encore de plus de 1 %" in said("formes", found)


def test_the_smoother_surface_is_named() -> None:
    flat, bent = (
        result([0.2] * 10, constants(10, 2), hidden=(2,)),
        result([0.2] * 10, bands(10), hidden=(2,), name="bande"),
    )
    assert "significativement plus sinueuses" in said("lissage", flat, bent)
    assert "significativement moins sinueuses" in said("lissage", bent, flat)
    assert "n’est pas significative" in said("lissage", bent, bent)
    assert "significativ" not in said("lissage", bent)


def test_the_search_names_the_smallest_and_the_reliable() -> None:
    lucky = result([0.17] + [0.3] * 9)
    sure = four([0.17] * 9 + [0.3])
    text = said("recherche", sure, lucky)
    assert re.search(r"le plus petit réseau qui atteint au moins une fois .*« essai xor »", text)
    assert "dans plus de la moitié des initialisations est « essai quatre »" in text


def test_a_search_without_success_says_so() -> None:
    text = said("recherche", result([0.3]), four([0.25]))
    assert "Aucune des 2 configurations essayées" in text
    assert "0,2500, est celle de « essai quatre »" in text


def test_a_search_of_lucky_networks_advises_several_tries() -> None:
    assert "il faut compter sur plusieurs essais" in said("recherche", result([0.17, 0.3, 0.3]))


@pytest.mark.parametrize("topic", ["pertes", "stabilite"])
def test_a_topic_of_two_refuses_one(topic: str) -> None:
    with pytest.raises(EvidenceError, match="demande 2 populations"):
        remark(topic, [result([0.1])])


def test_successes_of_several_populations_are_counted_in_one_sentence() -> None:
    half, none = four([0.1] * 20 + [0.3] * 20), result([0.3] * 40)
    text = said("reussite", none, half)
    assert text.startswith("Initialisations qui finissent à une perte de test d’au plus ")
    assert "aucune sur 40 avec « essai xor » (intervalle de Wilson à 95 % : de 0 % à " in text
    assert "20 sur 40 avec « essai quatre », soit 50,0 % (de " in text


def test_rates_that_do_not_differ_are_said_so_once() -> None:
    three = [result([0.1, 0.3, 0.3, 0.3]), four([0.3, 0.1, 0.3, 0.3]), four([0.3, 0.3, 0.1, 0.3])]
    assert said("reussite", *three).count("significative pour aucun") == 1
