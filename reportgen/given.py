"""The programs that the notebooks of a lab start with, from the material it is made of."""

from __future__ import annotations

from reportgen.evidence.program_given import asks_to_load, imports, measured_data, public_data
from reportgen.material import Material
from reportgen.notebook.writing import Given


def given_to_students(material: Material) -> Given:
    """Return what works without reportgen; no data where loading them is what is asked."""
    return Given(imports(), _public(material))


def given_to_teachers(material: Material) -> Given:
    """Return what the programs of a corrigé need to give again what was measured."""
    results = tuple(material.runs.values())
    return Given(imports(results), measured_data(results) or _public(material))


def _public(material: Material) -> str:
    lab = material.lab
    asked = asks_to_load(lab.questions) if lab.handout is None else lab.handout.loads_data
    return "" if asked else public_data(lab.datasets.values())
