"""Numbers that a lab gives are not taken for measures: settings, statements, sizes of data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportgen.lab.types import Lab, Place, Prose
from reportgen.submission.claims import claims_of, given_values
from reportgen.submission.known import KnownValues
from tests.labs.worlds import WorldContext, lab_of

LAB: Lab = replace(lab_of("tp_cifar", "complet"), runs={}, models={})
DATA = WorldContext(runs={}, populations={}, shown=LAB).described("cifar")


def claimed(text: str) -> list[str]:
    """Return the numbers of an answer that look measured though no result explains them."""
    prose = Prose(text, Place(Path("reponses.md"), 1))
    given = given_values(LAB, (), [DATA])
    return [claim.number.text for claim in claims_of(prose, KnownValues([]), given)]


def test_the_sizes_of_a_dataset_are_given() -> None:
    assert claimed("Il y a 50 000 images d’apprentissage, 10 000 de test, de 3 072 valeurs.") == []


def test_what_a_profile_leaves_of_them_is_given_too() -> None:
    assert claimed("On apprend sur 45 000 images, la validation en prend 5 000.") == []


def test_another_number_of_images_is_looked_at() -> None:
    assert claimed("Il y a 60 000 images d’apprentissage.") == ["60 000"]
