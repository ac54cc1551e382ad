"""Find runs, datasets, splits and layers by the names that prose uses, or say what is nearest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from reportgen.analysis.network import layer_names
from reportgen.data.types import Dataset, Origin, Split
from reportgen.errors import EvidenceError
from reportgen.evidence.context import EvidenceContext
from reportgen.french.numbers import en_lettres, liste
from reportgen.lab.types import SplitName
from reportgen.layers.wording import nearest
from reportgen.results import ModelSummary, RunResult

Value = TypeVar("Value")
SPLITS: Mapping[SplitName, str] = {
    "train": "apprentissage",
    "validation": "validation",
    "test": "test",
}
"""French names of the splits, in the order that tables show them."""

_FEW = 3
"""Runs whose titles a caption of one line can hold."""

OF_SPLITS: Mapping[SplitName, str] = {
    "train": "d’apprentissage",
    "validation": "de validation",
    "test": "de test",
}
"""What follows « images » or « perte »."""


def unknown(what: str, name: object, known: Iterable[str]) -> EvidenceError:
    """Return the error for a name that does not exist, with the nearest one or the list.

    ``what`` is a French phrase that says what is wrong: « couche inconnue ».
    """
    names = sorted(known)
    guess = nearest(str(name), names)
    offered = (
        f"Vouliez-vous dire « {guess} » ?" if guess else f"Noms connus : {liste(names) or 'aucun'}."
    )
    return EvidenceError(f"{what} : « {name} ». {offered}")


def find(what: str, name: object, known: Mapping[str, Value]) -> Value:
    """Return the value of a name; EvidenceError with the nearest name otherwise."""
    if isinstance(name, str) and name in known:
        return known[name]
    raise unknown(what, name, known)


def find_run(ctx: EvidenceContext, name: object) -> RunResult:
    """Return the result of a run; EvidenceError when it does not exist or has no result."""
    if name in ctx.lab.runs and name not in ctx.runs:
        msg = f"l’entraînement « {name} » n’a pas de résultat : il a échoué ou n’est pas fait."
        raise EvidenceError(msg)
    return find("entraînement inconnu", name, ctx.runs)


def find_runs(ctx: EvidenceContext, names: Collection[object]) -> tuple[RunResult, ...]:
    """Return the results of one run or more, each once; EvidenceError for none."""
    if not names:
        raise EvidenceError('indiquez au moins un entraînement, par exemple courbes("base").')
    return tuple(find_run(ctx, name) for name in dict.fromkeys(names))


def find_dataset(ctx: EvidenceContext, name: object) -> Dataset:
    """Return a dataset of the lab; EvidenceError when there is none of that name."""
    find("jeu de données inconnu", name, ctx.lab.datasets)
    return ctx.dataset(str(name))


def dataset_of(ctx: EvidenceContext, result: RunResult) -> Dataset:
    """Return the dataset that a run was trained on."""
    return ctx.dataset(result.spec.dataset.name)


def class_names(ctx: EvidenceContext, result: RunResult) -> tuple[str, ...]:
    """Return the class names of a run's dataset; no image is read.

    EvidenceError when the network has another number of outputs.
    """
    names = ctx.described(result.spec.dataset.name).classes
    outputs = result.first.arrays.probabilities("test").shape[1]
    if len(names) != outputs:
        msg = (
            f"« {result.spec.name} » a {outputs} sorties, son jeu de données {len(names)} classes."
        )
        raise EvidenceError(msg)
    return names


def find_split(dataset: Dataset, name: object) -> Split:
    """Return a split; EvidenceError when the dataset does not have it."""
    known: dict[str, Split] = {"train": dataset.train, "test": dataset.test}
    if dataset.validation is not None:
        known["validation"] = dataset.validation
    return find(f"partie absente du jeu « {dataset.name} »", name, known)


def find_layer(result: RunResult, layer: object) -> int:
    """Return the position of a layer in the stack, from 0.

    ``layer`` is a position (negative from the end), a name of ``layer_names``, or a class name
    that stands once. EvidenceError otherwise.
    """
    names = layer_names(result)
    if isinstance(layer, int) and not isinstance(layer, bool):
        if -len(names) <= layer < len(names):
            return layer % len(names)
        msg = f"couche {layer} demandée ; le réseau en a {len(names)}, numérotées à partir de 0."
        raise EvidenceError(msg)
    positions = {name: number for number, name in reversed(list(enumerate(names)))}
    positions |= _unique_classes(result.summary, positions)
    return find("couche inconnue", layer, positions)


def stand_in_note(origins: Iterable[Origin]) -> str:
    """Return the warning to print when numbers rest on replacement data, else ``""``.

    It is short because it stands in every caption; the cover says what replaces what.
    """
    return "Données de remplacement" if any(origin.stand_in for origin in origins) else ""


def note_for(results: Iterable[RunResult]) -> str:
    """Return the stand-in warning of the runs' data, else ``""``."""
    return stand_in_note(result.origin for result in results)


def together(result: RunResult) -> str:
    """Return what a caption adds where counts are summed over several seeds, else ``""``."""
    count = len(result.seeds)
    return f", {en_lettres(count)} graines réunies" if count > 1 else ""


def titles(results: Sequence[RunResult]) -> str:
    """Return what a caption calls runs: their titles, or their number when there are many."""
    if len(results) > _FEW:
        return f"{en_lettres(len(results))} essais"
    return liste(f"« {result.spec.title} »" for result in results)


def _unique_classes(summary: ModelSummary, taken: Collection[str]) -> dict[str, int]:
    classes = [row.class_name for row in summary.layers]
    return {
        name: number
        for number, name in enumerate(classes)
        if classes.count(name) == 1 and name not in taken
    }
