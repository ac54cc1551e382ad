"""A document as a notebook: valid, stable, gradable, and without solutions where there are none."""

from __future__ import annotations

import json
import re
from typing import Any

import nbformat
import pytest

from reportgen.document.compose import compose
from reportgen.notebook.cells import cell_id
from reportgen.notebook.file import notebook_bytes
from reportgen.notebook.writing import Given, write_assignment, write_notebook
from tests.document import sample
from tests.document.sample import CANARY, LAB, META, with_text

GIVEN = Given("import keras", "(x_train, y_train), _ = keras.datasets.mnist.load_data()")


def read(kind: str) -> tuple[bytes, list[dict[str, Any]]]:
    if kind == "devoir":
        both = (compose(LAB, k, sample.evaluate, META) for k in ("sujet", "corrige"))
        notebook = write_assignment(*both, GIVEN)  # type: ignore[arg-type]
    else:
        document = compose(LAB, kind, sample.evaluate, META)  # type: ignore[arg-type]
        notebook = write_notebook(document, GIVEN)
    content = notebook_bytes(notebook)
    cells: list[dict[str, Any]] = nbformat.reads(content.decode(), 4)["cells"]
    return content, cells


def graded(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [c["metadata"]["nbgrader"] for c in cells if "nbgrader" in c["metadata"]]


@pytest.mark.parametrize("kind", ["sujet", "corrige", "devoir"])
def test_the_file_is_a_valid_notebook_and_the_same_twice(kind: str) -> None:
    content, _ = read(kind)
    nbformat.validate(nbformat.reads(content.decode(), 4))
    assert content == read(kind)[0]


@pytest.mark.parametrize("kind", ["sujet", "corrige", "devoir"])
def test_cells_are_named_after_their_questions(kind: str) -> None:
    ids = [cell["id"] for cell in read(kind)[1]]
    assert len(set(ids)) == len(ids)
    assert {"poids-base-enonce", "poids-base-reponse", "perte-enonce"} <= set(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in ids)


def test_a_long_name_is_cut_and_stays_unique() -> None:
    names = {cell_id("q" * 80, end) for end in ("enonce", "reponse")}
    assert len(names) == 2
    assert {len(name) for name in names} == {64}


@pytest.mark.parametrize("kind", ["sujet", "corrige", "devoir"])
def test_the_points_of_the_cells_are_those_of_the_document(kind: str) -> None:
    cells = graded(read(kind)[1])
    assert sum(cell.get("points", 0) for cell in cells) == 8.5
    assert all(("points" in cell) == cell["grade"] for cell in cells)
    assert {cell["schema_version"] for cell in cells} == {3}


@pytest.mark.parametrize("kind", ["sujet", "corrige", "devoir"])
def test_markdown_that_is_graded_is_a_solution_and_a_statement_is_locked(kind: str) -> None:
    for cell in graded(read(kind)[1]):
        if cell["cell_type"] == "markdown":
            assert cell["grade"] == cell["solution"]
        assert cell["locked"] == cell["grade_id"].endswith(("-enonce", "bibliotheques", "donnees"))


def test_a_sujet_holds_nothing_of_a_solution() -> None:
    content, cells = read("sujet")
    assert CANARY not in content.decode()
    assert "Barème" not in content.decode()
    assert [c["id"] for c in cells if c["cell_type"] == "code"] == [
        "bibliotheques",
        "donnees",
        "choix-epoques-programme",
        "programme-programme",
    ]


def test_the_libraries_and_the_data_come_first() -> None:
    _, cells = read("sujet")
    assert [cell["source"] for cell in cells[1:3]] == [GIVEN.imports, GIVEN.data]


def test_a_corrige_shows_answers_pictures_tables_and_schemes() -> None:
    text = "\n".join(cell["source"] for cell in read("corrige")[1])
    assert f"Le mot {CANARY} ne doit pas sortir." in text
    assert re.search(r"!\[Exactitude\u00a0: [^]]*\]\(data:image/svg\+xml;base64,", text)
    assert f"| 1 | le total est juste ({CANARY}) |" in text
    assert "> **Attention**" in text


def test_no_cell_has_an_attachment_that_nbgrader_would_leave() -> None:
    assert not any("attachments" in cell for cell in read("corrige")[1])


def test_what_nbgrader_does_not_empty_is_the_sujet() -> None:
    def kept(kind: str) -> list[tuple[str, str]]:
        cells = read(kind)[1]
        solved = [c for c in cells if c["metadata"].get("nbgrader", {}).get("solution")]
        return [(c["id"], "" if c in solved else c["source"]) for c in cells]

    assert kept("devoir") == kept("sujet")
    assert CANARY in read("devoir")[0].decode()


def test_a_passage_that_failed_says_why() -> None:
    lab = with_text("{{ panne }}")
    document = compose(lab, "sujet", sample.evaluate, META, keep_going=True)
    text = notebook_bytes(write_notebook(document, Given())).decode()
    assert "panne voulue" in "".join(json.loads(text)["cells"][2]["source"])


def test_the_notice_at_the_head_has_french_spaces() -> None:
    (head, *_) = read("corrige")[1]
    assert "déjà mesurés\u202f; les programmes" in head["source"]
