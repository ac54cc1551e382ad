"""The words and numbers that documents are labelled with, as template filters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from reportgen.document.types import Kind
from reportgen.evidence.elements import Cell
from reportgen.french import numbers
from reportgen.french.typography import raise_ordinals, typeset_text
from reportgen.lab.types import QuestionKind

KIND_TITLES: Mapping[Kind, str] = {
    "sujet": "Sujet",
    "corrige": "Corrigé",
    "rendu": "Compte rendu",
    "retour": "Retour",
}

_QUESTION_KINDS: Mapping[QuestionKind, str] = {
    "exact": "calcul",
    "mesure": "mesure",
    "texte": "rédaction",
    "code": "programme",
    "figure": "figure",
    "choix": "choix",
}
_ASKED: Mapping[QuestionKind, str] = {
    "exact": "un résultat exact",
    "mesure": "un essai et ses nombres",
    "texte": "quelques phrases",
    "code": "du code",
    "figure": "une image et ce qu’on y lit",
    "choix": "une décision argumentée",
}
_SPLITS = {"train": "apprentissage", "validation": "validation", "test": "test"}

_COLUMN_WORDS: Mapping[str, Mapping[str, str]] = {
    "split": _SPLITS,
    "metric": {"loss": "perte", "accuracy": "exactitude"},
}
"""Words of the field that stand in the cells of some columns."""

_COLUMNS = {
    "accuracy": "exactitude",
    "accuracy_high": "exactitude, borne haute",
    "accuracy_low": "exactitude, borne basse",
    "activations": "activations",
    "automatic": "dérivation automatique",
    "batch": "taille des lots",
    "bytes": "octets",
    "bytes_per_batch": "octets par lot",
    "bytes_per_image": "octets par image",
    "channel": "canal",
    "class": "classe",
    "column": "colonne",
    "confidence": "confiance",
    "count": "nombre",
    "deviation": "écart type",
    "deviation_after": "écart type après",
    "deviation_before": "écart type avant",
    "diverged": "divergents",
    "distinct": "unités distinctes",
    "ellipse_overlap": "recouvrement des ellipses",
    "epoch": "époque",
    "epoch_max": "époque la plus longue (s)",
    "epoch_min": "époque la plus courte (s)",
    "epochs": "époques",
    "error": "taux d’erreur",
    "error_lag": "retard de la bonne classe (erreurs)",
    "error_loss": "perte d’une erreur",
    "filter": "filtre",
    "finite_differences": "différences finies",
    "formula": "calcul",
    "front_params": "sur le front (poids)",
    "front_seconds": "sur le front (durée)",
    "gap": "écart",
    "high": "borne haute",
    "high_quartile": "troisième quartile",
    "hit": "voisins de même classe",
    "hull_overlap": "dans une autre enveloppe",
    "hyperparameter": "hyperparamètre",
    "index": "image",
    "input_channel": "canal d’entrée",
    "keras_float32": "Keras, simple précision",
    "keras_float64": "Keras, double précision",
    "kind": "nature",
    "label": "numéro",
    "label_sign": "classe",
    "layer": "couche",
    "level_length": "longueur des lignes de niveau",
    "likeness": "ressemblance",
    "loss": "perte",
    "low": "borne basse",
    "low_quartile": "premier quartile",
    "max": "maximum",
    "mean": "moyenne",
    "mean_after": "moyenne après",
    "mean_before": "moyenne avant",
    "mean_high": "moyenne, borne haute",
    "mean_low": "moyenne, borne basse",
    "measured": "valeurs mesurées",
    "median": "médiane",
    "member": "partie du fichier",
    "metric": "mesure",
    "min": "minimum",
    "negative": "négatifs",
    "neurons": "neurones",
    "norm": "norme",
    "numpy": "NumPy",
    "operations": "opérations",
    "output_shape": "forme de sortie",
    "parameter": "paramètre",
    "params": "poids",
    "population": "population",
    "precision": "précision",
    "predicted": "classe prédite",
    "recall": "rappel",
    "reloaded": "après relecture",
    "reset": "réinitialisation",
    "right_loss": "perte d’une réussite",
    "representation": "représentation",
    "row": "ligne",
    "run": "essai",
    "saved": "avant l’enregistrement",
    "scaling": "mise à l’échelle",
    "seconds": "secondes",
    "seconds_per_epoch": "secondes par époque",
    "seconds_per_step": "secondes par pas",
    "seed": "graine",
    "shape": "forme",
    "share": "part",
    "share_high": "part, borne haute",
    "share_low": "part, borne basse",
    "share_of_right": "part des images bien classées",
    "share_of_true": "part de la classe vraie",
    "share_of_wrong": "part des images mal classées",
    "share_positive": "part positive",
    "shown": "valeur affichée",
    "space": "espace",
    "split": "partie",
    "spread": "écart relatif",
    "steps": "pas",
    "successes": "réussites",
    "sure_errors": "erreurs sûres à 99 %",
    "test": "test",
    "test_high": "test, borne haute",
    "test_loss": "perte de test",
    "test_low": "test, borne basse",
    "train": "apprentissage",
    "trainable_params": "poids appris",
    "trial": "essai de convexité",
    "true": "classe vraie",
    "undefined": "pixels non définis",
    "units": "unités",
    "validation": "validation",
    "value": "valeur",
    "weight": "poids",
}


def kinds_asked(kinds: Iterable[QuestionKind]) -> str:
    """Return what the words beside the points of questions mean: « calcul (un résultat exact) »."""
    used = set(kinds)
    return numbers.liste(
        f"{_QUESTION_KINDS[k]} ({said})" for k, said in _ASKED.items() if k in used
    )


def points(value: float) -> str:
    """Return a number of points: « 2 points », « 0,5 point »."""
    noun = "points" if value >= 2 else "point"
    return f"{number(value)}{numbers.NBSP}{noun}"


def number(value: float) -> str:
    """Return a number with the decimals it needs, two at most."""
    digits = next((d for d in (0, 1) if round(value, d) == round(value, 2)), 2)
    return numbers.decimal(value, digits)


def column_title(name: str) -> str:
    """Return how a column of raw data is headed on screen; its file keeps the field's name."""
    return _COLUMNS.get(name, name)


