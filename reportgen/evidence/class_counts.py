"""How many images of each class a dataset holds, and what answering one class would give."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from reportgen.data.types import Dataset
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Column, Data, Group, Table
from reportgen.evidence.lookup import SPLITS, find_dataset, stand_in_note
from reportgen.evidence.telling import make_remark
from reportgen.french.numbers import entier, liste, pourcent
from reportgen.lab.types import SplitName

Counts = Mapping[SplitName, npt.NDArray[np.int64]]
"""Images of each class, in the order of the classes, by split."""


def effectifs(ctx: EvidenceContext, dataset: str) -> Group:
    """Return the number of images of each class and split, and what follows from it."""
    found = find_dataset(ctx, dataset)
    title = ctx.lab.datasets[dataset].title or dataset
    counts = class_counts(found)
    note = stand_in_note([found.origin])
    remark = make_remark(f"Répartition de {title}", _sentences(found, counts), note)
    table = _table(found, counts, f"Images de chaque classe de {title}", remark.alt, note)
    return Group("", table.caption, table.alt, note=note, elements=(table, remark))


def class_counts(dataset: Dataset) -> Counts:
    """Return the images of each class in the splits that the dataset has."""
    size = len(dataset.classes)
    return {n: np.bincount(part.y, minlength=size) for n, part in dataset.splits.items()}


def _table(dataset: Dataset, counts: Counts, caption: str, alt: str, note: str) -> Table:
    rows = list(zip(dataset.classes, *(values.tolist() for values in counts.values()), strict=True))
    return Table(
        id="",
        caption=caption,
        alt=alt,
        data=Data(("class", *counts), tuple(rows)),
        note=note,
        columns=(Column("Classe"), *(Column(SPLITS[n].capitalize(), "right") for n in counts)),
        rows=tuple((name, *map(entier, values)) for name, *values in rows),
        footer=(("Total", *(entier(values.sum()) for values in counts.values())),),
    )


def _sentences(dataset: Dataset, counts: Counts) -> tuple[str, str]:
    return _balance(dataset, counts), _baseline(dataset, counts)


def _balance(dataset: Dataset, counts: Counts) -> str:
    train = counts["train"]
    least, most = (_named(dataset, train, int(value)) for value in (train.min(), train.max()))
    if train.min() == train.max():
        return f"À l’apprentissage, chaque classe compte {entier(train.max())} images."
    return (
        f"À l’apprentissage, la classe la plus nombreuse est {most}, et la moins nombreuse {least}."
    )


def _named(dataset: Dataset, counts: npt.NDArray[np.int64], value: int) -> str:
    """Return the classes that have exactly a number of images, with their share."""
    names = liste(f"« {dataset.classes[i]} »" for i in np.flatnonzero(counts == value))
    return f"{names} ({pourcent(value / counts.sum())})"


def _baseline(dataset: Dataset, counts: Counts) -> str:
    """Say what answering always the class that is most frequent in training gives on test."""
    answer = int(counts["train"].argmax())
    share = counts["test"][answer] / counts["test"].sum()
    return (
        f"Un programme qui répondrait toujours « {dataset.classes[answer]} » aurait sur le test "
        f"une exactitude de {pourcent(share)} : c’est ce qu’il faut dépasser pour avoir appris "
        "quelque chose."
    )
