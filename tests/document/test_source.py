"""Prose that stays Markdown keeps what Markdown means, and gets French spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.compose import compose
from reportgen.document.source import typeset_markdown
from tests.document import sample
from tests.document.sample import LAB, META, with_text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("l'image", "l’image"),
        ("**Total** : 3", "**Total**\u00a0: 3"),
        ("on a $x' : y$ ici", "on a $x' : y$ ici"),
        ("`d['a'] ;`", "`d['a'] ;`"),
        ("[lire](https://exemple.fr/a:b) : oui", "[lire](https://exemple.fr/a:b)\u00a0: oui"),
        ("| a | b |\n|--:|:--|\n| 1 | 2 |", "| a | b |\n|--:|:--|\n| 1 | 2 |"),
        ("| a | b |\n| --: | :-- |\n| 1 | 2 |", "| a | b |\n| --: | :-- |\n| 1 | 2 |"),
        ("```python\nx = d['a'] ;\n```", "```python\nx = d['a'] ;\n```"),
    ],
)
def test_text_is_typeset_and_code_formulas_links_and_rules_are_not(
    source: str, expected: str
) -> None:
    assert typeset_markdown(source) == expected


def test_titles_go_below_those_of_the_page() -> None:
    text = "# Un\n\n## Deux\n\n```\n# pas un titre\n```"
    shown = typeset_markdown(text, heading=3)
    assert shown == "### Un\n\n#### Deux\n\n```\n# pas un titre\n```"


def test_a_box_becomes_a_quotation_under_its_title() -> None:
    text = ":::{note} À savoir\nUne ligne.\n\nUne autre.\n:::\n\nAprès."
    quoted = "\n> **À savoir**\n>\n> Une ligne.\n>\n> Une autre.\n\n\nAprès."
    assert typeset_markdown(text) == quoted


def test_a_box_without_title_takes_that_of_its_kind() -> None:
    assert "> **Rappel**" in typeset_markdown(":::{rappel}\nTexte.\n:::")


@given(st.text(st.sampled_from("ab'` $|:;!?«»-\n#[]()<>{}*0123 "), max_size=60))
def test_typesetting_twice_changes_nothing(text: str) -> None:
    once = typeset_markdown(text)
    assert typeset_markdown(once) == once


def test_every_passage_says_the_same_in_markdown() -> None:
    document = compose(LAB, "corrige", sample.evaluate, META)
    weights = document.questions[0]
    assert "Combien de poids ce réseau comporte-t-il\u202f? Détaillez" in weights.statement.source
    assert "la figure\u00a01\u202f;" in weights.statement.source
    assert weights.title_source == "Compter les poids de `réseau de base`"
    assert weights.answer is not None
    assert "$$ (k^2 c + 1)\\,f $$" in weights.answer.passage.source
    assert '\n<rg-element data-anchor="tableau-1"></rg-element>\n' in weights.answer.passage.source
    assert weights.answer.scheme[2].source == "le biais, *un par filtre*"


def test_a_picture_of_the_author_is_in_the_text(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "labs" / "exemple"
    folder.mkdir(parents=True)
    (folder / "carré.png").write_bytes(sample.PIXEL)
    monkeypatch.chdir(tmp_path)
    source = "![un carré](carré.png)\n\n```\n![code](absent.png)\n```"
    document = compose(with_text(source), "sujet", sample.evaluate, META)
    text = document.sections[0].blocks[0].source
    assert text.startswith("![un carré](data:image/png;base64,")
    assert "![code](absent.png)" in text
