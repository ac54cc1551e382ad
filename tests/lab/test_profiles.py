import pytest

from reportgen.errors import UsageError
from reportgen.lab.loading import load_lab
from reportgen.lab.profiles import apply_profile
from reportgen.lab.types import Lab, Profile

from .conftest import MINIMAL, MakeLab


def test_epochs_are_scaled_rounded_up_and_capped(complete: Lab) -> None:
    runs = apply_profile(complete, "rapide").runs
    assert (runs["brut"].epochs, runs["modifie"].epochs) == (4, 2)


def test_seeds_of_a_profile_replace_those_of_every_run(complete: Lab) -> None:
    assert {run.seeds for run in apply_profile(complete, "rapide").runs.values()} == {(3,)}


def test_a_profile_without_seeds_keeps_those_of_the_runs(complete: Lab) -> None:
    runs = apply_profile(complete, "complet").runs
    assert (runs["brut"].seeds, runs["modifie"].seeds) == ((1, 2), (5,))


def test_the_smaller_cap_wins(complete: Lab) -> None:
    datasets = apply_profile(complete, "rapide").datasets
    assert (datasets["cifar"].train, datasets["chiffres"].train) == (5000, 5000)
    assert apply_profile(complete, "complet").datasets["cifar"].train == 20000


def test_runs_refer_to_the_capped_datasets(complete: Lab) -> None:
    lab = apply_profile(complete, "rapide")
    assert all(run.dataset == lab.datasets[run.dataset.name] for run in lab.runs.values())


def test_applying_a_profile_changes_nothing_in_the_lab(complete: Lab) -> None:
    before = repr(complete)
    apply_profile(complete, "rapide")
    assert repr(complete) == before


def test_a_lab_without_profiles_has_a_quick_and_a_complete_one(make_lab: MakeLab) -> None:
    lab = load_lab(make_lab())
    assert lab.default_profile == "rapide"
    assert lab.profiles == {
        "rapide": Profile("rapide", "rapide", 5000, 2000, epoch_scale=0.25, max_epochs=8),
        "complet": Profile("complet", "complet"),
    }


def test_a_scale_is_the_decimal_that_was_typed(make_lab: MakeLab) -> None:
    text = MINIMAL.replace("epochs: 5", "epochs: 100") + "profiles: {p: {epoch_scale: 0.07}}\n"
    assert apply_profile(load_lab(make_lab(text)), "p").runs["brut"].epochs == 7


def test_an_unknown_profile_is_a_usage_error_with_the_nearest_name(complete: Lab) -> None:
    with pytest.raises(UsageError, match=r"profil inconnu « rapid ».*peut-être « rapide »"):
        apply_profile(complete, "rapid")
