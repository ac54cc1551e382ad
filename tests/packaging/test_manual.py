"""The authors' manual: its examples make a lab, its tables name everything there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from reportgen.lab.definition import OPERATIONS, RawProfile
from reportgen.lab.loading import load_lab
from reportgen.lab.vocabulary import (
    BOXES,
    FILTERS,
    FUNCTIONS,
    QUESTION_OPTIONS,
    TOPIC_COUNTS,
    TOPICS,
)
from reportgen.layers.catalogue import names

REPOSITORY = Path(__file__).parents[2]
TEXT = (REPOSITORY / "docs" / "ecrire-un-tp.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def _merge(into: dict[str, Any], new: dict[str, Any]) -> None:
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            into[key] |= value
        else:
            into[key] = value


def test_the_examples_together_make_a_lab_without_problem(tmp_path: Path) -> None:
    definition: dict[str, Any] = {}
    for block in _blocks("yaml"):
        _merge(definition, YAML(typ="safe").load(block))
    (tmp_path / "sections").mkdir()
    with (tmp_path / "lab.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(definition, file)
    text = "\n".join(_blocks("markdown"))
    (tmp_path / "sections" / "01-texte.md").write_text(text, encoding="utf-8")
    lab = load_lab(tmp_path, [REPOSITORY / "labs"])
    assert list(lab.runs) == ["brut", "normalise", "long", "dense", "retouche", "vetements"]
    assert [q.id for q in lab.questions] == [
        "poids-convolution",
        "exactitude",
        "conclure",
        "comparer",
    ]


def test_every_layer_named_is_one_of_keras() -> None:
    table = TEXT.split("| pour | couches et arguments |")[1].split("\n\n")[0]
    named = re.findall(r"`([A-Z]\w+)", table)
    assert len(named) > 30
    assert set(named) <= names("layers")


def _documented(pattern: str) -> set[str]:
    return set(re.findall(pattern, TEXT, re.MULTILINE))


def test_every_function_has_its_line() -> None:
    inline = {"ref", "donne"}
    assert _documented(r"^\| `(\w+)\(.*\)` \| [^\d]") - set(FILTERS) == set(FUNCTIONS) - inline
    assert all(f"{{{{ {name}(" in TEXT for name in inline)


def test_every_filter_has_its_line() -> None:
    table = TEXT.split("| filtre | exemple |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)", table, re.MULTILINE) == list(FILTERS)


def test_every_topic_has_its_line() -> None:
    table = TEXT.split("| constat | combien | sujet |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\d)( ou plus)? \|", table, re.MULTILINE)
    told = {name: (int(least), None if more else int(least)) for name, least, more in rows}
    assert list(told) == list(TOPICS)
    assert told == dict(TOPIC_COUNTS)


def test_every_key_of_a_profile_has_its_line() -> None:
    table = TEXT.split("| clé d’un profil | valeur |")[1].split("\n\n")[0]
    first_cells = "".join(line.split("|")[1] for line in table.splitlines() if "`" in line)
    assert set(re.findall(r"`(\w+)`", first_cells)) == set(RawProfile.model_fields)


def test_every_option_of_a_question_has_its_line() -> None:
    table = TEXT.split("| option | valeur |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `:(\w+):`", table, re.MULTILINE) == list(QUESTION_OPTIONS)


def test_every_edit_and_box_is_named() -> None:
    assert [name for name in (*OPERATIONS, *BOXES) if f"`{name}`" not in TEXT] == []
