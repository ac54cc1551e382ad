"""The folder that students of the shipped labs start from can be used as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reportgen.outline import Authors, answers_text, definition_text
from reportgen.pipeline import load
from reportgen.project import locate
from reportgen.reporting import SilentReporter
from reportgen.submission.reading import load_submission
from reportgen.submission.types import ANSWERS, DEFINITION
from tests.labs.test_labs import ROOT, SLUGS

AUTHORS = Authors(("Ada Martin",), "TD 2", date(2026, 11, 21))
OFFER = re.compile(r"<!-- À votre disposition : (.*) -->")

OF_CONVOLUTIONS = ("filtres(", "activations(", "evolution(")
CONVOLUTION = "- Conv2D: {filters: 2, kernel_size: 3}"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_element_that_an_outline_offers_can_be_asked_for(slug: str, tmp_path: Path) -> None:
    lab = ROOT / "labs" / slug
    project = replace(locate(tmp_path), build=tmp_path / "build", data=tmp_path / "data")
    material = load(project, lab, None, SilentReporter())
    text, offers = OFFER.subn(
        lambda found: found[1].replace("}} {{", "}}\n\n{{"), answers_text(material)
    )
    assert offers
    (tmp_path / ANSWERS).write_text(text, encoding="utf-8")
    definition = definition_text(material, AUTHORS)
    if any(asked in text for asked in OF_CONVOLUTIONS):  # offered for the network to come
        definition = definition.replace("- Flatten", f"{CONVOLUTION}\n      - Flatten")
    (tmp_path / DEFINITION).write_text(definition, encoding="utf-8")
    load_submission(tmp_path, lambda _: lab, (ROOT / "labs",))
