"""The table compares the same images in several spaces, and says what the numbers allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence.clouds import find_source
from reportgen.evidence.context import Arrays
from reportgen.evidence.elements import Group, Remark, Table
from reportgen.evidence.probes import FeaturesProbe, Probe
from reportgen.evidence.projections import projection
from reportgen.evidence.separability import Measures, Representation, _separated, separabilite
from tests.evidence import factory

LABELS = [0, 1, 2] * 10


@dataclass
class Layered(factory.MemoryContext):
    """Gives a hidden layer that separates the classes, or one that mixes them."""

    separates: bool = True

    def probe(self, run: str, probe: Probe) -> Arrays:
        assert isinstance(probe, FeaturesProbe)
        labels = np.array(LABELS)[list(probe.indices)]
        noise = np.random.default_rng(0).normal(size=(len(labels), 4))
        return {"features": noise + 50.0 * self.separates * labels[:, np.newaxis]}


def context(bright: bool = True, separates: bool = True) -> Layered:
    test = factory.split(LABELS)
    if not bright:
        noise = np.random.default_rng(1).integers(0, 60, test.x.shape)
        test = type(test)(noise.astype(np.uint8), test.y)
    return Layered(datasets={"cifar": factory.dataset(test=test)}, separates=separates)


def parts(group: Group) -> tuple[Table, str]:
    table, remark = group.elements
    assert isinstance(table, Table)
    assert isinstance(remark, Remark)
    return table, " ".join(remark.sentences).replace("\u00a0", " ")


def test_each_representation_has_a_row_a_space() -> None:
    table, _ = parts(separabilite(context(), "cifar", "base", layer=4))
    assert [row[1] for row in table.rows] == ["espace complet", "ACP", "t-SNE"] * 2
    assert [row[2] for row in table.rows] == ["192", "2", "2", "4", "2", "2"]
    assert table.rows[0][4:] == ("–", "–")


def test_classes_far_apart_do_not_overlap() -> None:
    table, _ = parts(separabilite(context(), "base", layer=4))
    assert table.data is not None
    whole, linear, _ = table.data.rows
    assert whole[3] == 1.0
    assert linear[3:5] == (1.0, 0.0)
    assert linear[5] == pytest.approx(0.0, abs=1e-6)


def test_a_layer_that_separates_what_pixels_mixed_is_told() -> None:
    _, said = parts(separabilite(context(bright=False), "cifar", "base", layer=4))
    assert "de plus : cette couche a rapproché les images d’une même classe" in said


def test_a_layer_that_mixes_what_pixels_separated_is_told() -> None:
    _, said = parts(separabilite(context(separates=False), "cifar", "base", layer=4))
    assert "de moins : cette couche n’a pas rapproché" in said


def test_a_layer_that_changes_nothing_is_told() -> None:
    _, said = parts(separabilite(context(), "cifar", "base", layer=4))
    assert "est de l’ordre de ce que le choix des images explique" in said
    assert "a rapproché" not in said


def test_the_projections_are_compared_case_by_case() -> None:
    _, said = parts(separabilite(context(), "cifar"))
    assert (
        "Dans le plan, les voisins ne sont pas plus souvent de la même classe avec t-SNE qu’avec "
        "l’ACP (100,0 % contre 100,0 %)"
    ) in said


def test_classes_without_a_common_place_in_the_plane_are_told() -> None:
    _, said = parts(separabilite(context(), "base", layer=4))
    assert "aucune image n’est dans l’enveloppe d’une autre classe" in said


def test_classes_that_overlap_in_the_plane_are_told() -> None:
    table, said = parts(separabilite(context(bright=False), "cifar"))
    share = table.rows[1][4].replace("\u00a0", " ")
    assert f"{share} des images sont dans l’enveloppe d’une autre classe" in said


def test_the_outlines_of_two_representations_are_compared() -> None:
    _, better = parts(separabilite(context(bright=False), "cifar", "base", layer=4))
    _, same = parts(separabilite(context(), "cifar", "cifar", "base", layer=4))
    assert (
        "enveloppes et ellipses se recouvrent moins, dans le plan, que celles de la première "
        "ligne, par les deux méthodes"
    ) in better
    assert "les quatre mesures du plan ne sont pas toutes plus basses" in same


def test_the_share_that_is_compared_is_named() -> None:
    _, said = parts(separabilite(context(bright=False), "cifar", "base", layer=4))
    assert "cette part est de 100,0 %" in said


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(EvidenceError, match="au moins un jeu"):
        separabilite(context())


def test_outlines_are_drawn_captioned_and_told() -> None:
    plain = projection(context(), "cifar", n=30)
    drawn = projection(context(), "cifar", n=30, enveloppes=True, ellipses=True)
    assert drawn.svg != plain.svg
    assert drawn.caption.startswith(plain.caption)
    assert "avec les enveloppes convexes (traits pleins) et les ellipses à deux écarts types" in (
        drawn.caption
    )
    assert "sont dans l’enveloppe d’une autre classe" in drawn.alt
    assert "Recouvrement moyen de deux ellipses" in drawn.alt


def test_a_single_representation_is_concluded_upon_plane_by_plane() -> None:
    _, apart = parts(separabilite(context(), "base", layer=4))
    assert "les classes sont donc séparées dans les deux plans" in apart
    _, mixed = parts(separabilite(context(bright=False), "cifar"))
    assert "les classes ne sont donc séparées dans aucun des deux plans" in mixed
    _, compared = parts(separabilite(context(), "cifar", "base", layer=4))
    assert "Au sens des enveloppes" not in compared


def test_the_only_plane_that_separates_classes_is_named() -> None:
    hits = np.ones(3)
    spaces = {"ACP": Measures(hits, 0.2, 0.1), "t-SNE": Measures(hits, 0.0, 0.1)}
    only = Representation(find_source(context(), "cifar", None, 9), spaces)
    assert _separated(only).endswith("séparées que dans le plan de t-SNE.")
