"""Whether a model read again from its file is the one that was saved, and what the file holds."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from reportgen.evidence.context import Arrays, EvidenceContext
from reportgen.evidence.elements import Column, Data, Group, Remark, Table
from reportgen.evidence.lookup import find_run, note_for
from reportgen.evidence.probes import ReloadProbe
from reportgen.evidence.telling import make_remark
from reportgen.french.numbers import decimal, entier, pluriel, pourcent, scientifique
from reportgen.french.typography import typeset_text
from reportgen.results import FloatArray, RunResult


@dataclass(frozen=True)
class Reading:
    """A model as measured before it was saved and after it was read again, on ``count`` images.

    ``same`` images have all their probabilities equal bit by bit, ``agreed`` the same answer;
    ``largest`` is the largest difference between two probabilities. ``weights`` and ``optimizer``
    are numbers of values in the file.
    """

    losses: tuple[float, float]
    accuracies: tuple[float, float]
    count: int
    same: int
    agreed: int
    largest: float
    weights: int
    optimizer: int
    size: int
    members: tuple[tuple[str, int], ...]

    @property
    def identical(self) -> bool:
        """Whether nothing at all differs."""
        return (
            self.same == self.count
            and self.losses[0] == self.losses[1]
            and self.accuracies[0] == self.accuracies[1]
        )


def relecture(ctx: EvidenceContext, run: str) -> Group:
    """Return what the model read again from its file gives, beside what it gave when saved.

    Of the first seed and its evaluated weights: a table of both, a table of the content of the
    file, and what follows from them.
    """
    result = find_run(ctx, run)
    found = reading(result, ctx.probe(run, ReloadProbe()))
    both, content, said = _both(result, found), _content(result, found), _said(result, found)
    return Group(
        id="",
        caption=both.caption,
        alt=both.alt,
        note=both.note,
        elements=(both, content, said),
    )


def reading(result: RunResult, found: Arrays) -> Reading:
    """Return the comparison of a result with the answer to a :class:`ReloadProbe`."""
    saved = result.first.evaluations["test"]
    before = result.first.arrays.probabilities("test")
    after: FloatArray = np.asarray(found["probabilities"], dtype=np.float32)
    names, sizes = map(str, found["members"]), np.asarray(found["bytes"], dtype=np.int64)
    return Reading(
        losses=(saved.loss, _number(found, "loss")),
        accuracies=(saved.accuracy, _number(found, "accuracy")),
        count=len(before),
        same=int((before == after).all(axis=1).sum()),
        agreed=int((before.argmax(axis=1) == after.argmax(axis=1)).sum()),
        largest=float(np.abs(before.astype(np.float64) - after).max()),
        weights=int(_number(found, "weights")),
        optimizer=int(_number(found, "optimizer")),
        size=int(_number(found, "size")),
        members=tuple(zip(names, map(int, sizes), strict=True)),
    )


def _number(found: Arrays, name: str) -> float:
    return float(np.asarray(found[name], dtype=np.float64))


def _both(result: RunResult, found: Reading) -> Table:
    measures = [
        ("loss", "Perte", *found.losses, 9),
        ("accuracy", "Exactitude", *found.accuracies, 6),
    ]
    rows = [
        (title, decimal(a, digits), decimal(b, digits), _gap(a, b))
        for _, title, a, b, digits in measures
    ]
    alike = f"{entier(found.same)} sur {entier(found.count)}"
    return Table(
        id="",
        caption=f"Évaluation de « {result.spec.title} » sur le test, avant l’enregistrement et "
        "après relecture du fichier",
        alt=" ".join(sentences(result, found)),
        data=Data(
            ("metric", "saved", "reloaded"), tuple((name, a, b) for name, _, a, b, _ in measures)
        ),
        note=note_for([result]),
        columns=(
            Column("Mesure"),
            Column("Avant l’enregistrement", "right"),
            Column("Après relecture", "right"),
            Column("Écart", "right"),
        ),
        rows=(
            *rows,
            ("Images aux probabilités identiques", "", alike, _largest(found)),
        ),
    )


def _gap(before: float, after: float) -> str:
    if not isfinite(before - after):
        return "indéfini"
    return "0" if before == after else scientifique(abs(before - after))


def _largest(found: Reading) -> str:
    return "0" if found.largest == 0 else f"au plus {scientifique(found.largest)}"


def _content(result: RunResult, found: Reading) -> Table:
    return Table(
        id="",
        caption=f"Ce que contient le fichier de « {result.spec.title} » "
        f"({pluriel(found.size, 'octet', 'octets')} en tout)",
        alt=" ; ".join(f"{name} : {pluriel(n, 'octet', 'octets')}" for name, n in found.members),
        data=Data(("member", "bytes"), found.members),
        note=note_for([result]),
        columns=(Column("Partie"), Column("Octets", "right"), Column("Contenu")),
        rows=tuple((f"`{name}`", entier(n), _role(name, found)) for name, n in found.members),
    )


def _role(name: str, found: Reading) -> str:
    """Return what a member of a ``.keras`` file is for, "" for one that Keras did not name."""
    kept = f"les {pluriel(found.weights, 'poids', 'poids')}"
    if found.optimizer:
        kept += f", et {pluriel(found.optimizer, 'valeur', 'valeurs')} de l’optimiseur"
    return {
        "metadata.json": "la version de Keras et la date",
        "config.json": "l’architecture : les couches et leurs réglages",
        "model.weights.h5": kept,
    }.get(name, "")


def _said(result: RunResult, found: Reading) -> Remark:
    caption = f"Relecture de « {result.spec.title} »"
    return make_remark(caption, sentences(result, found), note_for([result]))


def sentences(result: RunResult, found: Reading) -> tuple[str, ...]:
    """Return what the comparison shows, then what the file can be used for."""
    told = [_verdict(result, found), _use(found)]
    return tuple(typeset_text(text) for text in told)


def _verdict(result: RunResult, found: Reading) -> str:
    where = f"les {entier(found.count)} images de test"
    if found.identical:
        return (
            f"Sur {where}, le modèle relu donne la même perte que « {result.spec.title} », "
            "jusqu’au dernier chiffre, la même exactitude et les mêmes probabilités, bit pour bit."
        )
    return (
        f"Sur {where}, le modèle relu ne redonne pas exactement les mêmes nombres : les "
        f"probabilités diffèrent de {scientifique(found.largest)} au plus, la perte de "
        f"{_gap(*found.losses)}, l’exactitude de {_points(found)} ; "
        f"la réponse est la même pour {pluriel(found.agreed, 'image', 'images')}."
    )


def _points(found: Reading) -> str:
    before, after = found.accuracies
    return pourcent(abs(before - after), 2)


def _use(found: Reading) -> str:
    size = f"Le fichier, de {pluriel(found.size, 'octet', 'octets')}, contient l’architecture et "
    if found.optimizer:
        return (
            f"{size}les {entier(found.weights)} poids, mais aussi l’état de l’optimiseur "
            f"({pluriel(found.optimizer, 'valeur', 'valeurs')}) : il permet de prédire et "
            "d’évaluer, et de reprendre l’apprentissage là où il s’est arrêté."
        )
    return (
        f"{size}les {entier(found.weights)} poids, sans l’état de l’optimiseur : il suffit pour "
        "prédire et pour évaluer, non pour reprendre l’apprentissage comme s’il n’avait pas été "
        "interrompu."
    )
