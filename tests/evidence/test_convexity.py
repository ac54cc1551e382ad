"""What is said of the convexity of a loss follows the trials, whatever they give."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence.context import Arrays
from reportgen.evidence.convexity import convexite, read_shape, shape_sentences
from reportgen.evidence.elements import Remark, Table
from reportgen.evidence.probes import Probe
from reportgen.lab.types import Call, TrainingSpec
from tests.evidence import factory

SHARES = np.linspace(0, 1, 41)
CONVEX = {
    "ends": np.array([[1.0, 3.0], [2.0, 2.0]]),
    "middle": np.array([1.5, 2.0 + 1e-15]),
    "permuted": np.array([0, 0]),
    "segment": 2 + (SHARES - 0.5) ** 2,
    "curvature": np.array([0.1, -1e-9]),
    "level": np.array([1.0, 1.0]),
    "step": np.array([0.01]),
    "bound": np.array([20.0]),
}
BUMP = CONVEX | {
    "middle": np.array([1.5, 2.5]),
    "permuted": np.array([0, 1]),
    "segment": 2.5 - 2 * (SHARES - 0.5) ** 2,
    "bound": np.array([np.nan]),
}
BENT = CONVEX | {"curvature": np.array([0.1, -0.2])}


@dataclass
class Answering(factory.MemoryContext):
    """Answers the probe literally."""

    answer: Arrays = field(default_factory=lambda: CONVEX)

    def probe(self, run: str, probe: Probe) -> Arrays:
        return self.answer


def context(answer: Arrays) -> Answering:
    training = TrainingSpec(Call("SGD", {"learning_rate": 0.1}), engine="numpy")
    by_hand = factory.run_result(training=training)
    return Answering(runs={"main": by_hand, "keras": factory.run_result()}, answer=answer)


def said(answer: Arrays, rate: float | None = None) -> str:
    return " ".join(shape_sentences(read_shape(answer), rate))


def test_rounding_is_no_counter_example() -> None:
    assert read_shape(CONVEX).failures == 0
    assert "Aucun des 4 essais ne contredit la convexité" in said(CONVEX)
    assert "pas une preuve" in said(CONVEX)


def test_a_middle_above_the_chord_is_a_counter_example() -> None:
    assert read_shape(BUMP).failures == 1
    assert "Un essai sur 4 contredit la convexité" in said(BUMP)
    assert "la perte vaut 2,500, plus que la moyenne de celles de ses extrémités, 2,000" in said(
        BUMP
    )
    assert "n’est pas convexe" in said(BUMP)


def test_a_negative_curvature_alone_is_told_as_one() -> None:
    assert "par une courbure négative" in said(BENT)
    assert "au milieu du segment montré" not in said(BENT)


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(0.05, "respecte cette borne"), (0.1, "est plus grand"), (None, "jeu entier.")],
)
def test_a_step_is_held_to_the_bound(rate: float | None, expected: str) -> None:
    text = said(CONVEX, rate)
    assert "ne dépasse nulle part Λ = 20,0" in text
    assert "d’au plus 0,0500" in text
    assert expected in text


def test_no_bound_is_given_where_none_is_known() -> None:
    assert "Λ" not in said(BUMP, 0.1)


def test_the_table_counts_each_kind_of_trial() -> None:
    group = convexite(context(BUMP), "main")
    table, figure, remark = group.elements
    assert isinstance(table, Table)
    assert isinstance(remark, Remark)
    assert [row[:3] for row in table.rows] == [
        ("Milieux de segments tirés au hasard", "1", "0"),
        ("Milieux, unités cachées permutées", "1", "1"),
        ("Différences secondes", "2", "0"),
    ]
    assert "milieu : 2,500, la corde y vaut 2,000" in figure.alt


def test_a_run_of_keras_is_refused() -> None:
    with pytest.raises(EvidenceError, match="est entraîné par Keras"):
        convexite(context(CONVEX), "keras")
