"""All hyperparameters of a run in one table: value, nature, influence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.analysis.network import definitions
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Column, Data, Table
from reportgen.evidence.influences import (
    DATA,
    DESCENT,
    LAYERS,
    NATURES,
    NETWORK,
    OPTIMIZERS,
    OWN,
    PREPROCESSING,
    RESTRAINT,
    Influence,
)
from reportgen.evidence.lookup import find_run, note_for
from reportgen.french.numbers import dimensions, entier, liste, pluriel, scientifique
from reportgen.french.typed import typed
from reportgen.lab.types import LayerSpec, ValidationSpec
from reportgen.layers import arguments_of, as_call, canonical, canonical_layer
from reportgen.layers.settings import resolve
from reportgen.results import RunResult

_SHAPES = ("kernel_size", "pool_size", "strides", "size")


@dataclass(frozen=True)
class Row:
    """One hyperparameter: French name with the Keras argument, value as printed, influence."""

    name: str
    value: str
    influence: Influence


def hyperparametres(ctx: EvidenceContext, run: str, *, sauf: str | None = None) -> Table:
    """Return the hyperparameters of a run, Keras' defaults included, grouped by nature.

    With *sauf*, only those that another run has not, or not with that value. The last rows count
    what is not one: the weights that training finds.
    """
    result = find_run(ctx, run)
    other = None if sauf is None else find_run(ctx, sauf)
    known = set() if other is None else {(r.name, r.value) for r in hyperparameters(other)}
    rows = sorted(
        (row for row in hyperparameters(result) if (row.name, row.value) not in known),
        key=lambda row: NATURES.index(row.influence.nature),
    )
    apart = "" if other is None else f" qui ne sont pas ceux de « {other.spec.title} »"
    return Table(
        id="",
        caption=f"Hyperparamètres de « {result.spec.title} »{apart}",
        alt=f"{pluriel(len(rows), 'hyperparamètre', 'hyperparamètres')} : "
        + " ; ".join(f"{row.name.replace('`', '')} {row.value}" for row in rows)
        + f". Poids appris : {entier(result.summary.trainable_params)}.",
        data=Data(
            ("hyperparameter", "value", "kind", "influence"),
            tuple((r.name, r.value, r.influence.nature, r.influence.text) for r in rows),
        ),
        note=note_for([result] if other is None else [result, other]),
        columns=(Column("Hyperparamètre"), Column("Valeur"), Column("Nature"), Column("Influence")),
        rows=tuple((r.name, r.value, r.influence.nature, r.influence.text) for r in rows),
        footer=_learned(result),
    )


def hyperparameters(result: RunResult) -> list[Row]:
    """Return what was chosen before training, in the order of the program."""
    return [*_data(result), *_layers(result), *_descent(result), *_duration(result)]


def _data(result: RunResult) -> Iterator[Row]:
    counts = result.counts
    more = Influence(DATA, "plus il y en a, moins le réseau peut les retenir une à une")
    yield Row("images d’apprentissage", entier(counts["train"]), more)
    rule = result.spec.dataset.validation
    if "validation" in counts and rule is not None:
        judge = Influence(DATA, "finesse du jugement qui guide les autres choix")
        yield Row("images de validation", f"{entier(counts['validation'])}{_from(rule)}", judge)
    for call in result.spec.preprocess:
        arguments = ", ".join(map(_text, call.config.values()))
        text = PREPROCESSING.get(call.name, OWN)
        yield Row(f"préparation (`{call.name}`)", arguments or "oui", Influence(DATA, text))


def _from(rule: ValidationSpec) -> str:
    source = {"train": ", prises à l’apprentissage", "test": ", prises au test"}
    return source.get(rule.source, "")


def _layers(result: RunResult) -> Iterator[Row]:
    specs = [resolve(spec) for spec in definitions(result) if spec is not None]
    weighted = [s.name for s in specs if s.has("kernel_initializer")]
    counts = [f"{weighted.count(name)} {name}" for name in dict.fromkeys(weighted)]
    deep = Influence(NETWORK, "profondeur : champ réceptif et abstraction ; temps de calcul")
    yield Row("couches à noyau", liste(counts) or "aucune", deep)
    for argument, values in _by_argument(result).items():
        influence = LAYERS.get(argument, Influence(NETWORK, OWN))
        for value, kinds in _alike(values, argument).items():
            yield Row(f"{', '.join(kinds)} (`{argument}`)", value, influence)


def _by_argument(result: RunResult) -> Mapping[str, dict[str, list[Any]]]:
    """Return for each argument its values by class of layer, in the order of the stack.

    Arguments that are known, or that the author gives; those left at « none » are left out.
    """
    found: dict[str, dict[str, list[Any]]] = {}
    for spec in definitions(result):
        for argument, value in _settings(spec).items():
            by_class = found.setdefault(argument, {})
            by_class.setdefault(canonical_layer(spec.name) if spec else "", []).append(value)
    return found


def _settings(spec: LayerSpec | None) -> Mapping[str, Any]:
    """Return the arguments of a layer that are worth a row."""
    if spec is None:
        return {}
    return {
        name: value
        for name, value in resolve(spec).values.items()
        if value is not None and name != "name" and (name in LAYERS or name in spec.config)
    }


def _alike(values: Mapping[str, Sequence[Any]], argument: str) -> Mapping[str, list[str]]:
    """Return the classes of layers that share a value, or a list of values, by its text."""
    found: dict[str, list[str]] = {}
    for kind, given in values.items():
        texts = [_text(value, argument) for value in given]
        between = " ; " if any("," in text for text in texts) else ", "
        shown = texts[0] if len(set(texts)) == 1 else between.join(texts)
        found.setdefault(shown, []).append(kind)
    return found


def _descent(result: RunResult) -> Iterator[Row]:
    training = result.spec.training
    yield Row("perte", training.loss.name, Influence(DESCENT, "ce que la descente fait baisser"))
    name = canonical("optimizers", training.optimizer.name)
    yield Row("optimiseur", name, Influence(DESCENT, "façon de tirer un pas des gradients"))
    defaults = {n: a.default for n, a in arguments_of("optimizers", name).items()}
    for argument, value in {**defaults, **training.optimizer.config}.items():
        influence = OPTIMIZERS.get(argument)
        given = argument in training.optimizer.config
        if (influence or given) and value is not None and argument != "name":
            shown = influence or Influence(DESCENT, OWN)
            yield Row(f"{name} (`{argument}`)", _text(value), shown)
    noise = Influence(DESCENT, "bruit du gradient, nombre de pas, durée d’une époque")
    yield Row("taille des lots (`batch_size`)", entier(training.batch_size), noise)
    mixed = Influence(DESCENT, "sans mélange, les lots se suivent toujours dans le même ordre")
    yield Row("mélange (`shuffle`)", _text(training.shuffle), mixed)


def _duration(result: RunResult) -> Iterator[Row]:
    spec, stop = result.spec, result.spec.training.early_stopping
    long = Influence(DESCENT, "trop peu : sous-apprentissage ; trop : surapprentissage")
    yield Row("époques (`epochs`)", entier(spec.epochs), long)
    chance = Influence(DESCENT, "départ des poids, ordre des lots, dropout : à varier pour juger")
    yield Row("graine", liste(map(entier, spec.seeds)), chance)
    if stop is not None:
        patience = Influence(RESTRAINT, "fin dès que la mesure surveillée ne progresse plus")
        value = f"{stop.monitor}, {pluriel(stop.patience, 'époque', 'époques')} de patience"
        yield Row("arrêt anticipé", value, patience)
    kept = "dernière époque" if spec.weights == "last" else f"meilleure époque ({spec.monitor})"
    yield Row(
        "poids gardés",
        kept,
        Influence(RESTRAINT, "garder ceux de la meilleure époque limite le surapprentissage"),
    )


def _learned(result: RunResult) -> tuple[tuple[str, ...], ...]:
    found = result.summary.trainable_params
    followed = result.params - found
    rows = [("Poids appris", entier(found), "paramètres", "trouvés par la descente, non choisis")]
    if followed:
        text = "suivies au fil des lots, non choisies"
        rows.append(("Moyennes et variances", entier(followed), "statistiques", text))
    return tuple(rows)


def _text(value: Any, argument: str = "") -> str:
    """Return a value as the table prints it."""
    nested = as_call(value) if isinstance(value, Mapping) else None
    if nested is not None:
        inside = ", ".join(f"{name} = {_text(v)}" for name, v in nested.config.items())
        return f"{nested.name} ({inside})" if inside else nested.name
    if isinstance(value, bool):
        return "oui" if value else "non"
    if argument in _SHAPES and value is not None:
        return dimensions((value, value) if isinstance(value, int) else value)
    if isinstance(value, int):
        return entier(value)
    if isinstance(value, float):
        return _precisely(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return "aucune" if value is None else str(value)


def _precisely(value: float) -> str:
    """Return a number with all its digits, and a power of ten for a tiny one."""
    if value == 0 or abs(value) >= 1e-4:
        return typed(value)
    return scientifique(value, len(Decimal(f"{value:.10g}").as_tuple().digits))
