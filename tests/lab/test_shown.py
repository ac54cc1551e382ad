"""What a statement names is found exactly: a name too many would tell of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.errors import UsageError
from reportgen.lab.loading import load_lab
from reportgen.lab.shown import Shown, shown_names

DEFINITION = """\
title: Essai
datasets:
  cifar: {source: cifar10, validation: {from: train, fraction: 0.1}}
models:
  a: {layers: [Flatten, {Dense: {units: 10, activation: softmax}}]}
  b: {from: a, edit: [{set: Dense, to: {use_bias: false}}]}
  c: {from: b, edit: [{set: Dense, to: {use_bias: true}}]}
training: {loss: sparse_categorical_crossentropy, epochs: 2}
runs:
  court: {model: a, dataset: cifar}
  long: {model: b, dataset: cifar}
populations:
  xor: {dataset: xor, hidden: [3]}
  petits: {from: xor, grid: {hidden: [[1], [2]]}}
"""
SECTION = """\
# Texte

STATEMENT

::::{question} q
:points: 1

Quoi ?

:::{reponse}
{{ courbes("court", "long") }}
:::
::::
"""


def shown(folder: Path, statement: str) -> Shown:
    (folder / "sections").mkdir(exist_ok=True)
    (folder / "lab.yaml").write_text(DEFINITION, encoding="utf-8")
    text = SECTION.replace("STATEMENT", statement)
    (folder / "sections" / "01-texte.md").write_text(text, encoding="utf-8")
    return shown_names(load_lab(folder))


def named(runs: str = "", models: str = "", populations: str = "", families: str = "") -> Shown:
    return Shown(*(frozenset(names.split()) for names in (runs, models, populations, families)))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Rien : {{ datasets.cifar.class_count }}.", named()),
        ("Un mot, court, dans le texte.", named()),
        ('{{ images("cifar", n=4) }}', named()),
        ("{{ runs.court.params | entier }}", named("court", "a")),
        ('{{ runs["court"].layers[0].params | entier }}', named("court", "a")),
        ("{{ models.c.params | entier }}", named("", "c")),
        ('{{ courbes("long") }}', named("long", "b")),
        ('{{ resume(run="court") }}', named("court", "a")),
        ('{{ constat("epoques", "court") }}', named("court", "a")),
        ('{% for r in [runs.court, runs.long] %}{{ r.title }}{% endfor %}',
         named("court long", "a b")),
        ('{{ nuage("xor") }}', named(populations="xor")),
        ("{{ populations.petits_2.neurons }}", named(populations="petits_2")),
        ('{{ recherche("petits") }}', named(families="petits")),
        ('{{ dispersion("xor", "petits") }}', named(populations="xor", families="petits")),
    ],
)  # fmt: skip
def test_only_what_the_statement_names_is_shown(
    tmp_path: Path, statement: str, expected: Shown
) -> None:
    assert shown(tmp_path, statement) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "{% for r in runs %}{{ r }}{% endfor %}",
        '{% for n in ["court"] %}{{ runs[n].title }}{% endfor %}',
        '{% for n in ["court"] %}\n\n{{ courbes(n) }}\n\n{% endfor %}',
    ],
)
def test_a_statement_that_does_not_name_what_it_reads_is_refused(
    tmp_path: Path, statement: str
) -> None:
    with pytest.raises(UsageError, match=r"lit « runs » sans les nommer"):
        shown(tmp_path, statement)
