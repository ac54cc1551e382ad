"""What random texts are made of: the marks, keys, calls and values of each format."""

from __future__ import annotations

from reportgen.lab.attributes import RUN
from reportgen.lab.vocabulary import ELEMENT_OPTIONS, FILTERS, FUNCTIONS


def _words(text: str) -> list[str]:
    return text.split()


_OPTIONS = sorted({p.name for f in FUNCTIONS.values() for p in (*f.options, *ELEMENT_OPTIONS)})
_VALUES = ['"a"', "0", "-1", "3", "2.5", "9999", "true", "none", "[]", '["a"]', "[1, 2]", '"*"']


def spoken(run: str) -> list[str]:
    """Return the calls and expressions of prose about a run."""
    calls = [
        f'{{{{ {name}("{run}"{more}) }}}}'
        for name in FUNCTIONS
        for more in ("", f', "{run}"', *(f", {o}={v}" for o in _OPTIONS[:2] for v in _VALUES[:3]))
    ]
    found = [f"{{{{ runs.{run}.{name} }}}}" for name in RUN]
    found += [f"{{{{ {value} | {name} }}}}" for name in FILTERS for value in _VALUES]
    found += [f"{{{{ runs.{run}.test.loss | {n}({v}) }}}}" for n in FILTERS for v in _VALUES]
    return found + calls


MARKS = _words("""
    {{ }} {% %} {# #} ::: :::: :::{note} :::{observation} ::::{reponse} exactitude ` ``` ~~~ $ $$
    | |-| > - 1. # ** _ [ ]( ) ![ <b> </b> <!-- --> [^1] [^1]: : --- \\ &amp; « » é 1,5
    http://a.b a@b.c \\frac{ \\text{ \\left( } (eq-a)
""")
YAML = _words("""
    : - [ ] { } , " ' | > & &a *a !! !!int ? # --- ... ~ .inf .nan 1e9 0x1 -1 true null models:
    runs: training: layers: Dense: units: Flatten Conv2D: filters: kernel_size: from: edit: set:
    to: remove: insert_after: append: title: model: dataset: epochs: seeds: optimizer: loss:
    metrics: preprocess:
    rescale: early_stopping: engine: authors: group: date: version: lab: profiles: datasets: source:
""")
ADDRESSES = [*"/?&=#%:[]@;.9²", "http://", "//", "/suivi", "vu=", "%00", "%C2", "9" * 5_000]
DIGITS = [*"0123456789.,%-+ ^*×e/'’_\u202f\u00a0⁻²kM", "min", "époques", "points", "·10^"]
QUESTIONS = [
    *_words("""
    ::::{question} ::::{renvoi} :::{reponse} :::{bareme} :::{indice} :::{note} :points: :kind: exact
    mesure :title: :attendu: runs.petit.params runs.petit.layers runs.petit.test.accuracy ; , . {%
    if else endif for in %} {{ ref("exactitude") }} donne("2") runs.absent datasets.points.classes
    """),
    "- 1 : un critère",
    "- 0,5 : un autre",
    "{% if runs.petit.test.accuracy > 0.5 %}",
    "{% endif %}",
    '{{ constat("exactitude", "petit", "large") }}',
    '{{ courbes("petit") }}',
]
DECISIONS = [
    *_words("""
    questions: poids: exactitude: avis: libre: criteres: points: proposition: commentaire: 0,5 1.5
    -1 9999 # | > "<b>a</b>" "[a](http://a.b)" "$x$" "{{ 1 }}" !!binary 2026-13-45 1_0 0o7 1:30
    &a *a
    """),
    "- points: 1",
    "# changé : poids, critère 1 : proposition 2 (a)",
    "# changé : poids, critère 99999 : proposition aucune (a)",
]
JSON = [
    *_words("""
    null true false NaN Infinity -Infinity 0 -1 1e400 1E9 99999999999999999999 0.5 {} [] [[]] [null]
    "" "a" "\\ud800" "\\u202e" "runs" "seeds" "history" "scores" "confusion" "layers" "params"
    "accuracy" "loss" "val_loss" "test" "train" "count" "epochs" "weights_epoch" "essai" "petit"
    """),
    "[[0, 0], [0, 0]]",
    "[0.5, NaN, 1e308]",
    '{"essai": 0}',
]
