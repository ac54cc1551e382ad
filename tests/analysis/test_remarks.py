"""The remark follows the results: swapped numbers, swapped text; wrong calls, clear errors."""

from __future__ import annotations

import math
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.analysis.remarks import TOPICS, remark
from reportgen.errors import EvidenceError
from tests.analysis.runs import run
from tests.analysis.scenarios import BATCH, CURVES, DROPOUT, MODIFIED, single_runs


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