def cell(value: Cell, column: str = "") -> str:
    """Return a raw data cell as it is shown: French decimals, six significant digits."""
    if column in _COLUMN_WORDS and isinstance(value, str):
        return _COLUMN_WORDS[column].get(value, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        digits = str(value) if isinstance(value, int) else f"{value:.6g}"
        return digits.replace(".", ",").replace("-", numbers.MINUS)
    return "" if value is None else str(value)


def sentence(text: str) -> str:
    """Return text with a capital first letter and no final full stop."""
    return text[:1].upper() + text[1:].removesuffix(".")


def split_counts(counts: Mapping[str, int]) -> str:
    """Return the sizes of splits: « 45 000 (apprentissage), 10 000 (test) »."""
    return numbers.liste(
        f"{numbers.entier(count)} ({_SPLITS.get(name, name)})" for name, count in counts.items()
    )


def epochs(done: Sequence[int]) -> str:
    """Return the numbers of epochs of several seeds: once when they are all the same."""
    return numbers.liste(numbers.entier(n) for n in (done if len(set(done)) > 1 else done[:1]))


def headline(title: str) -> str:
    """Return a title whose lines never end with a small word: « sur » goes with what follows."""
    return _SMALL_WORD.sub(f"\\1{numbers.NBSP}", title)


def typeset(text: str) -> Markup:
    """Return plain text typeset for a page: as HTML, the letters of its ordinals raised."""
    return raised(typeset_text(text))


def raised(text: str) -> Markup:
    """Return text as HTML where « 1er » has raised letters."""
    return Markup(raise_ordinals(str(escape(text))))


_SMALL_WORD = re.compile(
    r"(?<!\S)(à|au|aux|de|des|du|en|et|la|le|les|ou|par|pour|sur|un|une) (?=\S)"
)

FORMATS: Mapping[str, Callable[..., Any]] = {
    "points": points,
    "number": number,
    "cell": cell,
    "column_title": column_title,
    "sentence": sentence,
    "headline": headline,
    "split_counts": split_counts,
    "epochs": epochs,
    "liste": numbers.liste,
    "entier": numbers.entier,
    "pluriel": numbers.pluriel,
    "duree": numbers.duree,
    "date": lambda iso: raised(numbers.date(iso)),
    "typeset": typeset,
    "raised": raised,
    "plain": typeset_text,
    "kind_title": lambda kind: KIND_TITLES[kind],
    "kinds_asked": kinds_asked,
    "question_kind": lambda kind: _QUESTION_KINDS[kind],
}
