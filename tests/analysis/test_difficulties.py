"""Are the classes that one run finds difficult those of another: the answer follows the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reportgen.analysis.remarks import remark
from reportgen.results import RunResult
from tests.analysis.runs import Memory, run

NAMES = ("Ail", "Blé", "Colza", "Datte", "Épice", "Figue", "Grain")
IMAGES = 50


def recognised(hits: Sequence[int], title: str = "premier", **more: object) -> RunResult:
    """Return a run that recognises ``hits`` of the 50 images of each class."""
    size = len(hits)
    table = np.zeros((size, size), dtype=int)
    for i, count in enumerate(hits):
        table[i, i] = count
        table[i, (i + 1) % size] += IMAGES - count
    return run(title=title, tables=(table.tolist(),), classes=NAMES[:size], **more)


def said(one: RunResult, other: RunResult) -> str:
    return (
        " ".join(remark("difficiles", (one, other))).replace("\u00a0", " ").replace("\u202f", " ")
    )


EASY_LAST = (10, 15, 42, 44, 46, 48, 50)
HARD_LAST = EASY_LAST[::-1]


def test_the_same_difficulties_are_told_with_a_proof_on_all_classes() -> None:
    text = said(recognised(EASY_LAST), recognised(EASY_LAST, "second"))
    assert "« Ail » et « Blé » avec le modèle « premier »" in text
    assert "ce sont les mêmes classes" in text
    assert "l’autre reconnaît mal aussi (corrélation des rangs de Spearman : 1,00" in text
    assert "fragile" not in text


def test_opposite_difficulties_are_told() -> None:
    text = said(recognised(EASY_LAST), recognised(HARD_LAST, "second"))
    assert "aucune classe n’est commune" in text
    assert "celles que l’un reconnaît mal, l’autre les reconnaît mieux" in text
    assert "mal aussi" not in text


def test_a_single_shared_class_is_named() -> None:
    other = (46, 12, 10, 44, 42, 48, 50)
    assert "seule « Blé » est commune" in said(recognised(EASY_LAST), recognised(other, "second"))


def test_orders_that_the_classes_cannot_tell_alike_are_not_said_alike() -> None:
    other = (46, 12, 10, 44, 42, 48, 40)
    text = said(recognised(EASY_LAST), recognised(other, "second"))
    assert "il n’est pas établi que l’ordre de difficulté soit commun" in text


def test_a_list_within_the_margin_of_error_is_called_fragile_for_the_model_it_concerns() -> None:
    close = (40, 41, 42, 44, 46, 48, 50)
    one_sided = said(recognised(EASY_LAST), recognised(close, "second"))
    assert "fragile : avec le modèle « second »" in one_sided
    both = said(recognised(close), recognised(close, "second"))
    assert "fragile : avec chacun des deux modèles" in both


def test_equals_share_the_last_place_and_too_many_of_them_say_nothing() -> None:
    three = (10, 20, 20, 44, 46, 48, 50)
    text = said(recognised(three), recognised(EASY_LAST, "second"))
    assert "« Ail », « Blé » et « Colza » avec le modèle « premier »" in text
    assert "« Ail » et « Blé » sont communes" in text
    level = said(recognised((50,) * 7), recognised(EASY_LAST, "second"))
    assert level.startswith("Pour le modèle « premier », trop de classes sont à égalité")


def test_few_classes_are_not_ranked() -> None:
    text = said(recognised((10, 20, 45, 50)), recognised((10, 20, 45, 50), "second"))
    assert "Spearman" not in text


def test_other_images_forbid_the_comparison() -> None:
    second = recognised(EASY_LAST, "second")
    memory = second.first.arrays
    other = Memory(memory.probabilities("test"), np.roll(memory.labels("test"), 1))
    moved = replace(second, seeds=(replace(second.first, arrays=other),))
    assert "pas été évalués sur les mêmes images" in said(recognised(EASY_LAST), moved)
