"""Maps along epochs ask for the epochs that a run keeps, and compare them with the last ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence.context import Arrays
from reportgen.evidence.evolution import Moment, evolution, kept_epochs
from reportgen.evidence.maps import LayerMaps
from reportgen.evidence.probes import ActivationsProbe, Probe, array_name
from reportgen.results import RunResult
from tests.evidence import factory


def kept(*epochs: int) -> RunResult:
    result = factory.run_result()
    return replace(result, spec=replace(result.spec, checkpoints=epochs))


@dataclass
class GrowingContext(factory.MemoryContext):
    """Maps that grow with the epoch: channel c is c · epoch everywhere."""

    def probe(self, run: str, probe: Probe) -> Arrays:
        assert isinstance(probe, ActivationsProbe)
        assert probe.epoch is not None
        self.probes.append(probe)
        maps = np.ones((1, 6, 6, 4), dtype=np.float32) * np.arange(4) * probe.epoch
        return {array_name(layer): maps.astype(np.float32) for layer in probe.layers}


def context(*epochs: int) -> GrowingContext:
    return GrowingContext(runs={"base": kept(*epochs)})


def test_every_kept_epoch_is_asked_for_once() -> None:
    ctx = context(1, 3)
    evolution(ctx, "base", image=2)
    assert ctx.probes == [ActivationsProbe((0,), (2,), epoch=e) for e in (1, 3, 4)]


def test_kept_epochs_are_the_checkpoints_reached_and_the_evaluated_one() -> None:
    assert kept_epochs(kept(2, 9)) == (2, 4)


def test_chosen_epochs_are_shown_in_order() -> None:
    ctx = context(1, 3)
    figure = evolution(ctx, "base", epochs=[3, 1])
    assert figure.data is not None
    assert [row[0] for row in figure.data.rows] == [1] * 4 + [3] * 4


def test_maps_keep_their_values_from_epoch_to_epoch() -> None:
    figure = evolution(context(1), "base")
    assert figure.data is not None
    values = {(row[0], row[2]): row[4] for row in figure.data.rows}
    assert values[(1, 3)] == pytest.approx(3)
    assert values[(4, 3)] == pytest.approx(12)
    assert "Époque 1 : somme maximale 6,00, 1\u00a0canal sans réponse" in figure.alt
    assert "Époque 4 : somme maximale 24,00" in figure.alt


def test_an_epoch_that_is_not_kept_is_refused_with_what_to_write() -> None:
    with pytest.raises(EvidenceError, match=r"époque 2 non gardée .* « \[1, 2, 4\] »"):
        evolution(context(1), "base", epochs=[2])


def test_no_epoch_at_all_is_refused() -> None:
    with pytest.raises(EvidenceError, match="aucune époque demandée"):
        evolution(context(1), "base", epochs=[])


def test_a_layer_without_maps_is_refused() -> None:
    with pytest.raises(EvidenceError, match="Flatten » ne donne pas d’images"):
        evolution(context(1), "base", layer="Flatten")


def test_an_image_beyond_the_test_split_is_refused() -> None:
    with pytest.raises(EvidenceError, match="le test en a 6"):
        evolution(context(1), "base", image=6)


def moment(values: list[float]) -> Moment:
    return Moment(1, LayerMaps("c", np.array(values, dtype=np.float32).reshape(1, 1, -1)))


def test_likeness_is_the_cosine_of_the_maps() -> None:
    assert moment([1, 2]).likeness(moment([2, 4])) == pytest.approx(1)
    assert moment([1, 0]).likeness(moment([0, 5])) == 0
    assert moment([1, 1]).likeness(moment([1, 0])) == pytest.approx(0.5**0.5)


def test_maps_that_are_silent_resemble_nothing() -> None:
    assert moment([0, 0]).likeness(moment([1, 0])) == 0
