"""A model read again is said to be the same only where nothing at all differs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from reportgen.evidence.context import Arrays
from reportgen.evidence.elements import Group, Remark, Table
from reportgen.evidence.probes import Probe, ReloadProbe
from reportgen.evidence.reloading import relecture
from reportgen.results import FloatArray
from tests.evidence import factory

SAVED = factory.run_result().first


@dataclass
class Reloading(factory.MemoryContext):
    """A context whose file gives what was measured, unless told otherwise."""

    loss: float = SAVED.evaluations["test"].loss
    accuracy: float = SAVED.evaluations["test"].accuracy
    probabilities: FloatArray = field(default_factory=lambda: SAVED.arrays.probabilities("test"))
    optimizer: int = 0

    def probe(self, run: str, probe: Probe) -> Arrays:
        assert probe == ReloadProbe()
        return {
            "loss": np.array(self.loss),
            "accuracy": np.array(self.accuracy),
            "probabilities": self.probabilities,
            "weights": np.array(1234),
            "optimizer": np.array(self.optimizer),
            "members": np.array(["metadata.json", "config.json", "model.weights.h5", "autre.bin"]),
            "bytes": np.array([64, 2500, 9000, 3]),
            "size": np.array(11700),
        }


def told(group: Group) -> str:
    both, content, said = group.elements
    assert isinstance(both, Table)
    assert isinstance(content, Table)
    assert isinstance(said, Remark)
    return "\n".join(said.sentences).replace("\u00a0", " ").replace("\u202f", " ")


def moved(probabilities: FloatArray, image: int, by: float) -> FloatArray:
    changed = probabilities.copy()
    changed[image, 0] += np.float32(by)
    return changed


def test_equal_numbers_are_said_to_be_equal_bit_by_bit() -> None:
    group = relecture(Reloading(), "base")
    assert "la même perte que « réseau de base », jusqu’au dernier chiffre" in told(group)
    both = group.elements[0]
    assert isinstance(both, Table)
    assert [row[-1] for row in both.rows] == ["0", "0", "0"]
    assert both.rows[-1][2] == "6 sur 6"


def test_one_probability_that_moved_is_told_with_its_size() -> None:
    changed = moved(SAVED.arrays.probabilities("test"), 2, -0.05)
    group = relecture(Reloading(probabilities=changed), "base")
    assert "ne redonne pas exactement les mêmes nombres" in told(group)
    assert "diffèrent de 5,0 × 10⁻² au plus" in told(group)
    assert "la réponse est la même pour 6 images" in told(group)
    assert "dernier chiffre" not in told(group)
    both = group.elements[0]
    assert isinstance(both, Table)
    assert both.rows[-1][2] == "5 sur 6"


def test_a_loss_that_differs_in_its_last_digit_is_not_the_same() -> None:
    ctx = Reloading(loss=float(np.nextafter(1.1, 2)))
    assert "ne redonne pas exactement" in told(relecture(ctx, "base"))


def test_an_answer_that_changed_is_counted() -> None:
    changed = moved(SAVED.arrays.probabilities("test"), 4, 0.9)
    text = told(relecture(Reloading(probabilities=changed, accuracy=4 / 6), "base"))
    assert "la réponse est la même pour 5 images" in text
    assert "l’exactitude de 16,67 %" in text


def test_the_file_is_said_to_hold_the_optimizer_only_where_it_does() -> None:
    assert "sans l’état de l’optimiseur" in told(relecture(Reloading(), "base"))
    text = told(relecture(Reloading(optimizer=2468), "base"))
    assert "l’état de l’optimiseur (2 468 valeurs)" in text
    assert "reprendre l’apprentissage là où il s’est arrêté" in text


def test_each_member_of_the_file_is_explained_or_left_alone() -> None:
    content = relecture(Reloading(optimizer=3), "base").elements[1]
    assert isinstance(content, Table)
    roles = [row[2].replace("\u202f", " ").replace("\u00a0", " ") for row in content.rows]
    assert roles[2] == "les 1 234 poids, et 3 valeurs de l’optimiseur"
    assert roles[3] == ""
    assert content.data is not None
    assert content.data.rows[3] == ("autre.bin", 3)


def test_a_loss_that_is_not_finite_is_shown_as_such() -> None:
    both = relecture(Reloading(loss=float("nan")), "base").elements[0]
    assert isinstance(both, Table)
    assert both.rows[0][-1] == "indéfini"


def test_replacement_data_are_told() -> None:
    runs = {"base": replace(factory.run_result(), origin=factory.STAND_IN)}
    group = relecture(Reloading(runs=runs), "base")
    assert all(element.note == "Données de remplacement" for element in group.elements)
