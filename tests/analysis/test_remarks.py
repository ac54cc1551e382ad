"""The remark follows the results: swapped numbers, swapped text; wrong calls, clear errors."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.analysis.ranking import Candidate
from reportgen.analysis.remarks import TOPICS, remark
from reportgen.analysis.sentences import ranking, wording
from reportgen.errors import EvidenceError
from reportgen.lab.types import TrainingSpec
from tests.analysis.runs import Memory, run
from tests.analysis.scenarios import BATCH, CURVES, DEEP, DROPOUT, MODIFIED, single_runs


def said(topic: str, *runs: object) -> str:
    """Return a remark with ordinary spaces."""
    text = " ".join(remark(topic, runs))  # type: ignore[arg-type]
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_gain_becomes_a_loss_when_the_results_are_swapped() -> None:
    low, high = {"accuracies": (0.60,)}, {"accuracies": (0.70,), "luck": 1}
    assert "le gain, de 10,0 points" in said("profondeur", run(**low), run(title="b", **high))
    assert "le recul, de 10,0 points" in said("profondeur", run(**high), run(title="b", **low))


def test_dropout_is_explained_by_what_it_did() -> None:
    base = run(title="sans")
    helped = run(title="avec", layers=DROPOUT, luck=1, **MODIFIED["apprend moins"])
    slowed = run(title="avec", layers=DROPOUT, **MODIFIED["apprend moins et valide moins"])
    idle = run(title="avec", layers=DROPOUT, **MODIFIED["identique"])
    assert "C’est l’effet attendu" in said("dropout", base, helped)
    assert "sans que l’écart se réduise" in said("dropout", base, slowed)
    assert "ne se voit pas sur les courbes" in said("dropout", base, idle)


def test_dropout_is_named_whichever_run_comes_first() -> None:
    base, modified = run(title="sans"), run(title="avec", layers=DROPOUT, luck=1)
    assert remark("dropout", (base, modified)) == remark("dropout", (modified, base))


def test_moving_statistics_are_blamed_only_when_they_had_no_time() -> None:
    base = run(title="sans", batch=128, **CURVES["trois époques"])
    early = run(title="avec", layers=BATCH, **MODIFIED["moyennes mobiles"])
    assert "moyennes mobiles" in said("normalisation", base, early)
    late = run(title="avec", layers=BATCH, **(MODIFIED["moyennes mobiles"] | {"batch": 1}))
    assert "moyennes mobiles" not in said("normalisation", base, late)


def test_other_differences_forbid_the_conclusion() -> None:
    other = run(title="b", accuracies=(0.7,), batch=128, luck=1)
    assert "la taille des lots : l’effet mesuré ne peut pas être attribué" in said(
        "activation", run(), other
    )


def test_activations_that_are_not_explained_are_told_by_the_titles_of_their_models() -> None:
    told = said("activation", run(title="relu"), run(title="tanh", accuracies=(0.7,), luck=1))
    assert re.match("Du modèle « relu » au modèle « tanh », le nombre de poids", told)


def test_the_order_of_seeds_and_numbers_of_a_class_tie_do_not_vary_the_text() -> None:
    for topic in ("apprentissage", "classes", "confusions", "evaluation", "echelle"):
        assert remark(topic, [run()]) == remark(topic, [run()])


@pytest.mark.parametrize("topic", ["profondeur", "bords", "activation", "normalisation", "dropout"])
def test_what_was_not_modified_is_not_given_as_the_cause(topic: str) -> None:
    told = said(topic, run(), run(title="b", accuracies=(0.7,), luck=1))
    assert re.search("couches ajoutées|same|LeakyReLU|ReLU|lots|éteint", told) is None


def test_several_runs_are_told_one_after_the_other() -> None:
    told = remark("evaluation", [run(title="un"), run(title="deux", accuracies=(0.7,))])
    named = [text for text in told if text.startswith("Pour le modèle")]
    assert len(named) == 2


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_remarks_are_paragraphs_of_moderate_length(topic: str) -> None:
    runs = (run(), run(title="avec dropout", layers=DROPOUT, accuracies=(0.7,), luck=1))
    told = remark(topic, runs[: TOPICS[topic].least])
    assert 1 <= len(told) <= 6


def test_an_unknown_topic_names_the_known_ones() -> None:
    with pytest.raises(EvidenceError, match="apprentissage") as caught:
        remark("humeur", [run()])
    assert all(topic in str(caught.value) for topic in TOPICS)


@pytest.mark.parametrize(("topic", "count"), [("dropout", 1), ("dropout", 3), ("classement", 1)])
def test_a_wrong_number_of_runs_says_what_to_type(topic: str, count: int) -> None:
    with pytest.raises(EvidenceError, match="entraînements") as caught:
        remark(topic, [run()] * count)
    assert f'constat("{topic}", "a", "b")' in str(caught.value)


def test_no_run_at_all_is_an_error() -> None:
    with pytest.raises(EvidenceError, match="reçu"):
        remark("classes", [])


@settings(max_examples=60, deadline=None)
@given(
    accuracy=st.floats(0, 1),
    curve=st.lists(
        st.tuples(st.floats(0, 50), st.floats(0, 50), st.floats(0, 1), st.floats(0, 1)),
        min_size=1,
        max_size=12,
    ),
    broken=st.booleans(),
    loss=st.one_of(st.floats(0, 1e6), st.just(math.nan), st.just(math.inf)),
)
def test_any_sane_numbers_are_told(
    accuracy: float,
    curve: list[tuple[float, float, float, float]],
    broken: bool,
    loss: float,
) -> None:
    losses, val_losses, train, validation = (list(values) for values in zip(*curve, strict=True))
    if broken:
        losses[-1] = math.nan
    made = run(
        accuracies=(accuracy,),
        loss=losses,
        val_loss=val_losses,
        train=train,
        validation=validation,
        test_loss=loss,
        counts={"train": 40, "validation": 10, "test": 50},
    )
    other = run(title="b", layers=DROPOUT, counts={"train": 40, "validation": 10, "test": 50})
    for topic, kind in TOPICS.items():
        for text in remark(topic, [made, other][: kind.least]):
            assert text[0].isupper()
            assert text.endswith(".")
            assert re.search(r"\bnan\b|\binf\b|None|indéfini", text) is None


def test_every_single_run_is_told_on_every_topic() -> None:
    for one in single_runs():
        for topic, kind in TOPICS.items():
            assert remark(topic, [one, one][: kind.least])


def test_importing_remarks_loads_nothing_heavy() -> None:
    heavy = "{'scipy', 'matplotlib', 'keras', 'tensorflow', 'pandas', 'sklearn'}"
    code = f"import sys, reportgen.analysis.remarks; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_one_more_training_is_not_foreseen_from_fewer_than_three_seeds() -> None:
    assert "un seul apprentissage, on ne peut pas prévoir" in said("attendu", run())
    assert "deux apprentissages seulement" in said("attendu", run(accuracies=(0.6, 0.61)))
    foreseen = said("attendu", run(accuracies=(0.60, 0.61, 0.62)))
    # t(0,975 ; 2) = 4,303: 0,61 ± 4,303 × 0,01 × √(4/3)
    assert "devrait donner entre 56,0 % et 66,0 %, dix-neuf fois sur vingt" in foreseen


def test_a_single_seed_is_mentioned_once_and_only_where_something_is_claimed() -> None:
    low, high = run(accuracies=(0.60,)), run(title="b", accuracies=(0.70,), luck=1)
    for topic in ("comparaison", "profondeur", "dropout", "bords", "activation"):
        assert said(topic, low, high).count("graine") == 1
    assert "graine" not in said("comparaison", run(), run(title="b"))
    for topic in ("cout", "classes", "confusions", "evaluation", "echelle", "apprentissage"):
        assert "graine" not in said(topic, run())


def test_a_loss_that_only_its_last_digits_make_too_large_is_not_called_so() -> None:
    a = 0.66
    honest = -a * math.log(a) - (1 - a) * math.log((1 - a) / 9)
    assert "les deux s’accordent" in said("echelle", run(test_loss=honest * 1.001))
    assert "trop grande" in said("echelle", run(test_loss=honest * 1.1))


def test_a_rate_that_reads_the_same_stays() -> None:
    small = run(title="b", accuracies=(0.6605,), luck=1, layers=DROPOUT)
    assert "passe de 66,0 % à 66,0 %" not in said("dropout", run(), small)
    long = run(title="long", key="k", **{**CURVES["palier"], "accuracies": (0.66,)})
    short = run(title="court", key="k", train=(0.5,), validation=(0.48,), loss=(1.5,))
    assert "passe de" in said("duree", short, long)


def test_normalisation_names_the_two_models() -> None:
    text = said("normalisation", run(title="sans"), run(title="avec", layers=BATCH, luck=1))
    assert text.startswith("Du modèle « sans » au modèle « avec », sur le test,")


def test_a_longer_training_names_the_one_that_it_prolongs() -> None:
    long = run(title="long", key="k", **{**CURVES["palier"], "accuracies": (0.66,)})
    short = run(title="court", key="k", train=(0.5,), validation=(0.48,), loss=(1.5,))
    text = said("duree", short, long)
    assert text.startswith(
        "Le modèle « long » prolonge l’apprentissage du modèle « court » jusqu’à"
    )
    assert "la première époque leur est commune" in text


def test_two_losses_of_one_sentence_have_as_many_decimals() -> None:
    assert wording.losses(1.7096, 4.7912) == ("1,71", "4,79")
    assert wording.losses(0.1786, 0.1971) == ("0,179", "0,197")
    assert wording.losses(0.0001, 0.2) == ("moins de 0,001", "0,200")


def test_durations_of_one_column_have_one_unit() -> None:
    told = [t.replace("\u00a0", " ") for t in wording.moments(2.4, 0.698, 0.563)]
    assert told == ["2,4 s", "0,70 s", "0,56 s"]
    assert wording.moments(2.4, 0.012)[1].endswith("ms")


@pytest.mark.parametrize(
    ("params", "seconds", "said"),
    [
        (105_000, 330.0, "compte 5 % de poids en plus et s’entraîne 3,3 fois plus longtemps"),
        (80_000, 90.0, "compte 20 % de poids en moins et s’entraîne 10 % moins longtemps"),
    ],
)
def test_a_factor_near_one_is_told_as_a_share(params: int, seconds: float, said: str) -> None:
    light = Candidate(0, "léger", 0.9, 0.1, 100_000, 10, 10.0, 100.0)
    other = replace(light, params=params, seconds=seconds)
    assert ranking._costs(other, light).replace("\u00a0", " ") == said


def test_the_ratio_of_two_times_can_be_read_from_them() -> None:
    assert [t.replace("\u00a0", " ") for t in wording.moments(9.95, 0.45)] == ["10 s", "0,45 s"]


def test_dropout_is_not_judged_against_a_network_that_learnt_nothing() -> None:
    dead = run(**CURVES["départ manqué"])
    text = said("dropout", dead, run(title="b", layers=DROPOUT))
    assert "cet essai ne dit rien du dropout" in text
    assert "un autre facteur" not in text


def test_depth_is_explained_by_what_was_learnt_without_dropout() -> None:
    curve = (*(0.5 + 0.03 * i for i in range(7)), 0.80)
    deeper = run(title="b", layers=DEEP, accuracies=(0.60,), train=curve, fitted=0.70, luck=1)
    text = said("profondeur", run(), deeper)
    assert "L’apprentissage lui-même recule" in text
    assert "mieux retenir" not in text


def test_a_gap_that_closes_because_all_falls_is_no_success_of_dropout() -> None:
    worse = {"train": (0.5,) * 7 + (0.55,), "validation": (0.5,) * 7 + (0.56,)}
    text = said("dropout", run(), run(title="b", layers=DROPOUT, accuracies=(0.55,), **worse))
    assert "plus encore que la validation" in text
    assert "effet attendu" not in text


def test_times_that_read_alike_are_said_to_be_alike() -> None:
    text = said("bords", run(seconds=0.78), run(title="b", seconds=0.84))
    assert "une époque dure à peu près aussi longtemps" in text


def test_many_tied_models_are_counted_and_the_choice_says_why_it_is_made() -> None:
    tied = [run(title=f"m{i}", seconds=2.0 + i) for i in range(6)]
    heavy = run(title="lourd", params=200_000)
    text = said("classement", *tied, heavy)
    assert "six autres ne s’en distinguent pas significativement" in text
    assert "le plus rapide à entraîner parmi les plus économes en poids" in text
    assert "le plus faible, de" not in text


def test_a_single_claim_says_in_its_proof_that_it_rests_on_one_seed() -> None:
    low, high = run(accuracies=(0.60,)), run(title="b", accuracies=(0.70,), luck=1)
    for before, after in ((low, high), (high, low)):
        assert "est significatif (une seule graine ; intervalle" in said("bords", before, after)
    several = (low, high, run(title="c"))
    assert said("comparaison", *several).count("une seule graine") == 1
    assert said("classement", *several).count("une seule graine") == 1
    assert "graine" not in said("classement", run(), run(title="b"), run(title="c"))


def test_several_seeds_are_all_read() -> None:
    first, second = [[9, 1], [0, 10]], [[10, 0], [5, 5]]
    made = run(tables=(first, second), accuracies=(0.5, 0.5), classes=("Chat", "Chien"))
    assert "la classe la moins bien reconnue est « Chien » (rappel de 75,0 %" in said(
        "classes", made
    )
    assert "« Chien » pris pour « Chat » (5 fois)" in said("confusions", made)
    assert "Les deux graines réunies" in said("confusions", made)


def test_confident_mistakes_are_blamed_for_an_absurd_loss() -> None:
    told = said("echelle", run(accuracies=(0.85,), test_loss=45.0, confidence=1.0, preprocess=()))
    assert "les deux se contredisent" in told
    assert "15,0 % des images sont mal classées avec une probabilité d’au moins 99 %" in told
    assert "diviser les pixels par 255 est le premier remède" in told


def test_the_cause_given_for_slow_small_batches_needs_slow_small_batches() -> None:
    small, large = run(batch=32, seconds=9.0), run(title="b", batch=256, seconds=4.0)
    assert "une part de chaque pas" in said("cout", small, large)
    even = run(title="b", batch=256, seconds=9.0)
    assert "une part de chaque pas" not in said("cout", small, even)
    assert "varient trop d’une époque à l’autre pour être départagées" in said("cout", small, even)


def test_two_models_are_compared_class_by_class() -> None:
    names = ("Chat", "Chien", "Loup")
    before = run(tables=([[50, 50, 0], [10, 90, 0], [0, 0, 100]],), classes=names)
    after = run(title="b", tables=([[80, 20, 0], [12, 88, 0], [0, 0, 100]],), classes=names)
    told = said("classes", before, after)
    assert "le rappel est plus haut pour une et plus bas pour une" in told
    assert "le plus grand écart est celui de « Chat », dont le rappel passe de 50,0 % à 80,0 %" in (
        told
    )
    assert "se recoupent" not in told
    assert "dont le rappel passe de 80,0 % à 50,0 %" in said("classes", after, before)


def test_the_largest_change_of_a_class_is_not_said_larger_than_its_margins() -> None:
    names = ("Chat", "Chien")
    before = run(tables=([[50, 50], [10, 90]],), classes=names)
    after = run(title="b", tables=([[52, 48], [10, 90]],), classes=names)
    assert "les intervalles à 95 % de ces deux rappels se recoupent" in said(
        "classes", before, after
    )
    assert "aucun rappel ne change" in said("classes", before, before)
    assert "aucun rappel ne change" not in said("classes", before, run(classes=("A", "B")))


def test_a_class_without_images_does_not_pass_for_a_recall_of_zero() -> None:
    table = [[0, 0, 0], [0, 5, 5], [0, 5, 5]]
    made = run(tables=(table,), classes=("Chat", "Chien", "Loup"))
    assert said("classes", made) == "Toutes les classes ont le même rappel, 50,0 %."


def test_outputs_that_are_no_numbers_are_no_answers() -> None:
    lost = Memory(np.full((20, 10), math.nan, dtype=np.float32), np.arange(20) % 10)
    made = run(arrays=lost, counts={"train": 40, "validation": 10, "test": 20})
    for topic in ("classes", "confusions"):
        assert "il n’y a pas de réponse à compter" in said(topic, made)
        assert "Avion" not in said(topic, made)


def test_a_training_that_failed_says_nothing_of_how_long_another_should_be() -> None:
    failed, longer = run(loss=(2.0, math.nan), train=(0.1, 0.1)), run(title="b", luck=1)
    text = said("duree", failed, longer)
    assert "cet essai ne dit rien de la durée" in text
    assert "donc été utiles" not in text


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"weights": "best"}, "le choix de l’époque évaluée"),
        ({"training": TrainingSpec(engine="numpy")}, "le moteur de calcul"),
        ({"training": TrainingSpec(shuffle=False)}, "le mélange des images"),
    ],
)
def test_settings_that_differ_too_are_named(changed: dict[str, Any], named: str) -> None:
    base, other = run(), run(title="b", accuracies=(0.7,), luck=1)
    other = replace(other, spec=replace(other.spec, **changed))
    assert f"{named} : l’effet mesuré ne peut pas être attribué" in said("activation", base, other)


def test_a_loss_that_only_climbs_is_not_said_to_have_fallen() -> None:
    text = said("apprentissage", run(**CURVES["perte croissante"]))
    assert "La perte d’apprentissage, partie de 2" in text
    assert "descendue" not in text


def test_a_loss_that_never_moved_is_not_blamed_on_too_large_a_step_alone() -> None:
    still = {"loss": (2.31, 2.30, 2.30), "train": (0.1,) * 3, "validation": (0.1,) * 3}
    text = said("apprentissage", run(**(CURVES["départ manqué"] | still)))
    assert "presque pas bougé" in text
    assert "un pas plus petit puis un plus grand" in text
    jumped = {"loss": (30.0, 2.30, 2.30)}
    text = said("apprentissage", run(**(CURVES["départ manqué"] | still | jumped)))
    assert "Le premier remède à essayer est un taux d’apprentissage plus petit" in text


def test_the_test_set_compares_and_does_not_choose() -> None:
    best, light = run(title="gros", accuracies=(0.80,), luck=1), run(title="a", params=2_000)
    alone = said("classement", best, light, run(title="lourd", params=200_000))
    tied = said("classement", run(title="un"), run(title="deux", params=2_000))
    for text in (alone, tied):
        assert "c’est à la validation de choisir" in text
        assert "on retient" not in text
    assert "au plus léger, « a », il gagne" in alone


def test_equally_light_models_are_not_told_as_one() -> None:
    models = [run(title=t, params=2_000, accuracies=(a,)) for t, a in (("a", 0.55), ("b", 0.6))]
    text = said("classement", run(title="gros", accuracies=(0.80,), luck=1), *models)
    assert "Par rapport au plus exact des plus légers, « b », il gagne" in text


def test_overfitting_quotes_the_epoch_and_the_loss_that_curves_mark() -> None:
    text = said("apprentissage", run(**CURVES["surapprentissage"]))
    assert "est la plus basse à l’époque 4 (1,000), puis remonte nettement" in text
    assert "(médiane des trois dernières époques : 1,600)" in text
    assert "environ" not in text


def test_a_smoothed_loss_is_called_so_when_the_lowest_measure_is_elsewhere() -> None:
    losses = (1.4, 1.2, 1.0, 0.95, 0.96, 1.2, 1.25, 0.94, 1.6, 1.8)
    text = said("apprentissage", run(**{**CURVES["surapprentissage"], "val_loss": losses}))
    assert "Lissée sur trois époques, car elle fluctue, la perte de validation cesse de" in text
    assert "vers l’époque 4, puis remonte nettement, d’environ 1,0 à 1,6" in text
    assert "(sa plus petite valeur, 0,940, est isolée à l’époque 8)" in text


@given(st.floats(0.001, 50), st.floats(1.03, 40))
def test_smoothed_losses_have_two_digits_or_enough_to_differ(low: float, ratio: float) -> None:
    first, second = wording.roughly(low, low * ratio)
    assert first != second


def test_a_difference_that_is_not_significant_lies_within_its_interval() -> None:
    text = said("comparaison", run(accuracies=(0.66,)), run(title="b", accuracies=(0.655,), luck=1))
    assert "L’écart, de −0,5 point, n’est pas significatif (intervalle à 95 % : entre −" in text


def test_overfitting_of_several_models_is_told_in_one_sentence() -> None:
    later = {
        **CURVES["surapprentissage"],
        "val_loss": (1.5, 1.3, 1.2, 1.1, 1.0, 1.2, 1.4, 1.7, 2, 2),
    }
    runs = (run(**CURVES["surapprentissage"]), run(title="b", **later))
    text = said("apprentissage", *runs)
    assert text.count("le surapprentissage commence là") == 1
    assert "à l’époque 4 (1,000) pour « réseau de base » et à l’époque 5 (1,000) pour « b »" in text
    assert "époques : 1,600 pour « réseau de base » et 2,000 pour « b »)" in text
    assert text.count("à l’apprentissage et de") == 2


def test_losses_of_one_sentence_have_as_many_decimals() -> None:
    assert wording.losses(1.623, 2.0234, 4.789) == ("1,62", "2,02", "4,79")
    assert wording.losses(0.2, 150.0) == ("0,200", "150")


def test_a_single_corrected_value_is_said_to_be_corrected() -> None:
    same = run(title="même")
    text = said("comparaison", run(), same, run(title="b", accuracies=(0.70,), luck=1))
    assert "La valeur p est corrigée, par la méthode de Holm, pour deux comparaisons" in text
