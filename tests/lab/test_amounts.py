"""Numbers of prose that no build could satisfy are found before anything is trained."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.evidence.surfaces import _MOST
from reportgen.evidence.theme import COLOURS
from reportgen.lab.vocabulary import FUNCTIONS

from .conftest import MINIMAL, SECTION

Messages = Callable[..., list[str]]
_ANSWER = "Le réseau compte **{{ runs.brut.params | entier }}** poids."
DENSE = "  dense: {layers: [Flatten, {Dense: {units: 10, activation: softmax}}]}\ntraining:"
LAB = (
    MINIMAL.replace("training:", DENSE)
    + """\
  plat: {model: dense, dataset: chiffres}
profiles:
  rapide: {train: 500, test: 200, epoch_scale: 0.5, resets: 8}
  complet: {}
populations:
  xor: {dataset: xor, seed: "0.5", hidden: [2], activation: relu, resets: 32}
"""
)


def _answer(expression: str) -> str:
    assert _ANSWER in SECTION
    return SECTION.replace(_ANSWER, f"{{{{ {expression} }}}}")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (
            "runs.brut.history.loss[3] | decimal",
            "« brut » n’a que 3 époques dans le profil « rapide » : pas de « loss[3] » ; "
            "de [0] à [2], ou [-1] pour la dernière",
        ),
        ("runs.brut.history.loss[-4] | decimal", "pas de « loss[-4] »"),
        (
            "runs.brut.history.acuracy[0] | decimal",
            "« brut » ne suit pas de mesure « acuracy » ; peut-être « accuracy »",
        ),
        ("runs.brut.layers[4].params", "« runs.brut » a 4 couches : pas de « layers[4] »"),
        ("models.base.layers[-5].params", "« models.base » a 4 couches : pas de « layers[-5] »"),
        ("runs.brut.layers[0].parms", "une couche n’a pas de valeur « parms » ; peut-être"),
        (
            'surface("xor", essai=8)',
            "« essai » : attendu : de 0 à 7 dans le profil « rapide » ; reçu : 8",
        ),
        (
            'surface("xor", essai="moyen")',
            "« essai » : attendu : un entier d’au moins 0, « meilleur » ou « median »",
        ),
        ('formes("xor", n=21)', "« n » : attendu : un entier de 1 à 20 ; reçu : 21"),
        ('descentes("xor", n=0)', "« n » : attendu : un entier de 1 à 8 ; reçu : 0"),
        (
            'activations("brut", image=200)',
            "« image » : attendu : de 0 à 199 dans le profil « rapide » ; reçu : 200",
        ),
        ('standardisation("chiffres", image=500)', "de 0 à 499 dans le profil « rapide »"),
        ('activations("brut", image=-1)', "un entier d’au moins 0 ; reçu : -1"),
        (
            'images("chiffres", n="dix")',
            "« n » : attendu : un entier de 1 à 400 ; reçu : « dix »",
        ),
        ('images("chiffres", n=true)', "« n » : attendu : un entier de 1 à 400 ; reçu : true"),
        ('erreurs("brut", n=401)', "« n » : attendu : un entier de 1 à 400 ; reçu : 401"),
        ('projection("brut", n=2)', "« n » : attendu : un entier d’au moins 3 ; reçu : 2"),
        ('confusion("brut", "oui")', "« normalise » : attendu : true ou false ; reçu : « oui »"),
        ('projection("brut", ellipses=1)', "« ellipses » : attendu : true ou false ; reçu : 1"),
        ('filtres("plat")', "« filtres » montre des convolutions : « plat » n’en a pas"),
        ('activations("plat")', "« activations » montre des convolutions : « plat » n’en a pas"),
        ('evolution("plat")', "« evolution » montre des convolutions : « plat » n’en a pas"),
        (
            "runs.brut.title | points",
            "le filtre « points » attend un nombre ; reçu : un texte, « runs.brut.title »",
        ),
        ("runs.brut.layers[0].name | entier", "attend un nombre ; reçu : un texte, « name »"),
        ("datasets.chiffres.shape | entier", "attend un nombre ; reçu : une liste"),
        ("runs.brut.params | dimensions", "attend une liste ; reçu : un nombre"),
    ],
)
def test_what_no_build_could_show_is_said(
    expression: str, expected: str, messages: Messages
) -> None:
    (message,) = messages(LAB, _answer(expression))
    assert expected in message


@pytest.mark.parametrize(
    "expression",
    [
        "runs.brut.history.loss[2] | decimal",
        "runs.brut.history.val_accuracy[-3] | pourcent",
        "runs.brut.history.loss | liste",
        "runs.brut.history.loss[profile.name | length] | decimal",
        "runs.brut.layers[-4].params",
        "runs.brut.layers[0].output_shape | dimensions",
        "datasets.chiffres.classes | liste",
        "populations.xor.features",
        'surface("xor", essai=7)',
        'surface("xor", "median")',
        'activations("brut", image=199)',
        'activations("plat", layers=["Flatten"])',
        'images("chiffres", n=400)',
        'confusion("brut", normalise=true)',
        'filtres("brut", -1)',
    ],
)
def test_what_a_build_can_show_is_let_through(expression: str, messages: Messages) -> None:
    assert messages(LAB, _answer(expression)) == []


def test_the_greatest_numbers_are_those_of_the_figures() -> None:
    assert FUNCTIONS["formes"].keywords["n"].numbers == (1, _MOST)
    assert FUNCTIONS["descentes"].keywords["n"].numbers == (1, len(COLOURS))
