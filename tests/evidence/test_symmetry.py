"""The table counts the units that differ, and the sentences say how that went."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence.context import Arrays
from reportgen.evidence.elements import Remark, Table
from reportgen.evidence.probes import Probe, UnitsProbe
from reportgen.evidence.symmetry import symetrie
from reportgen.lab.types import Call, TrainingSpec
from tests.evidence import factory

TRAINING = TrainingSpec(Call("SGD"), engine="numpy")
COUNTS = {
    "nul": [1, 1, 1],
    "rompu": [1, 1, 7],
    "tirage": [16, 16, 16],
    "partiel": [8, 9, 9],
}


@dataclass
class Counting(factory.MemoryContext):
    """Answers with the counts of a run, one an epoch."""

    def probe(self, run: str, probe: Probe) -> Arrays:
        assert isinstance(probe, UnitsProbe)
        distinct = COUNTS[run][: len(probe.epochs) + 1]
        return {
            "epochs": np.array([0, *probe.epochs]),
            "distinct": np.array(distinct),
            "spread": np.zeros(len(distinct)),
            "units": np.array([16]),
        }


def context() -> Counting:
    runs = {name: factory.run_result(name, name, training=TRAINING) for name in COUNTS}
    runs["keras"] = factory.run_result("keras", "keras")
    return Counting(runs=runs)


def said(name: str) -> str:
    remark = symetrie(context(), name, layer="sortie").elements[1]
    assert isinstance(remark, Remark)
    return remark.sentences[0].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nul", "n’a jamais eu qu’une unité cachée, recopiée"),
        ("tirage", "les 16 unités sont toutes distinctes, du départ à l’époque 4"),
        ("partiel", "on compte 8 unités distinctes au départ et 9 après l’époque 4, sur 16"),
    ],
)
def test_each_course_is_told(name: str, expected: str) -> None:
    assert expected in said(name)


def test_a_run_has_a_column_and_an_epoch_a_row() -> None:
    table = symetrie(context(), "nul", "tirage", layer="sortie").elements[0]
    assert isinstance(table, Table)
    assert [column.header for column in table.columns] == ["Époque", "nul", "tirage"]
    assert table.rows == (("0", "1", "16"), ("4", "1", "16"))


def test_a_run_of_keras_is_refused() -> None:
    with pytest.raises(EvidenceError, match="est entraîné par Keras"):
        symetrie(context(), "keras", layer="sortie")


def test_runs_whose_units_all_stay_apart_share_a_sentence() -> None:
    found = context()
    found.runs["autre"] = factory.run_result("autre", "autre", training=TRAINING)
    COUNTS["autre"] = COUNTS["tirage"]
    remark = symetrie(found, "tirage", "nul", "autre", layer="sortie").elements[1]
    del COUNTS["autre"]
    assert isinstance(remark, Remark)
    assert len(remark.sentences) == 2
    assert "Pour « tirage » et « autre », les 16" in remark.sentences[1].replace("\u00a0", " ")
