"""What the compared tools start from, and how their costs are summed up."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from documents.browser import shell_path
from documents.content import as_typed, picture_count, read_notebook, with_files
from documents.measure import Cost, costs

DRAWING = "<svg xmlns='http://www.w3.org/2000/svg'/>"
ADDRESS = f"data:image/svg+xml;base64,{base64.b64encode(DRAWING.encode()).decode()}"
CELL = {
    "id": "a",
    "cell_type": "markdown",
    "metadata": {},
    "source": [f"Avant\u202f:\n![Deux courbes]({ADDRESS})\n", "**Figure\u00a01.** Après"],
}
NOTEBOOK = read_notebook(json.dumps({"nbformat": 4, "cells": [CELL]}))


def test_pictures_are_counted_in_the_text_of_cells() -> None:
    assert picture_count(NOTEBOOK) == 1


def test_pictures_as_files_keep_their_text_and_their_bytes(tmp_path: Path) -> None:
    (cell,) = with_files(NOTEBOOK, tmp_path / "figures")["cells"]
    assert "![Deux courbes](figures/figure-1.svg)" in cell["source"]
    assert (tmp_path / "figures" / "figure-1.svg").read_text() == DRAWING


def test_a_typed_notebook_shows_its_pictures_as_outputs_in_their_places() -> None:
    before, shown, after = as_typed(NOTEBOOK)["cells"]
    assert shown["outputs"][0]["data"]["image/svg+xml"] == DRAWING
    assert (before["source"].strip(), after["source"].strip()) == ("Avant :", "**Figure 1.** Après")


def test_cells_of_a_typed_notebook_have_names_of_their_own() -> None:
    names = [cell["id"] for cell in as_typed(NOTEBOOK)["cells"]]
    assert len(set(names)) == len(names)


def test_making_another_notebook_leaves_the_first_as_it_was(tmp_path: Path) -> None:
    before = json.dumps(NOTEBOOK)
    as_typed(NOTEBOOK)
    with_files(NOTEBOOK, tmp_path / "figures")
    assert json.dumps(NOTEBOOK) == before


def test_ratios_are_those_of_the_same_round() -> None:
    rounds = [
        {"reportgen": 1.0, "nbconvert": 2.0},
        {"reportgen": 4.0, "nbconvert": 4.0},
        {"reportgen": 2.0, "nbconvert": 6.0},
    ]
    assert costs(rounds)["nbconvert"] == Cost(seconds=4.0, ratio=2.0)


def test_the_folder_of_the_browser_has_the_revision_that_playwright_lists() -> None:
    listed = {"browsers": [{"name": "chromium-headless-shell", "revision": "12"}]}
    assert shell_path(json.dumps(listed)).parts[0] == "chromium_headless_shell-12"
