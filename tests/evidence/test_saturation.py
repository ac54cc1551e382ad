"""The price of errors is computed from the scores, and the words follow the numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis.softmax import shares, softmax
from reportgen.errors import EvidenceError
from reportgen.evidence.context import Arrays
from reportgen.evidence.elements import Element, Figure, Remark, Table
from reportgen.evidence.probes import Probe, ScoresProbe
from reportgen.evidence.saturation import saturation
from tests.evidence import factory
from tests.evidence.drawings import texts

# Truth 0, 0, 1, 1, 2, 2: the fifth answer is wrong, by 40.
SCORES = np.array(
    [[9, 0, 0], [9, 0, 0], [0, 9, 0], [0, 9, 0], [40, 0, 0], [0, 0, 9]], dtype=np.float32
)
INPUTS = np.array([0.0, 255.0])


@dataclass
class Scored(factory.MemoryContext):
    """A context whose networks give scores given literally."""

    scores: dict[str, np.ndarray] = field(default_factory=lambda: {"base": SCORES})  # type: ignore[type-arg]

    def probe(self, run: str, probe: Probe) -> Arrays:
        assert probe == ScoresProbe()
        return {"scores": self.scores[run], "inputs": INPUTS.astype(np.float32)}


def parts(ctx: Scored, *runs: str) -> tuple[Figure, Table, Remark]:
    found: tuple[Element, ...] = saturation(ctx, *runs).elements
    figure, table, remark = found
    assert isinstance(figure, Figure)
    assert isinstance(table, Table)
    assert isinstance(remark, Remark)
    return figure, table, remark


def plain(texts: tuple[str, ...]) -> str:
    return " ".join(texts).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_mean_loss_is_that_of_errors_and_of_right_answers_by_their_shares() -> None:
    found = softmax(factory.run_result(), SCORES, INPUTS)
    right, wrong = math.log(1 + 2 * math.exp(-9)), 40 + math.log(1 + 2 * math.exp(-40))
    assert found.right_loss == pytest.approx(right)
    assert found.error_loss == pytest.approx(wrong)
    assert found.loss == pytest.approx((5 * right + wrong) / 6)
    assert found.error == pytest.approx(1 / 6)
    assert found.error_lag == 40


def test_scores_too_large_for_exponentials_give_finite_losses() -> None:
    found = softmax(factory.run_result(), 100 * SCORES, INPUTS)
    assert found.error_loss == pytest.approx(4000)
    assert found.right_loss == 0


def test_an_error_costs_at_least_the_lag_of_the_true_class() -> None:
    @given(st.lists(st.tuples(*[st.floats(-50, 50)] * 3), min_size=6, max_size=6))
    def holds(scores: list[tuple[float, ...]]) -> None:
        found = softmax(factory.run_result(), np.array(scores), INPUTS)
        assert (found.losses >= found.lag - 1e-9).all()
        assert (found.losses <= found.lag + math.log(3) + 1e-9).all()

    holds()


def test_the_table_and_the_sentence_give_the_same_numbers() -> None:
    _, table, remark = parts(Scored(), "base")
    cells = [cell.replace("\u00a0", " ") for cell in table.rows[0]]
    assert cells == ["réseau de base", "0 à 255", "16,7 %", "40,000", "100,0 %", "40,000", "0,000",
                     "6,667"]  # fmt: skip
    assert "se trompe sur 16,7 % des images" in plain(remark.sentences)
    assert "inférieur de 40,00 au plus grand" in plain(remark.sentences)
    assert "les erreurs font 99,997 % de la perte" in plain(remark.sentences)


def test_a_network_without_error_has_no_price_of_errors() -> None:
    perfect = SCORES.copy()
    perfect[4] = [0, 0, 9]
    _, table, remark = parts(Scored(scores={"base": perfect}), "base")
    assert [table.rows[0][i] for i in (3, 4, 5)] == ["–", "–", "–"]
    assert "ne se trompe sur aucune image" in plain(remark.sentences)


def test_a_network_that_is_always_wrong_has_no_price_of_right_answers() -> None:
    _, table, _ = parts(Scored(scores={"base": -SCORES}), "base")
    assert table.rows[0][6] == "–"


def test_several_runs_are_told_by_their_extremes() -> None:
    runs = {
        "base": factory.run_result(),
        "doux": factory.run_result("doux", "réseau doux"),
    }
    ctx = Scored(runs=runs, scores={"base": SCORES, "doux": SCORES / 10})
    figure, _, remark = parts(ctx, "base", "doux")
    told = plain(remark.sentences)
    assert "La perte moyenne va de" in told
    assert "va de 4,000 (« réseau doux ») à 40,000 (« réseau de base »)" in told
    assert {"réseau de base", "réseau doux", "bien classées", "0,5"} <= set(texts(figure))


def test_runs_that_do_not_differ_are_said_alike() -> None:
    runs = {"base": factory.run_result(), "autre": factory.run_result("autre", "autre")}
    ctx = Scored(runs=runs, scores={"base": SCORES, "autre": SCORES})
    _, _, remark = parts(ctx, "base", "autre")
    assert "est partout de 40,000" in plain(remark.sentences)


def test_the_shares_of_each_kind_of_image_make_a_whole() -> None:
    found = softmax(factory.run_result(), SCORES, INPUTS)
    assert shares(found, found.right).tolist() == [0] * 9 + [1]
    assert shares(found, ~found.right).sum() == 1
    assert shares(found, found.right & ~found.right).sum() == 0


def test_an_unknown_run_is_told_before_any_model_is_asked() -> None:
    with pytest.raises(EvidenceError, match="entraînement inconnu"):
        saturation(Scored(scores={}), "base", "basse")


def test_a_run_that_diverged_has_no_scores_to_explain() -> None:
    with pytest.raises(EvidenceError, match="« base » a divergé"):
        saturation(Scored(scores={"base": np.full_like(SCORES, np.nan)}), "base")


def test_one_run_is_named_by_the_caption_alone_and_several_by_their_panels() -> None:
    runs = {"base": factory.run_result(), "autre": factory.run_result("autre", "autre")}
    ctx = Scored(runs=runs, scores={"base": SCORES, "autre": SCORES})
    assert "autre" not in texts(parts(ctx, "autre")[0])
    assert "autre" in texts(parts(ctx, "base", "autre")[0])


def test_a_network_without_a_wrong_answer_is_drawn_with_the_same_legend() -> None:
    right = SCORES.copy()
    right[4] = [0, 0, 9]
    figure, _, _ = parts(Scored(scores={"base": right}), "base")
    assert {"bien classées", "mal classées"} <= set(texts(figure))
