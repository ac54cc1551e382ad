"""What of an answer becomes a program of a notebook, and what stays to be read."""

from __future__ import annotations

import pytest

from reportgen.document.types import Placed
from reportgen.evidence.elements import Code
from reportgen.notebook.pieces import Program, Runner, Text, answer_pieces, passage_markdown
from tests.document.sample import FINDING, SUMMARY

PLACED = {
    "tableau-1": Placed("tableau-1", "Tableau\u00a01", SUMMARY),
    "constat-1": Placed("constat-1", "", FINDING),
    "programme-1": Placed(
        "programme-1",
        "Programme\u00a01",
        Code(
            id="",
            caption="Deux parties",
            alt="a",
            text=f"# {'Un '.ljust(40, '-')}\na = 1\n\n\n# {'Deux '.ljust(40, '-')}\nprint(a)\n",
        ),
    ),
}


def element(anchor: str) -> str:
    return f'<rg-element data-anchor="{anchor}"></rg-element>'


def pieces(source: str, *before: str) -> list[tuple[type, str]]:
    runner = Runner()
    assert all(runner.accepts(program) for program in before)
    return [(type(p), p.source) for p in answer_pieces(source, PLACED, runner)]


def test_a_fenced_program_is_a_cell_between_two_texts() -> None:
    source = "Avant.\n\n```python\nx = 1\nprint(x)\n```\n\nAprès."
    assert pieces(source) == [(Text, "Avant."), (Program, "x = 1\nprint(x)"), (Text, "Après.")]


@pytest.mark.parametrize(
    "program",
    [
        "model.fit(x)",
        "x = x + 1",
        "x += 1",
        "def f():\n    return inconnu",
        "print(a, ...",
        "for i in nombres: pass",
        "for i in range(3):\n    print(j)",
    ],
)
def test_a_program_that_reads_what_nobody_defined_stays_in_the_text(program: str) -> None:
    fenced = f"```python\n{program}\n```"
    assert pieces(fenced) == [(Text, fenced)]


@pytest.mark.parametrize(
    "program",
    [
        "x = [i for i in range(3) if i]",
        "for i, (a, b) in enumerate([(1, 2)]):\n    print(i, a, b)",
        "import numpy as np\nnp.zeros(3)",
        "from keras import layers\nlayers.Dense(1)",
        "def f(a, *b, **c):\n    d = a\n    return d, b, c\n\nf(1)",
        "def f():\n    return g()\n\ndef g():\n    return 1\n\nf()",
        "with open('a') as f:\n    print(f)",
        "x = 1\nx += 1",
        "tri = sorted([1], key=lambda v: -v)",
        "try:\n    pass\nexcept ValueError as e:\n    print(e)",
    ],
)
def test_a_program_that_defines_what_it_reads_runs(program: str) -> None:
    assert pieces(f"```python\n{program}\n```") == [(Program, program)]


def test_what_an_earlier_program_defined_may_be_read() -> None:
    assert pieces("```python\nprint(x)\n```", "x = 1") == [(Program, "print(x)")]


def test_other_languages_and_other_fences_are_text() -> None:
    source = "```sh\nls\n```\n\n````\n```python\nx = 1\n```\n````"
    assert pieces(source) == [(Text, source)]


def test_a_listing_is_cut_where_its_parts_begin() -> None:
    kinds = [kind for kind, _ in pieces(element("programme-1"))]
    assert kinds == [Text, Program, Program]
    assert [source.splitlines()[1] for _, source in pieces(element("programme-1"))[1:]] == [
        "a = 1",
        "print(a)",
    ]


def test_a_table_has_pipes_a_caption_and_a_foot_in_bold() -> None:
    ((_, text),) = pieces(element("tableau-1"))
    lines = text.split("\n")
    assert lines[0] == "**Tableau\u00a01.** Couches de *réseau de base*."
    assert lines[2:4] == ["| Couche | Sortie | Calcul | Poids |", "|:---|:---|:---|---:|"]
    assert lines[4].startswith("| `Conv2D` | 28\u00a0×\u00a028\u00a0×\u00a016 | $(5 ")
    assert lines[-1] == "| **Total** |  |  | **32\u202f586** |"


def test_a_remark_is_its_sentences() -> None:
    ((_, text),) = pieces(element("constat-1"))
    assert text.startswith("La perte de validation est la plus basse à l’époque 8, puis")
    assert "**surapprend**" in text


def test_a_passage_to_be_read_keeps_its_programs() -> None:
    source = f"```python\nx = 1\n```\n\n{element('programme-1')}"
    text = passage_markdown(source, PLACED)
    assert text.startswith("```python\nx = 1\n```\n\n**Programme\u00a01.** Deux parties.")
    assert "print(a)\n```" in text
