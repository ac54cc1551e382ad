"""The tables say how far back-propagation is from what it is held to, flaws included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence.context import Arrays
from reportgen.evidence.gradients import concordance, gradient_checks, gradients
from reportgen.evidence.probes import GradientsProbe, Probe, TwinProbe
from reportgen.lab.types import Call, TrainingSpec
from tests.evidence import factory

TRAINING = TrainingSpec(Call("SGD"), batch_size=100, engine="numpy")
BY_HAND = factory.run_result(training=TRAINING)
ANSWER = {
    "W1_backward": np.array([[3.0, 0.0], [4.0, 0.0]]),
    "W1_automatic": np.array([[3.0, 0.0], [4.0, 1e-9]]),
    "W1_entries": np.array([0, 2]),
    "W1_differences": np.array([3.0, 4.001]),
    "b1_backward": np.zeros(2),
    "b1_automatic": np.zeros(2),
    "b1_entries": np.array([0, 1]),
    "b1_differences": np.zeros(2),
}


@dataclass
class Answering(factory.MemoryContext):
    """Answers the two probes literally."""

    losses: tuple[float, ...] = (1.5, 1.0, 0.7, 0.4)

    def probe(self, run: str, probe: Probe) -> Arrays:
        self.probes.append(probe)
        if isinstance(probe, TwinProbe):
            exact = np.array(self.losses[: probe.epochs])
            return {"loss_float32": exact * (1 + 1e-5), "loss_float64": exact}
        return ANSWER


def context(**changes: object) -> Answering:
    return Answering(runs={"main": BY_HAND, "keras": factory.run_result()}, **changes)  # type: ignore[arg-type]


def test_errors_are_relative_to_both_gradients() -> None:
    weights, biases = gradient_checks(ANSWER)
    assert (weights.name, weights.shape, weights.norm) == ("W1", (2, 2), 5.0)
    assert weights.differences == pytest.approx(0.001 / (5 + np.hypot(3, 4.001)))
    assert weights.automatic == pytest.approx(1e-10)
    assert (biases.norm, biases.differences, biases.automatic) == (0.0, 0.0, 0.0)


def test_the_table_has_a_row_a_parameter() -> None:
    table = gradients(context(), "main")
    rows = [tuple(cell.replace("\u00a0", " ") for cell in row) for row in table.rows]
    assert rows == [
        ("W1", "2 × 2", "5,0", "2 sur 4", "1,0 × 10⁻⁴", "1,0 × 10⁻¹⁰"),
        ("b1", "2", "0", "2 sur 2", "0", "0"),
    ]
    assert "1,0\u00a0×\u00a010⁻⁴ avec les différences finies" in table.alt
    assert "Le gradient de b1 est nul." in table.alt


def test_gradients_are_taken_on_the_first_batch() -> None:
    ctx = context()
    assert "(100\u00a0exemples)" in gradients(ctx, "main").caption
    assert ctx.probes == [GradientsProbe(100, 200)]


def test_concordance_compares_epoch_by_epoch() -> None:
    table = concordance(context(), "main", epoques=2)
    assert [row[:3] for row in table.rows] == [
        ("1", "1,500000", "1,500015"),
        ("2", "1,000000", "1,000010"),
    ]
    assert [row[4] for row in table.rows] == ["0", "0"]
    assert "1,0\u00a0×\u00a010⁻⁵ en valeur relative" in table.alt


def test_a_curve_that_differs_is_told() -> None:
    table = concordance(context(losses=(1.5, 2.0, 0.7, 0.4)), "main")
    assert "de 1,0 quand il calcule en double précision" in table.alt


def test_no_more_epochs_are_asked_for_than_were_trained() -> None:
    ctx = context()
    concordance(ctx, "main", epoques=50)
    assert ctx.probes == [TwinProbe(4)]


@pytest.mark.parametrize("function", [gradients, concordance])
def test_a_run_of_keras_has_no_back_propagation_to_show(function: object) -> None:
    with pytest.raises(EvidenceError, match="« keras » est entraîné par Keras"):
        function(context(), "keras")  # type: ignore[operator]


@pytest.mark.parametrize("epochs", [0, 1.5, True, "deux"])
def test_a_number_of_epochs_that_is_none_is_told(epochs: object) -> None:
    with pytest.raises(EvidenceError, match="attend un entier"):
        concordance(context(), "main", epoques=epochs)  # type: ignore[arg-type]
