"""Pages as pictures, against approved ones; made anew with ``REPORTGEN_GOLDEN=1 pytest …``.

Pages of three labs, with made-up results, and of the sample document. A picture has 40 dots an
inch: a moved line, a lost figure or another font shows, a hair's breadth does not.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reportgen.document.compose import compose
from reportgen.document.pdf import render_pdf
from reportgen.lab.types import Lab, Question
from tests.document import sample
from tests.document.sample import TEMPLATES
from tests.labs import test_flipped as flipped
from tests.labs import test_flipped_retropropagation as retropropagation
from tests.labs.worlds import World, draw, lab_of, result

pytestmark = pytest.mark.pdf

APPROVED = Path(__file__).parent / "approved"
DOTS = 40
"""Dots an inch of the pictures."""
TOLERANCE = 2.0
"""Mean difference of the grey levels, 0–255, beyond which two pages are not the same."""

DRAWN = """
    constat resume poids architecture courbes evaluation classes confusion fiabilite comparaison
    pareto cout
"""
LABS: Mapping[str, tuple[World, tuple[str, ...]]] = {
    "tp_fashion": (
        flipped.EXPECTED,
        ("fashion-modele", "fashion-poids", "fashion-classes-difficiles", "fashion-dropout"),
    ),
    "tp_cifar": (flipped.EXPECTED, ("cifar-poids-paires", "cifar-normalisation", "cifar-choix")),
    "tp_retropropagation": (
        retropropagation.EXPECTED,
        ("retro-gradient", "retro-delta", "retro-depart"),
    ),
}


def only(lab: Lab, questions: tuple[str, ...]) -> Lab:
    """Return a lab with these questions and nothing else."""
    sections = (
        replace(
            section,
            blocks=tuple(
                b for b in section.blocks if isinstance(b, Question) and b.id in questions
            ),
        )
        for section in lab.sections
    )
    return replace(lab, sections=tuple(section for section in sections if section.blocks))


@cache
def pages(name: str) -> tuple[Image.Image, ...]:
    """Return the pages of a document in grey."""
    import pypdfium2

    if name in LABS:
        world, questions = LABS[name]
        lab = only(lab_of(name, world.profile), questions)
        runs = {n: result(world, lab, run) for n, run in lab.runs.items()}
        document = draw(world, lab, runs, frozenset(DRAWN.split()))
    else:
        document = compose(sample.LAB, "corrige", sample.evaluate, sample.META)
    pdf = pypdfium2.PdfDocument(render_pdf(document, TEMPLATES))
    return tuple(page.render(scale=DOTS / 72, grayscale=True).to_pil().convert("L") for page in pdf)


@pytest.mark.parametrize("name", [*LABS, "exemple"])
def test_pages_look_as_approved(name: str) -> None:
    found = pages(name)
    if os.environ.get("REPORTGEN_GOLDEN"):
        approve(name, found)
    approved = sorted(APPROVED.glob(f"{name}-*.png"))
    assert len(found) == len(approved)
    for number, (page, path) in enumerate(zip(found, approved, strict=True), start=1):
        assert difference(page, Image.open(path)) < TOLERANCE, f"{name}, page {number}"


def test_a_line_that_moves_is_seen() -> None:
    page = pages("exemple")[2]
    moved = Image.fromarray(np.roll(np.asarray(page), 4, axis=0))
    assert difference(page, moved) > TOLERANCE


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of grey levels; infinite when the sizes differ."""
    if one.size != other.size:
        return float("inf")
    levels = (np.asarray(picture.convert("L"), dtype=np.float64) for picture in (one, other))
    return float(np.abs(np.subtract(*levels)).mean())


def approve(name: str, found: tuple[Image.Image, ...]) -> None:
    """Replace the approved pictures of a document."""
    APPROVED.mkdir(exist_ok=True)
    for path in APPROVED.glob(f"{name}-*.png"):
        path.unlink()
    for number, page in enumerate(found, start=1):
        page.quantize(16).save(APPROVED / f"{name}-{number:02d}.png", optimize=True)
