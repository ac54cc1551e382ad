"""How well classes are apart in several representations of the same test images."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.analysis.separation import (
    NEIGHBOURS,
    ellipse_overlap,
    hull_overlap,
    neighbourhood_hits,
)
from reportgen.errors import EvidenceError
from reportgen.evidence.clouds import METHODS, Source, find_source, make_cloud
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Column, Data, Group, Table
from reportgen.evidence.lookup import stand_in_note
from reportgen.evidence.telling import make_remark
from reportgen.french.numbers import decimal, en_lettres, entier, liste, pluriel, points, pourcent

_WHOLE = "espace complet"
_CLEAR = 1.96
"""Standard errors beyond which a mean difference is told as one."""


@dataclass(frozen=True)
class Measures:
    """Separability of one representation in one space; overlaps are None outside the plane."""

    hits: npt.NDArray[np.float64]
    hulls: float | None = None
    ellipses: float | None = None

    @property
    def hit(self) -> float:
        """Mean share of neighbours of the same class, 0–1."""
        return float(self.hits.mean())


@dataclass(frozen=True)
class Representation:
    """A source and its measures by space: the whole one, then each projection."""

    source: Source
    spaces: dict[str, Measures]

    @property
    def size(self) -> int:
        """Dimensions of the whole space."""
        return int(self.source.vectors.shape[1])

    @property
    def hit(self) -> float:
        """Mean neighbourhood hit in the whole space, 0–1."""
        return self.spaces[_WHOLE].hit


def separabilite(
    ctx: EvidenceContext, *sources: str, layer: int | str | None = None, n: int = 1000
) -> Group:
    """Return a table of how apart classes are in several representations, and what it shows.

    ``sources`` are datasets (their pixels) and runs (their outputs of ``layer``), all on the same
    test images; the first one is the reference. EvidenceError when the images differ.
    """
    if not sources:
        raise EvidenceError("separabilite : indiquez au moins un jeu de données ou un essai.")
    found = [_represented(ctx, name, layer, n) for name in dict.fromkeys(sources)]
    _require_same_images(found)
    table = _table(found)
    remark = make_remark("Constat sur la séparation des classes", _sentences(found), table.note)
    return Group("", table.caption, table.alt, note=table.note, elements=(table, remark))


def _represented(
    ctx: EvidenceContext, name: str, layer: int | str | None, n: int
) -> Representation:
    source = find_source(ctx, name, layer if name in ctx.lab.runs else None, n)
    spaces = {_WHOLE: Measures(neighbourhood_hits(source.vectors, source.labels))}
    for method, title in METHODS.items():
        cloud = make_cloud(ctx, source, method)  # type: ignore[arg-type]
        spaces[title] = Measures(
            cloud.hits,
            hull_overlap(cloud.points, cloud.labels),
            ellipse_overlap(cloud.points, cloud.labels),
        )
    return Representation(source, spaces)


def _require_same_images(found: Sequence[Representation]) -> None:
    first = found[0].source
    for other in found[1:]:
        if not np.array_equal(other.source.labels, first.labels):
            msg = (
                "separabilite : les représentations ne sont pas celles des mêmes images de test "
                f"(« {first.text} », « {other.source.text} »)."
            )
            raise EvidenceError(msg)


def _table(found: Sequence[Representation]) -> Table:
    images = pluriel(len(found[0].source.vectors), "image", "images")
    rows = list(_rows(found))
    return Table(
        id="",
        caption=f"Séparation des classes de {images} de test : part des "
        f"{en_lettres(NEIGHBOURS)} plus proches voisins qui sont de la même classe, part des "
        "images placées dans l’enveloppe convexe d’une autre classe, recouvrement moyen de deux "
        "ellipses (coefficient de Bhattacharyya, de 0 à 1)",
        alt=_alt(found),
        data=_data(rows),
        note=stand_in_note([r.source.origin for r in found]),
        columns=(
            Column("Représentation"),
            Column("Espace"),
            Column("Dimensions", "right"),
            Column("Voisins de même classe", "decimal"),
            Column("Dans une autre enveloppe", "decimal"),
            Column("Recouvrement des ellipses", "decimal"),
        ),
        rows=tuple(map(_cells, rows)),
        header_column=False,
    )


_Row = tuple[Representation, str, int, Measures]
"""A representation, one of the spaces that show it, its dimensions, what is measured there."""


def _data(rows: Sequence[_Row]) -> Data:
    names = ("representation", "space", "dimensions", "hit", "hull_overlap", "ellipse_overlap")
    found = ((r.source.text, s, size, m.hit, m.hulls, m.ellipses) for r, s, size, m in rows)
    return Data(names, tuple(found))


def _cells(row: _Row) -> tuple[str, ...]:
    shown, space, size, measures = row
    return (
        shown.source.text if space == _WHOLE else "",
        space,
        entier(size),
        pourcent(measures.hit),
        "–" if measures.hulls is None else pourcent(measures.hulls),
        "–" if measures.ellipses is None else decimal(measures.ellipses, 3),
    )


def _rows(found: Sequence[Representation]) -> Iterator[_Row]:
    for one in found:
        for space, measures in one.spaces.items():
            yield one, space, one.size if space == _WHOLE else 2, measures


def _alt(found: Sequence[Representation]) -> str:
    told = liste(f"{r.source.text} : {pourcent(r.hit)}" for r in found)
    return f"Part des voisins de même classe dans l’espace complet : {told}."


def _sentences(found: Sequence[Representation]) -> list[str]:
    first, *others = found
    told = [
        f"Dans l’espace complet, {pourcent(first.hit)} des {en_lettres(NEIGHBOURS)} plus proches "
        f"voisins d’une image, elle-même exclue, sont de sa classe ({first.source.text})."
    ]
    told += [_against(first, other) for other in others]
    told.append(_in_the_plane(found))
    if others:
        return [*told, *_outlines_against(first, others)]
    return [*told, _outlines(first), _separated(first)]


def _against(first: Representation, other: Representation) -> str:
    """Compare the neighbours of the same images in two whole spaces."""
    gaps = other.spaces[_WHOLE].hits - first.spaces[_WHOLE].hits
    change = float(gaps.mean())
    error = float(gaps.std(ddof=1) / math.sqrt(len(gaps)))
    start = f"Pour les {other.source.text}, cette part est de {pourcent(other.hit)}"
    if abs(change) <= _CLEAR * error or change == 0.0:
        return (
            f"{start} : la différence, de {points(abs(change))}, est de l’ordre de ce que le choix "
            "des images explique."
        )
    more, done = ("plus", "a") if change > 0 else ("moins", "n’a pas")
    return (
        f"{start}, soit {points(abs(change))} de {more} : cette couche {done} rapproché les images "
        "d’une même classe."
    )


def _in_the_plane(found: Sequence[Representation]) -> str:
    """Say which projection leaves more neighbours of the same class, case by case."""
    linear, other = METHODS["pca"], METHODS["tsne"]
    better = [r for r in found if r.spaces[other].hit > r.spaces[linear].hit]
    verb = "sont" if better else "ne sont pas"
    where = f" dans {entier(len(better))} cas sur {entier(len(found))}"
    shares = liste(
        f"{pourcent(r.spaces[other].hit)} contre {pourcent(r.spaces[linear].hit)}" for r in found
    )
    return (
        f"Dans le plan, les voisins {verb} plus souvent de la même classe avec {other} qu’avec "
        f"l’{linear}{where if 0 < len(better) < len(found) else ''} ({shares}"
        f"{', dans l’ordre du tableau' if len(found) > 1 else ''})."
    )


def _outlines(first: Representation) -> str:
    """Say how much the outlines of the classes overlap in each plane."""
    (linear, one), (other, two) = ((name, first.spaces[name]) for name in METHODS.values())
    return (
        f"Dans le plan de l’{linear} ({first.source.text}), {_in_hulls(one)} dans l’enveloppe "
        f"d’une autre classe, et le recouvrement moyen de deux ellipses est de {_ellipses(one)} ; "
        f"dans celui de {other}, {_in_hulls(two)} dans l’enveloppe d’une autre, et ce "
        f"recouvrement est de {_ellipses(two)}."
    )


def _separated(only: Representation) -> str:
    """Say in which planes no image lies in the outline of a class that is not its own."""
    clear = [name for name in METHODS.values() if not only.spaces[name].hulls]
    start = "Au sens des enveloppes, qu’un seul point égaré suffit à étirer, les classes"
    if len(clear) == len(METHODS):
        return f"{start} sont donc séparées dans les deux plans."
    if not clear:
        return f"{start} ne sont donc séparées dans aucun des deux plans."
    return f"{start} ne sont donc séparées que dans le plan de {_of_method(clear[0])}."


def _of_method(name: str) -> str:
    return f"l’{name}" if name == METHODS["pca"] else name


def _in_hulls(seen: Measures) -> str:
    if not seen.hulls:
        return "aucune image n’est"
    return f"{pourcent(seen.hulls)} des images sont"


def _ellipses(seen: Measures) -> str:
    return decimal(seen.ellipses or 0.0, 3)


def _outlines_against(first: Representation, others: Sequence[Representation]) -> Iterator[str]:
    """Say of which representations the outlines overlap less in both planes, and of which not."""
    for lower, claim in (
        (
            True,
            "enveloppes et ellipses se recouvrent moins, dans le plan, que celles de la première "
            "ligne, par les deux méthodes.",
        ),
        (
            False,
            "les quatre mesures du plan ne sont pas toutes plus basses que celles de la première "
            "ligne.",
        ),
    ):
        named = [f"les {r.source.text}" for r in others if _overlap_less(first, r) == lower]
        if named:
            yield f"Pour {liste(named)}, {claim}"


def _overlap_less(first: Representation, other: Representation) -> bool:
    pairs = [(first.spaces[name], other.spaces[name]) for name in METHODS.values()]
    return all(_less(b.hulls, a.hulls) and _less(b.ellipses, a.ellipses) for a, b in pairs)


def _less(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one < other
